// The desk: ties the article, its findings, its siblings and the server together.

import * as api from "./api.js";
import { Checking } from "./checking.js";
import { explain, menu } from "./dialogs.js";
import { Exports } from "./exports.js";
import { Findings } from "./findings.js";
import { MarkedField } from "./marked_field.js";
import { button, classesOf, element, Notes } from "./notes.js";
import { wellFormed } from "./offsets.js";
import { Scores } from "./scores.js";
import { forget, keep, recalled, remember } from "./session.js";
import { Siblings } from "./siblings.js";
import { counted, shortened } from "./words.js";

const $ = (id) => document.getElementById(id);
const fieldOf = (area) => new MarkedField(area, area.parentElement.querySelector(".backdrop"));
const fields = { title: fieldOf($("title")), text: fieldOf($("text")) };
const findings = new Findings();
const scores = new Scores($("grade"), $("facts"), $("count"), $("progress"));
const desk = document.querySelector(".desk");
let name = ""; // of the file that was opened
let tiers = null; // those that were chosen, null where the server chooses
let settled = false; // whether what is shown is all that the server has to say

// What is checked.

const article = () => ({ title: wellFormed(fields.title.text), text: wellFormed(fields.text.text) });
const isEmpty = () => !fields.title.text.trim() && !fields.text.text.trim();

function body() {
  return {
    id: "article", ...article(), ignore: [...findings.muted],
    ...(tiers && { tiers }), ...(siblings.items.length && { siblings: siblings.body }),
  };
}

const checking = new Checking(() => (isEmpty() ? null : body()), {
  begun() {
    settled = false;
    scores.working(true);
  },
  result(result) {
    findings.take(result, fields);
    scores.show(result, fields.text.text);
    banner(null);
    draw();
    scores.count(findings.visible);
  },
  note: (message) => scores.note(message),
  done() {
    settled = true;
    findings.settle();
    scores.working(false);
    draw();
    scores.count(findings.visible);
    align();
  },
  failed(error, again) {
    scores.working(false);
    banner(error, again);
  },
});

function banner(error, again) {
  const line = !error ? ""
    : error.status === 0 ? `${error.message} Your text is safe in this tab; it tries again in ${counted(again, "second")}.`
    : again === null ? error.message
    : `${error.message} It tries again in ${counted(again, "second")}.`;
  if ($("banner").firstElementChild.textContent !== line) $("banner").firstElementChild.textContent = line;
  $("banner").hidden = !error;
}

// What is shown.

const notes = new Notes($("notes"), {
  take, keep: keepFinding, mute, select, step,
  explain: (rule) => explain($("rule"), rule),
  nameOf: (id) => (siblings.has(id) ? id : ""),
});
const siblings = new Siblings($("sibling-list"), $("siblings-hint"), {
  changed() {
    $("siblings-button").textContent = siblings.items.length ? `Siblings (${siblings.items.length})` : "Siblings";
    if (siblings.items.length) openSiblings(true);
    saved();
    checking.soon(0);
    draw();
  },
  compared: () => { ask(); draw(); },
});
let question = 0; // the offset of the sentence in question
let beside = []; // what is marked in it

function align() {
  if (findings.tierIsOff("siblings")) return;
  siblings.align({ id: "article", ...article() });
}

function ask() {
  beside = siblings.show(question);
}

function draw() {
  const { visible } = findings;
  const marks = (field) => visible.filter((f) => f.field === field)
    .map((f) => ({ key: f.key, start: f.start, end: f.end, classes: classesOf(f) }));
  fields.title.mark(marks("title"));
  fields.text.mark([...beside, ...marks("text")]);
  notes.show(visible);
  if (!notes.current) for (const field of Object.values(fields)) field.select(null);
  const safe = findings.safe(fields).length;
  $("safe").hidden = safe < 2;
  $("safe").textContent = `Take all ${safe} safe replacements`;
  document.querySelector(".walk").hidden = !visible.length;
  $("welcome").hidden = !isEmpty() || siblings.items.length > 0;
  $("clean").hidden = isEmpty() || visible.length > 0 || !settled;
  $("clean").lastElementChild.textContent = scores.checked(findings);
  quieted();
  placeSoon();
}

let placing = 0;
function placeSoon() {
  placing ||= requestAnimationFrame(() => {
    placing = 0;
    place();
  });
}

function place() {
  const tops = new Map([...fields.title.tops(), ...fields.text.tops()]);
  notes.place(tops, fields.text.backdrop.offsetHeight);
}

// Walking through the findings.

