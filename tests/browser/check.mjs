// The report in a browser: what an editor sees and does, and what strangers' text must not do.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { address, launch, passed, test, time } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const monoglot = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), "monoglot-browser-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const ENGLISH = "The presidents of both countries have approved a joint statement.\nThey met on the sidelines of the summit and spoke for about an hour.\n";
const ARABIC = "أعلنت الحكومة أمس عن خطة جديدة لتطوير المدارس في القرى البعيدة.\nوقال الوزير إن العمل سيبدأ في الربيع المقبل بعد اجتماع المجلس.\n";
const PROMPT = "коментуйте повідомлення тут:";
// Sentences: what an author wrote is flagged, never removed.
const GERMAN = ["Das Schwimmbad der Gemeinde bleibt bis Ende Juni geschlossen.", "Bitte benutzen Sie das Bad in der nächsten Stadt, auch am Abend."];
const HOSTILE = [
  `</script><img src=x onerror="window.pwned=1"><svg onload=window.pwned=1>${PROMPT}`,
  `<!--<script>${PROMPT} читачі нашого сайту`,
  `коментуйте \u202eповідомлення\u202c \u001b[31m тут: \u2066читачі`,
  `${PROMPT} {{constructor.constructor('window.pwned=1')()}} \${window.pwned=1}`,
];

function run(args, cwd = folder) {
  const ran = spawnSync(monoglot, args, { cwd, encoding: "utf8", maxBuffer: 1e8 });
  if (ran.error) throw ran.error;
  assert.notEqual(ran.status, 2, ran.stderr);
  return ran;
}

function report(name, files, ...args) {
  const where = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(where, "texts", path, ".."), { recursive: true });
    writeFileSync(join(where, "texts", path), text);
  }
  run(["check", "--sites", "off", "--quiet", "--exit-zero", ...args, "--report", "html=report.html", "texts"], where);
  return { where, file: join(where, "report.html") };
}

const browser = await launch();
// Requests of all pages, but for the files themselves and what they make (blobs of downloads).
const requests = [];
async function open({ file }, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("request", (request) => {
    if (request.url() !== address(file)) requests.push(request.url());
  });
  page.on("pageerror", (error) => assert.fail(error));
  page.on("console", (message) => {
    if (message.type() === "error") assert.fail(message.text());
  });
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(address(file));
  return page;
}

const small = report("small", {
  "a.txt": ENGLISH.repeat(3) + PROMPT + "\n",
  "b.txt": ENGLISH.repeat(3) + PROMPT + "\nThanks to all.\n" + PROMPT + "\n",
  "c.txt": ENGLISH,
  "doubt.txt": ENGLISH + GERMAN.join("\n") + "\n",
  "mixed.txt": ENGLISH + GERMAN.join("\n") + "\n" + ARABIC,
  "rtl.txt": ARABIC.repeat(3) + "Subscribe to our newsletter and never miss a story.\n",
  "mojibake.txt": "Die Gemeinde ber\u00c3\u00a4t \u00c3\u00bcber die l\u00c3\u00a4ngst f\u00c3\u00a4llige Br\u00c3\u00bccke.\nDas Wet\u00adter bleibt gut, sagt der Dienst.\n",
});
// What is found stands below each line, so that the line is shown whatever it is taken for.
const hostile = report("hostile", {
  "<img src=x onerror=window.pwned=1>.txt": HOSTILE.map((line) => `${ENGLISH.repeat(4)}${line}\n${PROMPT}\n`).join(""),
  "long.txt": ENGLISH.repeat(900) + `${PROMPT} `.repeat(2000) + "\n",
}, "--lang", "eng", "--max-removed", "1");

