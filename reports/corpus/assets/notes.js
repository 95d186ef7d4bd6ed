// Findings as the article's page shows them: the passage with its underline, one sentence, before → after, the evidence.
// Of what stands around the passage, its own line and one more are enough, and no empty ones.
const lines = (text) => text.replace(/\s*\n\s*/g, "\n").split("\n");
const leading = (text) => `${text.length > LONG ? "… " : ""}${lines(text).slice(-2).join("\n").trimStart()}`;
const trailing = (text) => `${lines(text).slice(0, 2).join("\n").trimEnd()}${text.length > LONG ? " …" : ""}`;
const LONG = 60; // a longer one was cut

const passage = (before, excerpt, after, classes) =>
  h("blockquote", { class: "passage", dir: "auto" },
    leading(before), h("span", { class: `mark ${classes}${excerpt ? "" : " point"}` }, excerpt), trailing(after));

const quoted = (evidence) => evidence.map(([id, text, why]) =>
  h("figure", { class: "evidence" },
    h("blockquote", { dir: "auto" }, `“${text}”`),
    h("figcaption", {}, told(id, "b"), ": ", told(why))));

function change(excerpt, replacement) {
  if (replacement === null || replacement === undefined) return null;
  const cut = excerpt.length > 80 ? `${excerpt.slice(0, 79)}…` : excerpt;
  const after = replacement
    ? [h("span", { class: "arrow", role: "img", "aria-label": "becomes" }, "→"), " ", told(replacement, "ins")]
    : h("span", {}, "take it out");
  return h("p", { class: "change" }, told(cut, "del"), " ", after);
}

function note([rule, category, severity, field, before, excerpt, after, message, replacement, evidence]) {
  const known = report.rules.find((each) => each.rule === rule);
  return h("div", { class: `note ${hue(category)} s-${severity}` },
    h("p", { class: "head" },
      h("span", { class: "rule", title: known?.summary }, rule),
      field === "title" ? h("span", { class: "field" }, "in the title") : null,
      h("span", { class: "severity" }, SEVERITY_WORDS[severity] ?? severity)),
    passage(before, excerpt, after, `${hue(category)} s-${severity}`),
    h("p", { class: "say", dir: "auto" }, message),
    change(excerpt, replacement),
    quoted(evidence));
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
    findings.map(note),
    count ? null : h("p", { class: "empty" }, h("strong", {}, "Nothing to mend.")),
    more > 0 ? h("p", { class: "facts" }, `${counted(more, "further finding")} in findings.parquet.`) : null,
  ];
}