function select(key, { scroll = true } = {}) {
  notes.select(key);
  for (const field of Object.values(fields)) field.select(notes.current);
  const finding = notes.finding(key);
  if (finding?.field === "text") question = finding.start;
  ask();
  draw();
  place();
  if (finding && scroll) show(finding);
}

// Scrolls only when the words or their note are out of sight, and then the words to the upper third.
function show(finding) {
  const mark = fields[finding.field].pieces(finding.key)[0];
  if (!mark) return;
  const bar = document.querySelector(".bar").getBoundingClientRect().bottom;
  const below = notes.wide.matches ? 8 : innerHeight - notes.box(finding.key).top + 8;
  const { top, bottom } = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  const low = notes.wide.matches ? Math.max(bottom, Math.min(notes.box(finding.key).bottom, bottom + innerHeight / 2)) : bottom;
  if (top < bar + 8 || low > innerHeight - below) scrollBy(0, top - bar - (innerHeight - below - bar) / 3);
}

function step(by, from = notes.current) {
  const { keys } = notes;
  if (!keys.length) return;
  const at = keys.indexOf(from);
  const to = at >= 0 ? at + by : nearCaret(by);
  const key = keys[Math.min(Math.max(to, 0), keys.length - 1)];
  select(key);
  notes.focus(key);
}

// The place among the notes of the first finding behind the caret, or of the last before it.
function nearCaret(by) {
  const active = document.activeElement;
  const field = active === fields.title.area ? "title" : "text";
  const inText = active === fields[field].area;
  const caret = inText ? fields[field].caret : 0;
  const order = (f) => (f.field === "title" ? 0 : 1);
  const passed = ({ field: where, start }) => order({ field: where }) < order({ field }) || (where === field && start < caret);
  const before = notes.keys.filter((key) => passed(notes.finding(key))).length;
  return by > 0 ? before : before - 1;
}

function underCaret() {
  for (const [where, field] of Object.entries(fields)) {
    if (document.activeElement !== field.area) continue;
    const at = field.caret;
    const here = findings.visible.filter((f) => f.field === where && f.start <= at && at <= f.end);
    return here.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0]?.key ?? null;
  }
  return null;
}

document.addEventListener("selectionchange", () => {
  const active = document.activeElement;
  if (active !== fields.text.area && active !== fields.title.area) return;
  const key = underCaret();
  const at = active === fields.text.area ? fields.text.caret : question;
  if (key === notes.current && at === question) return;
  question = at;
  if (key !== notes.current) select(key, { scroll: false });
  else if (siblings.items.length) { ask(); draw(); }
});

/** Back from a finding to its words. */
function toWords(finding) {
  const { area } = fields[finding.field];
  area.focus({ preventScroll: true });
  area.setSelectionRange(finding.start, finding.end);
  show(finding);
}

// What can be done about a finding.

function take(finding, replacement) {
  const field = fields[finding.field];
  if (field.text.slice(finding.start, finding.end) !== finding.words) return;
  const next = notes.focused && notes.keys[notes.keys.indexOf(finding.key) + 1];
  field.replace(finding.start, finding.end, replacement.text);
  toast(`“${shortened(finding.words, 30)}” ${replacement.text ? "replaced" : "taken out"}.`, () => undo(field));
  if (next && notes.finding(next)) {
    select(next);
    notes.focus(next);
  }
}

function takeSafe() {
  for (const [where, field] of Object.entries(fields)) {
    const those = findings.safe(fields).filter((f) => f.field === where);
    if (!those.length) continue;
    const [from, to] = [those[0].start, those.at(-1).end];
    let text = "", at = from;
    for (const f of those) {
      text += field.text.slice(at, f.start) + f.replacements[0].text;
      at = f.end;
    }
    field.replace(from, to, text + field.text.slice(at, to));
    toast(`${counted(those.length, "replacement")} taken.`, () => undo(field));
  }
}

function undo(field) {
  field.area.focus({ preventScroll: true });
  document.execCommand("undo");
}

function keepFinding(finding) {
  leave(finding.key);
  findings.keep(finding);
  changedQuiet();
  toast(`“${shortened(finding.words, 30)}” stands.`, () => { findings.unkeep(finding.key); changedQuiet(); });
}

function mute(rule) {
  leave(notes.current, rule);
  findings.mute(rule);
  changedQuiet(true);
  toast(`${rule} is muted for this article.`, () => unmute(rule));
}

function unmute(rule) {
  findings.unmute(rule);
  changedQuiet(true);
}

