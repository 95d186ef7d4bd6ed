// The other articles on the event, and what they have in the place of the sentence in question.

import { compare, ServerError } from "./api.js";
import { button, element, inQuotes } from "./notes.js";
import { shifted, toUnits, wellFormed } from "./offsets.js";
import { counted, differing, shortened } from "./words.js";

const EMPTY = "Other articles on the same event show what was changed on the way: a number, a name, a “not”.";
const AGAIN = 3000; // ms
const AROUND = 140; // characters of the sibling on either side of its sentence
const NEAR_COPY = 0.75; // by less, most words differ, and the facts that do would drown among them

export class Siblings {
  /** `changed()` is called when siblings come or go, `compared()` when it is known what stands beside what. */
  constructor(list, hint, { changed, compared }) {
    this.items = []; // {id, title, text}
    this._list = list;
    this._hint = hint;
    this._changed = changed;
    this._compared = compared;
    this._rows = [];
    this._row = null;
    this._asking = null;
    this._why = ""; // why nothing can be compared
    this._beside = matchMedia("(min-width: 78.001rem)");
  }

  /** As the server takes them. */
  get body() {
    return this.items.map(({ id, title, text }) => ({ id, title: wellFormed(title), text: wellFormed(text) }));
  }

  /** Adds an article; the same text a second time is none. */
  add({ name = "", title = "", text }) {
    if (!text.trim() || this.items.some((item) => item.text === text)) return;
    const base = shortened(name || title || text.trim().split(/\s+/, 6).join(" "), 24);
    let id = base;
    for (let n = 2; this.items.some((item) => item.id === id); n++) id = `${base} (${n})`;
    this.items.push({ id, title, text });
    this._renew();
  }

  remove(id) {
    this.items = this.items.filter((item) => item.id !== id);
    this._renew();
  }

  /** Puts others in the place of all. */
  reset(items) {
    this.items = items;
    this._renew();
  }

  /** Lines the article up with the siblings. */
  async align(article) {
    this._stop();
    if (!this.items.length || !article.text.trim()) {
      this._rows = [];
      this.show(null);
      return;
    }
    const mine = (this._asking = new AbortController());
    const { items } = this;
    if (!this._rows.length && !this._why) this._say("Lining up the sentences…");
    try {
      const { rows } = await compare({ article, siblings: this.body }, mine.signal);
      if (mine.signal.aborted) return;
      const ours = toUnits(article.text);
      const theirs = new Map(items.map((item) => [item.id, toUnits(item.text)]));
      this._rows = rows.map((row) => inUnits(row, ours, theirs));
      this._why = "";
      this._row = undefined; // what is shown is about older rows
      this._say();
      this._compared();
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof ServerError)) throw error;
      this._rows = [];
      this._why = error.message;
      this._say();
      if (error.passes) this._again = setTimeout(() => this.align(article), AGAIN);
    }
  }

  /** Moves the rows with an edit of the article. */
  shift(change) {
    this._stop();
    this._rows = shifted(this._rows, change).map((row) => {
      const by = row.start - row.at;
      if (!by) return row;
      const beside = row.beside.map((each) => ({
        ...each, ours: each.ours.map(({ start, end }) => ({ start: start + by, end: end + by })) }));
      return { ...row, at: row.start, beside };
    });
    this._row = null;
  }

  /** Shows what stands in the place of the sentence at an offset, null for none; answers with the spans to mark in the
   * article: the sentence, and what the siblings have otherwise. */
  show(offset) {
    const row = offset === null ? null : this._rows.find(({ start, end }) => start <= offset && offset <= end) ?? null;
    if (row !== this._row || offset === null) {
      this._row = row;
      this._draw();
    }
    if (!row?.beside.length) return [];
    const differing = row.beside.flatMap(({ ours }) => ours);
    return [{ start: row.start, end: row.end, classes: "in-question" },
      ...merged(differing).map((span) => ({ ...span, classes: "differs" }))];
  }

  /** What the siblings have in the place of the sentence in question, as elements; those named aside. */
  quotes(aside) {
    return (this._row?.beside ?? []).filter(({ id }) => !aside.includes(id)).map((beside) => {
      const { text } = this.items.find(({ id }) => id === beside.id);
      return element("figure", "evidence",
        inQuotes(element("blockquote", "", sentence(text, beside))),
        element("figcaption", "", element("b", "", beside.id)));
    });
  }

  /** Puts what the siblings have beside the sentence in question, whose height in the window is given. */
  place(top) {
    const list = this._list;
    const before = parseFloat(list.style.marginTop) || 0;
    const at = list.getBoundingClientRect().top - before;
    const wanted = top === null || !this._beside.matches ? 0 : Math.max(0, Math.round(top - at));
    if (wanted !== before) list.style.marginTop = wanted ? `${wanted}px` : "";
  }

  // Forgets what is under way: it would be about another text.
  _stop() {
    clearTimeout(this._again);
    this._asking?.abort();
  }

  _renew() {
    this._stop();
    this._rows = [];
    this._row = null;
    this._say();
    this._draw();
    this._changed();
  }

  _say(text) {
    const said = text ?? (this.items.length ? this._why : EMPTY);
    if (this._hint.textContent !== said) this._hint.textContent = said;
    this._hint.hidden = !said;
  }

  _draw() {
    this._list.replaceChildren(...this.items.map((item) => this._card(item)));
  }

  _card(item) {
    const beside = this._row?.beside.find(({ id }) => id === item.id);
    const words = item.text.trim().split(/\s+/).length;
    const head = element("p", "head",
      element("strong", "", item.id),
      element("span", "words", beside ? `likeness ${beside.score.toFixed(2)}` : counted(words, "word")),
      button("step", "×", `Remove the sibling ${item.id}`, () => this.remove(item.id)));
    const card = element("li", beside ? "sibling found" : "sibling", head);
    if (beside) card.append(passage(item.text, beside));
    else if (this._row) card.append(element("p", "none", "Nothing near this sentence."));
    else card.append(element("p", "none", shortened(item.text.trim().slice(0, 160), 80)));
    return card;
  }
}

