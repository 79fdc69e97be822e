// The page: tabs, the list of what is shown, keys, and paper.

// How many lines or documents are drawn at once; more comes when it is asked for or reached.
const PAGE = 40;
// So many languages are explained below the tools.
const LEGEND = 14;

let view = views[0];
// The line or document that keys act on.
let current = null;

// ---- The list ------------------------------------------------------------------------------------

/** Each view is drawn into an element of its own, so that it is as it was when it is shown again. */
function show(id) {
  const top = $("main").querySelector(".tools").offsetTop;
  view.scroll = scrollY;
  view.pane.hidden = true;
  view = views.find((other) => other.id === id);
  view.pane.hidden = false;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const selected = tab.dataset.view === id;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    if (selected) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.clientWidth / 2 + tab.clientWidth / 2;
  }
  $("legend").hidden = id !== "documents";
  if (view.isStale) draw(view);
  scrollTo(0, view.scroll ?? Math.min(scrollY, top));
}

/** After a change of the filter, or of what there is. */
function redraw() {
  for (const other of views) other.isStale = true;
  counted();
  draw(view);
}

function draw(view) {
  view.isStale = false;
  view.shown = shownIn(view, wanted());
  view.drawn = 0;
  const isOpen = new Set([...view.pane.querySelectorAll("details[open]")].map((element) => element.dataset.id));
  view.pane.replaceChildren();
  if (view.shown.length) drawMore();
  else view.pane.append(h("p", { class: "note" }, isFiltered() && view.total() ? "Nothing matches the filter." : view.empty));
  for (const element of view.pane.querySelectorAll("details")) element.open = isOpen.has(element.dataset.id);
}

/** Documents, or documents with their lines until there are so many of them. */
function drawMore(number = PAGE) {
  const more = view.pane.querySelector(".more");
  if (more) more.remove();
  for (let left = number; left > 0 && view.drawn < view.shown.length; view.drawn++) {
    const group = view.shown[view.drawn];
    view.pane.append((view.holds ? card : documentRow)(group));
    left -= Math.max(1, group[1].length);
  }
  const rest = view.shown.length - view.drawn;
  if (rest > 0) view.pane.append(h("button", { type: "button", class: "more", on: { click: () => drawMore() } }, `Show more of ${count(rest, "document")}`));
}

/** All lines that are drawn, with what is answered about them. */
function redress() {
  for (const element of document.querySelectorAll(".line")) {
    const line = byKey.get(element.dataset.key);
    if (line) dress(element, line);
  }
}

function clearFilters() {
  if (!isFiltered()) return;
  for (const id of ["find", "lang", "rule"]) $(id).value = "";
  redraw();
}

function open(doc, number) {
  clearFilters();
  show("documents");
  const place = view.shown.findIndex(([other]) => other === doc);
  while (view.drawn <= place) drawMore();
  const element = view.pane.querySelector(`details[data-id="${doc.id}"]`);
  element.open = true;
  // The toggle event comes later; the line must be there to be moved to.
  const body = element.querySelector(".body");
  if (!body.firstChild) fill(doc, body);
  focus(element.querySelector(`[data-key="${doc.id}:${number}"]`) || element.querySelector("summary"));
}

// ---- Tabs ----------------------------------------------------------------------------------------

const plain = (number) => number.toLocaleString("en").replaceAll(",", "\u202f");

/** What the tabs count: all there is, or how much of it is shown. */
function counted() {
  const filter = wanted();
  for (const view of views) {
    const shown = shownIn(view, filter).reduce((sum, [, some]) => sum + (view.holds ? some.length : 1), 0);
    const number = document.querySelector(`#tab-${view.id} .count`);
    number.textContent = shown === view.total() ? plain(shown) : `${plain(shown)} of ${plain(view.total())}`;
  }
}

function tab(view) {
  view.pane = h("div", { class: "pane", role: "tabpanel", id: `pane-${view.id}`, "aria-labelledby": `tab-${view.id}`, tabindex: "-1", hidden: true });
  view.isStale = true;
  $("view").append(view.pane);
  return h("button", { type: "button", role: "tab", id: `tab-${view.id}`, "data-view": view.id, "aria-selected": "false", "aria-controls": view.pane.id, on: { click: () => show(view.id), keydown: turn } }, view.name, " ", h("span", { class: "count" }));
}

function turn(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const next = views[(views.indexOf(view) + by + views.length) % views.length];
  show(next.id);
  $(`tab-${next.id}`).focus();
}

// ---- Keys ----------------------------------------------------------------------------------------

const stops = () => [...view.pane.querySelectorAll(view.holds ? ".line" : "summary, details[open] .line")];
const lineOf = (element) => (element ? byKey.get(element.dataset.key) : undefined);
const here = () => (current && current.isConnected && view.pane.contains(current) ? current : null);

