// Lines with their findings, the cards of a queue, and documents.

const VERBS = { remove: "remove", flag: "look at", repair: "repaired", note: "note" };
const LABELS = {
  remove: ["Remove", "r", "the line goes"],
  keep: ["Keep", "e", "the line stays"],
  always: ["Always keep", "a", "lines that say this stay, in every document"],
};
const SAID = { remove: "goes", keep: "stays", always: "stays everywhere", lang: "told", "": "" };

const lineNumber = (entry) => h("span", { class: "number" }, entry.n === 0 ? "" : String(entry.n));
const pathOf = (doc, number) => h("bdi", {}, put(h("span"), Array.from(number ? `${doc.p}:${number}` : doc.p), true));

/** A line with its findings, its evidence and what can be answered; where the rest of its document is not
 * shown, with what that is like. */
function finding(line, isAlone = false) {
  const { entry } = line;
  const body = h("div", { class: "line", "data-key": line.key, tabindex: "-1", role: "group", "aria-label": label(line) });
  body.append(...said(line));
  if (isAlone && line.main && line.main.r === "mixed-document") body.append(...mixture(line.doc));
  const why = h("div", { class: "why" }, entry.f.map(reason));
  const asked = [...buttons(line), asksLanguage(line) ? languageOf(line.doc) : null];
  const given = h("span", { class: "given", "aria-live": "polite" });
  const isAsked = asked.some(Boolean);
  body.append(h("div", { class: "judge" }, why, isAsked ? h("div", { class: "buttons" }, asked, given) : null), h("div", { class: "likes", hidden: true }));
  dress(body, line);
  return body;
}

/** What stands on a line: before and after a repair, or with what goes. */
function said(line) {
  const { entry, main } = line;
  const repair = entry.f.find((finding) => finding.a != null);
  const isJudged = main && (main.v === "remove" || main.v === "flag");
  const shown = (look, sign, ...text) => h("div", { class: `said ${look}` }, lineNumber(entry), h("span", { class: "sign" }, sign), snippet(...text));
  const out = [];
  if (repair) {
    const [before, after] = difference(repair.b, repair.a);
    out.push(shown("before", "−", repair.b, entry.l, { spans: before, as: "del", showJoiners: true }));
    if (!isJudged) out.push(shown("plus", "+", repair.a, entry.l, { spans: after, as: "ins", showJoiners: true }));
  }
  if (entry.n > 0 && (!repair || isJudged)) {
    const sign = !main ? "=" : main.v === "remove" ? "−" : main.v === "flag" ? "?" : " ";
    const spans = main && main.x ? main.x : [];
    const look = main && main.v === "remove" ? (spans.length ? "cut" : "minus") : main && main.v === "flag" ? "doubt" : "";
    out.push(shown(look, sign, entry.t, spans.length ? line.doc.l : entry.l, { spans }));
  }
  return out;
}

/** What a document of several languages looks like: its ribbon, and the first lines in each. */
function mixture(doc) {
  return [h("div", { class: "mixture" }, ribbon(doc)), ...(doc.found.m || []).map(beside)];
}

function reason(f) {
  return h("p", {},
    h("span", { class: `verdict ${f.k ? "kept" : f.v}` }, f.k ? "kept by a decision" : VERBS[f.v]), " ",
    f.l ? h("meter", { class: "sure", min: 0, max: 1, value: f.c, "aria-label": `sure to ${percent(f.c)}`, title: "how sure" }) : null,
    f.l ? h("span", { class: "percent" }, percent(f.c)) : null, " ",
    h("code", { title: rules[f.r] }, f.r), " ",
    h("span", { class: "reason" }, f.w));
}

function buttons(line) {
  return choices(line).map((choice) => {
    const [name, key, title] = isWhole(line) ? ["Keep as it is", "e", "say no more about this document"] : LABELS[choice];
    return h("button", { type: "button", "data-choice": choice, "aria-pressed": "false", "aria-keyshortcuts": key, title: `${title} (${key})`, on: { click: () => toggle(line, choice) } }, name, h("kbd", { "aria-hidden": "true" }, key));
  });
}

/** “The language is …”: those of the document first, then all. */
function languageOf(doc) {
  const counts = new Map();
  for (const { lang, number } of cells(doc)) if (isText(lang)) counts.set(lang, (counts.get(lang) || 0) + number);
  const here = [...counts].sort((a, b) => b[1] - a[1]).map(([lang]) => lang);
  const others = Object.keys(languages).filter((lang) => !counts.has(lang)).sort((a, b) => nameOf(a).localeCompare(nameOf(b), "en"));
  const option = (lang) => h("option", { value: lang }, nameOf(lang));
  const select = h("select", { class: "is-lang", "aria-keyshortcuts": "i", on: { change: () => answerLanguage(doc, select.value) } },
    h("option", { value: "" }, "…"), h("optgroup", { label: "in this document" }, here.map(option)), h("optgroup", { label: "others" }, others.map(option)));
  return h("label", {}, "The language is ", select);
}

function label(line) {
  const place = isWhole(line) ? "the document" : `line ${line.entry.n}`;
  return `${line.doc.p}, ${place}: ${line.main ? VERBS[line.main.v] : "kept by a decision"}`;
}