// Hands the focus on before a note, or all of a rule, goes away.
function leave(key, rule = null) {
  if (!notes.focused) return;
  const { keys } = notes;
  const at = keys.indexOf(key);
  const stays = (other) => other !== key && notes.finding(other).rule !== rule;
  const next = keys.slice(at + 1).find(stays) ?? keys.slice(0, at).findLast(stays);
  if (next) {
    select(next);
    notes.focus(next);
  } else fields.text.area.focus({ preventScroll: true });
}

function changedQuiet(again = false) {
  if (again) checking.soon(0);
  draw();
  scores.count(findings.visible);
  saved();
}

function quieted() {
  const rows = (where, items, label, act) => {
    $(where).hidden = !items.length;
    $(where).querySelector("ul").replaceChildren(...items.map(([key, text]) =>
      element("li", "", element("span", "", text), button("step", "×", `${label} ${text}`, () => act(key)))));
  };
  const muted = [...findings.muted].map((rule) => [rule, rule]);
  const kept = [...findings.kept].map(([key, { rule, words }]) => [key, `“${shortened(words, 24)}” · ${rule}`]);
  const state = JSON.stringify([muted, kept]);
  if (state === $("checks").dataset.state) return;
  $("checks").dataset.state = state;
  rows("muted", muted, "Hear again of", unmute);
  rows("kept", kept, "Show again", (key) => { findings.unkeep(key); changedQuiet(); });
  const quiet = muted.length + kept.length;
  $("checks-button").textContent = quiet ? `Checks (${quiet} quiet)` : "Checks";
}

let undoing = null;
function toast(text, back) {
  undoing = back;
  $("toast").firstElementChild.textContent = text;
  $("toast").hidden = false;
}
function hideToast() {
  $("toast").hidden = true;
}
$("toast").querySelector("button").addEventListener("click", () => {
  hideToast();
  undoing?.();
});

// Typing.

for (const [where, field] of Object.entries(fields)) {
  field.addEventListener("edit", ({ detail }) => {
    findings.shift(where, detail);
    if (where === "text") {
      siblings.shift(detail);
      beside = [];
      question = field.caret;
    }
    hideToast();
    settled = false;
    if (isEmpty()) {
      findings.clear();
      scores.clear();
      banner(null);
    }
    draw();
    checking.soon();
    saved();
  });
}
fields.title.area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  fields.text.area.focus();
});

// Coming and going.

const state = () => ({
  name, tiers, title: fields.title.text, text: fields.text.text, siblings: siblings.items, ...findings.quiet,
});
const saved = () => (isEmpty() && !siblings.items.length ? forget() : remember(state));

/** Lays an article on the desk; the native undo brings the one before back. */
function lay({ title = "", text, name: file = "" }) {
  name = file;
  findings.clear(true);
  for (const [field, value] of [[fields.title, title], [fields.text, text]]) {
    if (field.text || value) field.replace(0, field.text.length, value);
  }
  fields.text.area.setSelectionRange(0, 0);
  scrollTo(0, 0);
  checking.soon(0);
}

async function open(files, asSiblings = false) {
  for (const file of files) {
    try {
      const found = await api.read(file);
      const bare = file.name.replace(/\.[^.]*$/, "");
      if (asSiblings) siblings.add({ ...found, name: bare });
      else lay({ ...found, name: bare });
      banner(null);
    } catch (error) {
      if (!(error instanceof api.ServerError)) throw error;
      banner(new api.ServerError(error.message, error.status || 1), null);
    }
    asSiblings = true; // of several files the first is the article
  }
}

function openSiblings(on) {
  $("siblings").hidden = !on;
  $("siblings-button").setAttribute("aria-expanded", String(on));
  desk.classList.toggle("with-siblings", on);
  placeSoon();
}

function addPasted() {
  const area = $("sibling-text");
  if (area.value.trim()) siblings.add({ text: area.value.trim() });
  area.value = "";
}

const picker = (input, then) => {
  input.addEventListener("change", () => {
    then([...input.files]);
    input.value = "";
  });
  return () => input.click();
};
const pickArticle = picker($("file"), (files) => open(files));
const pickSiblings = picker($("sibling-file"), (files) => open(files, true));

