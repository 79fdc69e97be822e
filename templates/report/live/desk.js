// The page that works: texts come in, are judged anew, saved, copied.

/** What is going on, beside what it is about. */
function say(output, text, isWrong = false) {
  output.textContent = text;
  output.classList.toggle("is-wrong", isWrong);
}

/** Does something that may fail, and says so. */
async function attempt(output, act) {
  try {
    say(output, "…");
    say(output, (await act()) ?? "");
  } catch (error) {
    say(output, error instanceof TypeError ? "monoglot serve does not answer any more" : error.message, true);
  }
}

// ---- Documents that change -----------------------------------------------------------------------

/** Puts what the program says of a document in its place, or as a new one before all others. */
function place({ id, row, found }) {
  let doc = byId.get(id);
  if (!doc) {
    doc = { id };
    byId.set(id, doc);
    documents.unshift(doc);
  }
  Object.assign(doc, row, { found: found ?? undefined });
  for (const { lang } of cells(doc)) if (isText(lang) && !order.includes(lang)) order.push(lang);
  readLines();
  recount();
  offerFilters();
  $("legend").replaceChildren(...legend());
  return doc;
}

function recount() {
  const sum = (place) => documents.reduce((sum, doc) => sum + doc.n[place], 0);
  totals = { documents: documents.length, removed: sum(1), flagged: sum(2), repaired: sum(3), documents_flagged: sum(4) };
  $("headline").textContent = headline();
  $("among").textContent = `in ${count(totals.documents, "document")}`;
}

function headline() {
  const { removed, flagged, documents_flagged: whole } = totals;
  const doubtful = [whole && count(whole, "document"), flagged && count(flagged, "line")].filter(Boolean).join(" and ");
  const parts = [removed && `${count(removed, "line")} to remove`, doubtful && `${doubtful} to look at`].filter(Boolean);
  return parts.join(", ") || "Nothing foreign was found";
}

/** Draws one document anew where it stands; the other views when they are looked at. */
function refresh(doc) {
  for (const other of views) other.isStale = true;
  counted();
  const drawn = views[0].pane.querySelector(`details[data-id="${doc.id}"]`);
  if (view !== views[0]) draw(view);
  else if (!drawn) draw(view);
  else {
    const wasOpen = drawn.open;
    const anew = documentRow([doc]);
    drawn.replaceWith(anew);
    if (wasOpen) unfold(anew, doc);
    view.isStale = false;
  }
}

function unfold(element, doc) {
  element.open = true;
  const body = element.querySelector(".body");
  if (!body.firstChild) fill(doc, body);
}

/** Forgets the answers about a document whose lines are others now. */
function forget(doc) {
  for (const key of [...answers.keys()]) if (key.startsWith(`${doc.id}:`)) answers.delete(key);
  batches.length = 0;
  last = null;
  remember();
  summarise();
}

async function rejudge(doc) {
  const answer = await judged(doc);
  if (answer.changed) forget(doc);
  place(answer);
  redressed(doc, answer.changed ? "the file changed; this is how it is now" : "");
}

function redressed(doc, message, isWrong = false) {
  refresh(doc);
  const output = outputOf(doc);
  if (output) say(output, message, isWrong);
}
const outputOf = (doc) => views[0].pane.querySelector(`details[data-id="${doc.id}"] .work output`);

// ---- Work on a document --------------------------------------------------------------------------

addEventListener("filled", ({ detail: { doc, body } }) => {
  const output = h("output", { role: "status" });
  const button = (name, title, act) => h("button", { type: "button", title, on: { click: () => attempt(output, act) } }, name);
  const lang = languageOf(doc);
  lang.querySelector("select").value = (answers.get(langKey(doc)) || {}).lang || "";
  const levels = [["", "as above"], ["certain", "certain"], ["likely", "likely, too"], ["foreign", "foreign, quotations too"], ["none", "nothing"]];
  const remove = h("select", { class: "is-remove", on: { change: () => {
    doc.remove = remove.value;
    attempt(output, () => rejudge(doc));
  } } }, levels.map(([value, name]) => h("option", { value }, name)));
  remove.value = doc.remove || "";
  body.append(h("div", { class: "work" }, lang, h("label", {}, "Remove what is ", remove),
    doc.w ? button("Save", "write the cleaned text over the file", () => saveFile(doc)) : null,
    button("Copy the cleaned text", "to paste it elsewhere", () => copy(doc)),
    button("Download", "the cleaned text as a file", () => fetchText(doc)), output));
  // What did not fit into the page comes when it is looked at.
  const isLeftOut = !doc.found && doc.n.slice(1).some((number) => number > 0);
  if (isLeftOut) attempt(output, () => rejudge(doc));
});

