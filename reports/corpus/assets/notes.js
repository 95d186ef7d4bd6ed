// Findings as the article's page shows them: the passage with its underline, one sentence, before → after, the evidence.
// Of what stands around the passage, its own line and one more are enough, and no empty ones.
const lines = (text) => text.replace(/\s*\n\s*/g, "\n").split("\n");
const leading = (text) => `${text.length > LONG ? "… " : ""}${lines(text).slice(-2).join("\n").trimStart()}`;
const trailing = (text) => `${lines(text).slice(0, 2).join("\n").trimEnd()}${text.length > LONG ? " …" : ""}`;
const LONG = 60; // a longer one was cut

const passage = (before, excerpt, after, classes) =>
  h("blockquote", { class: "passage", dir: "auto" },
    leading(before), h("span", { class: `mark ${classes}${excerpt ? "" : " point"}` }, excerpt), trailing(after));

// A quotation is a list of strings of which every other one is bold.
const bold = (parts) => parts.map((part, i) => (i % 2 && part ? h("b", {}, part) : part));

const quoted = (evidence, article) => evidence.map(([id, parts, why, times]) =>
  h("figure", { class: "evidence" },
    h("blockquote", { dir: "auto" }, "“", bold(parts), "”"),
    h("figcaption", {}, id === article ? null : [told(id, "b"), ": "], told(why), times > 1 ? ` (${whole(times)} times)` : "")));

function change(given) {
  if (!given) return null;
  const [before, after] = given;
  const becomes = after.length
    ? [h("span", { class: "arrow", role: "img", "aria-label": "becomes" }, "→"), " ", h("ins", { dir: "auto" }, bold(after))]
    : h("span", {}, "take it out");
  return h("p", { class: "change" }, h("del", { dir: "auto" }, bold(before)), " ", becomes);
}

function note([rule, category, severity, field, before, excerpt, after, message, replacement, evidence], article) {
  const known = report.rules.find((each) => each.rule === rule);
  return h("div", { class: `note ${hue(category)} s-${severity}` },
    h("p", { class: "head" },
      h("span", { class: "rule", title: known?.summary }, rule),
      field === "title" ? h("span", { class: "field" }, "in the title") : null,
      h("span", { class: "severity" }, SEVERITY_WORDS[severity] ?? severity)),
    passage(before, excerpt, after, `${hue(category)} s-${severity}`),
    h("p", { class: "say", dir: "auto" }, message),
    change(replacement),
    quoted(evidence, article));
}

// What stands below the row of an article that was opened.
function opened(details, count, id) {
  const [path, line, language, noise, ease, cluster, unchecked, findings] = details;
  const facts = [
    h("span", {}, told(path === id || !path ? id : `${path}${line === null ? "" : `:${line}`}`)),
    language && language !== "en" ? h("span", {}, "language ", told(language)) : null,
    h("span", {}, `noise ${noise.toFixed(2)}`),
    ease === null ? null : h("span", {}, `reading ease ${Math.round(ease)}`),
    cluster ? h("span", {}, "cluster ", h("a", { href: address({ cluster }) }, told(cluster))) : null,
    unchecked.map((reason) => h("span", {}, "not checked: ", told(reason))),
  ].flat().filter(Boolean).flatMap((fact, i) => (i ? [" · ", fact] : [fact]));
  const more = count - findings.length;
  return [
    h("p", { class: "facts" }, facts),
    findings.map((each) => note(each, id)),
    count ? null : h("p", { class: "empty" }, h("strong", {}, "Nothing to mend.")),
    more > 0 ? h("p", { class: "facts" }, `${counted(more, "further finding")} in findings.parquet.`) : null,
  ];
}
