// Elements, and text from strangers in them: it reaches the page as text nodes alone, and nothing here
// parses markup. The files of this folder are one script, in the order of src/report/html/mod.rs.

const $ = (id) => document.getElementById(id);

/** An element with attributes and children; strings become text. */
function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

const nameOf = (code) => (code && languages[code] ? languages[code][1] : "no language");
const tagOf = (code) => (languages[code] ? languages[code][0] : "und");
const directionOf = (code) => (languages[code] ? languages[code][2] : "auto");
const count = (number, noun) => `${number.toLocaleString("en").replaceAll(",", "\u202f")} ${noun}${number === 1 ? "" : "s"}`;
const percent = (share) => `${(100 * share).toFixed(share > 0.9995 ? 0 : 1)} %`;

// Characters that hide or reorder, and what they are called. Joiners are shown where they were
// taken out; where they stay they mean something, and showing them would break the word.
const NAMES = {
  0x00a0: ["NBSP", "no-break space"], 0x00ad: ["SHY", "soft hyphen"], 0x061c: ["ALM", "Arabic letter mark"],
  0x200b: ["ZWSP", "zero-width space"], 0x200c: ["ZWNJ", "zero-width non-joiner"], 0x200d: ["ZWJ", "zero-width joiner"],
  0x200e: ["LRM", "left-to-right mark"], 0x200f: ["RLM", "right-to-left mark"], 0x2028: ["LSEP", "line separator"],
  0x2029: ["PSEP", "paragraph separator"], 0x202a: ["LRE", "left-to-right embedding"], 0x202b: ["RLE", "right-to-left embedding"],
  0x202c: ["PDF", "pop directional formatting"], 0x202d: ["LRO", "left-to-right override"], 0x202e: ["RLO", "right-to-left override"],
  0x2060: ["WJ", "word joiner"], 0x2066: ["LRI", "left-to-right isolate"], 0x2067: ["RLI", "right-to-left isolate"],
  0x2068: ["FSI", "first strong isolate"], 0x2069: ["PDI", "pop directional isolate"], 0xfeff: ["BOM", "byte order mark"],
  0xfffd: ["\ufffd", "a character that was lost"], 0x0009: ["TAB", "tab"],
};
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffd]|[\u{e0000}-\u{e007f}]/u;
const JOINERS = /[\u00a0\u200c\u200d\u0009]/u;

function put(element, characters, showJoiners) {
  let plain = "";
  const flush = () => {
    if (plain) element.append(plain);
    plain = "";
  };
  for (const c of characters) {
    if (HIDDEN.test(c) || (showJoiners && JOINERS.test(c))) {
      flush();
      const code = c.codePointAt(0);
      const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
      const [short, name] = NAMES[code] || [number, "invisible character"];
      element.append(h("span", { class: "hidden", title: `${name} (${number})` }, short));
    } else plain += c;
  }
  flush();
  return element;
}

/** A piece of a document: its own language and direction, its foreign parts marked. */
function snippet(text, code, { spans = [], as = "mark", showJoiners = false } = {}) {
  const characters = Array.from(text);
  const element = h("bdi", { class: "text", lang: tagOf(code), dir: code === "und" ? "auto" : directionOf(code) });
  let at = 0;
  for (const [start, end] of spans) {
    put(element, characters.slice(at, start), showJoiners);
    element.append(put(h(as), characters.slice(start, end), showJoiners));
    at = end;
  }
  return put(element, characters.slice(at), showJoiners);
}

/** Where two versions of a line differ: the range in each, in code points. */
function difference(before, after) {
  const [a, b] = [Array.from(before), Array.from(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const range = (text) => (text.length - end > start ? [[start, text.length - end]] : []);
  return [range(a), range(b)];
}
