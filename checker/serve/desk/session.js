// What this tab keeps over a reload. It is gone with the tab; nothing is written elsewhere.

const KEY = "copydesk";
const PAUSE = 400; // ms

let waiting = 0;

/** What was kept, or null. */
export function recalled() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/** Keeps what `state()` answers after a short pause, or at once when the page goes. */
export function remember(state) {
  clearTimeout(waiting);
  waiting = setTimeout(() => keep(state()), PAUSE);
}

export function keep(state) {
  clearTimeout(waiting);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch { /* too long for the browser to keep, or not allowed: the desk works without */ }
}

export function forget() {
  clearTimeout(waiting);
  try {
    sessionStorage.removeItem(KEY);
  } catch { /* nothing was kept */ }
}