let dragged = 0;
const drag = (by) => {
  dragged = Math.max(0, dragged + by);
  document.body.classList.toggle("dragging", dragged > 0);
};
const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
document.addEventListener("dragenter", (event) => {
  if (!hasFiles(event)) return;
  drag(1);
  if (!isEmpty()) openSiblings(true);
});
document.addEventListener("dragleave", (event) => hasFiles(event) && drag(-1));
document.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
document.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  drag(-dragged);
  open([...event.dataTransfer.files], Boolean(event.target.closest?.(".siblings")));
});
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  open(files, Boolean(event.target.closest?.(".siblings")));
});
$("sibling-text").addEventListener("paste", () => setTimeout(addPasted));
$("sibling-add").addEventListener("click", addPasted);
$("sibling-open").addEventListener("click", pickSiblings);
$("siblings-button").addEventListener("click", () => {
  const on = $("siblings").hidden;
  openSiblings(on);
  if (on) $("sibling-text").focus();
});
$("open").addEventListener("click", pickArticle);
$("open-first").addEventListener("click", pickArticle);
$("example").addEventListener("click", async () => {
  const { EXAMPLE } = await import("./example.js");
  lay(EXAMPLE);
  for (const sibling of EXAMPLE.siblings) siblings.add(sibling);
});
$("clear").addEventListener("click", () => {
  lay({ title: "", text: "" });
  siblings.reset([]);
  openSiblings(false);
  forget();
  fields.text.area.focus();
});
$("retry").addEventListener("click", () => checking.now());
$("safe").addEventListener("click", takeSafe);
$("previous").addEventListener("click", () => step(-1));
$("next").addEventListener("click", () => step(1));
$("keys").addEventListener("click", () => $("help").showModal());
menu($("checks-button"));
const exported = new Exports({ article, body, name: () => name, said: toast, failed: (error) => banner(error, null) });
exported.tie({ copy: $("copy"), text: $("save-text"), report: $("save-report") }, menu($("export-button")));

// Keys. Letters count only in a finding, where nothing is typed.

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const focused = notes.focused;
  const command = event.ctrlKey || event.metaKey;
  if (event.key === "F8") step(event.shiftKey ? -1 : 1, focused);
  else if (event.key === "Enter" && command) {
    const key = underCaret();
    if (key) { select(key); notes.focus(key); } else step(1, null);
  } else if (event.key.toLowerCase() === "z" && command && !event.target.matches?.("textarea")) undo(fields.text);
  else if (focused && !command && !event.altKey) {
    if (!inFinding(event.key, notes.finding(focused), event.target)) return;
  } else return;
  event.preventDefault();
});

function inFinding(key, finding, target) {
  if (key === "j" || key === "ArrowDown") step(1, finding.key);
  else if (key === "k" || key === "ArrowUp") step(-1, finding.key);
  else if (key === "a" && finding.replacements.length) take(finding, finding.replacements[0]);
  else if (key === "s") keepFinding(finding);
  else if (key === "m") mute(finding.rule);
  else if (key === "?") explain($("rule"), finding.rule);
  else if (key === "Escape") { select(null); toWords(finding); }
  else return false;
  return true;
}

// The beginning.

addEventListener("resize", placeSoon);
addEventListener("pagehide", () => { if (!isEmpty()) keep(state()); });
notes.wide.addEventListener("change", placeSoon);
document.fonts?.ready.then(placeSoon);
visualViewport?.addEventListener("resize", () => {
  const hidden = Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop);
  document.documentElement.style.setProperty("--keyboard", `${hidden}px`);
});

function tierBoxes(known) {
  for (const { name: tier, available, why } of known) {
    const box = element("input");
    box.type = "checkbox";
    box.name = "tier";
    box.value = tier;
    box.disabled = !available || tier === "local";
    box.checked = available && (!tiers || tiers.includes(tier));
    box.addEventListener("change", () => {
      tiers = [...$("tiers").querySelectorAll("input:checked")].map((each) => each.value);
      findings.forgetTiers(tiers);
      checking.soon(0);
      saved();
    });
    const label = element("label", "", box, element("span", "", tier));
    $("tiers").append(label);
    if (!available && why) $("tiers").append(element("p", "hint", why));
  }
}

async function begin() {
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  const where = here ? "Your text stays on this machine" : `Your text goes to ${location.host} and nowhere else`;
  $("privacy").textContent = `${where}. This tab keeps it over a reload; with the tab it is gone.`;
  const kept = recalled();
  if (kept) {
    ({ name = "", tiers = null } = kept);
    findings.recall(kept);
    fields.title.reset(kept.title ?? "");
    fields.text.reset(kept.text ?? "");
    if (kept.siblings?.length) siblings.reset(kept.siblings);
  }
  draw();
  try {
    const [{ version, tiers: known }, rules] = await Promise.all([api.status(), api.rules()]);
    $("privacy").append(` copydesk ${version}.`);
    findings.know(rules, known);
    tierBoxes(known);
  } catch (error) {
    banner(error, 1);
    setTimeout(() => begin.again?.(), 1000);
  }
  document.documentElement.dataset.ready = "";
}

begin();
