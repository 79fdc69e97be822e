// Follows the recipes of docs/ci.md over a repository with a text that does not belong, and then
// without it: each must fail on the first, and pass the second.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Evaluator, Lexer, Parser, data } from "@actions/expressions";
import { parse } from "yaml";

// GitHub's parser is written for bundlers and imports JSON without saying so, which Node wants said.
const load = "(url, context, next) => next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context)";
register(`data:text/javascript,export const load = ${encodeURIComponent(load)}`);
const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await import("@actions/workflow-parser");
const { parseAction } = await import("@actions/workflow-parser/actions/index");

const [, , monoglot, root] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "monoglot-recipes-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const ENGLISH = "The presidents of both countries have approved a joint statement.\nThey met on the sidelines of the summit and spoke for about an hour.\n";
const DIRTY = `${ENGLISH}коментуйте повідомлення тут:\n`;

function run(program, args, cwd, env = {}) {
  const ran = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 1e8, env: { ...process.env, ...env } });
  if (ran.error) throw ran.error;
  return { ...ran, log: ran.stdout + ran.stderr };
}

/** The block of docs/ci.md that follows the name of its file. */
function recipe(file) {
  const page = readFileSync(join(root, "docs/ci.md"), "utf8");
  const start = page.indexOf(file);
  assert.ok(start >= 0, `docs/ci.md lacks ${file}`);
  return page.slice(start).match(/```\w+\n([^]*?)\n```/)[1] + "\n";
}

/** A repository of its own with an article in `content/`. */
function repository(name, text) {
  const where = join(folder, name);
  write(where, "content/article.txt", text);
  write(where, "content/other.txt", ENGLISH);
  git(where, "init", "--quiet");
  return where;
}

function write(where, name, text) {
  mkdirSync(dirname(join(where, name)), { recursive: true });
  writeFileSync(join(where, name), text);
}

function git(where, ...args) {
  const ran = run("git", ["-c", "user.name=recipe", "-c", "user.email=recipe@example.org", ...args], where);
  assert.equal(ran.status, 0, ran.log);
  return ran.stdout.trim();
}

function commit(where) {
  git(where, "add", "--all");
  git(where, "commit", "--quiet", "--no-verify", "--message", "a recipe");
  return git(where, "rev-parse", "HEAD");
}

/** The tracked files as they stand, as a repository that others can name. */
function published() {
  const where = join(folder, "monoglot");
  const files = run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], root);
  assert.equal(files.status, 0, files.log);
  for (const file of files.stdout.split("\0").filter((file) => file && existsSync(join(root, file)))) {
    mkdirSync(dirname(join(where, file)), { recursive: true });
    cpSync(join(root, file), join(where, file));
  }
  git(where, "init", "--quiet");
  return { where, rev: commit(where) };
}

function passed(what) {
  console.log(`ok: ${what}`);
}

const source = published();

