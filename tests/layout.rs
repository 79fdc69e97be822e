//! No circle among files: whoever reads a file needs only those below it.
//!
//! `cargo test --test layout` reads the sources and follows every path in them to the file that
//! defines what it names, through the re-exports of facades. What only tests use does not count, nor
//! does declaring a module or naming one without using what is in it.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that reads the sources of this repository"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[test]
fn no_file_of_the_library_is_in_a_circle() {
    assert_eq!(circles(&Sources::read("monoglot", "src")), "");
}

#[test]
fn no_file_of_the_trainer_is_in_a_circle() {
    // The published crate comes without it.
    if Path::new(env!("CARGO_MANIFEST_DIR")).join("train").exists() {
        assert_eq!(circles(&Sources::read("train", "train/src")), "");
    }
}

/// Names of modules from the root of the crate; the root has none.
type Module = Vec<String>;

/// A crate: its name, and every file by its module.
struct Sources {
    name: &'static str,
    files: BTreeMap<Module, File>,
}

/// What a file defines and names.
#[derive(Default)]
struct File {
    path: String,
    items: BTreeSet<String>,
    uses: Vec<Use>,
    /// Paths in the code outside `use`.
    paths: Vec<Vec<String>>,
}

/// One name that a `use` brings in.
struct Use {
    /// What it is called here; `None` for all that is there.
    name: Option<String>,
    path: Vec<String>,
}

/// What a path leads to.
enum Target {
    Module(Module),
    /// Something that this module's file defines.
    Item(Module),
}

/// Aliases of aliases are followed so far; only aliases of themselves lead further.
const DEPTH: usize = 16;

impl Sources {
    fn read(name: &'static str, folder: &str) -> Self {
        let mut files = Vec::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder, &mut files);
        assert!(files.iter().any(|(path, _)| path.ends_with("/lib.rs")), "no sources in {folder}");
        Self::new(name, files.iter().map(|(path, source)| (path.as_str(), source.as_str())))
    }

    fn new<'f>(name: &'static str, files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        // The program stands above its library, which cannot name it.
        let files = files.into_iter().filter(|(path, _)| !path.ends_with("main.rs"));
        let files = files.map(|(path, source)| (module(path), File::new(path, source)));
        Self { name, files: files.collect() }
    }

    /// Where the path leads that is written in this module; `None` out of the crate.
    fn resolve(&self, from: &Module, path: &[String], depth: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let start = match first.as_str() {
            "crate" => Target::Module(Vec::new()),
            name if name == self.name => Target::Module(Vec::new()),
            "self" => Target::Module(from.clone()),
            "super" => Target::Module(from.split_last()?.1.to_vec()),
            _ => self.find(from, first, depth)?,
        };
        rest.iter().try_fold(start, |target, name| match target {
            Target::Module(module) if name == "super" => {
                Some(Target::Module(module.split_last()?.1.to_vec()))
            }
            Target::Module(module) => {
                Some(self.find(&module, name, depth).unwrap_or(Target::Item(module)))
            }
            Target::Item(module) => Some(Target::Item(module)),
        })
    }

    /// What a module calls by this name; `None` if it names nothing so.
    fn find(&self, module: &Module, name: &str, depth: usize) -> Option<Target> {
        let child: Module = module.iter().cloned().chain([name.to_owned()]).collect();
        if self.files.contains_key(&child) {
            return Some(Target::Module(child));
        }
        let file = self.files.get(module)?;
        if file.items.contains(name) {
            return Some(Target::Item(module.clone()));
        }
        let depth = depth.checked_sub(1)?;
        let named = |used: &&Use| used.name.as_deref() == Some(name);
        if let Some(used) = file.uses.iter().find(named) {
            return self.resolve(module, &used.path, depth);
        }
        file.uses.iter().filter(|used| used.name.is_none()).find_map(|used| {
            match self.resolve(module, &used.path, depth)? {
                Target::Module(all) if all != *module => self.find(&all, name, depth),
                _ => None,
            }
        })
    }

    /// The files that a file needs, each with the paths that lead there.
    fn imports(&self, module: &Module) -> BTreeMap<&Module, BTreeSet<String>> {
        let file = &self.files[module];
        let mut imports = BTreeMap::<_, BTreeSet<_>>::new();
        let uses = file.uses.iter().map(|used| (&used.path, used.name.is_none()));
        for (path, is_all) in uses.chain(file.paths.iter().map(|path| (path, false))) {
            let to = match self.resolve(module, path, DEPTH) {
                Some(Target::Item(to)) => to,
                Some(Target::Module(to)) if is_all => to,
                _ => continue,
            };
            if let Some((to, _)) = self.files.get_key_value(&to).filter(|(to, _)| *to != module) {
                imports.entry(to).or_default().insert(path.join("::"));
            }
        }
        imports
    }
}