await test("the totals and the documents are drawn, the worst first", async () => {
  const page = await open(small);
  const totals = JSON.parse(run(["check", "--sites", "off", "--format", "json", "--exit-zero", "texts"], small.where).stdout).totals;
  const tiles = await page.locator(".tiles dd").allTextContents();
  assert.deepEqual(tiles.slice(0, 4), [totals.lines - totals.removed, totals.removed, totals.flagged, totals.repaired].map(String));
  await page.getByRole("tab", { name: /Documents/ }).click();
  const names = await page.locator(".document .name").allTextContents();
  assert.equal(names.length, totals.documents);
  assert.equal(names.indexOf("texts/c.txt"), names.length - 1, names.join());
  const cells = await page.locator('.document:has-text("a.txt") .ribbon .code').allTextContents();
  assert.deepEqual(cells, ["eng", "×ukr"]);
  await page.locator('.document:has-text("a.txt") summary').click();
  await page.locator('.document:has-text("a.txt") .reason').first().waitFor();
  const body = await page.locator('.document:has-text("a.txt") .body').textContent();
  assert.match(body, /коментуйте повідомлення тут:/);
  assert.match(body, /Ukrainian in a document in English/);
  assert.match(body, /99\.\d %/);
  assert.equal(await page.locator('.document:has-text("a.txt") .map .band').count(), 7, "a cell for each line");
});

await test("documents come first; what is in doubt is a queue of its own", async () => {
  const page = await open(small);
  const tabs = await page.getByRole("tab").allInnerTexts();
  assert.deepEqual(tabs.map((tab) => tab.replace(/[ \u202f\d]+$/, "")), ["Documents", "To look at", "Removed", "Repaired"]);
  assert.equal(await page.locator('[role=tab][aria-selected="true"]').getAttribute("data-view"), "documents");
  await page.getByRole("tab", { name: /To look at/ }).click();
  const flagged = await page.locator(".card .verdict").allTextContents();
  assert.ok(flagged.length > 0 && flagged.every((verdict) => verdict === "look at"), flagged.join());
});

await test("counts are one, in the totals, the tabs, the headline and the documents", async () => {
  const page = await open(small);
  const json = JSON.parse(run(["check", "--sites", "off", "--format", "json", "--exit-zero", "texts"], small.where).stdout);
  const { documents, documents_flagged, flagged, removed, repaired } = json.totals;
  const counts = () => page.locator("[role=tab] .count").allTextContents();
  assert.deepEqual(await counts(), [documents, flagged + documents_flagged, removed, repaired].map(String));
  assert.equal(documents_flagged, 1);
  assert.equal(await page.locator("h1").textContent(), `${removed} lines to remove, 1 document and ${flagged} lines to look at`);
  const facts = (await page.locator(".document .facts strong").allTextContents()).join();
  const sum = (word) => [...facts.matchAll(new RegExp(`(\\d+) ${word}`, "g"))].reduce((sum, [, number]) => sum + Number(number), 0);
  assert.deepEqual([sum("removed"), sum("flagged"), sum("repaired")], [removed, flagged, repaired]);
  for (const view of ["flag", "remove", "repair"]) {
    await page.locator(`[data-view="${view}"]`).click();
    const shown = await page.locator(".pane:not([hidden]) .line").count();
    assert.equal(String(shown), await page.locator(`#tab-${view} .count`).textContent());
  }
  await page.locator("#find").fill("doubt.txt");
  await page.waitForFunction(() => document.querySelector("#tab-documents .count").textContent.startsWith("1 of"));
  assert.deepEqual(await counts(), [`1 of ${documents}`, `${GERMAN.length} of ${flagged + documents_flagged}`, `0 of ${removed}`, `0 of ${repaired}`]);
  await page.locator("#find").fill("");
  await page.locator("#lang").selectOption("deu");
  await page.getByRole("tab", { name: /Documents/ }).click();
  assert.deepEqual(await page.locator('.document:has-text("doubt.txt") .facts strong').allTextContents(), ["2 flagged"]);
});

