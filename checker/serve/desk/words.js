// Two passages beside each other: which words differ, and how a long one is shortened.

const TOKEN = /[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;
const MOST_TOKENS = 160; // the time of a comparison grows with the square of the length
const ALIKE = 0.5;
const KEPT = 40;

/** What differs between two passages, as spans of each; null where they have too little in common to say. */
export function differing(one, other, alike = ALIKE) {
  const ours = one.match(TOKEN) ?? [], theirs = other.match(TOKEN) ?? [];
  if (one === other || ours.length > MOST_TOKENS || theirs.length > MOST_TOKENS) return null;
  const common = alignment(ours, theirs);
  if ((2 * common.length) / (ours.length + theirs.length) < alike) return null;
  return { ours: left(ours, common.map(([i]) => i)), theirs: left(theirs, common.map(([, j]) => j)) };
}

// The longest common subsequence, as pairs of places.
function alignment(ours, theirs) {
  const width = theirs.length + 1;
  const best = new Uint16Array((ours.length + 1) * width);
  for (let i = ours.length - 1; i >= 0; i--) {
    for (let j = theirs.length - 1; j >= 0; j--) {
      const at = i * width + j;
      best[at] = ours[i] === theirs[j] ? best[at + width + 1] + 1 : Math.max(best[at + width], best[at + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < ours.length && j < theirs.length; ) {
    const at = i * width + j;
    if (ours[i] === theirs[j]) pairs.push([i++, j++]);
    else if (best[at + width] >= best[at + 1]) i++;
    else j++;
  }
  return pairs;
}

// The spans of the tokens that are not in common; blanks alone between two of them do not part them.
function left(tokens, common) {
  const same = new Set(common);
  const spans = [];
  let at = 0;
  tokens.forEach((token, i) => {
    const blank = !token.trim();
    if (!same.has(i) && !blank) {
      const last = spans.at(-1);
      if (last && last.token >= i - 2 && !tokens.slice(last.token + 1, i).some((between) => between.trim())) {
        last.end = at + token.length;
        last.token = i;
      } else spans.push({ start: at, end: at + token.length, token: i });
    }
    at += token.length;
  });
  return spans.map(({ start, end }) => ({ start, end }));
}

/** The text with its middle left out where it is much longer than twice `kept` characters, cut at blanks. */
export function shortened(text, kept = 110) {
  if (text.length <= 2 * kept + 20) return text;
  const head = text.slice(0, kept), tail = text.slice(-kept);
  const cut = head.lastIndexOf(" "), from = tail.indexOf(" ");
  return `${cut > 0 ? head.slice(0, cut).trimEnd() : head} … ${from >= 0 ? tail.slice(from + 1).trimStart() : tail}`;
}

/** Puts a passage into an element, its spans in bold; what lies between them is shortened. */
export function emphasize(element, text, spans, kept = KEPT) {
  let at = 0;
  const parts = [];
  for (const { start, end } of spans) {
    if (start < at) continue;
    const bold = document.createElement("b");
    bold.textContent = text.slice(start, end);
    parts.push(shortened(text.slice(at, start), kept), bold);
    at = end;
  }
  element.replaceChildren(...parts, shortened(text.slice(at), spans.length ? kept : 110));
  return element;
}

/** What a server says, with a capital where it begins with a word: a file's name stays as it is. */
export function sentence(text) {
  return text.replace(/^[a-z]+(?=[a-z’-]*[ ,])/, (word) => word[0].toUpperCase() + word.slice(1));
}

/** "1 finding", "7 findings". */
export function counted(number, word) {
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}