/// Every circle, and the imports that make it; nothing if there is none.
fn circles(sources: &Sources) -> String {
    let imports: BTreeMap<_, _> =
        sources.files.keys().map(|module| (module, sources.imports(module))).collect();
    let below: BTreeMap<_, _> =
        imports.keys().map(|module| (*module, reachable(module, &imports))).collect();
    let mut told = BTreeSet::new();
    let mut text = String::new();
    for (module, reached) in below.iter().filter(|(module, reached)| reached.contains(*module)) {
        let circle: BTreeSet<_> =
            reached.iter().copied().filter(|other| below[other].contains(module)).collect();
        if told.insert(circle.clone()) {
            text += "a circle of ";
            text += &circle.len().to_string();
            text += " files:\n";
            text += &inside(&circle, &imports, sources);
        }
    }
    text
}

type Imports<'s> = BTreeMap<&'s Module, BTreeMap<&'s Module, BTreeSet<String>>>;

fn inside(circle: &BTreeSet<&Module>, imports: &Imports<'_>, sources: &Sources) -> String {
    let mut text = String::new();
    for from in circle {
        for (to, paths) in imports[*from].iter().filter(|(to, _)| circle.contains(*to)) {
            let paths: Vec<_> = paths.iter().map(String::as_str).collect();
            let (from, to) = (&sources.files[*from].path, &sources.files[*to].path);
            text += &["  ", from, " needs ", to, ": ", &paths.join(", "), "\n"].concat();
        }
    }
    text
}

fn reachable<'s>(from: &'s Module, imports: &Imports<'s>) -> BTreeSet<&'s Module> {
    let mut reached = BTreeSet::new();
    let mut ahead: Vec<_> = imports[from].keys().copied().collect();
    while let Some(module) = ahead.pop() {
        if reached.insert(module) {
            ahead.extend(imports[module].keys());
        }
    }
    reached
}

impl File {
    fn new(path: &str, source: &str) -> Self {
        let mut file = Self { path: path.to_owned(), ..Self::default() };
        let tokens = without_tests(&tokens(source));
        // How many inline modules are open, by the depth of their braces.
        let (mut open, mut depth) = (Vec::new(), 0);
        let mut at = 0;
        while at < tokens.len() {
            match tokens[at].as_str() {
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    open.retain(|inline| *inline <= depth);
                }
                "mod" if tokens.get(at + 2).is_some_and(|token| token == "{") => {
                    open.push(depth + 1);
                }
                // Behind a bound, `use<'a>` says what a type captures and names no path.
                "use" if tokens.get(at + 1).is_none_or(|next| next != "<") => {
                    let first = file.uses.len();
                    at = file.add_uses(&tokens, at + 1, &[]);
                    let added = file.uses[first..].iter_mut().map(|used| &mut used.path);
                    added.for_each(|path| leave(path, open.len()));
                    continue;
                }
                token if is_definition(token) => file.items.extend(tokens.get(at + 1).cloned()),
                token if is_name(token) && !follows_path(&tokens, at) => {
                    let mut path = path_at(&tokens, at);
                    at += 2 * (path.len() - 1);
                    leave(&mut path, open.len());
                    file.paths.extend(Some(path).filter(|path| path.len() > 1));
                }
                _ => {}
            }
            at += 1;
        }
        file
    }

    /// Reads the tree of a `use` that starts here; gives the place behind it.
    fn add_uses(&mut self, tokens: &[String], mut at: usize, prefix: &[String]) -> usize {
        let mut path = prefix.to_vec();
        loop {
            match tokens[at].as_str() {
                "{" => {
                    at += 1;
                    while tokens[at] != "}" {
                        at = self.add_uses(tokens, at, &path);
                        at += usize::from(tokens[at] == ",");
                    }
                    return at + 1;
                }
                "*" => {
                    self.uses.push(Use { name: None, path });
                    return at + 1;
                }
                "::" => at += 1,
                "as" => {
                    self.uses.push(Use { name: Some(tokens[at + 1].clone()), path });
                    return at + 2;
                }
                "," | "}" | ";" => {
                    self.uses
                        .extend(path.last().cloned().map(|name| Use { name: Some(name), path }));
                    return at;
                }
                "self" if !path.is_empty() => at += 1,
                name => {
                    path.push(name.to_owned());
                    at += 1;
                }
            }
        }
    }
}