// The sibling's sentence among what stands around it.
function passage(text, beside) {
  const { start, end } = beside;
  const from = start > AROUND ? text.indexOf(" ", start - AROUND) + 1 : 0;
  const until = end + AROUND < text.length ? Math.max(end, text.lastIndexOf(" ", end + AROUND)) : text.length;
  return element("blockquote", "",
    element("span", "around", (from ? "… " : "") + text.slice(Math.min(from, start), start)), sentence(text, beside),
    element("span", "around", text.slice(end, until) + (until < text.length ? " …" : "")));
}

// The sibling's sentence, the words that differ in bold.
function sentence(text, { start, end, theirs }) {
  const made = element("span", "sentence");
  let at = start;
  for (const span of theirs) {
    made.append(text.slice(at, span.start), element("b", "", text.slice(span.start, span.end)));
    at = span.end;
  }
  made.append(text.slice(at, end));
  return made;
}

// A row of the comparison with offsets in UTF-16 units, and what is to be marked in each of the two: the facts that
// differ, and in near copies every word that does.
function inUnits(row, ours, theirs) {
  const start = ours(row.start);
  const beside = row.siblings.map((each) => {
    const units = theirs.get(each.id) ?? ((offset) => offset);
    const [from, to] = [units(each.start), units(each.end)];
    const words = differing(row.text, each.text, NEAR_COPY);
    const moved = (spans, by) => (spans ?? []).map((span) => ({ start: span.start + by, end: span.end + by }));
    return {
      id: each.id, score: each.score, start: from, end: to,
      ours: merged([...each.differences.map((d) => ({ start: ours(d.start), end: ours(d.end) })),
        ...moved(words?.ours, start)]),
      theirs: merged([...each.differences.map((d) => ({ start: units(d.sibling_start), end: units(d.sibling_end) })),
        ...moved(words?.theirs, from)]).filter((span) => span.start >= from && span.end <= to),
    };
  });
  return { start, end: ours(row.end), at: start, beside };
}

function merged(spans) {
  const done = [];
  for (const { start, end } of spans.filter((span) => span.end > span.start).toSorted((a, b) => a.start - b.start)) {
    const last = done.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else done.push({ start, end });
  }
  return done;
}