function toggle(line, choice) {
  if (choiceOf(answers.get(line.key)) === choice) takeBack(line);
  else answer(line, choice);
}

/** Shows what is answered on a line that is drawn. */
function dress(element, line) {
  const given = givenTo(line);
  const choice = choiceOf(given);
  element.dataset.answer = choice;
  for (const button of element.querySelectorAll("button[data-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.choice === choice));
  }
  const select = element.querySelector(".is-lang");
  if (select) select.value = given && given.lang ? given.lang : "";
  const shown = element.querySelector(".given");
  if (shown) shown.textContent = SAID[choice];
  const likes = element.querySelector(".likes");
  likes.replaceChildren(...(line === last ? offers(line) : []));
  likes.hidden = !likes.firstChild;
}

/** The same answer for lines like the one that was just answered. */
function offers(line) {
  let before = 0;
  const offer = (likeness) => {
    const number = like(line, likeness).length;
    if (number === before) return null;
    before = number;
    const name = typeof likeness.name === "string" ? likeness.name : likeness.name(line);
    const act = () => answerLike(line, likeness);
    return h("button", { type: "button", "data-like": likeness.key, "aria-keyshortcuts": likeness.key, on: { click: act } }, `${number} ${name}`, h("kbd", { "aria-hidden": "true" }, likeness.key));
  };
  const some = LIKENESSES.map(offer).filter(Boolean);
  return some.length ? [h("span", {}, "The same for "), ...some] : [];
}

const beside = ([number, lang, text]) => h("div", { class: "said beside" }, h("span", { class: "number" }, String(number)), h("span", { class: "sign" }, " "), snippet(text, lang));
const gap = (number) => h("div", { class: "gap" }, number ? `${count(number, "line")} not shown` : "…");

/** What was found in one document, in a queue: its lines with those around them. */
function card([doc, some]) {
  const chosen = new Set(some.map((line) => line.entry));
  const langs = new Set(some.filter((line) => !isWhole(line)).map(langOf));
  const path = h("button", { type: "button", class: "path", title: "open the document (o)", on: { click: () => open(doc, some[0].entry.n) } }, pathOf(doc));
  const heading = h("header", {}, path,
    h("span", { class: "lang" }, some.length > 1 ? `${count(some.length, "finding")}: ` : null, [...langs].flatMap((lang) => [chip(lang, doc), " "]), langs.size ? "in " : null, nameOf(doc.l)));
  const body = h("article", { class: "card" }, heading);
  let isCut = false;
  doc.found.d.forEach((entry, at) => {
    const isNear = [at - 1, at + 1].some((place) => chosen.has(doc.found.d[place]) && doc.found.d[place].n);
    const plain = Array.isArray(entry) ? entry : entry.n ? [entry.n, entry.l, entry.t] : null;
    const drawn = chosen.has(entry) ? finding(byKey.get(`${doc.id}:${entry.n}`), true) : isNear && plain ? beside(plain) : null;
    if (!drawn) isCut = true;
    else {
      if (isCut && body.querySelector(".said")) body.append(gap(0));
      body.append(drawn);
      isCut = false;
    }
  });
  return body;
}

function chip(code, doc) {
  const look = code === doc.l ? "main" : code === "und" ? "none" : styleOf(code);
  return h("span", { class: "chip", title: nameOf(code) }, h("span", { class: `swatch ${look}`, "aria-hidden": "true" }), nameOf(code === "und" ? null : code));
}

// ---- Documents -----------------------------------------------------------------------------------

function factsOf(doc) {
  const [removed, flagged, repaired, isFlagged] = countsOf(doc);
  const counts = [removed && `${removed} removed`, flagged && `${flagged} flagged`, repaired && `${repaired} repaired`, isFlagged && "flagged as a whole"].filter(Boolean);
  return h("span", { class: "facts" }, `${nameOf(doc.l)} ${doc.s} %, ${doc.e}, ${count(doc.n[0], "line")}${counts.length ? "; " : ""}`, h("strong", {}, counts.join(", ")));
}

function documentRow([doc]) {
  const body = h("div", { class: "body" });
  const element = h("details", { class: "document", "data-id": doc.id },
    h("summary", {}, h("span", { class: "name" }, pathOf(doc)), factsOf(doc), ribbon(doc)), body);
  element.addEventListener("toggle", () => {
    if (element.open && !body.firstChild) fill(doc, body);
  });
  return element;
}

function fill(doc, body) {
  dispatchEvent(new CustomEvent("filled", { detail: { doc, body } }));
  if (!doc.found) {
    const isCut = doc.n.slice(1).some((number) => number > 0);
    body.append(h("p", { class: "note" }, isCut ? "What was found here is left out of this page, which shows the worst documents." : "Nothing was found here."));
    return;
  }
  body.append(map(doc, body), ...allOf(doc));
}

function allOf(doc) {
  const drawn = doc.found.d.map((entry) => {
    if (typeof entry === "number") return gap(entry);
    return Array.isArray(entry) ? beside(entry) : finding(byKey.get(`${doc.id}:${entry.n}`));
  });
  const { more } = doc.found;
  return more ? [...drawn, h("p", { class: "note" }, `${count(more, "more line")} with findings are left out.`)] : drawn;
}
