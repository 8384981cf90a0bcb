//! The ladder as a picture and as a diagram.

use super::{Temporary, all_runs};
use handshake::export::Run;
use handshake::export::mermaid::mermaid;
use handshake::export::svg::svg;
use handshake::scenario::{Scenario, run};
use std::fs;
use std::process::Command;

/// A title in which much means something to somebody.
const ODD: &str =
    "o#d;d %%<b>\"x\"&amp; end:\\ Ünïcode and-a-word-that-is-too-long-for-a-line.and-goes-on.and-on.and-on.and-on";

/// Chromium draws every picture; all its text lies within the picture, and within the box that is drawn for it.
#[test]
fn nothing_in_a_picture_is_cut_off() {
    let folder = Temporary::folder("ladder");
    for (name, scenario, trace) in all_runs() {
        fs::write(folder.0.join(format!("{name}.svg")), svg(&Run::of(&scenario, &trace))).unwrap();
    }
    let scenario = Scenario::default();
    let trace = run(&scenario);
    let odd = Run { title: ODD.to_owned(), ..Run::of(&scenario, &trace) };
    fs::write(folder.0.join("odd.svg"), svg(&odd)).unwrap();
    let output = Command::new("node")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/ladder.mjs"))
        .arg(&folder.0)
        .output()
        .expect("these tests need the command `node` on the PATH, and what `make tools` installs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    print!("{said}");
}

#[test]
fn a_picture_says_in_words_what_it_shows() {
    let scenario = Scenario::default();
    let trace = run(&scenario);
    let picture = svg(&Run::of(&scenario, &trace));
    let between = |start: &str, end: &str| {
        let rest = &picture[picture.find(start).unwrap() + start.len()..];
        &rest[..rest.find(end).unwrap()]
    };
    assert_eq!(between("<title id=\"title\">", "</title>"), "TLS handshake with example.com");
    let description = between("<desc id=\"description\">", "</desc>");
    assert!(description.contains(" 2: ClientHello, client to server, 164 bytes, in the clear."), "{description}");
    assert!(description.contains(" 10: Certificate, server to client, 931 bytes, sealed with handshake keys."));
    assert!(!picture.contains("http:") || picture.matches("http:").count() == 1, "it fetches nothing");
}

/// Reads a line of a diagram by the grammar of Mermaid's sequence diagrams, so far as it is used here:
/// `participant ID as TEXT`, `title TEXT`, `Note over ID: TEXT`, `Note over ID,ID: TEXT`, `ID ARROW ID: TEXT`.
///
/// A text has no `;`, and no `#` but that of an entity. <https://mermaid.js.org/syntax/sequenceDiagram.html>
fn is_statement(line: &str) -> bool {
    let is_id = |id: &str| matches!(id, "client" | "server");
    let is_text = |text: &str| {
        let mut rest = text;
        while let Some(at) = rest.find(['#', ';']) {
            let Some((code, after)) = rest[at..].strip_prefix('#').and_then(|entity| entity.split_once(';')) else {
                return false;
            };
            if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                return false;
            }
            rest = after;
        }
        !text.trim().is_empty() && !text.contains("%%")
    };
    let arrow = |line: &str| {
        let (from, rest) = line.split_once("-->>").or_else(|| line.split_once("->>"))?;
        let (to, text) = rest.split_once(": ")?;
        Some(is_id(from) && is_id(to) && is_text(text))
    };
    if let Some(text) = line.strip_prefix("title ") {
        is_text(text)
    } else if let Some((id, text)) = line.strip_prefix("participant ").and_then(|rest| rest.split_once(" as ")) {
        is_id(id) && is_text(text)
    } else if let Some((id, text)) = line.strip_prefix("Note over ").and_then(|rest| rest.split_once(": ")) {
        id.split(',').all(is_id) && id.matches(',').count() < 2 && is_text(text)
    } else {
        arrow(line) == Some(true)
    }
}

#[test]
fn every_diagram_is_by_the_grammar_of_mermaid() {
    let mut all = all_runs();
    let scenario = Scenario::default();
    all.push(("odd".to_owned(), scenario.clone(), run(&scenario)));
    for (name, scenario, trace) in all {
        let mut run = Run::of(&scenario, &trace);
        if name == "odd" {
            ODD.clone_into(&mut run.title);
        }
        let diagram = mermaid(&run);
        let mut lines = diagram.lines();
        assert_eq!(lines.next(), Some("sequenceDiagram"));
        let statements: Vec<&str> = lines.map(str::trim).collect();
        for statement in &statements {
            assert!(is_statement(statement), "{name}: {statement}");
        }
        let arrows = statements.iter().filter(|statement| statement.contains(">>")).count();
        let travels = trace.steps.iter().filter(|step| step.sent().or(step.received()).is_some()).count();
        assert_eq!(arrows, travels, "{name}");
        let notes = statements.iter().filter(|statement| statement.starts_with("Note ")).count();
        // What a side does for itself, and what arrives without being read.
        assert_eq!(notes, trace.steps.len() - travels + trace.later.len(), "{name}");
    }
    for wrong in ["title a;b", "title #x;", "client->>nobody: x", "Note over client", "client->>server: ", "hello"] {
        assert!(!is_statement(wrong), "{wrong}");
    }
}
