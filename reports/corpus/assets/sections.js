// The sections above and below the list, from the totals that stand in the page.
const say = (text) => h("p", { class: "say" }, text);
const body = (name) => document.querySelector(`#${name} .body`);
const figures = (content) => h("details", { class: "figures" }, h("summary", {}, "The figures"), content);
const cell = (value, text = whole(value)) => h("td", { "data-value": value }, text);

function show(name, ...content) {
  document.getElementById(name).hidden = false;
  filled(body(name) ?? document.getElementById(name), {}, content);
  const title = document.getElementById(`${name}-title`).textContent;
  document.querySelector("nav.jump").append(h("a", { href: `#${name}` }, title));
}

function headline() {
  const [first, last] = report.dates;
  const all = counted(report.articles, "article");
  document.getElementById("headline").textContent = all;
  const sources = report.sources.length + (report.other_sources?.sources ?? 0);
  const named = sources > 1 || report.sources[0]?.source ? counted(sources, "source") : "";
  const dated = first ? (first === last ? first : `${first} to ${last}`) : "";
  const rejected = report.rejected.rows ? `${whole(report.rejected.rows)} not read` : "";
  const parts = [counted(report.words, "word"), named, dated, counted(report.findings.total, "finding"), rejected];
  document.getElementById("totals").textContent = parts.filter(Boolean).join(" · ");
}

function grades() {
  const { grades, poor, articles, quality } = report;
  if (!articles) {
    show("grades", h("p", { class: "empty" }, h("strong", {}, "No articles here."),
      report.rejected.rows ? "What was given could not be read; the reasons are below." : ""));
    return;
  }
  const what = poor.articles === 1 ? "article is" : "articles are";
  show("grades",
    h("p", { class: "verdict" }, h("b", {}, percent(poor.share)), ` ${whole(poor.articles)} ${what} graded D or worse and unfit as `,
      `they stand. The mean score is ${quality.toFixed(0)} of 100, the median ${report.spread["0.5"].toFixed(0)}.`),
    gradeBar(grades, articles, { height: 34, letters: true }),
    h("ul", { class: "legend" }, GRADES.map((grade) => h("li", {},
      h("a", { href: address({ grade }) }, h("b", {}, grade)), ` ${whole(grades[grade])} `,
      h("span", {}, percent(grades[grade] / articles))))));
}

const standing = ({ articles, quality, poor, grades: letters }) => [
  cell(articles), cell(quality, quality.toFixed(0)),
  h("td", { class: "chart", "data-value": poor.share }, gradeBar(letters, articles)),
  h("td", { "data-value": poor.share }, percent(poor.share)),
  h("td", { class: "interval", "data-value": poor.low }, range(poor.low, poor.high)),
];
const HEADS = ["Articles", "Score", "A to F", "D or worse", "likely between"];

function sources() {
  if (report.sources.length < 2) return;
  const order = [...report.sources].sort((a, b) => b.poor.low - a.poor.low || b.poor.share - a.poor.share || b.articles - a.articles);
  const rows = order.map((each) => h("tr", {},
    h("th", { scope: "row" }, h("a", { href: address({ source: each.source }) }, unnamed(each.source))), standing(each)));
  const others = report.other_sources;
  if (others) {
    rows.push(h("tr", {}, h("th", { scope: "row" }, `${counted(others.sources, "smaller source")} together`), standing(others)));
  }
  const drawn = table(["Source", ...HEADS], rows, { class: "figures standing", label: "Grades by source" });
  const [, button] = [shortened(drawn, rows, 15, "source")].flat();
  show("sources", say("Those first whose articles are surely the worst: sorted by the lower end of what is likely for the " +
    "share of D or worse, so that a source of few articles does not lead by chance."),
    sortable(drawn, () => button?.click()), button);
}

function months() {
  if (!report.months.length) return;
  const columns = periods(report.months);
  const yearly = columns[0].name.length === 4;
  const drawn = columns.filter((p) => p.articles);
  const rows = (yearly ? report.months : drawn.map((p) => report.months.find((m) => m.month === p.name))).map((each) =>
    h("tr", {}, h("th", { scope: "row" }, h("a", { href: address({ month: each.month }) }, each.month)), standing(each)));
  const without = report.undated ? ` ${counted(report.undated, "article")} without a date ${report.undated === 1 ? "is" : "are"} not in it.` : "";
  if (columns.length < 2 && !report.undated) return;
  const letters = ["C", "D", "E", "F"].map((g) => h("li", {}, swatch(g), ` ${g}`));
  show("months",
    say(`The share of articles graded C, D, E and F by ${yearly ? "year" : "month"}, the worst at the foot; the rest are A or B. ` +
      `Below it, how many articles there were.${without}`),
    h("ul", { class: "legend letters" }, letters),
    monthsChart(columns, (name) => { location.hash = address(name.length === 4 ? { year: name } : { month: name }); }),
    figures(sortable(table(["Month", ...HEADS], rows, { class: "figures standing", label: "Grades by month" }))));
}

const swatch = (grade) => svg("svg", { class: "swatch", width: 14, height: 14, "aria-hidden": "true" },
  svg("rect", { class: `g g-${grade}`, width: 14, height: 14 }));

// The severity that most findings of a rule have, and how many are graver.
const usual = ({ severities }) => Object.keys(severities).reduce((a, b) => (severities[b] > severities[a] ? b : a));
function kind(each) {
  const most = usual(each);
  const names = Object.keys(each.severities);
  const graver = names.slice(0, names.indexOf(most)).filter((name) => each.severities[name]);
  return [`${each.category} ${SEVERITY_WORDS[most]}`, ...graver.map((name) => counted(each.severities[name], SEVERITY_WORDS[name]))].join(", ");
}

