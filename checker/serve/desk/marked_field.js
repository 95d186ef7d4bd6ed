// A text area with underlines. The words and the native undo are the text area's own. Behind it lies a copy of the text
// that nobody hears or touches, line for line of the same shape; it carries the marks.

import { edit } from "./offsets.js";

const DEEPEST = 3; // underlines below each other
const MOST_UNDONE = 40_000; // characters; browsers take seconds to insert many lines with a way back

/** A mark is a span with `classes`, and with a `key` where it stands for a finding. An `edit` event tells of each
 * change. */
export class MarkedField extends EventTarget {
  constructor(area, backdrop) {
    super();
    this.area = area;
    this.backdrop = backdrop;
    this._text = area.value;
    this._lines = []; // {signature, element}
    this._marks = [];
    this._on = null;
    area.addEventListener("input", () => this._changed());
    this._draw();
  }

  get text() {
    return this._text;
  }

  /** Where the caret stands, or the selection begins. */
  get caret() {
    return this.area.selectionStart;
  }

  /** Puts a text in the place of a span, so that the native undo takes it back, unless it is very long. */
  replace(start, end, text) {
    const scrolled = [scrollX, scrollY];
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    const undoable = text.length <= MOST_UNDONE;
    const done = text ? undoable && document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!done && (text || end > start)) {
      this.area.setRangeText(text, start, end, "end");
      this._changed();
    }
    scrollTo(...scrolled);
  }

  /** Another text, without a way back. */
  reset(text) {
    this.area.value = text;
    this._changed();
  }

  /** Underlines these spans; draws only the lines that have changed. */
  mark(marks) {
    this._marks = marks;
    this._draw();
  }

  /** Shows which finding is selected. */
  select(key) {
    this._on = key;
    for (const piece of this.backdrop.querySelectorAll(".mark")) {
      piece.classList.toggle("on", piece.dataset.key === key);
    }
  }

  /** The drawn pieces of a finding's words, in their order. */
  pieces(key) {
    return [...this.backdrop.querySelectorAll(`.mark[data-key="${CSS.escape(key)}"]`)];
  }

  /** The height of each finding's first words in the window, by key. */
  tops() {
    const tops = new Map();
    for (const piece of this.backdrop.querySelectorAll(".mark[data-first]")) {
      tops.set(piece.dataset.key, (piece.getClientRects()[0] ?? piece.getBoundingClientRect()).top);
    }
    return tops;
  }

  /** The height in the window of the first line of what has a class, null where nothing has. */
  topOf(name) {
    return this.backdrop.querySelector(`.${name}`)?.getClientRects()[0]?.top ?? null;
  }

  _changed() {
    const before = this._text;
    this._text = this.area.value;
    const change = edit(before, this._text);
    if (!change) return;
    this.dispatchEvent(new CustomEvent("edit", { detail: change }));
    this._draw();
  }

  // Most lines are as they were: only those between the first and the last that differ are made anew.
  _draw() {
    const wanted = this._wanted();
    const have = this._lines;
    const shorter = Math.min(wanted.length, have.length);
    let top = 0, bottom = 0;
    while (top < shorter && wanted[top].signature === have[top].signature) top++;
    while (bottom < shorter - top && wanted.at(-1 - bottom).signature === have.at(-1 - bottom).signature) bottom++;
    if (top === wanted.length && top === have.length) return;
    const made = wanted.slice(top, wanted.length - bottom).map((line) => ({ ...line, element: this._line(line) }));
    const gone = have.splice(top, have.length - top - bottom, ...made);
    const next = have[top + made.length]?.element ?? null;
    for (const { element } of gone) element.remove();
    for (const { element } of made) this.backdrop.insertBefore(element, next);
  }

  // Each line of the text with its pieces: the stretches between borders of spans, and the marks that cover them.
  _wanted() {
    const marks = this._marks.toSorted((a, b) => a.start - b.start || b.end - a.end);
    const lines = [];
    const begun = new Set();
    let next = 0, at = 0;
    let active = [];
    for (const text of this._text.split("\n")) {
      const end = at + text.length;
      active = active.filter((mark) => mark.end > at);
      while (next < marks.length && marks[next].start <= end) active.push(marks[next++]);
      const here = active.filter((mark) => mark.start <= end && (mark.end > at || mark.start >= at));
      const pieces = here.length ? cut(text, at, here, begun) : [];
      const signature = here.length ? `${text}\n${JSON.stringify(pieces)}` : text;
      lines.push({ signature, text, pieces });
      at = end + 1;
    }
    return lines;
  }

  _line({ text, pieces }) {
    const line = document.createElement("div");
    line.className = "line";
    if (!pieces.length) line.textContent = text;
    for (const { start, end, marks } of pieces) line.append(this._piece(text.slice(start, end), marks));
    if (!text) line.append(document.createElement("br"));
    return line;
  }

  _piece(text, marks) {
    let inner = document.createTextNode(text);
    for (const { key, classes, level, first, point } of marks.toReversed()) {
      const around = document.createElement("span");
      around.className = classes;
      if (key) {
        around.classList.add("mark", `l${Math.min(level, DEEPEST)}`);
        around.classList.toggle("on", key === this._on);
        around.classList.toggle("point", point);
        around.dataset.key = key;
        if (first) around.dataset.first = "";
      }
      around.append(inner);
      inner = around;
    }
    return inner;
  }
}

// The stretches of a line between the borders of its marks, each with the marks that cover it. A mark keeps its level
// below the others through the line, so that its underline runs straight.
function cut(text, at, marks, begun) {
  const inside = (offset) => Math.min(Math.max(offset - at, 0), text.length);
  const borders = new Set([0, text.length, ...marks.flatMap((mark) => [inside(mark.start), inside(mark.end)])]);
  const sorted = [...borders].sort((a, b) => a - b);
  const levels = new Map();
  const drawn = (mark, over) => {
    if (mark.key && !levels.has(mark)) {
      const taken = new Set(over.map((other) => levels.get(other)));
      let level = 0;
      while (taken.has(level)) level++;
      levels.set(mark, level);
    }
    const first = Boolean(mark.key) && !begun.has(mark.key);
    if (first) begun.add(mark.key);
    const { key, classes } = mark;
    return { key, classes, level: levels.get(mark) ?? 0, first, point: mark.start === mark.end };
  };
  const pieces = [];
  sorted.forEach((start, i) => {
    const end = sorted[i + 1] ?? start;
    const points = marks.filter((mark) => mark.start === mark.end && mark.start - at === start);
    for (const mark of points) pieces.push({ start, end: start, marks: [drawn(mark, [])] });
    if (end === start) return;
    const over = marks.filter((mark) => mark.start - at <= start && mark.end - at >= end);
    pieces.push({ start, end, marks: over.map((mark) => drawn(mark, over)) });
  });
  return pieces;
}