await test("a document of several languages shows what it is like and asks which it is in", async () => {
  const page = await open(small);
  await page.getByRole("tab", { name: /To look at/ }).click();
  const card = page.locator('.card:has-text("mixed.txt")');
  assert.equal(await card.count(), 1, "what was found in a document stands together");
  assert.ok((await card.locator(".line").count()) > 1);
  const whole = card.locator(".line").first();
  const codes = await whole.locator(".ribbon .code").allTextContents();
  assert.deepEqual([...new Set(codes.map((code) => code.replace("?", "")))], ["eng", "deu", "ara"]);
  const excerpt = await whole.locator(".beside .text").allTextContents();
  assert.deepEqual(excerpt, [...ENGLISH.trimEnd().split("\n"), ...GERMAN, ...ARABIC.trimEnd().split("\n")]);
  const offered = await whole.locator("optgroup").first().locator("option").allTextContents();
  assert.deepEqual(offered.sort(), ["Arabic", "English", "German"]);
  await whole.locator(".is-lang").selectOption("deu");
  assert.equal(await whole.getAttribute("data-answer"), "lang");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#export").click()]);
  const file = join(small.where, "monoglot.decisions.jsonl");
  await download.saveAs(file);
  const { text, ...decision } = JSON.parse(readFileSync(file, "utf8"));
  assert.deepEqual(decision, { lang: "deu", scope: "file", path: "texts/mixed.txt" });
  const json = JSON.parse(run(["check", "--sites", "off", "--format", "json", "--exit-zero", "texts"], small.where).stdout);
  assert.equal(json.documents.find(({ path }) => path.endsWith("mixed.txt")).lang, "deu");
  assert.equal(json.totals.rules["stale-decision"], undefined);
  rmSync(file);
});

await test("one key gives its answer to all lines like a line, another takes it back", async () => {
  const page = await open(small);
  const answered = (choice) => page.locator(`.pane:not([hidden]) .line[data-answer="${choice}"]`).count();
  await page.keyboard.press("3");
  await page.locator("#find").fill("b.txt");
  await page.waitForFunction(() => document.querySelectorAll(".pane:not([hidden]) .card").length === 1);
  assert.equal(await page.locator(".pane:not([hidden]) .line").count(), 2);
  for (const key of ["Escape", "j", "r"]) await page.keyboard.press(key);
  assert.deepEqual(await page.locator(".likes:visible button").allTextContents(), ["2 that say thiss", "1 in Ukrainian herel"]);
  await page.keyboard.press("s");
  assert.equal(await page.locator("#answered").innerText(), "3 answers", "the same line, in all documents");
  await page.keyboard.press("u");
  assert.equal(await answered("remove"), 1);
  await page.keyboard.press("u");
  assert.equal(await answered("remove"), 0);
  for (const key of ["k", "k", "e", "l"]) await page.keyboard.press(key);
  assert.equal(await answered("keep"), 2, "the same language, here");
  await page.locator("#find").fill("");
  await page.waitForFunction(() => document.querySelectorAll(".pane:not([hidden]) .card").length > 1);
  assert.equal(await answered("keep"), 2, "and nowhere else");
  assert.equal(await page.locator("#answered").innerText(), "2 answers");
});

await test("answers survive a reload, and are those to one report", async () => {
  const page = await open(small);
  for (const key of ["3", "j", "r", "a"]) await page.keyboard.press(key);
  const before = await page.locator("#answered").innerText();
  assert.match(before, /^\d answers$/);
  await page.reload();
  assert.equal(await page.locator("#answered").innerText(), before);
  await page.keyboard.press("3");
  assert.equal(await page.locator('.pane:not([hidden]) .line[data-answer="remove"]').count(), 1);
  await page.goto(address(hostile.file));
  assert.equal(await page.locator("#answered").innerText(), "");
  await page.goto(address(small.file));
  assert.equal(await page.locator("#answered").innerText(), before);
});

await test("the current line is marked, and stays so", async () => {
  const page = await open(small);
  for (const key of ["3", "j", "j"]) await page.keyboard.press(key);
  const marked = page.locator('.pane:not([hidden]) .line[aria-current="true"]');
  assert.equal(await marked.count(), 1);
  const key = await marked.getAttribute("data-key");
  const { style, width, whole } = await marked.evaluate((element) => {
    const style = getComputedStyle(element);
    return { style: style.outlineStyle, width: style.outlineWidth, whole: element.querySelector(".judge") !== null };
  });
  assert.deepEqual([style, width, whole], ["solid", "2px", true]);
  await page.locator("#find").focus();
  assert.equal(await marked.getAttribute("data-key"), key, "while the filter is used");
});

