"use strict";
// Draws the documents of the report. What strangers wrote reaches the page as text nodes alone:
// nothing here parses markup.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const { languages, order, rules, rows, details } = data;

  // How much is drawn at once; more comes when it is asked for or reached.
  const PAGE = 40;

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

  // A colour and a pattern for each language, the frequent ones first.
  const styleOf = (code) => {
    const place = order.indexOf(code);
    const nth = place < 0 ? order.length : place;
    return `c${nth % 7} p${Math.floor(nth / 7) % 4}`;
  };

  // ---- What there is to look at ----------------------------------------------------------------

  const documents = rows.map(([id, row]) => ({ id, ...row, found: details[id] }));
  const byId = new Map(documents.map((doc) => [doc.id, doc]));

  /** A line with findings: its document, its entry, and the open finding that there is most to answer to. */
  const STRENGTH = { note: 0, repair: 1, flag: 2, remove: 3 };
  function linesOf(doc) {
    if (!doc.found) return [];
    const lines = doc.found.d.filter((entry) => entry.f);
    return lines.map((entry) => {
      const open = entry.f.filter((finding) => !finding.k);
      const main = open.reduce((a, b) => (a && STRENGTH[a.v] >= STRENGTH[b.v] ? a : b), null);
      return { doc, entry, main, key: `${doc.id}:${entry.n}` };
    });
  }
  const lines = documents.flatMap(linesOf);
  const byKey = new Map(lines.map((line) => [line.key, line]));
  const ofKind = (...kinds) => lines.filter((line) => line.main && line.entry.f.some((f) => !f.k && kinds.includes(f.v)));
  const surest = (a, b) => b.main.c - a.main.c;
  const views = [
    { id: "flag", name: "To look at", lines: ofKind("flag").sort(surest), empty: "Nothing is in doubt." },
    { id: "remove", name: "Removed", lines: ofKind("remove"), empty: "Nothing is removed." },
    { id: "repair", name: "Repaired", lines: ofKind("repair"), empty: "Nothing was repaired." },
    { id: "documents", name: "Documents", documents, empty: "There are no documents." },
  ];

  // ---- Answers ---------------------------------------------------------------------------------

  // By line: {answer, scope}. An answer for everywhere holds for all lines that say the same.
  const answers = new Map();
  let exported = true;

  const isSpan = (line) => line.main && line.main.x;
  const isWhole = (line) => line.entry.n === 0;
  /** What can be answered: decisions are about whole lines, or keep what is said of a document. */
  const choices = (line) => {
    if (!line.main || line.main.v === "repair" || line.main.v === "note") return [];
    if (isWhole(line)) return line.main.v === "flag" ? ["keep"] : [];
    return isSpan(line) ? ["keep", "always"] : ["remove", "keep", "always"];
  };
  const sameAs = (line) => (line.entry.h ? lines.filter((other) => other.entry.h === line.entry.h) : [line]);

  function answer(line, choice) {
    if (!choices(line).includes(choice)) return false;
    const scope = choice === "always" ? "everywhere" : isWhole(line) ? "file" : "here";
    const given = { answer: choice === "remove" ? "remove" : "keep", scope };
    for (const other of scope === "everywhere" ? sameAs(line) : [line]) answers.set(other.key, given);
    changed(line);
    return true;
  }

  function takeBack(line) {
    const given = answers.get(line.key);
    if (!given) return;
    for (const other of given.scope === "everywhere" ? sameAs(line) : [line]) answers.delete(other.key);
    changed(line);
  }

  function changed(line) {
    exported = answers.size === 0;
    for (const other of sameAs(line)) {
      for (const element of document.querySelectorAll(`[data-key="${other.key}"]`)) mark(element, other);
    }
    const number = decisions().length;
    $("answered").textContent = number ? count(number, "answer") : "";
    $("export").disabled = number === 0;
  }

  /** The answers as entries of monoglot.decisions.jsonl, in the order of the documents. */
  function decisions() {
    const written = new Set();
    const entries = [];
    for (const line of lines) {
      const given = answers.get(line.key);
      if (!given) continue;
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

  function save() {
    const entries = decisions();
    if (!entries.length) return;
    const text = entries.map((entry) => JSON.stringify(entry) + "\n").join("");
    const url = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
    h("a", { href: url, download: "monoglot.decisions.jsonl" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    exported = true;
    $("answered").textContent = `${count(entries.length, "answer")} exported`;
  }
  addEventListener("beforeunload", (event) => {
    if (!exported) event.preventDefault();
  });

  // ---- Text ------------------------------------------------------------------------------------

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

  // ---- Ribbons ---------------------------------------------------------------------------------

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

  // ---- Lines -----------------------------------------------------------------------------------

  const VERBS = { remove: "remove", flag: "look at", repair: "repaired", note: "note" };
  const LABELS = {
    remove: ["Accept", "a", "the line goes"],
    keep: ["Reject", "r", "the line stays"],
    always: ["Always keep", "e", "lines that say this stay, in every document"],
  };

  function lineNumber(entry) {
    return h("span", { class: "number" }, entry.n === 0 ? "" : String(entry.n));
  }

  /** A line with its findings, its evidence and what can be answered. */
  function finding(line) {
    const { entry, main } = line;
    const body = h("div", { class: "line", "data-key": line.key, tabindex: "-1", role: "group", "aria-label": label(line) });
    const repair = entry.f.find((finding) => finding.a != null);
    const isJudged = main && (main.v === "remove" || main.v === "flag");
    if (repair) {
      const [before, after] = difference(repair.b, repair.a);
      body.append(
        h("div", { class: "said before" }, lineNumber(entry), h("span", { class: "sign" }, "−"), snippet(repair.b, entry.l, { spans: before, as: "del", showJoiners: true })),
      );
      if (!isJudged) body.append(h("div", { class: "said plus" }, lineNumber(entry), h("span", { class: "sign" }, "+"), snippet(repair.a, entry.l, { spans: after, as: "ins", showJoiners: true })));
    }
    if (entry.n > 0 && (!repair || isJudged)) {
      const sign = !main ? "=" : main.v === "remove" ? "−" : main.v === "flag" ? "?" : " ";
      const spans = main && main.x ? main.x : [];
      const look = main && main.v === "remove" ? (spans.length ? "cut" : "minus") : main && main.v === "flag" ? "doubt" : "";
      body.append(h("div", { class: `said ${look}` }, lineNumber(entry), h("span", { class: "sign" }, sign), snippet(entry.t, spans.length ? line.doc.l : entry.l, { spans })));
    }
    const why = h("div", { class: "why" });
    for (const f of entry.f) {
      why.append(
        h("p", {},
          h("span", { class: `verdict ${f.k ? "kept" : f.v}` }, f.k ? "kept by a decision" : VERBS[f.v]), " ",
          f.l ? h("meter", { class: "sure", min: 0, max: 1, value: f.c, "aria-label": `sure to ${percent(f.c)}`, title: "how sure" }) : null,
          f.l ? h("span", { class: "percent" }, percent(f.c)) : null, " ",
          h("code", { title: rules[f.r] }, f.r), " ",
          h("span", { class: "reason" }, f.w)),
      );
    }
    const buttons = choices(line).map((choice) => {
      const [name, key, title] = isWhole(line) ? ["Leave as it is", "r", "say no more about this document"] : LABELS[choice];
      return h("button", { type: "button", "data-choice": choice, "aria-pressed": "false", "aria-keyshortcuts": key, title: `${title} (${key})`, on: { click: () => toggle(line, choice) } }, name, h("kbd", { "aria-hidden": "true" }, key));
    });
    body.append(h("div", { class: "judge" }, why, buttons.length ? h("div", { class: "buttons" }, buttons, h("span", { class: "given", "aria-live": "polite" })) : null));
    mark(body, line);
    return body;
  }

  function label(line) {
    const place = line.entry.n === 0 ? "the document" : `line ${line.entry.n}`;
    return `${line.doc.p}, ${place}: ${line.main ? VERBS[line.main.v] : "kept by a decision"}`;
  }

  function toggle(line, choice) {
    const given = answers.get(line.key);
    if (given && choiceOf(given) === choice) takeBack(line);
    else answer(line, choice);
  }
  const choiceOf = ({ answer, scope }) => (answer === "remove" ? "remove" : scope === "everywhere" ? "always" : "keep");

  function mark(element, line) {
    const given = answers.get(line.key);
    const choice = given ? choiceOf(given) : "";
    element.dataset.answer = choice;
    for (const button of element.querySelectorAll("button[data-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === choice));
    }
    const text = { remove: "goes", keep: "stays", always: "stays everywhere", "": "" }[choice];
    const shown = element.querySelector(".given");
    if (shown) shown.textContent = text;
  }

  const beside = ([number, lang, text]) => h("div", { class: "said beside" }, h("span", { class: "number" }, String(number)), h("span", { class: "sign" }, " "), snippet(text, lang));
  const gap = (number) => h("div", { class: "gap" }, `${count(number, "line")} not shown`);

  /** The line at a place of the details, if it is shown there. */
  function nextTo(doc, place) {
    const entry = doc.found.d[place];
    if (Array.isArray(entry)) return entry;
    return entry && entry.n ? [entry.n, entry.l, entry.t] : null;
  }

  /** A finding in a queue: where it is, with the lines around it. */
  function card(line) {
    const { doc, entry } = line;
    const at = doc.found.d.indexOf(entry);
    const [before, after] = entry.n ? [at - 1, at + 1].map((place) => nextTo(doc, place)) : [];
    const place = entry.n ? `${doc.p}:${entry.n}` : doc.p;
    return h("article", { class: "card" },
      h("header", {},
        h("button", { type: "button", class: "path", title: "open the document (o)", on: { click: () => open(doc, entry.n) } }, h("bdi", {}, put(h("span"), Array.from(place), true))),
        h("span", { class: "lang" }, entry.n ? [chip(line.main.l || entry.l, doc), " in "] : null, nameOf(doc.l))),
      before ? beside(before) : null, finding(line), after ? beside(after) : null);
  }

  function chip(code, doc) {
    const look = code === doc.l ? "main" : code === "und" ? "none" : styleOf(code);
    return h("span", { class: "chip", title: nameOf(code) }, h("span", { class: `swatch ${look}`, "aria-hidden": "true" }), code === "und" ? "no language" : nameOf(code));
  }

  // ---- Documents -------------------------------------------------------------------------------

  function documentRow(doc) {
    const [all, removed, flagged, repaired] = doc.n;
    const counts = [removed && `${removed} removed`, flagged && `${flagged} flagged`, repaired && `${repaired} repaired`].filter(Boolean);
    const body = h("div", { class: "body" });
    const element = h("details", { class: "document", "data-id": doc.id },
      h("summary", {},
        h("span", { class: "name" }, h("bdi", {}, put(h("span"), Array.from(doc.p), true))),
        h("span", { class: "facts" }, `${nameOf(doc.l)} ${doc.s} %, ${doc.e}, ${count(all, "line")}${counts.length ? "; " : ""}`, h("strong", {}, counts.join(", "))),
        ribbon(doc)),
      body);
    element.addEventListener("toggle", () => {
      if (element.open && !body.firstChild) fill(doc, body);
    });
    return element;
  }

  function fill(doc, body) {
    if (!doc.found) {
      const [, removed, flagged, repaired] = doc.n;
      const more = removed + flagged + repaired > 0;
      body.append(h("p", { class: "note" }, more ? "What was found here is left out of this page, which shows the worst documents." : "Nothing was found here."));
      return;
    }
    body.append(map(doc, body));
    for (const entry of doc.found.d) {
      if (typeof entry === "number") body.append(gap(entry));
      else if (Array.isArray(entry)) body.append(beside(entry));
      else body.append(finding(byKey.get(`${doc.id}:${entry.n}`)));
    }
    if (doc.found.more) body.append(h("p", { class: "note" }, `${count(doc.found.more, "more line")} with findings are left out.`));
  }

  function open(doc, number) {
    clearFilters();
    show("documents");
    const place = shown.indexOf(doc);
    while (drawn <= place) drawMore();
    const element = $("view").querySelector(`details[data-id="${doc.id}"]`);
    element.open = true;
    // The toggle event comes later; the line must be there to be moved to.
    const body = element.querySelector(".body");
    if (!body.firstChild) fill(doc, body);
    const line = element.querySelector(`[data-key="${doc.id}:${number}"]`);
    focus(line || element.querySelector("summary"));
  }

  // ---- The list --------------------------------------------------------------------------------

  let view = views[0];
  let shown = [];
  let drawn = 0;

  const textOf = (line) => `${line.doc.p}\n${line.entry.t}\n${line.entry.f.map((f) => f.b || "").join("\n")}`;
  function matches(item) {
    const find = $("find").value.trim().toLowerCase();
    const [lang, rule] = [$("lang").value, $("rule").value];
    const findings = view.documents ? (item.found ? item.found.d.flatMap((entry) => entry.f || []) : []) : item.entry.f;
    if (rule && !findings.some((f) => f.r === rule)) return false;
    if (view.documents) {
      const has = !lang || item.l === lang || cells(item).some((cell) => cell.lang === lang);
      return has && (!find || item.p.toLowerCase().includes(find));
    }
    const has = !lang || item.entry.l === lang || findings.some((f) => f.l === lang);
    return has && (!find || textOf(item).toLowerCase().includes(find));
  }

  function clearFilters() {
    for (const id of ["find", "lang", "rule"]) $(id).value = "";
  }

  function show(id) {
    view = views.find((other) => other.id === id);
    for (const tab of document.querySelectorAll("[role=tab]")) {
      const selected = tab.dataset.view === id;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
    }
    $("view").setAttribute("aria-labelledby", `tab-${id}`);
    redraw();
  }

  function redraw() {
    shown = (view.documents || view.lines).filter(matches);
    drawn = 0;
    $("view").replaceChildren();
    $("legend").hidden = !view.documents;
    if (shown.length) drawMore();
    else {
      const all = (view.documents || view.lines).length;
      $("view").append(h("p", { class: "note" }, all ? "Nothing matches the filter." : view.empty));
    }
  }

  function drawMore(number = PAGE) {
    const more = $("view").querySelector(".more");
    if (more) more.remove();
    const next = shown.slice(drawn, drawn + number);
    drawn += next.length;
    $("view").append(...next.map(view.documents ? documentRow : card));
    if (drawn < shown.length) {
      const left = shown.length - drawn;
      $("view").append(h("button", { type: "button", class: "more", on: { click: () => drawMore() } }, `Show ${Math.min(PAGE, left)} more of ${left.toLocaleString("en").replaceAll(",", "\u202f")}`));
    }
  }

  // ---- Keys ------------------------------------------------------------------------------------

  const stops = () => [...$("view").querySelectorAll(view.documents ? "summary, details[open] .line" : ".line")];
  const current = () => document.activeElement && document.activeElement.closest(".line, summary");

  function focus(element) {
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center" });
  }

  function step(by) {
    let all = stops();
    const at = all.indexOf(current());
    if (by > 0 && at === all.length - 1 && drawn < shown.length) {
      drawMore();
      all = stops();
    }
    focus(all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))]);
  }

  function judge(choice) {
    const element = current();
    const line = element && byKey.get(element.dataset.key);
    if (line && answer(line, choice)) step(1);
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    a: () => judge("remove"),
    r: () => judge("keep"),
    e: () => judge("always"),
    u: () => {
      const line = current() && byKey.get(current().dataset.key);
      if (line) takeBack(line);
    },
    o: () => {
      const line = current() && byKey.get(current().dataset.key);
      if (line) open(line.doc, line.entry.n);
    },
    x: save,
    "/": () => $("find").focus(),
    "?": () => $("keys").showModal(),
    1: () => show(views[0].id),
    2: () => show(views[1].id),
    3: () => show(views[2].id),
    4: () => show(views[3].id),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
    if (event.target.matches("input, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // ---- The page --------------------------------------------------------------------------------

  function tab(view) {
    const number = (view.documents || view.lines).length;
    const select = () => show(view.id);
    return h("button", { type: "button", role: "tab", id: `tab-${view.id}`, "data-view": view.id, "aria-selected": "false", "aria-controls": "view", on: { click: select, keydown: turn } }, view.name, " ", h("span", { class: "count" }, number.toLocaleString("en").replaceAll(",", "\u202f")));
  }

  function turn(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const tabs = [...document.querySelectorAll("[role=tab]")];
    const next = tabs[(tabs.indexOf(event.target) + by + tabs.length) % tabs.length];
    show(next.dataset.view);
    next.focus();
  }

  function legend() {
    const used = order.filter((code) => languages[code]).slice(0, 14);
    const sample = (look, name) => h("span", { class: "key" }, h("span", { class: `swatch ${look}` }), name);
    return [
      sample("main", "the document’s language"),
      ...used.map((code) => sample(styleOf(code), `${code} ${nameOf(code)}`)),
      sample("none", "no language"), sample("none removed", "× removed"), sample("none flagged", "? flagged"),
    ];
  }

  function options(select, values) {
    select.append(...values.map(([value, name]) => h("option", { value }, name)));
    select.addEventListener("change", redraw);
  }

  document.querySelector(".tabs").append(...views.map(tab));
  $("legend").append(...legend());
  options($("lang"), order.filter((code) => languages[code]).map((code) => [code, `${nameOf(code)} (${code})`]));
  const found = new Set(lines.flatMap((line) => line.entry.f.map((f) => f.r)));
  options($("rule"), Object.keys(rules).filter((rule) => found.has(rule)).map((rule) => [rule, rule]));
  let waiting = 0;
  $("find").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(redraw, 120);
  });
  $("export").addEventListener("click", save);
  $("help").addEventListener("click", () => $("keys").showModal());
  $("close").addEventListener("click", () => $("keys").close());
  addEventListener("beforeprint", () => {
    document.querySelector(".tables").open = true;
    drawMore(400);
  });
  document.querySelector(".tools").hidden = false;
  show((views.find((view) => view.id !== "documents" && view.lines.length) || views[3]).id);
})();
