//! Reads what every file of `src` refers to, and names whoever looks to its right.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

/// The layers in their order: each may use those before it. The last ones do not know each other.
const LAYERS: [&[&str]; 10] = [
    &["wire"],
    &["crypto"],
    &["trace"],
    &["tls"],
    &["scenario"],
    &["explain"],
    &["lesson"],
    &["export"],
    &["capture"],
    &["ui", "cli"],
];

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|layers| layers.contains(&layer))
}

/// Returns the layer of a path below `src`: `tls` for `tls/record/sealed.rs` and for `tls.rs`.
fn layer(path: &Path) -> &str {
    let first = path.iter().next().and_then(|part| part.to_str()).expect("a path below src");
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Leaves the code: comments and what stands in quotation marks go.
fn code(source: &str) -> String {
    let line = |line: &str| {
        let mut code = String::new();
        let mut quoted = false;
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\\' if quoted => drop(characters.next()),
                '"' => quoted = !quoted,
                '/' if !quoted && characters.peek() == Some(&'/') => break,
                _ if quoted => {}
                _ => code.push(character),
            }
        }
        code
    };
    source.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns the names that follow `root`, a path's beginning such as `crate::`, one for each branch of a brace.
fn names_after<'a>(code: &'a str, root: &str) -> Vec<&'a str> {
    let name = |text: &'a str| {
        let text = text.trim_start();
        &text[..text.find(|next: char| !next.is_alphanumeric() && next != '_').unwrap_or(text.len())]
    };
    let mut names = Vec::new();
    for (at, _) in code.match_indices(root) {
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || "_:$".contains(before)) {
            continue;
        }
        let rest = &code[at + root.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(name(rest));
            continue;
        };
        let (mut depth, mut start) = (0, 0);
        for (at, character) in group.char_indices() {
            match character {
                '{' => depth += 1,
                ',' if depth == 0 => {
                    names.push(name(&group[start..at]));
                    start = at + 1;
                }
                '}' if depth == 0 => {
                    names.push(name(&group[start..at]));
                    break;
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Returns what is wrong in one file: a sentence for each layer that it must not know.
fn violations(path: &Path, source: &str) -> Vec<String> {
    let own = layer(path);
    if matches!(own, "lib" | "main") {
        return Vec::new();
    }
    let Some(own_rank) = rank(own) else {
        return vec![format!("src/{} belongs to no layer", path.display())];
    };
    let code = code(source);
    let mut used = names_after(&code, "crate::");
    // From `src/tls.rs`, `super` is the crate; from `src/tls/alert.rs`, its parent is.
    let mut root = "super::".repeat(path.iter().count());
    if path.file_name().is_some_and(|name| name == "mod.rs") {
        root.truncate(root.len() - "super::".len());
    }
    used.extend(names_after(&code, &root));
    used.sort_unstable();
    used.dedup();
    used.into_iter()
        .filter(|name| *name != own && rank(name).is_some_and(|rank| rank >= own_rank))
        .map(|name| format!("src/{} is of the layer {own} and looks to its right, at {name}", path.display()))
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn nobody_looks_to_the_right() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&src);
    assert!(files.len() > 40, "only {} files were found", files.len());
    let found: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let source = fs::read_to_string(path).expect("src can be read");
            violations(path.strip_prefix(&src).expect("a path below src"), &source)
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_look_to_the_right_is_named() {
    let found = |path: &str, source: &str| violations(Path::new(path), source).len();
    assert_eq!(found("wire/reader.rs", "use crate::trace::Side;"), 1);
    assert_eq!(found("tls/v13/client.rs", "use crate::{crypto::hash, ui::{Session, story}, explain};"), 2);
    assert_eq!(found("trace/side.rs", "fn f() -> crate::scenario::Scenario { todo!() }"), 1);
    assert_eq!(found("wire.rs", "use super::crypto;"), 1);
    assert_eq!(found("wire/reader.rs", "use super::super::crypto;"), 1);
    assert_eq!(found("ui/story.rs", "use crate::cli::run;"), 1);
    assert_eq!(found("elsewhere.rs", ""), 1);
}

#[test]
fn a_look_to_the_left_is_fine() {
    let found = |path: &str, source: &str| violations(Path::new(path), source);
    assert!(found("ui/story.rs", "use crate::{explain, trace::Step};\nuse super::Session;").is_empty());
    assert!(found("wire/reader.rs", "//! For [`crate::trace`].\nuse super::{Span, Value};").is_empty());
    assert!(found("wire/reader.rs", "const NAME: &str = \"crate::ui\"; // not crate::ui").is_empty());
    assert!(found("explain/step.rs", "use crate::explain::Citation;").is_empty());
}
