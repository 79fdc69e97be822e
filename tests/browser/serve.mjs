// The page that works, in a browser: texts come in, are judged, answered, saved, copied.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, passed, test } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const monoglot = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), "monoglot-serve-"));
const ENGLISH = "The presidents of both countries have approved a joint statement.\nThey met on the sidelines of the summit and spoke for about an hour.\n";
const PROMPT = "коментуйте повідомлення тут:\n";
const GERMAN = "Das Schwimmbad der Gemeinde bleibt bis Ende Juni geschlossen.\nBitte benutzen Sie das Bad in der nächsten Stadt, auch am Abend.\n";
const DIRTY = ENGLISH.repeat(3) + PROMPT;
writeFileSync(join(folder, "a.txt"), DIRTY);
writeFileSync(join(folder, "doubt.txt"), ENGLISH + GERMAN);

const served = spawn(monoglot, ["serve", "a.txt", "doubt.txt"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => {
  served.kill();
  rmSync(folder, { recursive: true, force: true });
});
const url = await new Promise((done) => served.stdout.once("data", (data) => done(String(data).trim())));
const text = (name) => readFileSync(join(folder, name), "utf8");

const browser = await launch();
const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], acceptDownloads: true, bypassCSP: false });
const page = await context.newPage();
const requests = [];
page.on("request", (request) => requests.push(request.url()));
page.on("pageerror", (error) => assert.fail(error));
await page.goto(url);
const work = (name) => page.locator(`.document:has-text("${name}")`);
const said = (name, what) => work(name).locator(".work output").filter({ hasText: what }).waitFor();

await test("documents are there, with a desk before them", async () => {
  assert.match(await page.locator("#headline").textContent(), /^1 line to remove, .*2 lines to look at$/);
  await work("a.txt").locator("summary").click();
  assert.deepEqual(await work("a.txt").locator(".work button").allTextContents(), ["Save", "Copy the cleaned text", "Download"]);
});

await test("a pasted text is judged at once, opened, copied", async () => {
  await page.locator("#pasted").fill(DIRTY);
  await page.locator("#look").click();
  await work("pasted.txt").locator(".line").waitFor();
  assert.equal(await page.locator("#tab-documents .count").textContent(), "3");
  assert.match(await page.locator("#headline").textContent(), /^2 lines to remove, .*2 lines to look at$/);
  assert.equal(await work("pasted.txt").getByRole("button", { name: "Save" }).count(), 0, "it has no file");
  await work("pasted.txt").getByRole("button", { name: "Copy" }).click();
  await said("pasted.txt", "copied");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), ENGLISH.repeat(3));
});

await test("a file that is dropped is judged, and comes back as a download", async () => {
  const data = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.md", { type: "text/markdown" }));
    return data;
  }, `# A statement\n\n${ENGLISH}\n${PROMPT}`);
  await page.dispatchEvent("body", "dragover", { dataTransfer: data });
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  await work("dropped.md").locator(".line").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), work("dropped.md").getByRole("button", { name: "Download" }).click()]);
  const file = join(folder, "download");
  await download.saveAs(file);
  assert.ok(readFileSync(file, "utf8").startsWith("# A statement\n") && !readFileSync(file, "utf8").includes(PROMPT.trim()));
  rmSync(file);
});

await test("levels and languages judge anew", async () => {
  const doubt = work("doubt.txt");
  await doubt.locator("summary").click();
  await doubt.locator(".work .is-lang").selectOption("deu");
  await page.waitForFunction(() => [...document.querySelectorAll(".document")].some((doc) => /doubt.*German/s.test(doc.querySelector("summary").textContent)));
  await page.keyboard.press("u");
  await page.waitForFunction(() => [...document.querySelectorAll(".document")].some((doc) => /doubt.*English/s.test(doc.querySelector("summary").textContent)));
  await work("a.txt").locator(".work .is-remove").selectOption("none");
  await work("a.txt").locator(".facts strong", { hasText: "1 flagged" }).waitFor();
  await work("a.txt").locator(".work .is-remove").selectOption("certain");
  await work("a.txt").locator(".facts strong", { hasText: "1 removed" }).waitFor();
});

await test("what changed is not written over, and is shown", async () => {
  writeFileSync(join(folder, "a.txt"), `A new first line that an editor has just saved.\n${DIRTY}`);
  await work("a.txt").getByRole("button", { name: "Save" }).click();
  await said("a.txt", "changed meanwhile");
  assert.ok(text("a.txt").includes(PROMPT));
  assert.equal(await work("a.txt").locator(".line .number").first().textContent(), "8");
  writeFileSync(join(folder, "a.txt"), DIRTY);
  await work("a.txt").getByRole("button", { name: "Save" }).click();
  await said("a.txt", "changed meanwhile");
});

await test("an answer is followed when it is saved, and undo brings the file back", async () => {
  const keep = work("a.txt").locator('.line button[data-choice="keep"]');
  await keep.click();
  await work("a.txt").getByRole("button", { name: "Save" }).click();
  await said("a.txt", "nothing to change");
  assert.equal(text("a.txt"), DIRTY);
  await work("a.txt").getByRole("button", { name: "Save" }).click();
  await said("a.txt", "saved");
  assert.equal(text("a.txt"), ENGLISH.repeat(3));
  assert.equal(await work("a.txt").locator(".line").count(), 0);
  const undone = spawnSync(monoglot, ["undo", "monoglot.journal.jsonl"], { cwd: folder, encoding: "utf8" });
  assert.equal(undone.status, 0, undone.stderr);
  assert.equal(text("a.txt"), DIRTY);
});

await test("decisions go to their file, and check follows them", async () => {
  const doubt = work("doubt.txt");
  if (!(await doubt.locator(".body .line").count())) await doubt.locator("summary").click();
  await doubt.locator('.line button[data-choice="keep"]').nth(1).click();
  await page.locator("#export").click();
  await page.locator("#answered").filter({ hasText: "1 answer in" }).waitFor();
  const decision = JSON.parse(text("monoglot.decisions.jsonl"));
  assert.deepEqual([decision.answer, decision.path], ["keep", "doubt.txt"]);
  await page.reload();
  assert.equal(await page.locator("#answered").innerText(), "");
});

await test("it passes WCAG AA, and asks nobody else", async () => {
  const other = await (await browser.newContext({ bypassCSP: true, reducedMotion: "reduce" })).newPage();
  await other.goto(url);
  await other.addScriptTag({ content: axe });
  for (const summary of await other.locator("details.document > summary").all()) await summary.click();
  const { violations } = await other.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`), []);
  assert.deepEqual(requests.filter((request) => !request.startsWith(url) && !request.startsWith("blob:")), []);
});

await browser.close();
console.log(`${passed} tests of the page that works passed`);
process.exit(0);