// GitHub: its own parser reads the workflow and the action, its own evaluator the expressions; the
// steps are run as its runner runs them. Caches miss, as they do on the first run.
{
  const workflow = recipe(".github/workflows/monoglot.yml");
  const trace = new NoOperationTraceWriter();
  const parsed = parseWorkflow({ name: "monoglot.yml", content: workflow }, trace);
  await convertWorkflowTemplate(parsed.context, parsed.value);
  assert.deepEqual(parsed.context.errors.getErrors(), []);
  const text = readFileSync(join(source.where, "action.yml"), "utf8");
  assert.deepEqual(parseAction({ name: "action.yml", content: text }, trace).context.errors.getErrors(), []);
  for (const name of ["ci.yml", "release.yml"]) {
    const own = parseWorkflow({ name, content: readFileSync(join(source.where, ".github/workflows", name), "utf8") }, trace);
    await convertWorkflowTemplate(own.context, own.value);
    assert.deepEqual(own.context.errors.getErrors(), [], name);
  }
  // The parser must be able to say no.
  const broken = parseAction({ name: "action.yml", content: text.replace("runs:", "run:") }, trace);
  assert.notDeepEqual(broken.context.errors.getErrors(), []);

  const action = parse(text);
  const { jobs } = parse(workflow);
  const used = jobs.check.steps.find(({ uses }) => uses?.startsWith("monoglot/monoglot@"));
  for (const [content, code] of [[DIRTY, 1], [ENGLISH, 0]]) {
    const where = repository(`github-${code}`, content);
    const ran = runAction(action, used.with, where);
    assert.equal(ran.status, code, ran.log);
    assert.equal(/^::error .*file=content\/article\.txt,line=3/m.test(ran.log), code === 1, ran.log);
    assert.match(readFileSync(join(where, "summary.md"), "utf8"), /^## monoglot/);
    assert.equal(JSON.parse(readFileSync(join(where, "monoglot.sarif"), "utf8")).version, "2.1.0");
    assert.match(readFileSync(join(where, "monoglot.html"), "utf8"), /^<!DOCTYPE html>/);
    assert.ok(existsSync(join(ran.temporary, "monoglot-cache/documents.jsonl")), "and what was found is remembered");
  }
  passed("GitHub: the workflows and the action are valid; the action fails and passes as it should");
}

/** Runs the steps of a composite action until one fails. */
function runAction(action, given, where) {
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  assert.deepEqual(unknown, [], "the recipe gives what the action takes");
  const temporary = mkdtempSync(join(folder, "runner-"));
  const context = {
    // A push: there is no pull request.
    github: { action_path: source.where, action_ref: "main", sha: source.rev, run_id: "1", run_attempt: "1", event: {} },
    runner: { os: "Linux", arch: "X64", temp: temporary },
    steps: {},
  };
  const fill = (text) => String(text).replace(/\$\{\{([^]*?)\}\}/g, (_, expression) => evaluate(expression, context).coerceString());
  const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, fill(input.default)]));
  context.inputs = { ...defaults, ...given };
  let log = "";
  for (const step of action.runs.steps) {
    if (step.if && !evaluate(step.if, context).coerceString().match(/^true$/)) continue;
    const outputs = {};
    if (step.id) context.steps[step.id] = { outputs };
    if (!step.run) {
      assert.match(step.uses, /^actions\/cache@v\d+$/);
      Object.values(step.with).forEach(fill);
      continue;
    }
    assert.equal(step.shell, "bash");
    writeFileSync(join(temporary, "step.sh"), fill(step.run));
    writeFileSync(join(temporary, "output"), "");
    const environment = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]));
    const ran = run("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", join(temporary, "step.sh")], where, {
      ...environment,
      GITHUB_ACTION_PATH: source.where,
      GITHUB_OUTPUT: join(temporary, "output"),
      GITHUB_STEP_SUMMARY: join(where, "summary.md"),
      RUNNER_TEMP: temporary,
    });
    log += ran.log;
    for (const line of readFileSync(join(temporary, "output"), "utf8").split("\n").filter(Boolean)) {
      const [name, ...value] = line.split("=");
      outputs[name] = value.join("=");
    }
    if (ran.status !== 0) return { status: ran.status, log, temporary };
  }
  return { status: 0, log, temporary };
}

/** An expression with the values of a run. */
function evaluate(expression, context) {
  const hashFiles = {
    name: "hashFiles",
    minArgs: 1,
    maxArgs: 255,
    call: (...paths) => {
      const bytes = paths.map((path) => readFileSync(path.coerceString()));
      return new data.StringData(createHash("sha256").update(Buffer.concat(bytes)).digest("hex"));
    },
  };
  const value = (of) =>
    typeof of === "object"
      ? new data.Dictionary(...Object.entries(of).map(([key, below]) => ({ key, value: value(below) })))
      : new data.StringData(String(of));
  const tokens = new Lexer(expression).lex().tokens;
  const parsed = new Parser(tokens, Object.keys(context), [hashFiles]).parse();
  return new Evaluator(parsed, value(context), new Map([["hashfiles", hashFiles]])).evaluate();
}

