//! The lessons that come with the program are right in every line, and one with a mistake says where it is.
#![cfg(not(target_arch = "wasm32"))]

use handshake::explain::predict::question;
use handshake::lesson::{Block, Inline, Lesson, Problem, SHIPPED, Shipped, What, check, place, read, shipped};
use handshake::scenario::address::{Depth, QuestionKind, Selection};
use handshake::scenario::{preset, run};
use handshake::trace::{MessageName, Side};

fn lines(problems: &[Problem]) -> Vec<usize> {
    problems.iter().map(|problem| problem.line).collect()
}

fn all(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The file of a lesson.
fn text(lesson: &Shipped) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(lesson.path()))
        .unwrap()
}

fn good(text: &str) -> Lesson {
    read(text).unwrap_or_else(|problems| panic!("{}", all(&problems)))
}

#[test]
fn the_shipped_lessons_are_right_in_every_line() {
    for lesson in SHIPPED {
        let read = good(&text(&lesson));
        assert_eq!(read.title, lesson.title);
        let problems = check(&read);
        assert!(problems.is_empty(), "{}:\n{}", lesson.name, all(&problems));
        assert!(read.parts.len() >= 5 && !read.summary.is_empty(), "{}", lesson.name);
        let blocks = || read.parts.iter().flat_map(|part| &part.blocks);
        assert!(blocks().filter(|block| matches!(block, Block::Ask { .. })).count() >= 2, "{}", lesson.name);
        assert!(blocks().any(|block| matches!(block, Block::Question { .. })), "{}", lesson.name);
        assert!(blocks().any(|block| matches!(block, Block::Try { .. })), "{}", lesson.name);
        assert_eq!(shipped(lesson.name).unwrap().title, lesson.title);
    }
    assert!(shipped("nothing").is_none());
}

