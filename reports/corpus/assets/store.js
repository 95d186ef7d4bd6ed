// The data beside the page. Each file is a script that hands over its value; it is loaded once, when it is needed.
const store = (() => {
  const waiting = new Map();
  const values = new Map();

  window.copydesk = (name, number, value) => {
    const key = `${name} ${number}`;
    waiting.get(key)?.(value);
    waiting.delete(key);
  };

  function load(name, number, file) {
    const key = `${name} ${number}`;
    if (!values.has(key)) {
      values.set(key, new Promise((resolve, reject) => {
        const script = h("script", { src: `data/${file}`, async: true });
        const fail = () => {
          values.delete(key);
          waiting.delete(key);
          reject(new Error(`data/${file} could not be read. The folder data must lie beside this page.`));
        };
        waiting.set(key, resolve);
        script.onerror = fail;
        script.onload = () => { script.remove(); if (waiting.has(key)) fail(); };
        document.head.append(script);
      }));
    }
    return values.get(key);
  }

  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

  function unpacked([width, base64]) {
    const raw = bytes(base64);
    const view = new DataView(raw.buffer);
    if (width === 1) return raw;
    const numbers = new (width === 2 ? Uint16Array : Uint32Array)(raw.length / width);
    for (let i = 0; i < numbers.length; i++) numbers[i] = width === 2 ? view.getUint16(2 * i, true) : view.getUint32(4 * i, true);
    return numbers;
  }

  const columns = async () => {
    const given = await load("columns", 0, "columns.js");
    given.unpacked ??= Object.fromEntries(Object.entries(given.columns).map(([name, packed]) => [name, unpacked(packed)]));
    return given;
  };

  // The articles in which a rule found something, as a set of flags.
  const withRule = async (rule) => {
    const { count, rules } = await columns();
    const flags = new Uint8Array(count);
    let at = 0;
    let distance = 0;
    let shift = 0;
    for (const byte of bytes(Object.hasOwn(rules, rule) ? rules[rule] : "")) {
      distance += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (byte < 0x80) {
        at += distance;
        flags[at] = 1;
        distance = shift = 0;
      }
    }
    return flags;
  };

  const titles = (number) => load("titles", number, `titles-${number}.js`);
  const details = (number) => load("details", number, `details-${number}.js`);
  return { columns, withRule, titles, details };
})();
