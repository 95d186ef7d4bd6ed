// What opens over the desk: menus, and the explanation of a rule.

import { rule as ask, ServerError } from "./api.js";
import { element, hue, SEVERITIES } from "./notes.js";
import { sentence } from "./words.js";

/** Ties a button to the sheet that it opens: a click elsewhere, Escape, or the focus leaving closes it. */
export function menu(opener) {
  const sheet = document.getElementById(opener.getAttribute("aria-controls"));
  const set = (open) => {
    sheet.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };
  opener.addEventListener("click", () => set(sheet.hidden));
  const around = opener.parentElement;
  around.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || sheet.hidden) return;
    event.stopPropagation();
    set(false);
    opener.focus();
  });
  around.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !around.contains(event.relatedTarget)) set(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!around.contains(event.target)) set(false);
  });
  return { close: () => set(false) };
}

/** Opens the explanation of a rule. */
export async function explain(dialog, name) {
  const [title, text] = [dialog.querySelector("h2"), dialog.querySelector("#rule-text")];
  title.textContent = name;
  text.replaceChildren();
  dialog.showModal();
  try {
    const rule = await ask(name);
    if (title.textContent !== name) return;
    title.className = hue(rule.category);
    const severity = SEVERITIES[rule.severity] ?? rule.severity;
    text.append(element("p", "kind", `${rule.category} · ${severity} · tier ${rule.tier}`));
    for (const [heading, body] of Object.entries(rule.explanation)) {
      if (!body) continue;
      text.append(element("h3", "", sentence(heading)));
      for (const paragraph of String(body).split("\n\n")) text.append(element("p", "", ...coded(sentence(paragraph))));
    }
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    text.append(element("p", "", error.message));
  }
}

// Text with `code` in it, as nodes.
function coded(text) {
  return text.split("`").map((part, i) => (i % 2 ? element("code", "", part) : part));
}