#[test]
fn the_example_of_the_manual_is_a_lesson() {
    let manual = include_str!("../public/lessons/README.md");
    let example = manual.split("```markdown\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let lesson = good(example);
    assert_eq!(check(&lesson), []);
    for kind in QuestionKind::ALL {
        assert!(manual.contains(&format!("`{}`", kind.word())));
    }
    for lesson in SHIPPED {
        assert!(manual.contains(&format!("`{}`", lesson.name)) || manual.contains(&format!("={}`", lesson.name)));
    }
}

#[test]
fn a_part_leads_to_the_message_and_field_that_it_names() {
    let lesson = good(
        "# A\n\n## B\n@show preset=resumption\n@at server Finished\n@field verify_data\ntext\n\n## C\n@at ClientHello\nmore",
    );
    let trace = run(&preset("resumption").unwrap().scenario);
    let found = place(&lesson.parts[0].scene, &trace).unwrap();
    let message = trace.steps[found.step].sent().unwrap();
    assert_eq!((message.name, message.sender), (MessageName::Finished, Side::Server));
    assert_eq!(trace.connection(found.step), 1);
    let Some(Selection::Field(field)) = found.selection else { panic!("a field is selected") };
    assert_eq!(message.fields.fields()[field].name, "verify_data");
    // The second part stays with the run of the first.
    let next = place(&lesson.parts[1].scene, &trace).unwrap();
    assert_eq!(trace.steps[next.step].sent().unwrap().name, MessageName::ClientHello);
    assert_eq!(next.selection, None);
}

#[test]
fn questions_of_a_lesson_come_from_its_run() {
    for lesson in SHIPPED {
        for part in good(&text(&lesson)).parts {
            let scenario = part.scene.address.clone().unwrap_or_default().scenario;
            let trace = run(&scenario);
            let shown = place(&part.scene, &trace).unwrap().step;
            for block in &part.blocks {
                let Block::Ask { kind, .. } = block else { continue };
                let step = part.asks_about(&trace, shown, *kind).unwrap();
                assert!(
                    step >= shown && step <= shown + 4,
                    "{}, {}: {kind:?} at {step}, shown {shown}",
                    lesson.name,
                    part.heading
                );
                assert!(question(&trace, step, *kind, Depth::Simple, "hello").is_some());
            }
        }
    }
}

/// Each text with the line and the words of what is wrong with it.
#[test]
fn a_mistake_is_named_with_its_line() {
    let part = "# A\n\n## B\n";
    for (text, line, words) in [
        ("", 1, "begins with its title"),
        ("Hello\n\n## B\ntext", 1, "begins with its title"),
        ("# A\n\ntext", 3, "no part"),
        ("# A\n# B\n## C\ntext", 2, "one title"),
        ("# A\n## B\ntext\n### C\n", 4, "two (a part)"),
        ("#A\n## B\ntext", 1, "a space after"),
        ("# A\n##\n## B\ntext", 2, "no words"),
        ("# A\n@ask next\n## B\ntext", 2, "below a line"),
        (part, 3, "says nothing"),
        (&format!("{part}@shwo preset=default\ntext"), 4, "no `@shwo`"),
        (&format!("{part}@show preset=nothing\ntext"), 4, "preset names no preset"),
        (&format!("{part}@show colour=red\ntext"), 4, "colour is not a parameter"),
        (&format!("{part}@show lesson=why\ntext"), 4, "cannot open a lesson"),
        (&format!("{part}@try Go | predict=next\ntext"), 4, "nor ask before steps"),
        (&format!("{part}@try preset=tls12\ntext"), 4, "What the button says"),
        (&format!("{part}@at Hello\ntext"), 4, "Hello is no message"),
        (&format!("{part}@at ClientHello\n@at ServerHello\ntext"), 5, "already"),
        (&format!("{part}@field a\n@field b\ntext"), 5, "already"),
        (&format!("{part}@ask everything\ntext"), 4, "next, read, key"),
        (&format!("{part}@question\n- [x] a | b\n- [ ] c | d"), 4, "no words"),
        (&format!("{part}@question Q?\n- [ ] a | b\n- [ ] c | d"), 4, "must be right"),
        (&format!("{part}@question Q?\n- [x] a | b\n- [x] c | d"), 4, "2 are"),
        (&format!("{part}@question Q?\n- [x] a | b\n"), 4, "no wrong answer"),
        (&format!("{part}@question Q?\n- [x] a | b\n- [ ] a | b"), 6, "say the same"),
        (&format!("{part}@question Q?\n- [x] a\n- [ ] c | d\n- [x] e | f"), 5, "why it is right"),
        (&format!("{part}text\n\n- [x] a | b"), 6, "belongs to no question"),
        (&format!("{part}a\n`b\n\nc"), 4, "a ` is opened here"),
    ] {
        let problems = read(text).expect_err(text);
        assert_eq!(lines(&problems), [line], "{text}\n{}", all(&problems));
        assert!(problems[0].to_string().contains(words), "{text}\n{}", all(&problems));
    }
    assert_eq!(read(&"a".repeat(40_001)).unwrap_err()[0].what, What::TooLong);
    let many = format!("# A\n## B\n{}", "@x\n".repeat(100));
    let problems = read(&many).unwrap_err();
    assert_eq!(problems.len(), 21);
    assert_eq!(problems[20], Problem { line: 22, what: What::More(81) });
}

#[test]
fn what_the_run_does_not_have_is_named_with_its_line() {
    let part = "# A\n\n## B\ntext\n";
    for (rest, line, words) in [
        ("@at ServerKeyExchange", 5, "nobody sends"),
        ("@show preset=resumption\n@at ClientKeyExchange", 6, "nobody sends"),
        ("@field random", 5, "no message in the step"),
        ("@at ClientHello\n@field cipher_suit", 6, "no field cipher_suit"),
        ("@show step=999", 3, "only 27 steps"),
        ("@at client Alert\n@ask covers", 6, "no question of the kind covers"),
        ("@try Too far | step=99", 5, "only 27 steps"),
    ] {
        let lesson = good(&format!("{part}{rest}\n"));
        let problems = check(&lesson);
        assert_eq!(lines(&problems), [line], "{rest}\n{}", all(&problems));
        assert!(problems[0].to_string().contains(words), "{rest}\n{}", all(&problems));
    }
}

#[test]
fn text_is_read_as_it_is_written() {
    let lesson = good("\u{feff}# A <b>\r\n\r\nOne\r\ntwo.\r\n\r\n## B\r\n\r\n- first\r\n  goes on\r\n- second *e*\r\n");
    assert_eq!(lesson.title, "A <b>");
    let plain = |text: &str| Inline::Plain(text.into());
    assert_eq!(lesson.summary, [Block::Paragraph(vec![plain("One two.")])]);
    let second = vec![plain("second "), Inline::Emphasis("e".into())];
    assert_eq!(lesson.parts[0].blocks, [Block::List(vec![vec![plain("first goes on")], second])]);
}
