// The line above the article: grade and score, what was found, what was measured.

import { element } from "./notes.js";
import { counted } from "./words.js";

const SOON = 400; // ms; what is done sooner need not be announced

export class Scores {
  constructor(grade, facts, count, progress) {
    this._grade = grade;
    this._facts = facts;
    this._count = count;
    this._progress = progress;
    this._latest = null;
    this._tiers = 0; // how many judged what the grade shows
    this._timer = 0;
  }

  /** Shows the scores of a result; `besides` says whether there are siblings. A grade by fewer tiers than the one
   * before waits until all have judged. */
  show(result, text, besides) {
    this._latest = result;
    this._besides = besides;
    this._words = text.match(/\S+/g)?.length ?? 0;
    if (result.tiers.length >= this._tiers) this._draw();
  }

  working(on) {
    clearTimeout(this._timer);
    if (on) this._timer = setTimeout(() => this._say("checking…"), SOON);
    else {
      this._say("");
      if (this._latest) this._draw();
    }
  }

  /** Says which tiers are still at it. */
  waiting(tiers) {
    clearTimeout(this._timer);
    const said = tiers.length ? `${tiers.join(", ")} to come…` : "";
    this._timer = setTimeout(() => this._say(said), SOON);
  }

  /** What a slow tier says of itself. */
  note(message) {
    this._say(message);
  }

  clear() {
    this._latest = null;
    this._tiers = 0;
    this._grade.replaceChildren();
    this._facts.replaceChildren();
    this.count(null);
  }

  /** Says how many findings there are, null where there is no article. A screen reader hears it when it changes. */
  count(findings) {
    if (!findings) {
      this._count.textContent = "";
      return;
    }
    const by = (severity) => findings.filter((f) => f.severity === severity).length;
    const said = [[by("error"), "error"], [by("warning"), "warning"], [by("info"), "note"]]
      .filter(([number]) => number).map(([number, word]) => counted(number, word));
    const line = said.length ? said.join(", ") : "nothing to mend";
    if (this._count.textContent !== line) this._count.textContent = line;
  }

  /** What was checked, for an article without findings. */
  checked(findings) {
    const ran = this._ran;
    const quiet = findings.kept.size + findings.muted.size;
    const tiers = ran.length > 1
      ? `the tiers ${ran.slice(0, -1).join(", ")} and ${ran.at(-1)}` : `the tier ${ran[0] ?? "local"}`;
    return `Checked by ${tiers}.${quiet ? " What you have kept or muted is left out." : ""}`;
  }

  // The tiers that judged; without siblings, theirs had nothing to say.
  get _ran() {
    return (this._latest?.tiers ?? []).filter((tier) => tier !== "siblings" || this._besides);
  }

  _say(text) {
    if (this._progress.textContent !== text) this._progress.textContent = text;
  }

  _draw() {
    const { scores, tiers, unchecked = [], kept = [] } = this._latest;
    this._tiers = tiers.length;
    const hidden = (text) => element("span", "visually-hidden", text);
    this._grade.replaceChildren(
      hidden("Grade "), element("b", "", scores.grade), " ",
      element("span", "", String(Math.round(scores.quality)), hidden(" of 100")));
    const facts = [counted(this._words, "word"), `noise ${scores.noise.toFixed(2)}`];
    if (scores.readability) {
      const { reading_ease: ease, grade, mean_sentence_words: mean } = scores.readability;
      facts.push(
        `reading ease ${Math.round(ease)}`, `grade level ${Math.round(grade)}`, `${Math.round(mean)} words a sentence`);
    }
    if (kept.length) facts.push(`${kept.length} kept`);
    facts.push(`checked: ${this._ran.join(", ")}`, ...unchecked.map((line) => `not checked: ${line}`));
    this._facts.replaceChildren(...facts.flatMap((fact, i) => [i ? " · " : "", element("span", "", fact)]));
  }
}
