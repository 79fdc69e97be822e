// Draws docs/report.png and docs/report-dark.png: the report over the case files in fixtures/, without their gutters.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { address, launch } from "./browser.mjs";

const [, , monoglot, root] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "monoglot-picture-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

for (const kind of ["wild", "synthetic"]) {
  const from = join(root, "fixtures/cases", kind);
  mkdirSync(join(folder, kind));
  for (const name of readdirSync(from)) {
    const lines = readFileSync(join(from, name), "utf8").split("\n").filter((line) => !line.startsWith("#"));
    const text = lines.map((line) => line.replace(/^.{0,7}\| ?/, "").replace(/[⟦⟧]/g, "")).join("\n");
    writeFileSync(join(folder, kind, name), text);
  }
}
const args = ["check", "--sites", "off", "--isolated", "--quiet", "--exit-zero", "--report", "html=report.html", "wild", "synthetic"];
const ran = spawnSync(monoglot, args, { cwd: folder, encoding: "utf8" });
if (ran.status !== 0) throw ran.error ?? new Error(ran.stderr);

const browser = await launch();
for (const [colorScheme, name] of [["light", "report.png"], ["dark", "report-dark.png"]]) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 1080 }, colorScheme });
  await page.goto(address(join(folder, "report.html")));
  await page.getByRole("tab", { name: /Documents/ }).click();
  await page.locator('.document:has-text("english-consent-in-greek") summary').click();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(root, "docs", name) });
}
await browser.close();
console.log("docs/report.png and docs/report-dark.png are drawn");
