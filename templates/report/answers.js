// What the reader answers: by line, in batches that can be taken back, remembered across reloads, and
// exported as entries of monoglot.decisions.jsonl.

// By the key of a line, {answer, scope}; an answer for everywhere holds for all lines that say the same. By
// that of the language of a document, {lang}.
const answers = new Map();
// What to put back, batch by batch: [key, what was there].
const batches = [];
// The line that was answered last, until another is looked at: others like it can have the same answer.
let last = null;
let kept = true;

/** What can be answered: decisions are about whole lines, or keep what is said of a document. */
function choices(line) {
  if (!line.main || line.main.v === "repair" || line.main.v === "note") return [];
  if (isWhole(line)) return line.main.v === "flag" ? ["keep"] : [];
  return isSpan(line) ? ["keep", "always"] : ["remove", "keep", "always"];
}

/** Whether the question about a document is which language it is in. */
const asksLanguage = (line) => isWhole(line) && line.main && ["mixed-document", "wrong-language"].includes(line.main.r);

const langKey = (doc) => `${doc.id}:lang`;
/** What is answered about a line; about a document as a whole, its language is an answer, too. */
const givenTo = (line) => answers.get(line.key) || (asksLanguage(line) ? answers.get(langKey(line.doc)) : undefined);

const sameAs = (line) => (line.entry.h ? lines.filter((other) => other.entry.h === line.entry.h) : [line]);
const langOf = (line) => line.main.l || line.entry.l;

/** The lines like one: those that say the same anywhere, those of its language, and all, of its document. */
const LIKENESSES = [
  { key: "s", name: "that say this", holds: (line, other) => line.entry.h && line.entry.h === other.entry.h },
  { key: "l", name: (line) => `in ${nameOf(langOf(line))} here`, holds: (line, other) => other.doc === line.doc && langOf(other) === langOf(line) },
  { key: "d", name: "of this document", holds: (line, other) => other.doc === line.doc },
];
function like(line, likeness) {
  const given = answers.get(line.key);
  if (!given || isWhole(line)) return [];
  const choice = choiceOf(given);
  const isOpen = (other) => other !== line && !isWhole(other) && choices(other).includes(choice) && choiceOf(answers.get(other.key)) !== choice;
  return lines.filter((other) => isOpen(other) && likeness.holds(line, other));
}

function choiceOf(given) {
  if (!given) return "";
  if (given.lang) return "lang";
  return given.answer === "remove" ? "remove" : given.scope === "everywhere" ? "always" : "keep";
}

/** One answer for some keys, which is taken back as one. */
function give(some, given) {
  batches.push(some.map((key) => [key, answers.get(key)]));
  for (const key of some) keep(key, given);
  changed(some);
}

function keep(key, given) {
  if (given) answers.set(key, given);
  else answers.delete(key);
}

function answer(line, choice) {
  if (!choices(line).includes(choice)) return false;
  const scope = choice === "always" ? "everywhere" : isWhole(line) ? "file" : "here";
  last = line;
  give(keysOf(scope === "everywhere" ? sameAs(line) : [line]), { answer: choice === "remove" ? "remove" : "keep", scope });
  return true;
}

const keysOf = (some) => some.map((line) => line.key);

function answerLanguage(doc, lang) {
  last = null;
  give([langKey(doc)], lang ? { lang } : null);
}

function answerLike(line, likeness) {
  const some = like(line, likeness);
  if (!some.length) return;
  const given = answers.get(line.key);
  const also = given.scope === "everywhere" ? some.flatMap(sameAs) : some;
  last = line;
  give([...new Set(keysOf(also))], given);
}

function takeBack(line) {
  const given = answers.get(line.key);
  if (given) give(keysOf(given.scope === "everywhere" ? sameAs(line) : [line]), null);
}

function undo() {
  const batch = batches.pop();
  if (!batch) return;
  for (const [key, before] of batch) keep(key, before);
  last = null;
  changed(batch.map(([key]) => key));
}

function changed(some) {
  remember();
  redress();
  summarise();
  dispatchEvent(new CustomEvent("answered", { detail: some }));
}

function summarise() {
  const number = decisions().length;
  $("answered").textContent = number ? count(number, "answer") : "";
  $("export").disabled = number === 0;
}

// ---- Across reloads ------------------------------------------------------------------------------

const STORED = "monoglot:";
const STORED_DAYS = 90;

/** Answers are those to one report. A browser that stores nothing asks before the page is left. */
function remember() {
  try {
    const key = STORED + data.id;
    if (answers.size) localStorage.setItem(key, JSON.stringify({ at: Date.now(), answers: [...answers] }));
    else localStorage.removeItem(key);
    kept = true;
  } catch {
    kept = answers.size === 0;
  }
}

function recall() {
  try {
    const bound = Date.now() - STORED_DAYS * 86_400_000;
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith(STORED))) {
      if (!(JSON.parse(localStorage.getItem(key)).at > bound)) localStorage.removeItem(key);
    }
    const stored = JSON.parse(localStorage.getItem(STORED + data.id));
    for (const [key, given] of stored ? stored.answers : []) {
      const line = byKey.get(key);
      const isLang = given.lang && languages[given.lang] && documents.some((doc) => langKey(doc) === key);
      if (isLang || (line && choices(line).includes(choiceOf(given)))) answers.set(key, given);
    }
  } catch {
    // What cannot be read is not there.
  }
}

// ---- As decisions --------------------------------------------------------------------------------

/** The answers as entries of monoglot.decisions.jsonl, in the order of the documents: all, or those that
 * have a say in one document. */
function decisions(about = () => true) {
  const written = new Set();
  const entries = [];
  for (const doc of documents) {
    const told = answers.get(langKey(doc));
    if (told && about(doc)) entries.push({ lang: told.lang, scope: "file", path: doc.p, text: nameOf(told.lang) });
  }
  for (const line of lines) {
    const given = answers.get(line.key);
    if (!given || !about(line.doc)) continue;
    const { doc, entry } = line;
    if (isWhole(line)) {
      entries.push({ rule: line.main.r, scope: "file", path: doc.p, answer: given.answer, text: line.main.w });
    } else if (given.scope === "here") {
      entries.push({ hash: entry.h, occurrence: entry.o, scope: "here", path: doc.p, answer: given.answer, text: entry.t });
    } else if (!written.has(entry.h)) {
      written.add(entry.h);
      entries.push({ hash: entry.h, scope: "everywhere", answer: given.answer, text: entry.t });
    }
  }
  return entries;
}

function save(text, name, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function download(entries) {
  save(entries.map((entry) => JSON.stringify(entry) + "\n").join(""), "monoglot.decisions.jsonl", "application/x-ndjson");
  $("answered").textContent = `${count(entries.length, "answer")} exported`;
}

// What is done with decisions; a page that works has another way.
let hand = download;
function exportDecisions() {
  const entries = decisions();
  if (!entries.length) return;
  kept = true;
  hand(entries);
}
addEventListener("beforeunload", (event) => {
  if (!kept) event.preventDefault();
});
