// What the page asks the program that it came from; every question has the address of the page, which
// holds the token.

const LONGEST = 16 * 1024 * 1024;

async function ask(what, body, type) {
  const response = await fetch(what, { method: "POST", body, headers: { "Content-Type": type }, cache: "no-store" });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error), { status: response.status });
  return answer;
}

/** A question about a document: with the reader's answers, or with its language alone. */
function question(doc, some) {
  return JSON.stringify({ document: doc.id, remove: doc.remove || $("remove").value, answers: some });
}
const about = (doc) => (other) => other === doc;
const asked = (what, doc, some = decisions(about(doc))) => ask(what, question(doc, some), "application/json");

/** Its language alone: what stands on its lines is shown as it is judged, with the reader's answers over it. */
const judged = (doc) => asked("judge", doc, decisions(about(doc)).filter((entry) => entry.lang));

const added = (name, bytes) => ask(`add?name=${encodeURIComponent(name)}`, bytes, "application/octet-stream");
