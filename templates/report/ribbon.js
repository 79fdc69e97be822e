// Languages as colours: a cell for each line of a document, a pattern beside each colour.

// A colour and a pattern for each language, the frequent ones first.
const styleOf = (code) => {
  const place = order.indexOf(code);
  const nth = place < 0 ? order.length : place;
  return `c${nth % 7} p${Math.floor(nth / 7) % 4}`;
};

const MARKS = { x: "removed", "/": "cut", "?": "flagged", "": "kept" };
function cells(doc) {
  const parse = (token) => token.match(/^([a-z]{3}|-|_)(\d+)([x/?]?)$/);
  return doc.r ? doc.r.split(" ").map(parse).map(([, lang, number, mark]) => ({ lang, number: +number, mark })) : [];
}

const lookOf = (lang, doc) => (lang === "_" ? "blank" : lang === "-" ? "none" : lang === doc.l ? "main" : styleOf(lang));
const signOf = (mark) => (mark === "x" || mark === "/" ? "×" : mark);
const isText = (lang) => lang !== "_" && lang !== "-";

function titleOf(doc, lang, mark, first, number) {
  const last = first + number * doc.k - 1;
  const place = last > first ? `lines ${first} to ${last}` : `line ${first}`;
  return lang === "_" ? place : `${place}: ${nameOf(lang)}, ${MARKS[mark]}`;
}

/** One cell a line; runs of equal lines are a band with a rule between its cells. */
function ribbon(doc) {
  const runs = cells(doc);
  const isDense = runs.filter((run) => isText(run.lang)).length > 36;
  const element = h("div", { class: isDense ? "ribbon dense" : "ribbon", role: "img", "aria-label": describe(doc) });
  let line = 1;
  let before = "";
  for (const { lang, number, mark } of runs) {
    const said = signOf(mark) + lang;
    const code = isText(lang) && said !== before ? h("span", { class: "code" }, said) : null;
    if (lang !== "_") before = said;
    const band = h("span", { class: `band ${lookOf(lang, doc)} ${MARKS[mark]}`, title: titleOf(doc, lang, mark, line, number) }, code);
    band.style.flexGrow = lang === "_" ? number * 0.15 : number;
    band.style.setProperty("--cells", number);
    element.append(band);
    line += number * doc.k;
  }
  return element;
}

/** The same, large enough that every cell shows its code; a click goes to the line. */
function map(doc, body) {
  const element = h("div", { class: "map", "aria-hidden": "true" });
  let line = 1;
  for (const { lang, number, mark } of cells(doc)) {
    for (let nth = 0; nth < number; nth++, line += doc.k) {
      const goal = line;
      const go = () => focus([...body.querySelectorAll(".line")].find((other) => +other.dataset.key.split(":")[1] >= goal));
      element.append(h("span", { class: `band ${lookOf(lang, doc)} ${MARKS[mark]}`, title: titleOf(doc, lang, mark, line, 1), on: { click: go } }, isText(lang) ? h("span", { class: "code" }, signOf(mark) + lang) : null));
    }
  }
  return element;
}

function describe(doc) {
  const counts = new Map();
  for (const { lang, number } of cells(doc)) {
    if (lang !== "_") counts.set(lang, (counts.get(lang) || 0) + number * doc.k);
  }
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([lang, number]) => `${nameOf(lang)} ${number}`);
  return `lines by language: ${parts.join(", ") || "none"}`;
}
