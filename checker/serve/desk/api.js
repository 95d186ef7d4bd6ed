// The desk's only way to its server.

import { sentence } from "./words.js";

const UNKNOWN = 401; // who asks: the desk was started anew, with another token

/** What the server said instead of an answer; `status` 0 where there was no server to say anything. */
export class ServerError extends Error {
  constructor(message, status = 0) {
    super(sentence(message));
    this.status = status;
  }
  /** Whether the same request may well be answered a little later. */
  get passes() {
    return this.status === 0 || this.status === UNKNOWN || this.status === 429 || this.status >= 500;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServerError("The desk’s server does not answer.");
  }
  if (response.ok) return response;
  if (response.status === UNKNOWN) {
    throw new ServerError("The desk was started anew. Open the address that it has printed, best in this tab: your text is"
      + " kept in it.", UNKNOWN);
  }
  let message = "";
  try {
    message = (await response.json()).error;
  } catch { /* no JSON: the status is all there is to say */ }
  throw new ServerError(message || `The server answered with an error (${response.status}).`, response.status);
}

function posted(body, signal) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal };
}

export const status = async () => (await ask("/api/status")).json();
export const rules = async () => (await ask("/api/rules")).json();
export const rule = async (name) => (await ask(`/api/rules/${encodeURIComponent(name)}`)).json();
export const compare = async (body, signal) => (await ask("/api/compare", posted(body, signal))).json();
export const report = async (body) => (await ask("/api/report", posted(body))).blob();

export async function read(file) {
  const response = await ask(`/api/read?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
  return response.json();
}

/** Checks an article; yields `{event, data}` each time the server has something to say. */
export async function* check(body, signal) {
  const response = await ask("/api/check/stream", posted(body, signal));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const blocks = (waiting + value).split(/\r?\n\r?\n/);
      waiting = blocks.pop();
      for (const block of blocks) {
        const said = parsed(block);
        if (said) yield said;
      }
    }
  } catch (error) {
    if (error.name === "AbortError" || error instanceof ServerError) throw error;
    throw new ServerError("The desk’s server broke off.");
  } finally {
    reader.cancel().catch(() => {});
  }
}

// One server-sent event; comments, which keep a connection awake, are none.
function parsed(block) {
  let event = "message";
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : null;
}
