// Ties the parts of the desk together.

import * as api from "./api.js";
import { Arrivals } from "./arrivals.js";
import { Desk } from "./desk.js";
import { explain, menu } from "./dialogs.js";
import { Exports } from "./exports.js";
import { Mending } from "./mending.js";
import { element } from "./notes.js";
import { keep, recalled } from "./session.js";
import { Walking } from "./walking.js";
import { sentence } from "./words.js";

const AGAIN = 2; // seconds
const $ = (id) => document.getElementById(id);
const why = (rule) => explain($("rule"), rule);

const desk = new Desk({
  select: (key) => walking.select(key),
  step: (by) => walking.step(by),
  take: (finding, replacement) => mending.take(finding, replacement),
  keep: (finding) => mending.keep(finding),
  mute: (rule) => mending.mute(rule),
  explain: why,
}, { edited: () => mending.quiet(), stetted: () => mending.list() });
const walking = new Walking(desk);
const mending = new Mending(desk, walking);
new Arrivals(desk, mending);
const exported = { copy: $("copy"), text: $("save-text"), report: $("save-report") };
new Exports(desk, mending).tie(exported, menu($("export-button")));
menu($("checks-button"));

$("previous").addEventListener("click", () => walking.step(-1));
$("next").addEventListener("click", () => walking.step(1));
$("keys").addEventListener("click", () => $("help").showModal());
$("retry").addEventListener("click", () => desk.checking.now());
desk.fields.title.area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  desk.fields.text.area.focus();
});

// Letters count only in a finding, where nothing is typed.
const IN_FINDING = {
  j: ({ key }) => walking.step(1, key),
  k: ({ key }) => walking.step(-1, key),
  ArrowDown: ({ key }) => walking.step(1, key),
  ArrowUp: ({ key }) => walking.step(-1, key),
  a: (finding) => finding.replacements.length && mending.take(finding, finding.replacements[0]),
  s: (finding) => mending.keep(finding),
  m: ({ rule }) => mending.mute(rule),
  "?": ({ rule }) => why(rule),
  Escape: (finding) => walking.toWords(finding),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const { key, shiftKey, target } = event;
  const command = event.ctrlKey || event.metaKey;
  const { focused } = desk.notes;
  if (key === "F8") walking.step(shiftKey ? -1 : 1, focused);
  else if (key === "Enter" && command) walking.toFinding();
  else if (key === "Escape" && !focused && desk.notes.current) walking.select(null);
  else if (key === "Escape" && target.id === "count") desk.fields.text.area.focus({ preventScroll: true });
  else if (key === "z" && command && !target.matches("textarea")) mending.takeBack();
  else if (focused && !command && !event.altKey && Object.hasOwn(IN_FINDING, key)) {
    IN_FINDING[key](desk.notes.finding(focused));
  } else return;
  event.preventDefault();
});

addEventListener("resize", () => desk.placeSoon());
desk.notes.wide.addEventListener("change", () => desk.placeSoon());
document.fonts?.ready.then(() => desk.placeSoon());
addEventListener("pagehide", () => { if (!desk.isEmpty) keep(desk.state); });
visualViewport?.addEventListener("resize", () => {
  const hidden = Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop);
  document.documentElement.style.setProperty("--keyboard", `${hidden}px`);
});

function recall() {
  const kept = recalled();
  if (!kept) return;
  desk.name = kept.name ?? "";
  desk.tiers = kept.tiers ?? null;
  desk.findings.recall(kept);
  desk.fields.title.reset(kept.title ?? "");
  desk.fields.text.reset(kept.text ?? "");
  if (kept.siblings?.length) desk.siblings.reset(kept.siblings);
  mending.list();
}

function offer(tiers) {
  const boxes = tiers.map(({ name, available, why: reason }) => {
    const box = Object.assign(element("input"), {
      type: "checkbox", value: name, disabled: !available || name === "local",
      checked: available && (desk.tiers?.includes(name) ?? true),
    });
    box.addEventListener("change", () => {
      desk.tiers = boxes.map(([label]) => label.firstChild).filter(({ checked }) => checked).map(({ value }) => value);
      desk.findings.only(desk.tiers);
      desk.checking.soon(0);
      desk.saved();
    });
    const label = element("label", "", box, element("span", "", name));
    return !available && reason ? [label, element("p", "hint", sentence(reason))] : [label];
  });
  $("tiers").append(...boxes.flat());
}

async function meet() {
  try {
    const [{ version, tiers }, rules] = await Promise.all([api.status(), api.rules()]);
    desk.findings.know(rules, tiers);
    offer(tiers);
    $("version").textContent = `copydesk ${version}`;
    desk.banner(null);
  } catch (error) {
    if (!(error instanceof api.ServerError)) throw error;
    desk.banner(error, AGAIN);
    setTimeout(meet, AGAIN * 1000);
  }
}

const here = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
$("place").textContent = here
  ? "Your text stays on this machine." : `Your text goes to ${location.host} and nowhere else.`;
recall();
desk.draw();
document.documentElement.dataset.ready = "";
meet();
