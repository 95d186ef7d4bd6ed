// The article on the desk: its words, what was found in them, and what is shown of that.

import { Checking } from "./checking.js";
import { Findings } from "./findings.js";
import { MarkedField } from "./marked_field.js";
import { classesOf, Notes } from "./notes.js";
import { wellFormed } from "./offsets.js";
import { Scores } from "./scores.js";
import { forget, remember } from "./session.js";
import { Siblings } from "./siblings.js";
import { counted } from "./words.js";

const ARTICLE = "article"; // its id, where evidence names it

const $ = (id) => document.getElementById(id);
const fieldOf = (area) => new MarkedField(area, area.parentElement.querySelector(".backdrop"));

export class Desk {
  /** `acts` are what the buttons of a note call. `edited()` is called after each edit, `stetted()` when the stets of a
   * file have kept what was found. */
  constructor(acts, { edited, stetted }) {
    this.fields = { title: fieldOf($("title")), text: fieldOf($("text")) };
    this.findings = new Findings();
    this.scores = new Scores($("grade"), $("facts"), $("count"), $("progress"));
    this.notes = new Notes($("notes"), { ...acts, nameOf: (id) => (id === ARTICLE ? "" : id) });
    this.siblings = new Siblings($("sibling-list"), $("siblings-hint"), {
      changed: () => this._siblingsChanged(),
      compared: () => this.draw(),
    });
    this.checking = new Checking(() => (this.isEmpty ? null : this.body), this._told(stetted));
    this.name = ""; // of the file that was opened
    this.tiers = null; // those that were chosen, null where the server chooses
    this.question = 0; // the offset of the sentence whose counterparts are shown
    this._placing = 0;
    for (const [where, field] of Object.entries(this.fields)) {
      field.addEventListener("edit", ({ detail }) => {
        this._edited(where, detail);
        edited();
      });
    }
  }

  get isEmpty() {
    return Object.values(this.fields).every(({ text }) => !text.trim());
  }

  get article() {
    return { title: wellFormed(this.fields.title.text), text: wellFormed(this.fields.text.text) };
  }

  /** What the server is asked to check. */
  get body() {
    const siblings = this.siblings.body;
    return {
      id: ARTICLE, ...this.article, ignore: [...this.findings.muted], keep: [...this.findings.kept.keys()],
      ...(this.tiers && { tiers: this.tiers }), ...(siblings.length && { siblings }),
    };
  }

  /** What outlasts a reload. */
  get state() {
    const { title, text } = this.fields;
    return {
      name: this.name, tiers: this.tiers, title: title.text, text: text.text, siblings: this.siblings.items,
      ...this.findings.quiet,
    };
  }

  saved() {
    if (this.isEmpty && !this.siblings.items.length) forget();
    else remember(() => this.state);
  }

  /** Shows what there is, each thing only where it has changed. */
  draw() {
    const { fields, findings, notes, siblings } = this;
    const { visible } = findings;
    const marks = (where) => visible.filter(({ field }) => field === where)
      .map((f) => ({ key: f.key, start: f.start, end: f.end, classes: classesOf(f) }));
    fields.title.mark(marks("title"));
    fields.text.mark([...siblings.show(this.question), ...marks("text")]);
    notes.show(visible);
    notes.besides(siblings.quotes(notes.finding(notes.current)?.evidence.map(({ id }) => id) ?? []));
    if (!notes.current) for (const field of Object.values(fields)) field.select(null);
    const safe = findings.safe(fields).length;
    $("safe").hidden = safe < 2;
    $("safe").textContent = `Take all ${safe} safe replacements`;
    document.querySelector(".walk").hidden = !visible.length;
    $("welcome").hidden = !this.isEmpty || siblings.items.length > 0;
    $("clean").hidden = this.isEmpty || visible.length > 0 || !this._settled;
    $("clean").lastElementChild.textContent = this.scores.checked(findings);
    document.title = [fields.title.text.trim(), "copydesk"].filter(Boolean).join(" · ");
    this.placeSoon();
  }

  /** Says anew how many findings there are. */
  count() {
    this.scores.count(this.isEmpty ? null : this.findings.visible);
  }

  /** Puts the notes beside their lines, before the next frame. */
  placeSoon() {
    this._placing ||= requestAnimationFrame(() => this.place());
  }

  place() {
    cancelAnimationFrame(this._placing);
    this._placing = 0;
    const { title, text } = this.fields;
    this.notes.place(new Map([...title.tops(), ...text.tops()]), text.backdrop.offsetHeight);
    this.siblings.place(text.topOf("in-question"));
  }

  openSiblings(on) {
    $("siblings").hidden = !on;
    $("siblings-button").setAttribute("aria-expanded", String(on));
    document.querySelector(".desk").classList.toggle("with-siblings", on);
    this.placeSoon();
  }

  /** A line above the article about what went wrong, none for null; `again` is when it is tried again, in seconds. */
  banner(error, again = null) {
    const safe = error?.status === 0 ? "Your text is safe in this tab; it" : "It";
    const tried = again === null ? "" : ` ${safe} is tried again in ${counted(again, "second")}.`;
    const line = error ? error.message + tried : "";
    const said = $("banner").firstElementChild;
    if (said.textContent !== line) said.textContent = line;
    $("banner").hidden = !error;
    $("retry").hidden = again === null;
  }

  _edited(where, change) {
    this.findings.shift(where, change);
    if (where === "text") {
      this.siblings.shift(change);
      this.question = this.fields.text.caret;
    }
    if (this.isEmpty) {
      this.findings.clear();
      this.scores.clear();
      this.banner(null);
    }
    this.draw();
    this.checking.soon();
    this.saved();
  }

  _siblingsChanged() {
    const { length } = this.siblings.items;
    $("siblings-button").textContent = length ? `Siblings (${length})` : "Siblings";
    if (length) this.openSiblings(true);
    this.saved();
    this.checking.soon(0);
    this.draw();
  }

  _settle(on) {
    this._settled = on;
    document.documentElement.toggleAttribute("data-checked", on);
  }

  _told(stetted) {
    return {
      waiting: () => this._settle(false),
      nothing: () => {
        this._settle(true);
        this.scores.working(false);
      },
      begun: () => this.scores.working(true),
      note: (message) => this.scores.note(message),
      result: (result) => {
        const again = this.findings.take(result, this.fields);
        const besides = this.siblings.items.length > 0;
        if (!again) this.scores.show(result, this.fields.text.text, besides);
        this.scores.waiting(this.findings.missing(this.tiers).filter((tier) => tier !== "siblings" || besides));
        this.banner(null);
        this.draw();
        this.count();
        if (!again) return;
        stetted();
        this.checking.soon(0);
      },
      done: () => {
        this._settle(true);
        this.findings.settle();
        this.scores.working(false);
        this.draw();
        this.count();
        this.siblings.align({ id: ARTICLE, ...this.article });
      },
      failed: (error, again) => {
        this.scores.working(false);
        this.banner(error, again);
        if (again !== null) return;
        this.findings.clear(); // what is shown would be about another text
        this.scores.clear();
        this.draw();
      },
    };
  }
}
