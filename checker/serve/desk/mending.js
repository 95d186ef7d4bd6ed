// What can be done about a finding: take its replacement, keep the words, mute the rule. Each can be taken back.

import { button, element } from "./notes.js";
import { counted, shortened } from "./words.js";

const SAID = 12_000; // ms
const $ = (id) => document.getElementById(id);

export class Mending {
  constructor(desk, walking) {
    this._desk = desk;
    this._walking = walking;
    this._back = null;
    this._listed = "";
    $("toast").querySelector("button").addEventListener("click", () => this.takeBack());
    $("safe").addEventListener("click", () => this._takeSafe());
  }

  take(finding, replacement) {
    const { fields, notes } = this._desk;
    const field = fields[finding.field];
    if (field.text.slice(finding.start, finding.end) !== finding.words) return;
    const others = notes.focused && around(notes.keys, notes.keys.indexOf(finding.key));
    field.replace(finding.start, finding.end, replacement.text);
    const done = !finding.words ? "put in" : replacement.text ? "replaced" : "taken out";
    this.say(`“${shortened(finding.words || replacement.text, 30)}” ${done}.`, () => this.undo(field));
    if (others) this._walking.goToOneOf(others);
  }

  /** Takes back what was done last, as long as it is told, or else the last edit. */
  takeBack() {
    const back = this._back ?? (() => this.undo());
    this.quiet({ surely: true });
    back();
  }

  /** Takes back the last edit, as the browser's own undo does. */
  undo(field = this._desk.fields.text) {
    field.area.focus({ preventScroll: true });
    document.execCommand("undo");
  }

  keep(finding) {
    this._leave((other) => other.key === finding.key);
    this._desk.findings.keep(finding);
    this._changed();
    this.say(`“${shortened(finding.words, 30)}” stands.`, () => this._unkeep(finding.key));
  }

  mute(rule) {
    this._leave((other) => other.rule === rule);
    this._desk.findings.mute(rule);
    this._changed();
    this.say(`${rule} is muted for this article.`, () => this._unmute(rule));
  }

  /** Says what was done, for a while, with the way back; the native undo and the list of what is quiet stay. */
  say(text, back = null) {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this.quiet(), SAID);
    this._back = back;
    $("toast").firstElementChild.textContent = text;
    $("toast").querySelector("button").hidden = !back;
    $("toast").hidden = false;
  }

  /** Says nothing more; not while somebody is about to take it back. */
  quiet({ surely = false } = {}) {
    if (!surely && $("toast").matches(":hover, :focus-within")) return;
    this._back = null;
    $("toast").hidden = true;
  }

  /** Lists what was kept and muted. */
  list() {
    const { muted, kept } = this._desk.findings;
    const listed = JSON.stringify([...muted, ...kept]);
    if (listed === this._listed) return;
    this._listed = listed;
    const row = (text, label, act) =>
      element("li", "", element("span", "", text), button("step", "×", `${label} ${text}`, act));
    $("muted").querySelector("ul").replaceChildren(
      ...[...muted].map((rule) => row(rule, "Hear again of", () => this._unmute(rule))));
    $("kept").querySelector("ul").replaceChildren(
      ...[...kept].map(([key, { rule, words }]) =>
        row(`“${shortened(words, 24)}” · ${rule}`, "Show again", () => this._unkeep(key))));
    $("muted").hidden = !muted.size;
    $("kept").hidden = !kept.size;
    const quiet = muted.size + kept.size;
    $("checks-button").textContent = quiet ? `Checks (${quiet} quiet)` : "Checks";
  }

  _takeSafe() {
    const { fields, findings } = this._desk;
    const all = findings.safe(fields);
    for (const [where, field] of Object.entries(fields)) {
      const those = all.filter((f) => f.field === where);
      if (!those.length) continue;
      const [from, to] = [those[0].start, those.at(-1).end];
      let text = "", at = from;
      for (const { start, end, replacements } of those) {
        text += field.text.slice(at, start) + replacements[0].text;
        at = end;
      }
      field.replace(from, to, text);
      this.say(`${counted(all.length, "replacement")} taken.`, () => this.undo(field));
    }
  }

  _unkeep(key) {
    this._desk.findings.unkeep(key);
    this._changed();
  }

  _unmute(rule) {
    this._desk.findings.unmute(rule);
    this._changed();
  }

  // Other findings count now.
  _changed() {
    const desk = this._desk;
    desk.checking.soon(0);
    desk.draw();
    desk.count();
    desk.saved();
    this.list();
  }

  // Hands the focus on before the note that has it goes away with others.
  _leave(goes) {
    const { notes } = this._desk;
    if (!notes.focused) return;
    const { keys } = notes;
    const at = keys.indexOf(notes.focused);
    const stays = (key) => !goes(notes.finding(key));
    this._walking.goToOneOf([keys[at], ...around(keys, at)].filter(stays));
  }
}

// Those behind a place, then those before it, the nearest first.
const around = (keys, at) => [...keys.slice(at + 1), ...keys.slice(0, at).toReversed()];