/// `src/a/b.rs` and `src/a/b/mod.rs` are both the module `a::b`.
fn module(path: &str) -> Module {
    let inner = path.split_once("src/").map_or(path, |(_, inner)| inner).trim_end_matches(".rs");
    let names = inner.split('/').filter(|name| !["lib", "mod"].contains(name));
    names.map(str::to_owned).collect()
}

/// What is above an inline module may be in the same file.
fn leave(path: &mut Vec<String>, inline: usize) {
    let above = path.iter().take(inline).take_while(|name| *name == "super").count();
    if above > 0 {
        path.splice(..above, ["self".to_owned()]);
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn is_definition(token: &str) -> bool {
    ["fn", "struct", "enum", "union", "trait", "type", "const", "static"].contains(&token)
}

fn follows_path(tokens: &[String], at: usize) -> bool {
    at > 0 && ["::", "."].contains(&tokens[at - 1].as_str())
}

/// The names joined by `::` from here on.
fn path_at(tokens: &[String], at: usize) -> Vec<String> {
    let mut path = vec![tokens[at].clone()];
    for pair in tokens[at + 1..].chunks(2) {
        match pair {
            [colons, name] if colons == "::" && is_name(name) => path.push(name.clone()),
            _ => break,
        }
    }
    path
}

/// Without the items under `#[cfg(test)]`.
fn without_tests(tokens: &[String]) -> Vec<String> {
    const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].iter().take(TEST.len()).eq(TEST) {
            at = item_end(tokens, at + TEST.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// The place behind an item: behind its `;` or the brace that closes it.
fn item_end(tokens: &[String], start: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 && (token == ";" || token == "}") {
            return at + 1;
        }
    }
    tokens.len()
}

/// Names, `::` and single marks; no comments and no literals.
fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = literal(rest).unwrap_or_else(|| {
            let length = match c {
                _ if is_name(rest) => name_length(rest),
                ':' if rest.starts_with("::") => 2,
                _ => c.len_utf8(),
            };
            tokens.extend(Some(&rest[..length]).filter(|_| !c.is_whitespace()).map(str::to_owned));
            length
        });
        rest = &rest[length..];
    }
    tokens
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// The length of the comment, string, letter or lifetime that the text starts with.
fn literal(text: &str) -> Option<usize> {
    let until = |skip: usize, end: &str| {
        text[skip..].find(end).map_or(text.len(), |at| skip + at + end.len())
    };
    let raw = text.strip_prefix('b').unwrap_or(text).strip_prefix('r').unwrap_or_default();
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    if text.starts_with("//") {
        Some(until(2, "\n"))
    } else if text.starts_with("/*") {
        Some(until(2, "*/"))
    } else if raw[hashes..].starts_with('"') {
        let start = text.len() - raw.len() + hashes + 1;
        Some(until(start, &["\"", &"#".repeat(hashes)].concat()))
    } else if let Some(inner) = text.strip_prefix('"') {
        Some(1 + quoted(inner, '"'))
    } else {
        let inner = text.strip_prefix('\'')?;
        let is_letter = inner.starts_with('\\') || inner.chars().nth(1) == Some('\'');
        Some(1 + if is_letter { quoted(inner, '\'') } else { name_length(inner) })
    }
}

/// The length up to the closing mark, which a backslash hides.
fn quoted(text: &str, end: char) -> usize {
    let mut is_hidden = false;
    for (at, c) in text.char_indices() {
        if c == end && !is_hidden {
            return at + c.len_utf8();
        }
        is_hidden = c == '\\' && !is_hidden;
    }
    text.len()
}

fn walk(folder: &Path, name: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), format!("{name}/{}", entry.file_name().display()));
        if path.is_dir() {
            walk(&path, &name, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push((name, fs::read_to_string(path).unwrap()));
        }
    }
}

