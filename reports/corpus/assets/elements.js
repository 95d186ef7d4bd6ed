// Builds what the page shows. Text goes in as text nodes alone, so nothing of an article is ever read as markup.
const report = JSON.parse(document.getElementById("report").textContent);
const GRADES = ["A", "B", "C", "D", "E", "F"];
const SEVERITY_WORDS = { error: "error", warning: "warning", info: "note" };
const HUES = new Set(["noise", "names", "typos", "residue", "punctuation", "consistency", "grammar", "readability", "siblings"]);

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}
const h = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) =>
  filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

// Text of an article: its direction is its own and does not reach its neighbours.
const told = (text, tag = "bdi", attributes = {}) => h(tag, { dir: "auto", ...attributes }, text);
const unnamed = (source) => (source === "" ? h("i", {}, "no source given") : told(source));

const whole = (number) => number.toLocaleString("en");
const counted = (number, noun) => `${whole(number)} ${noun}${number === 1 ? "" : "s"}`;
const percent = (share) => {
  const value = 100 * share;
  return `${value.toFixed(value > 0 && value < 9.95 ? 1 : 0)} %`;
};
const range = (low, high) => `${percent(low).slice(0, -2)} to ${percent(high)}`;
const hue = (category) => (HUES.has(category) ? `c-${category}` : "c-other");

// The address of the list with a filter set.
const address = (filters) => `#${new URLSearchParams(filters)}`;

function table(heads, rows, attributes = {}) {
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": attributes.label },
    h("table", { class: attributes.class ?? "" },
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows)));
}

// The first rows of a long table; a button brings the others. Print has what is on the screen.
function shortened(body, rows, most, what) {
  rows.forEach((row, i) => { row.hidden = i >= most; });
  if (rows.length <= most) return body;
  const button = h("button", { type: "button", class: "more" }, `All ${counted(rows.length, what)}`);
  button.addEventListener("click", () => {
    for (const row of rows) row.hidden = false;
    rows[most].querySelector("a, button")?.focus();
    button.remove();
  });
  return [body, button];
}

// A click on a column's head sorts the rows by it: by the number that stands in the cell's data, or by its text.
function sortable(scroll, show) {
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  for (const head of scroll.querySelectorAll("thead th")) {
    if (!head.textContent) continue;
    const button = h("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    const value = (row) => row.cells[head.cellIndex].dataset.value ?? row.cells[head.cellIndex].textContent;
    button.addEventListener("click", () => {
      show?.();
      const body = scroll.querySelector("tbody");
      const numeric = body.rows[0].cells[head.cellIndex].dataset.value !== undefined;
      const down = head.ariaSort ? head.ariaSort === "ascending" : numeric;
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.ariaSort = down ? "descending" : "ascending";
      const order = (a, b) => (numeric ? value(a) - value(b) : compare(value(a), value(b)));
      body.append(...[...body.rows].sort((a, b) => (down ? -order(a, b) : order(a, b))));
    });
  }
  return scroll;
}
