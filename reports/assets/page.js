"use strict";
// Places the notes beside their lines, ties marks and notes together, walks with j and k, filters. Without it the page
// stands readable: the notes follow in order, numbered, and links lead from mark to note and back.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const wide = matchMedia("(min-width: 60.001rem)");
  const GAP = 12;
  const notes = [...document.querySelectorAll(".note")];
  const stories = [...document.querySelectorAll(".story")];
  const pieces = new Map(notes.map((note) => [note.id, []]));
  for (const piece of document.querySelectorAll(".mark")) pieces.get(piece.dataset.note).push(piece);
  const near = new Set();
  let current = null;
  let home = null; // where the open note came from, on a narrow screen

  const storyOf = (note) => pieces.get(note.id)[0].closest(".story");
  const linkOf = (note) => pieces.get(note.id).find((piece) => piece.matches("a:not(.off)"));

  // Each note stands at its line, or below the note before it. A selected note stands at its line exactly: the notes
  // before it make room upwards, those after it downwards.
  function place(story) {
    const column = story.querySelector(".notes");
    const shown = [...column.querySelectorAll(".note:not([hidden])")];
    if (!wide.matches) {
      story.classList.remove("placed", "dense");
      column.style.minHeight = "";
      return;
    }
    story.classList.add("placed");
    const top = column.getBoundingClientRect().top;
    story.classList.remove("dense");
    const full = shown.reduce((sum, note) => sum + note.offsetHeight + GAP, 0);
    story.classList.toggle("dense", full > 1.25 * story.querySelector(".text").offsetHeight + 200);
    const wanted = shown.map((note) => Math.max(0, pieces.get(note.id)[0].getClientRects()[0]?.top - top || 0));
    const heights = shown.map((note) => note.offsetHeight + GAP);
    const tops = [];
    let floor = 0;
    for (let i = 0; i < shown.length; i++) {
      tops.push(Math.max(wanted[i], floor));
      floor = tops[i] + heights[i];
    }
    const chosen = shown.indexOf(current);
    if (chosen >= 0) {
      const above = heights.slice(0, chosen).reduce((sum, height) => sum + height, 0);
      let ceiling = (tops[chosen] = Math.max(wanted[chosen], above));
      for (let i = chosen - 1; i >= 0; i--) ceiling = tops[i] = Math.min(tops[i], ceiling - heights[i]);
      floor = tops[chosen] + heights[chosen];
      for (let i = chosen + 1; i < shown.length; i++) {
        tops[i] = Math.max(wanted[i], floor);
        floor = tops[i] + heights[i];
      }
    }
    shown.forEach((note, i) => { note.style.top = `${tops[i]}px`; });
    column.style.minHeight = shown.length ? `${floor}px` : "";
  }

  function deselect() {
    if (!current) return;
    const note = current;
    current = null;
    note.classList.remove("on");
    for (const piece of pieces.get(note.id)) { piece.classList.remove("on"); piece.removeAttribute("aria-current"); }
    if (home) {
      home.parent.insertBefore(note, home.next);
      home = null;
    }
  }

  function close() {
    if (!current) return;
    const story = storyOf(current);
    deselect();
    place(story);
  }

  function open(note, focus) {
    const before = current && storyOf(current);
    deselect();
    current = note;
    const story = storyOf(note);
    note.classList.add("on");
    for (const piece of pieces.get(note.id)) {
      piece.classList.add("on");
      if (piece.matches("a")) piece.setAttribute("aria-current", "true");
    }
    if (!wide.matches) {
      home = { parent: note.parentNode, next: note.nextSibling };
      let after = pieces.get(note.id).at(-1);
      while (after.parentElement.classList.contains("mark")) after = after.parentElement;
      const title = after.closest("h2");
      if (title) title.parentNode.append(note);
      else after.after(note);
    }
    if (before && before !== story) place(before);
    place(story);
    const first = pieces.get(note.id)[0];
    if (focus) linkOf(note)?.focus({ preventScroll: true });
    show(first, note);
  }

  // Scrolls only when the mark or its note is out of sight, and then the mark to the upper third.
  function show(mark, note) {
    const bar = wide.matches ? document.querySelector(".filters")?.offsetHeight ?? 0 : 0;
    const { top, bottom } = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
    const low = Math.max(bottom, Math.min(note.getBoundingClientRect().bottom, bottom + innerHeight / 2));
    if (top < bar + 8 || low > innerHeight - 8) scrollBy(0, top - bar - (innerHeight - bar) / 3);
    const hidden = note.getBoundingClientRect().bottom - innerHeight + 8;
    if (hidden > 0) scrollBy(0, Math.min(hidden, mark.getBoundingClientRect().top - bar - 8));
  }

  function walk(step) {
    const shown = notes.filter((note) => !note.hidden);
    if (!shown.length) return;
    let to = shown.indexOf(current) + step;
    if (!current) {
      const inView = shown.filter((note) => near.has(storyOf(note)));
      const first = inView.find((note) => pieces.get(note.id)[0].getBoundingClientRect().bottom > 0);
      to = step > 0 ? Math.max(0, shown.indexOf(first)) : shown.length - 1;
    }
    if (to >= 0 && to < shown.length) open(shown[to], true);
  }

  // Puts the reason for the rule, which stands once at the end of the page, into the note, or takes it out.
  function explain(note) {
    const there = note.querySelector(".why");
    const reason = document.getElementById(`rule-${note.dataset.rule}`)?.querySelector(".why");
    if (there) there.remove();
    else if (reason) note.append(reason.cloneNode(true));
    place(storyOf(note));
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : event.target.parentElement;
    const note = target.closest(".note");
    if (note) {
      const rule = target.closest(".rule");
      if (rule) event.preventDefault();
      else if (target.closest("a") || String(getSelection())) return;
      if (note !== current) open(note, false);
      if (rule) explain(note);
      return;
    }
    const mark = target.closest(".mark:not(.off)");
    if (mark) {
      if (target.closest("a")) event.preventDefault();
      if (String(getSelection())) return;
      const meant = document.getElementById(mark.dataset.note);
      if (meant === current && !wide.matches) close();
      else open(meant, true);
    } else if (target.closest("a.mark.off")) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches?.("select")) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "?" && current) explain(current);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  const filters = document.querySelector(".filters");
  function filter() {
    const off = new Set([...filters.querySelectorAll("input:not(:checked)")].map((box) => `${box.name} ${box.value}`));
    const rule = filters.elements.rule.value;
    let count = 0;
    for (const note of notes) {
      const { severity, category } = note.dataset;
      const hide = off.has(`severity ${severity}`) || off.has(`category ${category}`) || (rule && rule !== note.dataset.rule);
      if (hide && note === current) deselect();
      note.hidden = Boolean(hide);
      count += !hide;
      for (const piece of pieces.get(note.id)) piece.classList.toggle("off", note.hidden);
    }
    const all = notes.length.toLocaleString("en");
    filters.querySelector(".count").textContent =
      count === notes.length ? `${all} finding${count === 1 ? "" : "s"}` : `${count.toLocaleString("en")} of ${all} findings`;
    for (const story of near) place(story);
  }
  if (filters) {
    filters.addEventListener("change", filter);
    filters.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  // A head of the index sorts its rows by that column: counts and grades with the worst first, the rest rising.
  for (const head of document.querySelectorAll(".index thead th")) {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    const column = head.cellIndex;
    const body = head.closest("table").tBodies[0];
    const value = (row) => row.cells[column].textContent.trim().replaceAll(",", "");
    const first = ["Article", "Score", "Reading ease"].includes(button.textContent) ? 1 : -1;
    const order = new Intl.Collator("en", { numeric: true }).compare;
    button.addEventListener("click", () => {
      const sign = head.ariaSort === (first > 0 ? "ascending" : "descending") ? -first : first;
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.ariaSort = sign > 0 ? "ascending" : "descending";
      body.append(...[...body.rows].sort((a, b) => sign * order(value(a), value(b))));
    });
  }

  // A thousand articles are placed only as they come near.
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) { near.add(target); place(target); } else near.delete(target);
    }
  }, { rootMargin: "800px" });
  for (const story of stories) watch.observe(story);
  const again = () => { for (const story of near) place(story); };
  addEventListener("resize", again);
  document.fonts?.ready.then(again);
  wide.addEventListener("change", () => { const note = current; deselect(); again(); if (note) open(note, false); });
  addEventListener("beforeprint", close);

  const fromHash = () => {
    const id = decodeURIComponent(location.hash.slice(1)).replace(/^mark-/, "");
    if (pieces.has(id)) open(document.getElementById(id), false);
  };
  addEventListener("hashchange", fromHash);
  fromHash();
})();