async function saveFile(doc) {
  try {
    const answer = await asked("save", doc);
    forget(doc);
    place(answer);
    redressed(doc, answer.written ? `saved; ${answer.undo} puts it back` : "nothing to change");
    return answer.written ? `saved; ${answer.undo} puts it back` : "nothing to change";
  } catch (error) {
    if (error.status !== 409) throw error;
    await rejudge(doc);
    redressed(doc, "the file changed meanwhile; nothing was written, and this is how it is now", true);
    return error.message;
  }
}

async function copy(doc) {
  const { text } = await asked("clean", doc);
  await navigator.clipboard.writeText(text);
  return "copied";
}

async function fetchText(doc) {
  const { text } = await asked("clean", doc);
  save(text, doc.p.split("/").pop().replace(/\.docx$/i, ".txt"), "text/plain");
  return "downloaded";
}

/** An answer about a language judges its document anew; those about lines are seen at once. */
addEventListener("answered", ({ detail }) => {
  for (const doc of documents) {
    if (!detail.includes(langKey(doc))) continue;
    attempt(outputOf(doc) || $("said"), () => rejudge(doc));
  }
});
$("remove").addEventListener("change", () => attempt($("said"), async () => {
  for (const doc of documents.filter((doc) => !doc.remove)) await rejudge(doc);
}));
hand = (entries) => attempt($("answered"), async () => {
  const { path, decisions } = await ask("decide", JSON.stringify({ answers: entries }), "application/json");
  const told = documents.filter((doc) => [...answers.keys()].some((key) => key.startsWith(`${doc.id}:`)));
  for (const doc of told) forget(doc);
  for (const doc of told) await rejudge(doc);
  return `${count(decisions, "answer")} in ${path}`;
});

// ---- Texts that come in --------------------------------------------------------------------------

async function take(name, bytes, size) {
  if (size > LONGEST) throw new Error(`${name}: longer than ${LONGEST} bytes; use monoglot clean`);
  const doc = place(await added(name, bytes));
  clearFilters();
  for (const other of views) other.isStale = true;
  show("documents");
  redraw();
  const element = views[0].pane.querySelector(`details[data-id="${doc.id}"]`);
  unfold(element, doc);
  focus(element.querySelector("summary"));
}

const takeFiles = (files) => attempt($("said"), async () => {
  for (const file of files) await take(file.name, file, file.size);
});
const takeText = (text) => attempt($("said"), async () => {
  if (!text.trim()) throw new Error("there is nothing to look at");
  await take("pasted.txt", new Blob([text]), text.length);
  $("pasted").value = "";
});

$("paste").addEventListener("submit", (event) => {
  event.preventDefault();
  takeText($("pasted").value);
});
$("files").addEventListener("change", ({ target }) => {
  takeFiles([...target.files]);
  target.value = "";
});
addEventListener("paste", (event) => {
  if (event.target.matches("input, textarea")) return;
  const files = [...event.clipboardData.files];
  if (files.length) takeFiles(files);
  else takeText(event.clipboardData.getData("text/plain"));
});
addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) document.body.classList.remove("dropping");
});
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const files = [...event.dataTransfer.files];
  if (files.length) takeFiles(files);
  else takeText(event.dataTransfer.getData("text/plain"));
});

// Answers that were remembered, to pages that were judged without them.
for (const doc of documents) if (answers.has(langKey(doc))) attempt($("said"), () => rejudge(doc));
