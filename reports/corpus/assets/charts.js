// The charts: pictures of inline SVG whose widths are shares of the place they stand in. Each starts at zero, is told
// apart by its lightness alone, and has its figures beside or below it.
const POOR = ["D", "E", "F"];

// All articles as one bar, cut by grade.
function gradeBar(grades, total, { height = 14, letters = false } = {}) {
  const label = GRADES.filter((g) => grades[g]).map((g) => `${g} ${percent(grades[g] / total)}`).join(", ");
  let at = 0;
  const parts = GRADES.flatMap((grade) => {
    if (!grades[grade]) return [];
    const start = (100 * at) / total;
    const width = (100 * grades[grade]) / total;
    at += grades[grade];
    const part = svg("rect", { class: `g g-${grade}`, x: `${start.toFixed(3)}%`, width: `${width.toFixed(3)}%`, height });
    if (!letters || width < 3) return [part];
    const place = { class: `on-${grade}`, x: `${(start + width / 2).toFixed(3)}%`, y: height / 2, dy: ".36em" };
    return [part, svg("text", { ...place, "text-anchor": "middle" }, grade)];
  });
  return svg("svg", { class: "grades", width: "100%", height, role: "img", "aria-label": label }, parts);
}

// A bar of one number, as a share of the largest.
const bar = (value, most, className) =>
  svg("svg", { class: `bar ${className}`, width: "100%", height: 10, "aria-hidden": "true" },
    svg("rect", { width: `${(100 * value / most).toFixed(3)}%`, height: 10, rx: 1 }));

// Months, or years where there are too many of them for columns that can be seen; none that lie between is left out.
function periods(months) {
  const most = 72;
  const number = (month) => 12 * Number(month.slice(0, 4)) + Number(month.slice(5)) - 1;
  const spans = number(months.at(-1).month) - number(months[0].month) + 1;
  const named = new Map();
  if (spans <= most) {
    for (let m = number(months[0].month), i = 0; i < spans; m++, i++) {
      named.set(`${String(Math.floor(m / 12)).padStart(4, "0")}-${String((m % 12) + 1).padStart(2, "0")}`, null);
    }
  }
  for (const month of months) {
    const name = spans <= most ? month.month : month.month.slice(0, 4);
    const sum = named.get(name) ?? { name, articles: 0, grades: Object.fromEntries(GRADES.map((g) => [g, 0])) };
    sum.articles += month.articles;
    for (const grade of GRADES) sum.grades[grade] += month.grades[grade];
    named.set(name, sum);
  }
  return [...named].map(([name, sum]) => sum ?? { name, articles: 0, grades: {} }).slice(-most);
}

const poorShare = (period) => POOR.reduce((sum, g) => sum + (period.grades[g] ?? 0), 0) / (period.articles || 1);

// The share of the grades C to F in each period, the worst at the foot, and below it how many articles there were.
function monthsChart(columns, pick) {
  const drawn = ["F", "E", "D", "C"];
  const share = (period, grade) => (period.articles ? period.grades[grade] / period.articles : 0);
  const tallest = Math.max(...columns.map((p) => drawn.reduce((sum, g) => sum + share(p, g), 0)));
  const top = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].find((step) => step >= tallest) ?? 1;
  const most = Math.max(...columns.map((p) => p.articles));
  const [height, foot, tail, gap] = [180, 8, 34, 26];
  const y = (value) => foot + height * (1 - value / top);
  const width = 100 / columns.length;
  const lines = [0, 0.5, 1].map((part) => [
    svg("line", { class: part ? "grid" : "axis", x1: 0, x2: "100%", y1: y(part * top), y2: y(part * top) }),
    svg("text", { class: "tick", x: "100%", dx: 8, y: y(part * top), dy: ".35em" }, percent(part * top)),
  ]);
  const bars = columns.map((period, i) => {
    let at = 0;
    const x = `${(i * width + width * 0.1).toFixed(3)}%`;
    const wide = `${(width * 0.8).toFixed(3)}%`;
    const parts = drawn.flatMap((grade) => {
      const part = share(period, grade);
      at += part;
      return part ? [svg("rect", { class: `g g-${grade}`, x, width: wide, y: y(at), height: (height * part) / top })] : [];
    });
    const many = (tail * period.articles) / most;
    const says = period.articles
      ? `${period.name}: ${percent(poorShare(period))} of ${counted(period.articles, "article")} D or worse`
      : `${period.name}: no article`;
    return svg("g", { class: "period", onclick: () => period.articles && pick(period.name) },
      svg("title", {}, says),
      svg("rect", { class: "hit", x: `${(i * width).toFixed(3)}%`, width: `${width.toFixed(3)}%`, y: 0, height: "100%" }),
      parts, svg("rect", { class: "many", x, width: wide, y: foot + height + gap + tail - many, height: many }));
  });
  const years = columns.flatMap((period, i) => {
    const first = i === 0 || period.name.slice(0, 4) !== columns[i - 1].name.slice(0, 4);
    const every = Math.ceil(columns.length / 12);
    const shown = columns[0].name.length === 4 ? i % every === 0 : first && (i === 0 || columns.length - i > 3);
    const cramped = i === 0 && columns.findIndex((p) => p.name.slice(0, 4) !== period.name.slice(0, 4)) * width < 8;
    if (!shown || (cramped && columns[0].name.length > 4 && columns.length > 12)) return [];
    return [svg("text", { class: "tick", x: `${(i * width + width * 0.1).toFixed(3)}%`, y: foot + height + 17 },
      period.name.slice(0, 4))];
  });
  const under = foot + height + gap + tail;
  const caption = [
    svg("line", { class: "axis", x1: 0, x2: "100%", y1: under, y2: under }),
    svg("text", { class: "tick", x: "100%", dx: 8, y: under - tail, dy: ".35em" }, whole(most)),
    svg("text", { class: "tick", x: "100%", dx: 8, y: under, dy: "-.1em" }, "articles"),
  ];
  const label = `Share of articles graded C, D, E or F in ${counted(columns.length, columns[0].name.length > 4 ? "month" : "year")}`;
  return svg("svg", { class: "months", width: "100%", height: under + 1, role: "img", "aria-label": label },
    lines, bars, years, caption);
}