await test("a tab is as it was when it is shown again", async () => {
  const page = await open(small, { viewport: { width: 900, height: 420 } });
  await page.locator(".document summary").first().click();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 300);
  await page.keyboard.press("3");
  await page.keyboard.press("j");
  await page.keyboard.press("1");
  assert.equal(await page.evaluate(() => scrollY), before);
  assert.equal(await page.locator(".document[open]").count(), 1);
});

await test("repairs show what was there, invisible characters included", async () => {
  const page = await open(small);
  await page.getByRole("tab", { name: /Repaired/ }).click();
  // Cards that were not laid out yet have no innerText.
  const shown = await page.locator("#view").textContent();
  assert.match(shown, /ber\u00c3\u00a4t/);
  assert.match(shown, /Gemeinde berät über/);
  assert.equal(await page.locator(".hidden").first().textContent(), "SHY");
  assert.match(await page.locator(".hidden").first().getAttribute("title"), /soft hyphen \(U\+00AD\)/);
});

await test("filters leave what matches", async () => {
  const page = await open(small);
  await page.getByRole("tab", { name: /Removed/ }).click();
  const all = await page.locator(".card .line").count();
  await page.locator("#find").fill("newsletter");
  await page.waitForFunction(() => document.querySelectorAll(".card").length === 1);
  assert.match(await page.locator(".card .path").textContent(), /rtl\.txt/);
  assert.equal(await page.locator(".card .line .number").first().textContent(), "7");
  await page.locator("#find").fill("nothing says this");
  await page.getByText("Nothing matches the filter.").waitFor();
  await page.locator("#find").fill("");
  await page.locator("#lang").selectOption("ukr");
  await page.waitForFunction((all) => document.querySelectorAll(".card .line").length < all, all);
  assert.equal(await page.locator(".card .line").count(), 3);
  await page.locator("#lang").selectOption("");
  await page.locator("#rule").selectOption("off-language-line");
  assert.equal(await page.locator(".card .line").count(), all);
});

await test("answers by keyboard become decisions that the command line follows", async () => {
  const page = await open(small);
  const place = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press("2");
  await page.locator("#find").fill("doubt.txt");
  await page.waitForFunction(() => document.querySelectorAll(".pane:not([hidden]) .card").length === 1);
  await press("Escape", "j");
  const first = await place();
  await press("e");
  const second = await place();
  assert.notEqual(first, second, "an answer goes on to the next line");
  await press("r", "3");
  await page.locator("#find").fill("");
  await page.locator("#lang").selectOption("ukr");
  await page.waitForFunction(() => document.querySelectorAll(".pane:not([hidden]) .card").length === 2);
  await press("Escape", "j", "a");
  assert.equal(await page.locator('.line[data-answer="always"]').count(), 3, "everywhere is everywhere");
  await page.locator("#lang").selectOption("eng");
  await press("Escape", "j", "r", "u");
  assert.equal(await page.locator("#answered").innerText(), "3 answers");
  const [download] = await Promise.all([page.waitForEvent("download"), press("x")]);
  assert.equal(download.suggestedFilename(), "monoglot.decisions.jsonl");
  const file = join(small.where, "monoglot.decisions.jsonl");
  await download.saveAs(file);
  const decisions = readFileSync(file, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  const said = decisions.map(({ scope, path, answer, text }) => [scope, path, answer, text]);
  assert.deepEqual(said.sort(), [
    ["everywhere", undefined, "keep", PROMPT],
    ["here", "texts/doubt.txt", "keep", GERMAN[0]],
    ["here", "texts/doubt.txt", "remove", GERMAN[1]],
  ].sort(), `${first}, ${second}`);
  const json = JSON.parse(run(["check", "--sites", "off", "--format", "json", "--exit-zero", "texts"], small.where).stdout);
  const findings = (name) => json.documents.find(({ path }) => path.endsWith(name)).findings.map(({ text, severity }) => [text, severity]);
  assert.deepEqual(findings("a.txt"), []);
  assert.deepEqual(findings("b.txt"), []);
  assert.deepEqual(findings("doubt.txt").filter(([text]) => text), [[GERMAN[1], "remove"]]);
  assert.equal(json.totals.rules["stale-decision"], undefined);
  const clean = run(["clean", "--quiet", "texts/doubt.txt"], small.where).stdout;
  assert.ok(clean.includes(GERMAN[0]) && !clean.includes(GERMAN[1]));
  rmSync(file);
});

await test("answers by mouse can be taken back", async () => {
  const page = await open(small);
  await page.getByRole("tab", { name: /Removed/ }).click();
  const accept = page.locator('.card button[data-choice="remove"]').first();
  await accept.click();
  assert.equal(await accept.getAttribute("aria-pressed"), "true");
  await accept.click();
  assert.equal(await accept.getAttribute("aria-pressed"), "false");
  assert.ok(await page.locator("#export").isDisabled());
});

await test("hostile text stays text", async () => {
  const page = await open(hostile);
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    for (const summary of await page.locator(".pane:not([hidden]) details.document > summary").all()) await summary.click();
    await page.waitForTimeout(50);
    const seen = await page.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const acting = [];
      while (texts.nextNode()) {
        const inData = texts.currentNode.parentElement.closest("script");
        if (!inData && /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(texts.currentNode.data)) acting.push(texts.currentNode.data);
      }
      return { acting, made: document.querySelectorAll("img, iframe, object, embed, [onerror], [onload]").length, scripts: document.scripts.length, pwned: window.pwned };
    });
    assert.deepEqual(seen, { acting: [], made: 0, scripts: 2, pwned: undefined });
  }
  const shown = await page.locator("#view").textContent();
  assert.ok(shown.includes("</script><img src=x onerror="), "the text is shown as it is");
  assert.ok(shown.includes("RLO"), "an override is shown by its name");
});

