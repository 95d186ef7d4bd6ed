// What was found, what the editor wants to hear no more of, and what becomes of both while one types.

import { shifted, stretched, toUnits } from "./offsets.js";

const order = (f) => (f.field === "title" ? 0 : 1);
const inOrder = (a, b) => order(a) - order(b) || a.start - b.start || a.end - b.end;

// Answers with a function that gives what the server says of a stretch of a field in the units of the browser.
function inUnits(fields) {
  const units = { text: toUnits(fields.text.text), title: toUnits(fields.title.text) };
  return (said) => ({ ...said, start: units[said.field](said.start), end: units[said.field](said.end) });
}

export class Findings {
  constructor() {
    this.kept = new Map(); // key → {rule, words}
    this.muted = new Set(); // names of rules
    this._stets = []; // {rules, field, start, end}: what the file that was opened keeps, from all rules where none is named
    this._heard = new Set(); // keys of what such a stet would keep and the editor wants to hear of
    this._all = [];
    this._tierOf = new Map();
    this._tiers = [];
    this._off = new Set(["noise", "grammar", "siblings"]); // until the server has said otherwise
    this._ran = new Set(); // the tiers that the last result is of
  }

  /** What is to be shown, in the order of the article, the headline first. */
  get visible() {
    return this._all.filter((f) => !this.kept.has(f.key) && !this.muted.has(f.rule));
  }

  /** What outlasts a reload. */
  get quiet() {
    return { kept: [...this.kept], muted: [...this.muted], stets: this._stets, heard: [...this._heard] };
  }

  recall({ kept = [], muted = [], stets = [], heard = [] }) {
    this.kept = new Map(kept);
    this.muted = new Set(muted);
    this._stets = stets;
    this._heard = new Set(heard);
  }

  /** Takes note of which tier a rule is of, and of which tiers there are. */
  know(rules, tiers) {
    this._tierOf = new Map(rules.map(({ name, tier }) => [name, tier]));
    this._tiers = tiers.map(({ name }) => name);
    this._off = new Set(tiers.filter(({ available }) => !available).map(({ name }) => name));
  }

  /** The tiers, of those that were chosen or else of all, that have not judged the article yet. */
  missing(chosen) {
    return (chosen ?? this._tiers).filter((tier) => !this._off.has(tier) && !this._ran.has(tier));
  }

  /** Takes a result. Findings of tiers that have not judged this text yet stay where they are until they have. Answers
   * whether the file's stets keep some of what was found: the scores of the result count that still. */
  take(result, fields) {
    const seen = new Set();
    this._ran = new Set(result.tiers);
    const found = result.findings.map(inUnits(fields)).map((f) => {
      let key = f.fingerprint || `${f.rule}-${f.field}`;
      while (seen.has(key)) key += "+";
      seen.add(key);
      return { ...f, key, words: fields[f.field].text.slice(f.start, f.end) };
    });
    const waiting = this._all.filter((f) => !seen.has(f.key) && !this._ran.has(this._tier(f)));
    this._all = [...found, ...waiting].sort(inOrder);
    const stetted = found.filter((f) => !this.kept.has(f.key) && !this._heard.has(f.key) && this._isStetted(f));
    for (const finding of stetted) this.keep(finding);
    return stetted.length > 0;
  }

  /** Lets go of what no tier has found again. */
  settle() {
    this._all = this._all.filter((f) => this._ran.has(this._tier(f)));
  }

  /** Lets go of the findings of all other tiers. */
  only(tiers) {
    this._all = this._all.filter((f) => tiers.includes(this._tier(f)));
  }

  /** Moves the findings of a field with an edit. */
  shift(field, change) {
    const moved = shifted(this._all.filter((f) => f.field === field), change);
    this._all = [...this._all.filter((f) => f.field !== field), ...moved].sort(inOrder);
    const those = stretched(this._stets.filter((stet) => stet.field === field), change);
    this._stets = [...this._stets.filter((stet) => stet.field !== field), ...those];
  }

  /** Forgets what was found, and with `quiet` what was kept and muted too. */
  clear({ quiet = false } = {}) {
    this._all = [];
    if (quiet) this.recall({});
  }

  /** Takes over the stets of the file that was opened. */
  stet(stets, fields) {
    this._stets = stets.map(inUnits(fields));
  }

  keep({ key, rule, words }) {
    this.kept.set(key, { rule, words });
    this._heard.delete(key);
  }

  unkeep(key) {
    this.kept.delete(key);
    this._heard.add(key);
  }

  mute(rule) {
    this.muted.add(rule);
  }

  unmute(rule) {
    this.muted.delete(rule);
  }

  _tier({ rule }) {
    return this._tierOf.get(rule) ?? "local";
  }

  _isStetted({ rule, category, field, start, end }) {
    return this._stets.some((stet) => stet.field === field && start < stet.end && stet.start < Math.max(end, start + 1)
      && (!stet.rules.length || stet.rules.includes(rule) || stet.rules.includes(category)));
  }

  /** Those that can be applied unseen and do not meet each other, in their order. */
  safe(fields) {
    let last = { field: "", end: 0 };
    return this.visible.filter((f) => {
      const apart = f.field !== last.field || f.start >= last.end;
      const same = fields[f.field].text.slice(f.start, f.end) === f.words;
      if (!f.replacements[0]?.safe || !apart || !same) return false;
      last = f;
      return true;
    });
  }
}