function rules() {
  if (!report.rules.length) return;
  const most = Math.max(...report.rules.map((rule) => rule.findings));
  const rows = report.rules.map((each) => h("tr", { class: `${hue(each.category)} s-${usual(each)}` },
    h("th", { scope: "row" }, h("a", { class: "rule", href: address({ rule: each.rule }) }, each.rule),
      h("span", { class: "what" }, each.summary)),
    h("td", { class: "kind" }, kind(each)),
    h("td", { class: "chart", "data-value": each.findings }, bar(each.findings, most, hue(each.category))),
    cell(each.findings), cell(each.articles),
    cell(each.per_1000_words ?? 0, (each.per_1000_words ?? 0).toFixed(each.per_1000_words < 0.0995 ? 3 : 2))));
  const heads = ["Rule", "Kind", "", "Findings", "Articles", "per 1,000 words"];
  const drawn = table(heads, rows, { class: "figures ruled", label: "Rules by findings" });
  const [, button] = [shortened(drawn, rows, 12, "rule")].flat();
  show("rules", sortable(drawn, () => button?.click()), button);
}

function clusters() {
  const { most, disagreeing } = report.clusters;
  if (!disagreeing) return;
  const entries = most.map((each) => h("article", { class: "cluster" },
    h("h3", {}, h("a", { href: address({ cluster: each.cluster }) }, told(each.cluster)),
      h("span", {}, ` ${counted(each.articles, "article")}, ${counted(each.findings, "difference")}`)),
    each.examples.map((example) => h("div", { class: `note c-siblings s-${example.severity}` },
      h("p", { class: "head" }, h("span", { class: "rule" }, example.rule), h("span", { class: "field" }, "in ", told(example.article)),
        h("span", { class: "severity" }, SEVERITY_WORDS[example.severity])),
      passage(example.before, example.excerpt, example.after, `c-siblings s-${example.severity}`),
      h("p", { class: "say", dir: "auto" }, example.message),
      quoted(example.evidence, example.article)))));
  const more = disagreeing > most.length ? ` The ${whole(most.length)} with the most are here.` : "";
  const list = h("div", { class: "clusters" }, entries);
  show("clusters",
    say(`In ${whole(disagreeing)} of ${counted(report.clusters.clusters, "cluster")} an article says otherwise than a sibling on the same event.${more}`),
    shortened(list, entries, 4, "cluster"));
}

function rejected() {
  const { rows, reasons, first } = report.rejected;
  if (!rows) return;
  const list = first.map((each) => h("tr", {},
    h("th", { scope: "row" }, told(each.line === null ? each.path : `${each.path}:${each.line}`)), h("td", {}, told(each.id ?? "")),
    h("td", {}, told(each.reason))));
  const drawn = table(["Place", "Id", "Reason"], list, { class: "figures plain", label: "What was not read" });
  const more = rows > first.length ? say(`All ${whole(rows)} are in rejected.parquet.`) : null;
  show("rejected",
    h("ul", { class: "reasons" }, Object.entries(reasons).map(([reason, n]) => h("li", {}, h("b", {}, whole(n)), " ", told(reason)))),
    figures([drawn, more]));
}

function formula() {
  const tiers = report.tiers?.length ? `Checked with the ${report.tiers.length > 1 ? "tiers" : "tier"} ${report.tiers.join(", ")}.` : "";
  const why = {};
  for (const [tier, reason] of Object.entries(report.left_out ?? {})) (why[reason] ??= []).push(tier);
  const without = Object.entries(why).map(([reason, those]) => `${those.join(", ")} (${reason})`).join("; ");
  const unchecked = Object.entries(report.unchecked).map(([reason, n]) =>
    h("li", {}, `${counted(n, "article")} not checked in full: `, told(reason)));
  const missing = Object.entries(report.missing ?? {}).map(([tier, why]) =>
    h("li", {}, `The tier ${tier} could not run everywhere: `, told(why)));
  const defects = Object.entries(report.defects ?? {}).map(([rule, n]) =>
    h("li", {}, `The rule ${rule} failed on ${counted(n, "article")}, which is a defect of the rule; the others have run.`));
  const gaps = [...missing, ...defects, ...unchecked];
  show("formula", say(`${tiers}${without && ` Without ${without}.`}`), said(report.formula),
    gaps.length ? h("ul", { class: "gaps" }, gaps) : null,
    say("“Likely between” is the range in which the share of the whole lies with 95 % confidence, if these articles were " +
      "drawn from it (the score interval of Wilson, 1927)."));
}

// The formula as the run wrote it: sentences, lists of them, or named numbers.
function said(value) {
  if (Array.isArray(value)) return h("ul", {}, value.map((each) => h("li", {}, said(each))));
  if (value && typeof value === "object") {
    return h("dl", {}, Object.entries(value).map(([name, each]) => [h("dt", {}, name.replaceAll("_", " ")), h("dd", {}, said(each))]));
  }
  return value === null || value === undefined ? "" : String(value);
}

function overview() {
  headline();
  for (const section of [grades, sources, months, rules, clusters]) section();
  if (report.articles) show("articles");
  rejected();
  formula();
  document.querySelector("footer p").textContent = `copydesk ${report.version ?? ""}`;
}
