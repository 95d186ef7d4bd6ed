// The notes in the margin: one a finding, beside its line where there is room.

import { differing, emphasize, shortened } from "./words.js";

const GAP = 12;
const CATEGORIES = new Set(
  "noise names typos residue punctuation consistency grammar readability siblings".split(" "));
export const SEVERITIES = { error: "error", warning: "warning", info: "note" };
const MOST_REPLACEMENTS = 3;
const MOST_NOTES = 1.5; // heights of the article; with more, only the selected note is shown in full
const LONG = 80, KEPT = 40, KEPT_OF_LONG = 12; // characters; of words that are the same in both, so many are shown

export const hue = (category) => `c-${CATEGORIES.has(category) ? category : "other"}`;
export const classesOf = (finding) => `${hue(finding.category)} s-${finding.severity}`;

export function element(tag, classes = "", ...children) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  made.append(...children);
  return made;
}

export function button(classes, text, label, act) {
  const made = element("button", classes, text);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

export class Notes {
  /** `acts` are the functions that the buttons call: take(finding, replacement), keep, mute, explain, select, step. */
  constructor(list, acts) {
    this.list = list;
    this._acts = acts;
    this._notes = new Map(); // key → {finding, node, signature}
    this.current = null;
    this.wide = matchMedia("(min-width: 60.001rem)");
  }

  get keys() {
    return [...this._notes.keys()];
  }

  finding(key) {
    return this._notes.get(key)?.finding;
  }

  /** Shows these findings in this order. A note that stays is the same element: focus and place are kept. */
  show(findings) {
    const before = this._notes;
    const stay = new Set(findings.map(({ key }) => key));
    for (const [key, { node }] of before) if (!stay.has(key)) node.remove();
    this._notes = new Map();
    let at = this.list.firstElementChild;
    for (const finding of findings) {
      const { key, message, severity, words, replacements, evidence } = finding;
      const signature = JSON.stringify([message, severity, words, replacements, evidence]);
      let note = before.get(key);
      if (note?.signature === signature) note.finding = finding;
      else {
        const old = note?.node;
        note = { finding, signature, heights: {} };
        note.node = this._note(note);
        if (old) {
          const held = old.contains(document.activeElement);
          if (at === old) at = note.node;
          old.replaceWith(note.node);
          if (held) this._head(note.node).focus({ preventScroll: true });
        }
      }
      this._notes.set(key, note);
      if (note.node === at) at = at.nextElementSibling;
      else this.list.insertBefore(note.node, at);
    }
    if (this.current && !this._notes.has(this.current)) this.current = null;
    this._mark();
  }

  /** Selects a note, or none. */
  select(key) {
    this.current = this._notes.has(key) ? key : null;
    this._mark();
  }

  /** Puts what siblings have in its place under the selected note: elements, for where no margin is left for them. */
  besides(found) {
    const note = this._notes.get(this.current);
    if (this.wide.matches) return;
    note?.node.querySelector(".beside").replaceChildren(...found);
  }

  focus(key) {
    const note = this._notes.get(key);
    if (note) this._head(note.node).focus({ preventScroll: true });
  }

  /** The key of the note that has the focus, or null. */
  get focused() {
    return document.activeElement?.closest?.(".note")?.dataset.key ?? null;
  }

  /** Where a note stands in the window. */
  box(key) {
    return this._notes.get(key).node.getBoundingClientRect();
  }

  /** Puts each note at the height of its words, `tops` in the window by key, or below the note before it. A selected
   * note stands at its line exactly: those before it make room upwards, those after it downwards. */
  place(tops, textHeight) {
    const shown = [...this._notes].map(([key, note]) => ({ key, note }));
    if (!this.wide.matches) {
      this.list.classList.remove("placed", "dense");
      this.list.style.minHeight = "";
      for (const { note } of shown) note.node.style.top = note.top = "";
      return;
    }
    this.list.classList.add("placed");
    const top = this.list.getBoundingClientRect().top;
    const heights = this._heights(shown, textHeight);
    const wanted = shown.map(({ key }) => Math.max(0, (tops.get(key) ?? top) - top));
    const places = [];
    let floor = 0;
    const down = (from) => {
      for (let i = from; i < shown.length; i++) {
        places[i] = Math.max(wanted[i], floor);
        floor = places[i] + heights[i];
      }
    };
    down(0);
    const chosen = shown.findIndex(({ key }) => key === this.current);
    if (chosen >= 0) {
      const above = heights.slice(0, chosen).reduce((sum, height) => sum + height, 0);
      let ceiling = (places[chosen] = Math.max(wanted[chosen], above));
      for (let i = chosen - 1; i >= 0; i--) ceiling = places[i] = Math.min(places[i], ceiling - heights[i]);
      floor = places[chosen] + heights[chosen];
      down(chosen + 1);
    }
    shown.forEach(({ note }, i) => {
      if (note.top !== places[i]) note.node.style.top = `${(note.top = places[i])}px`;
    });
    this.list.style.minHeight = shown.length ? `${floor}px` : "";
  }

  // The heights of the notes with the gap below each. Measuring hundreds of them for each key that is pressed would be
  // felt: what has been measured holds until the margin has another width or the note another state.
  _heights(shown, textHeight) {
    const width = this.list.clientWidth;
    if (width !== this._width) {
      this._width = width;
      for (const { note } of shown) note.heights = {};
    }
    const measured = (notes, state) => notes.map(({ note, key }) => {
      const kind = key === this.current ? "on" : state;
      return (note.heights[kind] ??= note.node.offsetHeight + GAP);
    });
    const { classList } = this.list;
    const others = shown.filter(({ key }) => key !== this.current);
    if (others.some(({ note }) => !note.heights.full)) classList.remove("dense");
    const full = measured(others, "full").reduce((sum, height) => sum + height, 0);
    const dense = full > MOST_NOTES * textHeight + 400;
    classList.toggle("dense", dense);
    return measured(shown, dense ? "dense" : "full");
  }

  _head(node) {
    return node.querySelector(".head");
  }

  _mark() {
    for (const [key, { node }] of this._notes) {
      const on = key === this.current;
      node.classList.toggle("on", on);
      node.querySelector(".more").hidden = !on;
      this._head(node).setAttribute("aria-expanded", String(on));
    }
  }

  // What the buttons do is asked of the note's finding at the time: it moves while one types.
  _note(note) {
    const { key, rule, severity, message, words, replacements, evidence } = note.finding;
    const acts = this._acts;
    const say = element("p", "say", message);
    say.id = `say-${key}`;
    const head = button("head", "", "", () => acts.select(this.current === key ? null : key));
    head.append(element("span", "rule", rule), element("span", "severity", SEVERITIES[severity]));
    head.setAttribute("aria-label", `${rule}, ${SEVERITIES[severity]}: “${shortened(words, 60)}”`);
    head.setAttribute("aria-describedby", say.id);
    const changes = element("div", "changes");
    for (const each of replacements.slice(0, MOST_REPLACEMENTS)) {
      changes.append(change(words, each.text, () => acts.take(note.finding, each)));
    }
    const more = element("div", "more");
    more.append(
      ...gathered(evidence).map((group) => quoted(note.finding, words, group, acts.nameOf)),
      element("div", "buttons",
        button("", "Stet", `Stet: keep “${shortened(words, 40)}” as it stands`, () => acts.keep(note.finding)),
        button("", "Why", `Why: explain the rule ${rule}`, () => acts.explain(rule)),
        button("", "Mute rule", `Mute rule ${rule} for this article`, () => acts.mute(rule)),
        element("span", "steps",
          button("step", "‹", "Previous finding", () => acts.step(-1)),
          button("step", "›", "Next finding", () => acts.step(1)),
          button("step", "×", "Close", () => acts.select(null)))),
      element("div", "beside"));
    const node = element("li", `note ${classesOf(note.finding)}`, head, say, changes, more);
    node.dataset.key = key;
    node.dataset.rule = rule;
    node.addEventListener("click", (event) => {
      if (event.target.closest("button") || String(getSelection())) return;
      if (this.current !== key) acts.select(key);
    });
    return node;
  }
}

// A replacement as a button: what stands there → what will.
function change(before, after, take) {
  const label = !before ? `Put in “${shortened(after, 60)}”`
    : after ? `Take “${shortened(after, 60)}” in the place of “${shortened(before, 60)}”`
    : `Take out “${shortened(before, 60)}”`;
  const made = button("take", "", label, take);
  const [del, ins] = [element("del"), element("ins")];
  const spans = after ? differing(before, after) : null;
  const kept = before.length > LONG ? KEPT_OF_LONG : KEPT;
  emphasize(del, before, spans?.ours ?? [], kept);
  if (!after) made.append(del, element("span", "arrow", "take it out"));
  else {
    emphasize(ins, after, spans?.theirs ?? [], kept);
    made.append(...(before ? [del, element("span", "arrow", "→")] : [element("span", "arrow", "put in")]), ins);
  }
  return made;
}

/** Puts marks round a quoted passage that has none of its own. */
export function inQuotes(quote) {
  if (!/^[“"‘']/.test(quote.textContent)) {
    quote.prepend("“");
    quote.append("”");
  }
  return quote;
}

// The same words for the same reason are quoted once.
function gathered(evidence) {
  const groups = new Map();
  for (const each of evidence) {
    const key = JSON.stringify([each.id, each.text, each.why]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function quoted(finding, words, group, nameOf) {
  const { id, text, why } = group[0];
  let spans = differing(words, text)?.theirs ?? [];
  const wanted = finding.replacements[0]?.text ?? "";
  if (!spans.length && wanted.trim() && wanted !== text) {
    const at = text.indexOf(wanted);
    if (at >= 0) spans = [{ start: at, end: at + wanted.length }];
  }
  const quote = inQuotes(emphasize(element("blockquote"), text, spans));
  const caption = element("figcaption");
  const name = nameOf(id);
  if (name && !why.includes(name)) caption.append(element("b", "", name), ": ");
  caption.append(why, group.length > 1 ? ` (${group.length} times)` : "");
  return element("figure", "evidence", quote, caption);
}
