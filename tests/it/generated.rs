//! Tables that stand in the documentation and in the code: one must say what the other does.

use monoglot::Rule;

fn page(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_readme_has_the_table_of_rules() {
    let readme = page("README.md");
    for rule in Rule::ALL {
        let row = format!("| `{}` | {} | {} |", rule.id(), rule.summary(), rule.default());
        assert!(readme.contains(&row), "README.md lacks the row:\n{row}");
    }
}

#[test]
fn every_format_is_documented() {
    let docs = page("docs/formats.md");
    for format in monoglot::report::Format::ALL {
        assert!(docs.contains(&format!("`{}`", format.name())), "{} is not there", format.name());
    }
}

#[test]
fn every_json_key_is_documented() {
    let docs = page("docs/json.md");
    let folder = crate::run::Folder::new();
    folder.write("a.txt", crate::cli::dirty());
    for args in [&["check", "--format", "json", "a.txt"][..], &["tag", "a.txt"]] {
        let ran = folder.run(args);
        let first = ran.text().lines().next().unwrap_or_default();
        let value: serde_json::Value = serde_json::from_str(ran.text())
            .or_else(|_| serde_json::from_str(first))
            .expect("JSON");
        for key in keys(&value) {
            assert!(docs.contains(&format!("`{key}`")), "docs/json.md lacks `{key}`");
        }
    }
}

/// All keys but those of maps that are keyed by data.
pub(crate) fn keys(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Object(map) => {
            let of_data = |key: &str| {
                matches!(key, "languages" | "encodings" | "rules" | "changes" | "shards")
            };
            map.iter()
                .flat_map(|(key, value)| {
                    let below = if of_data(key) { Vec::new() } else { keys(value) };
                    std::iter::once(key.clone()).chain(below)
                })
                .collect()
        }
        serde_json::Value::Array(values) => values.iter().flat_map(keys).collect(),
        _ => Vec::new(),
    }
}

/// What the hooks and the action run is what the command line takes.
#[test]
fn hooks_and_action_run_commands_that_exist() {
    use crate::cli::{ENGLISH, dirty};
    use crate::run::finish;
    let folder = crate::run::Folder::new();
    folder.write("in/a.txt", dirty()).write("in/b b.txt", ENGLISH).write(".gitignore", "no/");
    folder.write("no/c.txt", dirty()).write("in/main.rs", dirty());
    let hooks = page(".pre-commit-hooks.yaml");
    let entries = hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: monoglot "));
    let entries: Vec<Vec<_>> = entries.map(|entry| entry.split(' ').collect()).collect();
    let files = ["in/a.txt", "in/b b.txt", "no/c.txt", "in/main.rs"];
    let [check, clean] = &entries[..] else { panic!("two hooks: {entries:?}") };
    assert_eq!(folder.run(&[&check[..], &files[..1]].concat()).code, 1);
    assert_eq!(
        folder.run(&[&check[..], &files[1..]].concat()).code,
        0,
        "ignored files and source code are left out"
    );
    assert_eq!(folder.run(&[&clean[..], &files].concat()).code, 0);
    assert_eq!(folder.read("in/a.txt"), ENGLISH.as_bytes());
    for left_out in ["no/c.txt", "in/main.rs"] {
        assert_eq!(folder.read(left_out), dirty().as_bytes());
    }

    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/action");
    let action = |paths: &str, args: &str| {
        let mut command = std::process::Command::new(&script);
        command.arg(env!("CARGO_BIN_EXE_monoglot")).current_dir(folder.path(""));
        command.env_remove("GITHUB_STEP_SUMMARY");
        command.env("PATHS", paths).env("ARGS", args).env("CACHE", "a cache");
        finish(command, b"")
    };
    folder.write("in/a.txt", dirty());
    let ran = action("in/a.txt\nin/b b.txt\n", "");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.text().starts_with("::error ") && ran.text().contains(",file=in/a.txt,line=3,"));
    assert_eq!(action("in/b b.txt", "").code, 0, "a space is part of a name");
    assert!(folder.path("a cache/documents.jsonl").exists());
    assert_eq!(action(".", "--also=uk\r\n\n--fail-on\nnote").code, 0);
    let mut since = std::process::Command::new(&script);
    since.arg(env!("CARGO_BIN_EXE_monoglot")).current_dir(folder.path(""));
    since.env_remove("GITHUB_STEP_SUMMARY").env("PATHS", ".").env("SINCE", "--output=injected");
    assert_ne!(finish(since, b"").code, 0, "it is no commit");
    let injected = action("$(touch injected); `touch injected`\n--exit-zero", "");
    assert!(injected.code == 2 && injected.stderr.contains("--exit-zero: no such file"));
    assert!(!folder.path("injected").exists());
}
