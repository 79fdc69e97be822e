// What there is to look at: documents, their lines with findings, and the views of them.

const data = JSON.parse($("data").textContent);
const { languages, order, rules } = data;
let { totals } = data;

const documents = data.rows.map(([id, row]) => ({ id, ...row, found: data.details[id] }));
const byId = new Map(documents.map((doc) => [doc.id, doc]));
let lines = [];
let byKey = new Map();

const STRENGTH = { note: 0, repair: 1, flag: 2, remove: 3 };

/** The lines of a document with findings: each its entry, and the open finding that there is most to answer to. */
function linesOf(doc) {
  if (!doc.found) return [];
  return doc.found.d.filter((entry) => entry.f).map((entry) => {
    const open = entry.f.filter((finding) => !finding.k);
    const main = open.reduce((a, b) => (a && STRENGTH[a.v] >= STRENGTH[b.v] ? a : b), null);
    return { doc, entry, main, key: `${doc.id}:${entry.n}` };
  });
}

function readLines() {
  lines = documents.flatMap(linesOf);
  byKey = new Map(lines.map((line) => [line.key, line]));
}
readLines();

const isWhole = (line) => line.entry.n === 0;
const isSpan = (line) => line.main && line.main.x;

// Each view counts what the totals count, what did not fit into the page too.
const has = (kind) => (line) => line.entry.f.some((f) => f.v === kind && (kind === "repair" || !f.k));
const views = [
  { id: "documents", name: "Documents", holds: null, total: () => totals.documents, empty: "There are no documents." },
  { id: "flag", name: "To look at", holds: has("flag"), total: () => totals.flagged + totals.documents_flagged, empty: "Nothing is in doubt." },
  { id: "remove", name: "Removed", holds: has("remove"), total: () => totals.removed, empty: "Nothing is removed." },
  { id: "repair", name: "Repaired", holds: has("repair"), total: () => totals.repaired, empty: "Nothing was repaired." },
];

// ---- The filter ----------------------------------------------------------------------------------

const wanted = () => ({ find: $("find").value.trim().toLowerCase(), lang: $("lang").value, rule: $("rule").value });
const isFiltered = () => Object.values(wanted()).some(Boolean);

const textOf = (line) => `${line.doc.p}\n${line.entry.t}\n${line.entry.f.map((f) => f.b || "").join("\n")}`;
function lineMatches(line, { find, lang, rule }) {
  const { entry } = line;
  if (rule && !entry.f.some((f) => f.r === rule)) return false;
  if (lang && entry.l !== lang && !entry.f.some((f) => f.l === lang)) return false;
  return !find || textOf(line).toLowerCase().includes(find);
}

/** A document matches by itself, where no rule is asked for, or by one of its lines. */
function documentMatches(doc, filter) {
  const { find, lang, rule } = filter;
  const speaks = !lang || doc.l === lang || cells(doc).some((cell) => cell.lang === lang);
  if (!rule && speaks && (!find || doc.p.toLowerCase().includes(find))) return true;
  return linesOf(doc).some((line) => lineMatches(line, filter));
}

/** What a view shows, by document: `[document, lines]`. */
function shownIn(view, filter) {
  if (!view.holds) return documents.filter((doc) => documentMatches(doc, filter)).map((doc) => [doc, []]);
  const groups = new Map();
  for (const line of lines) {
    if (!view.holds(line) || !lineMatches(line, filter)) continue;
    if (!groups.has(line.doc)) groups.set(line.doc, []);
    groups.get(line.doc).push(line);
  }
  return [...groups];
}

/** Lines removed, flagged, repaired: all of a document, or those that the filter leaves. */
function countsOf(doc) {
  const [, ...all] = doc.n;
  if (!isFiltered() || !doc.found) return all;
  const left = linesOf(doc).filter((line) => lineMatches(line, wanted()));
  const number = (kind, whole) => left.filter((line) => has(kind)(line) && isWhole(line) === whole).length;
  return [number("remove", false), number("flag", false), number("repair", false) + number("repair", true), number("flag", true)];
}