await test("a line of a hundred kilobytes is shown by its start", async () => {
  const page = await open(hostile);
  await page.locator("#find").fill("long.txt");
  await page.getByRole("tab", { name: /Removed|To look at/ }).first().click();
  for (const tab of ["flag", "remove"]) {
    await page.locator(`[data-view="${tab}"]`).click();
    if (await page.locator(".card").count()) break;
  }
  const text = await page.locator(".card .line .text").first().textContent();
  assert.ok(text.endsWith("…") && Array.from(text).length < 700, `${text.length} characters`);
});

await test("the policy holds: no script of a stranger, no request", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address(hostile.file));
  const broken = await page.evaluate(async () => {
    const violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.pwned = 1";
    document.body.append(script);
    const image = new Image();
    image.src = "http://127.0.0.1:9/x.png";
    document.body.append(image);
    const style = document.createElement("style");
    style.textContent = "body { display: none }";
    document.body.append(style);
    const fetched = await fetch("http://127.0.0.1:9/").then(() => true, () => false);
    await new Promise((done) => setTimeout(done, 200));
    return { violations: violations.sort(), pwned: window.pwned, fetched };
  });
  assert.deepEqual(broken, { violations: ["connect-src", "img-src", "script-src-elem", "style-src-elem"], pwned: undefined, fetched: false });
});

await test("right-to-left text stands right, in its language", async () => {
  const page = await open(small);
  await page.getByRole("tab", { name: /Documents/ }).click();
  await page.locator('.document:has-text("rtl.txt") summary').click();
  const line = page.locator('.document:has-text("rtl.txt") .beside .text').first();
  assert.deepEqual([await line.getAttribute("lang"), await line.getAttribute("dir")], ["ar", "rtl"]);
  const gaps = await line.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const [text, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
    return { left: text.left - box.left, right: box.right - text.right };
  });
  assert.ok(gaps.right < 2 && gaps.left > 50, JSON.stringify(gaps));
  const residue = page.locator('.document:has-text("rtl.txt") .line .text').first();
  assert.deepEqual([await residue.getAttribute("lang"), await residue.getAttribute("dir")], ["en", "ltr"]);
});

