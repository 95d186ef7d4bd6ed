// The list of the articles: filtered, sorted, a page of it at a time. What it shows is in the address, so that a view
// can be kept and sent.
const list = (() => {
  const section = document.getElementById("articles");
  const form = section.querySelector("form");
  const rows = section.querySelector("tbody");
  const heads = [...section.querySelectorAll("th[data-sort]")];
  const pager = section.querySelector(".pager");
  const trouble = section.querySelector(".trouble");
  const KEYS = ["text", "grade", "source", "month", "year", "rule", "cluster", "sort", "page"];
  const RISING = new Set(["quality", "date"]); // a first click sorts these from the least up
  const DAY = 86_400_000;
  let state = {};
  let found = null; // the numbers of the articles that the filters leave, in their order; null for all as they are
  let drawing = 0;

  // An address that names a section and no filter leaves the list as it is.
  const read = () => {
    if (location.hash && !location.hash.includes("=")) return state;
    const given = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(KEYS.filter((key) => given.has(key)).map((key) => [key, given.get(key)]));
  };
  const filters = () => KEYS.filter((key) => !["sort", "page"].includes(key) && state[key] !== undefined);

  function go(change, keep = false) {
    const next = { ...state, ...(keep ? {} : { page: undefined }), ...change };
    const given = Object.entries(next).filter(([, value]) => value !== undefined && value !== null);
    history.replaceState(null, "", given.length ? address(given) : location.pathname + location.search);
    return update();
  }

  const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
  const dateOf = (day, first) => (day ? new Date((day - 1 + first) * DAY).toISOString().slice(0, 10) : "");

  async function searched(text) {
    const { count } = await store.columns();
    const wanted = text.toLowerCase();
    const flags = new Uint8Array(count);
    const chunks = Math.ceil(count / report.listing.titles);
    for (let first = 0; first < chunks; first += 16) {
      const numbers = Array.from({ length: Math.min(16, chunks - first) }, (_, i) => first + i);
      const loaded = await Promise.all(numbers.map(store.titles));
      loaded.forEach(([ids, titles], i) => {
        const start = (first + i) * report.listing.titles;
        for (let j = 0; j < ids.length; j++) {
          flags[start + j] = titles[j].toLowerCase().includes(wanted) || ids[j].toLowerCase().includes(wanted);
        }
      });
    }
    return flags;
  }

  // The tests that an article must pass, each a function of its number.
  async function tests() {
    const { unpacked: column, sources, firstDay } = await store.columns();
    const passes = [];
    if (state.source !== undefined) {
      const source = sources.indexOf(state.source);
      passes.push((n) => column.source[n] === source);
    }
    if (state.grade) {
      const wanted = state.grade === "poor" ? POOR : [state.grade];
      const numbers = new Set(wanted.map((grade) => GRADES.indexOf(grade)));
      passes.push((n) => numbers.has(column.grade[n]));
    }
    const month = state.month ?? state.year;
    if (month) {
      const [year, of] = month.split("-").map(Number);
      const pad = (number, width) => String(number).padStart(width, "0");
      const start = dayOf(`${pad(year, 4)}-${pad(of || 1, 2)}-01`) - firstDay + 1;
      const after = of && of < 12 ? `${pad(year, 4)}-${pad(of + 1, 2)}-01` : `${pad(year + 1, 4)}-01-01`;
      const end = year < 9999 || (of && of < 12) ? dayOf(after) - firstDay + 1 : Infinity;
      passes.push((n) => column.day[n] && column.day[n] >= start && column.day[n] < end);
    }
    if (state.cluster !== undefined) {
      const cluster = report.clusters.most.findIndex((each) => each.cluster === state.cluster) + 1;
      passes.push(cluster ? (n) => column.cluster[n] === cluster : () => false);
    }
    for (const flags of [state.rule && (await store.withRule(state.rule)), state.text && (await searched(state.text))]) {
      if (flags) passes.push((n) => flags[n]);
    }
    return passes;
  }

  async function chosen() {
    if (!filters().length && !state.sort) return null;
    const { unpacked: column, count } = await store.columns();
    const passes = await tests();
    let numbers = [];
    for (let n = 0; n < count; n++) if (passes.every((pass) => pass(n))) numbers.push(n);
    const [key, direction] = (state.sort ?? "").split("-");
    const by = key === "date" ? column.day : column[key];
    if (by) {
      const sign = direction === "down" ? -1 : 1;
      // Articles without a date come last, whichever way.
      const value = key === "date" ? (n) => by[n] || sign * Infinity : (n) => by[n];
      numbers = numbers.map((n) => [value(n), n]).sort((a, b) => (a[0] === b[0] ? a[1] - b[1] : sign * (a[0] - b[0]))).map((pair) => pair[1]);
    }
    return numbers;
  }

  async function row(n) {
    if (n < report.first.length) return report.first[n];
    const { unpacked: column, sources, firstDay } = await store.columns();
    const [ids, titles] = await store.titles(Math.floor(n / report.listing.titles));
    const at = n % report.listing.titles;
    const { words, errors, warnings, infos } = Object.fromEntries(Object.entries(column).map(([name, all]) => [name, all[n]]));
    return { id: ids[at], title: titles[at], source: sources[column.source[n]], date: dateOf(column.day[n], firstDay),
      grade: GRADES[column.grade[n]], quality: column.quality[n] / 10, words, errors, warnings, infos };
  }

  function drawn(n, { id, title, source, date, grade, quality, words, errors, warnings, infos }) {
    const button = h("button", { type: "button", "aria-expanded": "false", dir: "auto" }, title || id || "Untitled");
    const under = [source, title ? id : ""].filter(Boolean).flatMap((text, i) => [i ? " · " : "", told(text)]);
    const number = (value) => h("td", value ? {} : { class: "none" }, whole(value));
    const element = h("tr", {},
      h("td", {}, h("b", { class: "letter" }, grade)), h("td", {}, quality.toFixed(0)),
      h("th", { scope: "row" }, button, h("span", { class: "under" }, under)),
      h("td", {}, date ?? ""), number(words), [errors, warnings, infos].map(number));
    button.addEventListener("click", () => open(element, button, n, errors + warnings + infos, id));
    return element;
  }

  async function open(element, button, n, count, id) {
    if (element.nextElementSibling?.classList.contains("opened")) {
      element.nextElementSibling.remove();
      button.setAttribute("aria-expanded", "false");
      return;
    }
    const place = h("td", { colspan: 8 });
    element.after(h("tr", { class: "opened" }, place));
    button.setAttribute("aria-expanded", "true");
    try {
      const chunk = await store.details(Math.floor(n / report.listing.details));
      place.append(h("div", {}, opened(chunk[n % report.listing.details], count, id)));
    } catch (error) {
      place.append(h("p", { class: "trouble" }, error.message));
    }
  }

  // Shows the page that the address asks for; a later call takes over from one that still waits.
  async function update() {
    const mine = ++drawing;
    section.setAttribute("aria-busy", "true");
    const before = JSON.stringify({ ...state, page: 0 });
    state = read();
    controls();
    let page;
    try {
      const same = found !== undefined && JSON.stringify({ ...state, page: 0 }) === before;
      const numbers = same ? found : await chosen();
      const total = numbers ? numbers.length : report.listing.count;
      const size = report.listing.page;
      const pages = Math.max(1, Math.ceil(total / size));
      page = Math.min(Math.max(1, Number(state.page) || 1), pages);
      const on = Array.from({ length: Math.min(size, Math.max(0, total - (page - 1) * size)) }, (_, i) => (page - 1) * size + i);
      const wanted = numbers ? on.map((i) => numbers[i]) : on;
      const records = await Promise.all(wanted.map(row));
      if (mine !== drawing) return;
      found = numbers;
      trouble.hidden = true;
      rows.replaceChildren(...records.map((record, i) => drawn(wanted[i], record)));
      tell(total, page, pages);
    } catch (error) {
      if (mine !== drawing) return;
      found = undefined;
      trouble.textContent = error.message;
      trouble.hidden = false;
    }
    section.removeAttribute("aria-busy");
  }

  function tell(total, page, pages) {
    const all = counted(report.articles, "article");
    const { count } = report.listing;
    const whole_ = count < report.articles ? `the ${whole(count)} worst of ${all}` : all;
    form.querySelector(".count").textContent = filters().length ? `${whole(total)} of ${whole_}` : whole_;
    section.querySelector(".empty").hidden = total > 0;
    section.querySelector("table").hidden = total === 0;
    pager.hidden = pages < 2;
    pager.querySelector("span").textContent = `Page ${whole(page)} of ${whole(pages)}`;
    pager.elements = { page, pages };
    pager.querySelector("[name=back]").disabled = page === 1;
    pager.querySelector("[name=next]").disabled = page === pages;
  }

  // The form and the heads as the address has it.
  function controls() {
    for (const name of ["grade", "source", "month", "rule"]) {
      const select = form.elements[name];
      const value = name === "month" ? state.month ?? state.year : state[name];
      const option = [...select.options].find((each) => each !== select.options[0] && each.value === value);
      if (value === undefined) select.selectedIndex = 0;
      else if (option) option.selected = true;
      else select.append(h("option", { value, selected: true }, value || "No source given"));
    }
    if (document.activeElement !== form.elements.text) form.elements.text.value = state.text ?? "";
    form.elements.cluster.hidden = state.cluster === undefined;
    form.elements.cluster.replaceChildren("Cluster ", told(state.cluster ?? ""), " ×");
    form.querySelector("[type=reset]").hidden = !filters().length;
    for (const head of heads) {
      const [key, direction] = (state.sort ?? "").split("-");
      if (key === head.dataset.sort) head.ariaSort = direction === "down" ? "descending" : "ascending";
      else head.removeAttribute("aria-sort");
    }
  }

  function options() {
    const add = (name, entries) => form.elements[name].append(...entries.map(([value, text]) => h("option", { value }, text ?? value)));
    add("grade", [["poor", "D or worse"], ...GRADES.map((grade) => [grade])]);
    add("source", report.sources.map(({ source }) => [source, source || "No source given"]).sort((a, b) => a[1].localeCompare(b[1], "en")));
    add("month", report.months.map(({ month }) => [month]).reverse());
    add("rule", report.rules.map(({ rule }) => [rule]).sort());
  }

  function start() {
    options();
    let typing;
    form.addEventListener("input", (event) => {
      if (event.target.name !== "text") return;
      clearTimeout(typing);
      typing = setTimeout(() => go({ text: event.target.value.trim() || undefined }), 200);
    });
    form.addEventListener("change", (event) => {
      const { name, value, selectedIndex } = event.target;
      if (name === "text") return;
      go({ [name]: selectedIndex ? value : undefined, ...(name === "month" ? { year: undefined } : {}) });
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => { go(Object.fromEntries(filters().map((key) => [key, undefined]))); });
    form.elements.cluster.addEventListener("click", () => go({ cluster: undefined }));
    for (const head of heads) {
      const button = h("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      const key = head.dataset.sort;
      const directions = RISING.has(key) ? ["up", "down"] : ["down", "up"];
      button.addEventListener("click", () => go({ sort: `${key}-${state.sort === `${key}-${directions[0]}` ? directions[1] : directions[0]}` }));
    }
    const turn = async (step) => {
      await go({ page: String(pager.elements.page + step) }, true);
      section.scrollIntoView({ block: "start" });
    };
    pager.querySelector("[name=back]").addEventListener("click", () => turn(-1));
    pager.querySelector("[name=next]").addEventListener("click", () => turn(1));
    section.addEventListener("keydown", (event) => {
      if (!["j", "k"].includes(event.key) || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select")) return;
      const buttons = [...rows.querySelectorAll("th > button")];
      const at = buttons.indexOf(document.activeElement);
      buttons[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), buttons.length - 1)]?.focus();
    });
    addEventListener("hashchange", async () => {
      await update();
      if (location.hash.includes("=")) section.scrollIntoView({ block: "start" });
    });
    return update();
  }
  return { start };
})();

document.documentElement.classList.add("js");
overview();
if (report.articles) list.start().then(() => document.documentElement.classList.add("ready"));
else document.documentElement.classList.add("ready");
