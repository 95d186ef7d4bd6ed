// When to check: after a pause in typing; anew when the server was away.

import { check, ServerError } from "./api.js";

const PAUSE = 250; // ms
const RETRIES = [1, 2, 4, 8, 15]; // seconds

export class Checking {
  /** `tell` is told what happens: waiting(), nothing() to check, begun(), result(result), note(message), done(),
   * failed(error, seconds until it is tried again, or null). `body` answers with what is to be checked, null where
   * there is nothing. */
  constructor(body, tell) {
    this._body = body;
    this._tell = tell;
    this._timer = 0;
    this._failures = 0;
    this._running = null;
    addEventListener("online", () => this._failures && this.now());
  }

  /** Checks after a pause, in milliseconds; an answer that is still under way would be about another text, and is
   * dropped. */
  soon(pause = PAUSE) {
    this._drop();
    this._tell.waiting();
    this._timer = setTimeout(() => this.now(), pause);
  }

  async now() {
    this._drop();
    const body = this._body();
    if (!body) {
      this._tell.nothing();
      return;
    }
    const mine = (this._running = new AbortController());
    this._tell.begun();
    try {
      let done = false;
      for await (const { event, data } of check(body, mine.signal)) {
        if (mine !== this._running) return;
        if (event === "result") this._tell.result(data);
        else if (event === "note") this._tell.note(data.message);
        else if (event === "done") done = true;
        this._failures = 0;
      }
      if (mine !== this._running) return;
      if (!done) throw new ServerError("The desk’s server broke off.");
      this._tell.done();
    } catch (error) {
      if (mine !== this._running || error.name === "AbortError") return;
      if (!(error instanceof ServerError)) throw error;
      const again = error.passes ? RETRIES[Math.min(this._failures++, RETRIES.length - 1)] : null;
      if (again !== null) this._timer = setTimeout(() => this.now(), again * 1000);
      this._tell.failed(error, again);
    } finally {
      if (mine === this._running) this._running = null;
    }
  }

  // Forgets what is under way.
  _drop() {
    clearTimeout(this._timer);
    this._running?.abort();
    this._running = null;
  }
}
