// What leaves the desk: the text as it stands now, and the report of it.

import { report, ServerError } from "./api.js";

export class Exports {
  constructor({ article, body, name, said, failed }) {
    Object.assign(this, { _article: article, _body: body, _name: name, _said: said, _failed: failed });
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
    const { title, text } = this._article();
    return title ? `${title}\n\n${text}` : text;
  }

  async _copy() {
    try {
      await navigator.clipboard.writeText(this._text());
      this._said("The text is on the clipboard.");
    } catch {
      this._failed(new ServerError("The browser does not let the desk copy; save the text instead.", 1));
    }
  }

  async _report() {
    try {
      this._save(await report(this._body()), "html");
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this._failed(new ServerError(error.message, error.status || 1));
    }
  }

  _save(blob, suffix) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    const words = (this._name() || this._article().title || "article").toLowerCase();
    const name = words.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60);
    link.download = `${name || "article"}.${suffix}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}
