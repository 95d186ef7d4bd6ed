// The way from finding to finding, and between a finding and its words.

export class Walking {
  constructor(desk) {
    this._desk = desk;
    document.addEventListener("selectionchange", () => this._follow());
  }

  /** Selects a finding, or none; the words come into sight where they are not. */
  select(key, { scroll = true } = {}) {
    const desk = this._desk;
    const { notes, fields } = desk;
    notes.select(key);
    for (const field of Object.values(fields)) field.select(notes.current);
    const finding = notes.finding(key);
    if (finding?.field === "text") desk.question = finding.start;
    desk.draw();
    desk.place();
    if (finding && scroll) this._show(finding);
  }

  /** To the next finding (1) or the one before (-1), counted from one of them or else from the caret; behind the last
   * comes the first. */
  step(by, from = this._desk.notes.current) {
    const { notes } = this._desk;
    const { keys } = notes;
    if (!keys.length) return;
    const at = keys.indexOf(from);
    const to = at >= 0 ? at + by : this._nearCaret(by);
    this.go(keys[(to + keys.length) % keys.length]);
  }

  go(key) {
    this.select(key);
    this._desk.notes.focus(key);
  }

  /** To the first of these findings that there is, or else to where letters are not typed: whoever walks by letters
   * would write the next one into the article. */
  goToOneOf(keys) {
    const key = keys.find((each) => this._desk.notes.finding(each));
    if (key) this.go(key);
    else document.getElementById("count").focus({ preventScroll: true });
  }

  /** From the words to their finding, or to the next one. */
  toFinding() {
    const key = this._underCaret();
    if (key) this.go(key);
    else this.step(1, null);
  }

  /** Back from a finding to its words. */
  toWords(finding) {
    this.select(null);
    const { area } = this._desk.fields[finding.field];
    area.focus({ preventScroll: true });
    area.setSelectionRange(finding.start, finding.end);
    this._show(finding);
  }

  // Scrolls only when the words or their note are out of sight, and then the words to the upper third.
  _show(finding) {
    const { notes, fields } = this._desk;
    const mark = fields[finding.field].pieces(finding.key)[0];
    if (!mark) return;
    const bar = Math.max(0, document.querySelector(".bar").getBoundingClientRect().bottom);
    const note = notes.box(finding.key);
    const { top, bottom } = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
    const wide = notes.wide.matches;
    const floor = (wide || !notes.current ? innerHeight : note.top) - 8;
    const low = wide ? Math.max(bottom, Math.min(note.bottom, bottom + innerHeight / 2)) : bottom;
    if (top < bar + 8 || low > floor) scrollBy(0, top - bar - (floor - bar) / 3);
  }

  // The place among the notes of the first finding behind the caret, or of the last before it.
  _nearCaret(by) {
    const { notes, fields } = this._desk;
    const active = document.activeElement;
    if (active !== fields.title.area && active !== fields.text.area) return by > 0 ? 0 : notes.keys.length - 1;
    const where = active === fields.title.area ? "title" : "text";
    const caret = fields[where].caret;
    const before = notes.keys.map((key) => notes.finding(key))
      .filter((f) => (f.field === where ? f.start < caret : f.field === "title")).length;
    return by > 0 ? before : before - 1;
  }

  // The finding with the shortest words under the caret, or null.
  _underCaret() {
    const { fields, findings } = this._desk;
    for (const [where, field] of Object.entries(fields)) {
      if (document.activeElement !== field.area) continue;
      const at = field.caret;
      const here = findings.visible.filter((f) => f.field === where && f.start <= at && at <= f.end);
      return here.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0]?.key ?? null;
    }
    return null;
  }

  _follow() {
    const desk = this._desk;
    const { notes, fields } = desk;
    const active = document.activeElement;
    if (active !== fields.text.area && active !== fields.title.area) return;
    const key = this._underCaret();
    const at = active === fields.text.area ? fields.text.caret : desk.question;
    if (key === notes.current && at === desk.question) return;
    desk.question = at;
    if (key !== notes.current) this.select(key, { scroll: false });
    else if (desk.siblings.items.length) desk.draw();
  }
}
