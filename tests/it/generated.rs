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
fn keys(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Object(map) => {
            let of_data =
                |key: &str| matches!(key, "languages" | "encodings" | "rules" | "changes");
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
