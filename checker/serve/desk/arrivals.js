// How articles come to the desk: opened, dropped, pasted, or taken from the example.

import { read, ServerError } from "./api.js";
import { forget } from "./session.js";

const $ = (id) => document.getElementById(id);

export class Arrivals {
  constructor(desk, mending) {
    this._desk = desk;
    this._mending = mending;
    this._entered = 0;
    this._tieButtons();
    this._tieDropping();
    this._tiePasting();
  }

  /** Lays an article on the desk; the native undo brings the one before back. */
  lay({ title = "", text, name = "", stets = [] }) {
    const { fields, findings, checking } = this._desk;
    this._desk.name = name;
    findings.clear({ quiet: true });
    this._mending.list();
    for (const [field, value] of [[fields.title, title], [fields.text, text]]) {
      if (field.text || value) field.replace(0, field.text.length, value);
    }
    findings.stet(stets, fields);
    fields.text.area.setSelectionRange(0, 0);
    scrollTo(0, 0);
    checking.soon(0);
  }

  /** The way back to what lies on the desk now; null where nothing does. */
  get _back() {
    const before = this._desk.state;
    if (this._desk.isEmpty) return null;
    return () => {
      this.lay(before);
      this._desk.findings.recall(before);
      this._desk.siblings.reset(before.siblings);
      this._mending.list();
      this._desk.draw();
    };
  }

  /** Reads files; of several, the first becomes the article and the others its siblings. */
  async open(files, asSiblings = false) {
    const said = [];
    let back = null;
    for (const file of files) {
      try {
        const found = { ...(await read(file)), name: file.name.replace(/\.[^.]*$/, "") };
        if (asSiblings) this._desk.siblings.add(found);
        else {
          back = this._back;
          this.lay(found);
        }
        const line = found.note ?? (back && !asSiblings ? `${file.name} is on the desk` : "");
        if (line) said.push(`${line}.`);
        if (line) this._mending.say(said.join(" "), back);
        this._desk.banner(null);
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        this._desk.banner(error);
      }
      asSiblings = true;
    }
  }

  // Puts everything away, with a way back.
  _clear() {
    const { siblings, fields } = this._desk;
    const back = this._back;
    this.lay({ text: "" });
    siblings.reset([]);
    this._desk.openSiblings(false);
    forget();
    fields.text.area.focus();
    if (back) this._mending.say("The desk is clear.", back);
  }

  _tieButtons() {
    const pick = (input, then) => {
      input.addEventListener("change", () => {
        then([...input.files]);
        input.value = "";
      });
      return () => input.click();
    };
    const article = pick($("file"), (files) => this.open(files));
    $("open").addEventListener("click", article);
    $("open-first").addEventListener("click", article);
    $("sibling-open").addEventListener("click", pick($("sibling-file"), (files) => this.open(files, true)));
    $("clear").addEventListener("click", () => this._clear());
    $("example").addEventListener("click", async () => {
      const { EXAMPLE } = await import("./example.js");
      this.lay(EXAMPLE);
      for (const sibling of EXAMPLE.siblings) this._desk.siblings.add(sibling);
    });
    $("siblings-button").addEventListener("click", () => {
      const on = $("siblings").hidden;
      this._desk.openSiblings(on);
      if (on) $("sibling-text").focus();
    });
  }

  _tieDropping() {
    const on = (kind, act) => document.addEventListener(kind, (event) => {
      if (event.dataTransfer?.types.includes("Files")) act(event);
    });
    // Each element that the mouse passes is entered before the last one is left.
    const entered = (count) => {
      this._entered = Math.max(0, count);
      document.body.classList.toggle("dragging", this._entered > 0);
    };
    on("dragenter", () => {
      entered(this._entered + 1);
      if (!this._desk.isEmpty) this._desk.openSiblings(true);
    });
    on("dragleave", () => entered(this._entered - 1));
    on("dragover", (event) => event.preventDefault());
    on("drop", (event) => {
      event.preventDefault();
      entered(0);
      this.open([...event.dataTransfer.files], Boolean(event.target.closest?.(".siblings")));
    });
  }

  _tiePasting() {
    document.addEventListener("paste", (event) => {
      const { files, types } = event.clipboardData ?? { files: [] };
      if (!files.length || types.includes("text/plain")) return;
      event.preventDefault();
      this.open([...files], Boolean(event.target.closest?.(".siblings")));
    });
    const area = $("sibling-text");
    const add = () => {
      this._desk.siblings.add({ text: area.value.trim() });
      area.value = "";
    };
    area.addEventListener("paste", () => setTimeout(add)); // once the words are there
    $("sibling-add").addEventListener("click", add);
  }
}
