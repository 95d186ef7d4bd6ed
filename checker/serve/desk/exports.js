// What leaves the desk: the text as it stands now, and the report of it.

import { report, ServerError } from "./api.js";

export class Exports {
  constructor(desk, mending) {
    this._desk = desk;
    this._mending = mending;
  }

  tie({ copy, text, report: page }, { close }) {
    const on = (button, act) => button.addEventListener("click", async () => {
      close();
      await act();
    });
    on(copy, () => this._copy());
    on(text, () => this._save(new Blob([this._text()], { type: "text/plain" }), "txt"));
    on(page, () => this._report());
  }

  _text() {
    const { title, text } = this._desk.article;
    return title ? `${title}\n\n${text}` : text;
  }

  async _copy() {
    try {
      await navigator.clipboard.writeText(this._text());
      this._mending.say("The text is on the clipboard.");
    } catch {
      this._desk.banner(new Error("The browser does not let the desk copy; save the text instead."));
    }
  }

  async _report() {
    try {
      this._save(await report(this._desk.body), "html");
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this._desk.banner(error);
    }
  }

  _save(blob, suffix) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    const words = (this._desk.name || this._desk.article.title || "article").toLowerCase();
    const name = words.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60);
    link.download = `${name || "article"}.${suffix}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}