// GitLab: the script in a shell that stops at the first failure, as its runner does. The program is
// there already.
{
  const job = parse(recipe(".gitlab-ci.yml")).monoglot;
  assert.match(job.before_script[0], /^cargo install --locked --root \.tools --git \S+ monoglot$/);
  for (const [content, code] of [[DIRTY, 1], [ENGLISH, 0]]) {
    const where = repository(`gitlab-${code}`, content);
    mkdirSync(join(where, ".tools/bin"), { recursive: true });
    cpSync(monoglot, join(where, ".tools/bin/monoglot"));
    const script = [...job.before_script.slice(1), ...job.script].join("\n");
    const ran = run("bash", ["-eo", "pipefail", "-c", script], where);
    assert.equal(ran.status, code, ran.log);
    const { codequality, junit } = job.artifacts.reports;
    assert.equal(JSON.parse(readFileSync(join(where, codequality), "utf8")).length, code);
    assert.match(readFileSync(join(where, junit), "utf8"), /^<\?xml/);
    assert.ok(job.cache.paths.every((path) => existsSync(join(where, path))), "what is cached is there");
  }
  passed("GitLab: the job fails and passes as it should, and leaves its reports");
}

// pre-commit itself, with the hooks of this repository, which it builds.
{
  const config = recipe(".pre-commit-config.yaml")
    .replace("https://github.com/monoglot/monoglot", source.where)
    .replace("rev: main", `rev: ${source.rev}`);
  const where = repository("pre-commit", DIRTY);
  write(where, "outside.txt", DIRTY);
  write(where, ".gitignore", "monoglot.journal.jsonl\n");
  write(where, ".pre-commit-config.yaml", config);
  git(where, "add", "--all");
  const home = { PRE_COMMIT_HOME: join(folder, "pre-commit-home") };
  const hook = (...args) => run("python3", ["-m", "pre_commit", "run", "--color=never", ...args], where, home);
  const failed = hook();
  assert.equal(failed.status, 1, failed.log);
  assert.match(failed.log, /monoglot check\.+Failed[^]*content\/article\.txt: English/);
  assert.match(failed.log, /^1 finding, failing on flag$/m, "only what the recipe names is checked");
  write(where, "content/article.txt", ENGLISH);
  git(where, "add", "--all");
  const fine = hook();
  assert.equal(fine.status, 0, fine.log);

  write(where, "content/article.txt", DIRTY);
  write(where, ".pre-commit-config.yaml", config.replace("id: monoglot", "id: monoglot-clean"));
  git(where, "add", "--all");
  const cleaned = hook();
  assert.equal(cleaned.status, 1, cleaned.log);
  assert.match(cleaned.log, /files were modified by this hook/);
  assert.equal(readFileSync(join(where, "content/article.txt"), "utf8"), ENGLISH);
  assert.equal(run(monoglot, ["undo", "monoglot.journal.jsonl"], where).status, 0);
  assert.equal(readFileSync(join(where, "content/article.txt"), "utf8"), DIRTY);
  passed("pre-commit: both hooks are built and do what they say");
}

// make, with the recipe as the whole Makefile.
{
  const where = repository("make", DIRTY);
  write(where, "Makefile", recipe("## Make"));
  const path = { PATH: `${dirname(monoglot)}:${process.env.PATH}` };
  const make = (target) => run("make", ["--silent", target], where, path);
  const failed = make("check");
  assert.ok(failed.status !== 0 && failed.log.includes("1 finding, failing on flag"), failed.log);
  assert.ok(existsSync(join(where, "report.html")));
  assert.equal(make("clean-text").status, 0);
  assert.equal(make("check").status, 0);
  passed("make: check fails, clean-text mends, check passes");
}