await test("nothing is wider than a narrow window", async () => {
  for (const from of [small, hostile]) {
    const page = await open(from, { viewport: { width: 360, height: 740 } });
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      for (const summary of await page.locator(".pane:not([hidden]) details.document > summary").all()) await summary.click();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} pixels too wide`);
    }
  }
});

await test("contrast, names and roles pass WCAG AA in both schemes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    // The checker is a script of its own, which the page's policy would not let in.
    const page = await open(small, { colorScheme, bypassCSP: true, reducedMotion: "reduce" });
    await page.addScriptTag({ content: axe });
    await page.locator(".tables summary").click();
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      for (const summary of await page.locator(".pane:not([hidden]) details.document > summary").all()) await summary.click();
      await page.keyboard.press("j");
      const { violations, passes } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`).join(" | ")}`);
      assert.deepEqual(told, [], colorScheme);
      assert.ok(passes.some(({ id }) => id === "color-contrast"));
    }
  }
});

await test("a narrow window has one row of tools", async () => {
  const page = await open(small, { viewport: { width: 400, height: 800 } });
  await page.keyboard.press("3");
  await page.keyboard.press("j");
  await page.keyboard.press("r");
  const boxes = await page.locator(".tabs, #filter, #export").evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect()).map(({ top, bottom, left, right }) => [top, bottom, left, right]));
  const middles = boxes.map(([top, bottom]) => (top + bottom) / 2);
  assert.ok(Math.max(...middles) - Math.min(...middles) < 4, JSON.stringify(boxes));
  assert.ok(Math.max(...boxes.map((box) => box[3])) <= 400, JSON.stringify(boxes));
  const height = await page.locator(".tools").evaluate((element) => element.getBoundingClientRect().height);
  assert.ok(height < 60, `${height} pixels`);
  assert.ok(await page.locator("#find").isHidden());
  await page.locator("#filter").click();
  await page.locator("#find").fill("b.txt");
  await page.waitForFunction(() => document.querySelectorAll(".pane:not([hidden]) .card").length === 1);
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#find").isHidden());
});

await test("on paper stands the whole report, and no buttons", async () => {
  const page = await open(small);
  await page.getByRole("tab", { name: /Removed/ }).click();
  await page.locator("#find").fill("b.txt");
  await page.waitForFunction(() => document.querySelectorAll(".pane:not([hidden]) .card").length === 1);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const names = await page.locator("#paper .name").allTextContents();
  assert.equal(names.length, 7, names.join());
  const shown = await page.locator("#paper").innerText();
  for (const text of [PROMPT, ...GERMAN, "Subscribe to our newsletter", "Gemeinde berät"]) assert.ok(shown.includes(text), text);
  for (const hidden of [".tools", "#view", "#paper .buttons >> nth=0"]) assert.ok(await page.locator(hidden).isHidden(), hidden);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  assert.equal(await page.locator("#paper *").count(), 0);
  assert.ok(await page.locator(".pane:not([hidden]) .card").isVisible());
  assert.ok((await page.pdf()).length > 20_000, "printed for good");
});

await test("a report of 10,000 documents is small, says what it left out and opens at once", async () => {
  const files = {};
  for (let number = 0; number < 10000; number++) {
    const nth = String(number).padStart(5, "0");
    const residue = number % 2 ? `${PROMPT} ${nth}\n` : "";
    files[`${nth.slice(0, 2)}/article-${nth}.txt`] = ENGLISH.repeat(1 + (number % 5)) + residue.repeat(1 + (number % 3));
  }
  const large = report("large", files);
  const size = statSync(large.file).size;
  assert.ok(size <= 5_000_000, `${size} bytes`);
  const { paint, load, best, drawn } = await time(browser, large.file);
  const page = await open(large);
  assert.match(await page.locator(".sub").innerText(), /10\u202f000 documents/);
  const rows = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).rows.length);
  const rest = rows < 10000 ? await page.locator("#rest").innerText() : "";
  if (rows < 10000) assert.match(rest, new RegExp(`${10000 - rows} documents are not listed`));
  console.log(`    ${(size / 1e6).toFixed(2)} MB, ${rows} documents listed, first contentful paint ${paint} ms, load ${load} ms`);
  assert.ok(drawn > 0 && best < 2000, `${best} ms`);
});

await test("no request left any page", async () => {
  const opened = [small, hostile].map(({ file }) => address(file));
  assert.deepEqual(requests.filter((url) => !url.startsWith("blob:") && !opened.includes(url)), []);
});

await browser.close();
console.log(`${passed} tests of the page passed in ${browser.version ? "Chromium " + browser.version() : "Chromium"}`);
