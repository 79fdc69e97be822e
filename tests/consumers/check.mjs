// Runs monoglot over the case files and over a hostile document, and has each report read by a
// program that others use for it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const monoglot = process.argv[2];
const cases = new URL("../../fixtures/cases", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "monoglot-consumers-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const article = "The presidents of both countries have approved a joint statement.\n".repeat(6);
const hostile = [
  "::error::коментуйте повідомлення",
  "коментуйте %0A::set-output name=x::y, повідомлення: тут",
  "коментуйте ]]> <script>alert(1)</script> повідомлення",
  "коментуйте \u001b[31m повідомлення \u202e тут",
  "коментуйте ##[stop-commands]x повідомлення",
];

function run(program, args, options = {}) {
  const ran = spawnSync(program, args, { cwd: folder, encoding: "utf8", ...options });
  if (ran.error) throw ran.error;
  return ran;
}

function passed(what) {
  console.log(`ok: ${what}`);
}

cpSync(cases, join(folder, "cases"), { recursive: true });
writeFileSync(join(folder, "hostile, 100%: ü.txt"), hostile.map((line) => article + line + "\n").join(""));
writeFileSync(join(folder, "legacy.txt"), Buffer.from("D\xe9j\xe0 vu, le caf\xe9 est ferm\xe9 pour la journ\xe9e.\n", "latin1"));
const baseline = run(monoglot, ["check", "--write-baseline", "cases/wild"]);
assert.equal(baseline.status, 0, baseline.stderr);
const formats = ["sarif", "github", "gitlab", "junit"];
const reports = formats.flatMap((format) => ["--report", `${format}=report.${format}`]);
const check = run(monoglot, ["check", "--quiet", "--max-removed", "1", ...reports, "."]);
assert.equal(check.status, 1, check.stderr);
const report = (format) => readFileSync(join(folder, `report.${format}`), "utf8");

// SARIF: the official schema and the rules of the standard. Errors fail, advice does not.
{
  const results = JSON.parse(report("sarif")).runs[0].results;
  assert.ok(results.length > 50, `${results.length} results`);
  assert.ok(results.some((result) => result.suppressions), "no result is suppressed");
  assert.ok(results.some((result) => result.fixes), "no result has a fix");
  const tool = require("@microsoft/sarif-multitool");
  assert.ok(existsSync(tool), "the SARIF multitool is for Linux, macOS and Windows");
  chmodSync(tool, 0o755);
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1", DOTNET_BUNDLE_EXTRACT_BASE_DIR: folder };
  const validate = (name) => run(tool, ["validate", name], { env });
  const errors = (ran) => ran.stdout.split("\n").filter((line) => /: error /.test(line));
  const valid = validate("report.sarif");
  assert.match(valid.stdout, /1 files? scanned/, valid.stdout + valid.stderr);
  assert.deepEqual(errors(valid), []);
  // The validator itself must be able to say no.
  writeFileSync(join(folder, "broken.sarif"), report("sarif").replace('"startLine":', '"startLine":-'));
  assert.notDeepEqual(errors(validate("broken.sarif")), []);
  passed(`SARIF: ${results.length} results pass the official schema and the standard's rules`);
}

// GitHub: each line is what GitHub's own toolkit writes for the same annotation.
{
  const core = createRequire(import.meta.url)("@actions/core");
  const unescape = (text) => text.replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%0A/g, "\n").replace(/%0D/g, "\r").replace(/%25/g, "%");
  const keys = { title: "title", file: "file", line: "startLine", endLine: "endLine", col: "startColumn", endColumn: "endColumn" };
  const lines = report("github").trimEnd().split("\n");
  const write = process.stdout.write;
  for (const line of lines) {
    const [, level, list, data] = line.match(/^::(\w+) (.*?)::(.*)$/);
    const properties = list.split(",").map((property) => property.split("="));
    const annotation = Object.fromEntries(properties.map(([key, value]) => [keys[key], unescape(value)]));
    let written = "";
    process.stdout.write = (text) => (written += text);
    try {
      core[level](unescape(data), annotation);
    } finally {
      process.stdout.write = write;
    }
    assert.equal(line, written.trimEnd());
  }
  passed(`GitHub: ${lines.length} annotations are what its toolkit writes`);
}

// GitLab: what its parser requires of each degradation; equal fingerprints would collapse.
{
  const degradations = JSON.parse(report("gitlab"));
  for (const { description, fingerprint, severity, location } of degradations) {
    assert.equal(typeof description, "string");
    assert.equal(typeof fingerprint, "string");
    assert.ok(["info", "minor", "major", "critical", "blocker"].includes(severity));
    assert.equal(typeof location.path, "string");
    assert.ok(existsSync(join(folder, location.path)), location.path);
    assert.ok(Number.isInteger(location.lines.begin) && location.lines.begin >= 1);
  }
  assert.equal(new Set(degradations.map(({ fingerprint }) => fingerprint)).size, degradations.length);
  passed(`GitLab: ${degradations.length} degradations, each with a fingerprint of its own`);
}

// JUnit: read by a parser that knows the format.
{
  const program = [
    "import json, sys",
    "from junitparser import Failure, JUnitXml",
    "suites = list(JUnitXml.fromfile(sys.argv[1]))",
    "fails = lambda case: any(isinstance(result, Failure) for result in case.result)",
    "print(json.dumps([[s.name, s.tests, s.failures, len(list(s)), sum(map(fails, s))] for s in suites]))",
  ].join("\n");
  const read = run("python3", ["-c", program, "report.junit"]);
  assert.equal(read.status, 0, read.stderr);
  const suites = JSON.parse(read.stdout);
  for (const [name, tests, failures, cases, failed] of suites) {
    assert.deepEqual([tests, failures], [cases, failed], name);
  }
  const names = suites.map(([name]) => name);
  assert.ok(names.some((name) => name.endsWith("hostile, 100%: ü.txt")), "the hostile document has a suite");
  passed(`JUnit: ${suites.length} suites, their counts true`);
}
