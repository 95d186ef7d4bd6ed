// The server counts in code points, the browser in UTF-16 units; an edit moves what stands behind it.

/** Answers with a function from code-point offsets into `text` to offsets in UTF-16 units. */
export function toUnits(text) {
  const astral = []; // the code-point offsets of characters that take two units
  for (const match of text.matchAll(/[\u{10000}-\u{10FFFF}]/gu)) astral.push(match.index - astral.length);
  if (!astral.length) return (offset) => offset;
  return (offset) => {
    let low = 0, high = astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (astral[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
}

/** The text with halves of surrogate pairs that stand alone replaced, as JSON in UTF-8 cannot carry them; offsets stay
 * as they are. */
export function wellFormed(text) {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}

/** What has changed between two texts: from `start` on, `removed` units gave way to `added`; null where nothing has. */
export function edit(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  const [last, now] = [before.length - 1, after.length - 1];
  let same = 0;
  while (same < shorter - start && before.charCodeAt(last - same) === after.charCodeAt(now - same)) same++;
  return { start, removed: before.length - start - same, added: after.length - start - same };
}

/** The spans where they stand after an edit, without those whose words it has changed. */
export function shifted(spans, { start, removed, added }) {
  const end = start + removed, by = added - removed;
  const kept = [];
  for (const span of spans) {
    if (span.end <= start) kept.push(span);
    else if (span.start >= end) kept.push({ ...span, start: span.start + by, end: span.end + by });
  }
  return kept;
}

/** The stretches as they are after an edit: one that is written in, or at either end of, goes on around what was
 * written; one whose words are gone with others goes. */
export function stretched(stretches, { start, removed, added }) {
  const end = start + removed, by = added - removed;
  const moved = stretches.map((stretch) => ({
    ...stretch,
    start: stretch.start <= start ? stretch.start : stretch.start < end ? start + added : stretch.start + by,
    end: stretch.end >= end ? stretch.end + by : stretch.end > start ? start : stretch.end,
  }));
  return moved.filter((stretch) => stretch.start < stretch.end);
}