/// The circles of a crate of these files, one name for a file.
fn circles_of(files: &[(&str, &str)]) -> String {
    circles(&Sources::new("it", files.iter().copied()))
}

#[test]
fn two_files_that_need_each_other_are_a_circle() {
    let told = circles_of(&[
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "use crate::b::B; pub struct A(B);"),
        ("src/b.rs", "pub struct B; fn b() { super::a::A::new(); }"),
    ]);
    assert_eq!(
        told,
        "a circle of 2 files:\n  src/a.rs needs src/b.rs: crate::b::B\n  \
         src/b.rs needs src/a.rs: super::a::A::new\n"
    );
}

#[test]
fn a_circle_is_seen_through_the_names_of_a_facade() {
    let files = [
        ("src/lib.rs", "mod a; mod b; mod c; pub use a::*; pub use b::B as Renamed;"),
        ("src/a.rs", "pub struct A; use crate::c; type C = c::C;"),
        ("src/b.rs", "pub struct B(crate::A);"),
        ("src/c.rs", "pub struct C(crate::Renamed);"),
    ];
    assert!(circles_of(&files).starts_with("a circle of 3 files:\n"), "{}", circles_of(&files));
}

#[test]
fn a_facade_above_its_parts_is_none() {
    let files = [
        ("src/lib.rs", "mod a; pub use a::{A, part::{self, Part}};"),
        ("src/a/mod.rs", "mod part; pub use part::Part; pub struct A(part::Part);"),
        (
            "src/a/part.rs",
            "use super::other::Other; use crate::Part as Own; mod x { use super::y; }",
        ),
        (
            "src/a/other.rs",
            "/* crate::A */ pub struct Other; // crate::A\nfn f<'a>() { \"crate::A\"; 'c'; }",
        ),
    ];
    assert_eq!(circles_of(&files), "");
}

#[test]
fn what_a_type_captures_is_no_import() {
    let files = [
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "pub fn f<'x>(x: &'x B) -> impl Sized + use<'x> { x } use crate::b::B;"),
        ("src/b.rs", "pub struct B;"),
    ];
    assert_eq!(circles_of(&files), "");
}

#[test]
fn what_tests_use_does_not_count() {
    let files = [
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "pub struct A(crate::b::B);"),
        ("src/b.rs", "pub struct B;\n#[cfg(test)]\nmod tests { use crate::a::A; fn t() { A; } }"),
    ];
    assert_eq!(circles_of(&files), "");
}

/// The Python package and the fuzz targets are built from the crates that the program is built from.
#[test]
fn the_lock_files_agree() {
    let root = packages("Cargo.lock");
    for lock in ["python/Cargo.lock", "fuzz/Cargo.lock"] {
        // The published crate comes without them.
        let Some(locked) = packages(lock) else { continue };
        let ours = root.as_ref().unwrap();
        let names: BTreeSet<_> = ours.iter().map(|(name, _)| name).collect();
        let differ = locked.difference(ours).filter(|(name, _)| names.contains(name));
        assert_eq!(differ.collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "{lock}");
    }
}

/// The names and versions in a lock file.
fn packages(lock: &str) -> Option<BTreeSet<(String, String)>> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(lock)).ok()?;
    let value = |line: &str, key: &str| {
        line.strip_prefix(key).map(|value| value.trim_matches([' ', '=', '"']).to_owned())
    };
    let lines: Vec<_> = text.lines().collect();
    let pairs = lines
        .windows(2)
        .filter_map(|pair| Some((value(pair[0], "name")?, value(pair[1], "version")?)));
    Some(pairs.collect())
}