function focus(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center" });
}

/** The current line stays marked when the filter or a tab is used. */
addEventListener("focusin", ({ target }) => {
  const element = target.closest ? target.closest("#view .line, #view summary") : null;
  if (!element || element === current) return;
  if (current) current.removeAttribute("aria-current");
  current = element;
  current.setAttribute("aria-current", "true");
});

function step(by) {
  let all = stops();
  const at = all.indexOf(here());
  if (by > 0 && at === all.length - 1 && view.drawn < view.shown.length) {
    drawMore();
    all = stops();
  }
  focus(all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))]);
}

/** By the reader's will to another line: what was answered before is no longer what `s`, `l`, `d` mean. */
function walk(by) {
  step(by);
  const before = last;
  last = null;
  if (before) redress();
}

function judge(choice) {
  const line = lineOf(here());
  if (line && answer(line, choice)) step(1);
}

function spread(key) {
  const line = last || lineOf(here());
  if (line) answerLike(line, LIKENESSES.find((likeness) => likeness.key === key));
}

const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  r: () => judge("remove"),
  e: () => judge("keep"),
  a: () => judge("always"),
  s: () => spread("s"),
  l: () => spread("l"),
  d: () => spread("d"),
  u: undo,
  i: () => here() && here().querySelector(".is-lang") && here().querySelector(".is-lang").focus(),
  o: () => {
    const line = lineOf(here());
    if (line) open(line.doc, line.entry.n);
  },
  x: exportDecisions,
  "/": () => {
    openFilters(true);
    $("find").focus();
  },
  "?": () => $("keys").showModal(),
};
views.forEach((view, at) => {
  keys[at + 1] = () => show(view.id);
});
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") {
      // The field would be emptied, and the filter would not know.
      event.preventDefault();
      event.target.blur();
      openFilters(false);
    }
    return;
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// ---- Paper ---------------------------------------------------------------------------------------

/** On paper stands the whole report, whatever the screen shows. */
addEventListener("beforeprint", () => {
  const sheet = (doc) => h("section", { class: "sheet" }, h("p", { class: "name" }, pathOf(doc)), factsOf(doc), ribbon(doc), doc.found ? allOf(doc) : null);
  const isOpen = document.querySelector(".tables") && document.querySelector(".tables").open;
  $("paper").dataset.tables = isOpen ? "open" : "";
  if (document.querySelector(".tables")) document.querySelector(".tables").open = true;
  $("paper").replaceChildren(...legend(), ...documents.map(sheet));
  document.body.classList.add("printing");
});
addEventListener("afterprint", () => {
  document.body.classList.remove("printing");
  $("paper").replaceChildren();
  if (document.querySelector(".tables")) document.querySelector(".tables").open = $("paper").dataset.tables === "open";
});

// ---- The tools -----------------------------------------------------------------------------------

function legend() {
  const used = order.filter((code) => languages[code]).slice(0, LEGEND);
  const sample = (look, name) => h("span", { class: "key" }, h("span", { class: `swatch ${look}` }), name);
  return [
    sample("main", "the document’s language"),
    ...used.map((code) => sample(styleOf(code), `${code} ${nameOf(code)}`)),
    sample("none", "no language"), sample("none removed", "× removed"), sample("none flagged", "? flagged"),
  ];
}

/** In a narrow window the filters are behind a button. */
function openFilters(isOpen) {
  $("filters").classList.toggle("open", isOpen);
  $("filter").setAttribute("aria-expanded", String(isOpen));
}

function options(select, values) {
  const there = new Set([...select.options].map((option) => option.value));
  select.append(...values.filter(([value]) => !there.has(value)).map(([value, name]) => h("option", { value }, name)));
}

document.querySelector(".tabs").append(...views.map(tab));
$("legend").replaceChildren(...legend());
/** What can be filtered by: the languages and rules that there are. */
function offerFilters() {
  options($("lang"), order.filter((code) => languages[code]).map((code) => [code, `${nameOf(code)} (${code})`]));
  const found = new Set(lines.flatMap((line) => line.entry.f.map((f) => f.r)));
  options($("rule"), Object.keys(rules).filter((rule) => found.has(rule)).map((rule) => [rule, rule]));
}
offerFilters();
for (const id of ["lang", "rule"]) $(id).addEventListener("change", redraw);
let waiting = 0;
$("find").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(redraw, 120);
});
$("export").addEventListener("click", exportDecisions);
$("filter").addEventListener("click", () => openFilters(!$("filters").classList.contains("open")));
$("help").addEventListener("click", () => $("keys").showModal());
$("close").addEventListener("click", () => $("keys").close());
document.querySelector(".tools").hidden = false;
recall();
summarise();
counted();
show(views[0].id);
