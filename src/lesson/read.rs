//! Reading a lesson, line by line.

use super::inline::inline;
use super::problem::TRIES;
use super::{Block, Lesson, Part, Problem, Scene, Sought, Text, What, Written};
use crate::scenario::address::{Address, LESSON_BYTES, PARTS, QuestionKind};
use crate::trace::{MessageName, Side};

/// The most problems that are told.
const PROBLEMS: usize = 20;

/// Reads a lesson.
///
/// # Errors
/// If anything in it is not understood: everything that is, each with its line, up to twenty.
pub fn read(text: &str) -> Result<Lesson, Vec<Problem>> {
    if text.len() > LESSON_BYTES {
        return Err(vec![Problem { line: 1, what: What::TooLong }]);
    }
    let mut reader = Reader::default();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        reader.line = number;
        reader.take(line.trim_end());
    }
    reader.line = text.lines().count().max(1);
    reader.finish()
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    line: usize,
    title: Option<String>,
    summary: Vec<Block>,
    parts: Vec<Part>,
    /// How many buttons lead to another run.
    tries: usize,
    /// The paragraph or item that goes on, with the line where it begins.
    open: Option<Open>,
    problems: Vec<Problem>,
}

/// Text that may go on in the next line.
struct Open {
    line: usize,
    text: String,
    kind: Kind,
}

enum Kind {
    Paragraph,
    Item,
    Question,
    Answer { is_right: bool },
}

/// Messages that have a name.
const MESSAGES: [MessageName; 18] = [
    MessageName::ClientHello,
    MessageName::ServerHello,
    MessageName::HelloRetryRequest,
    MessageName::EncryptedExtensions,
    MessageName::CertificateRequest,
    MessageName::Certificate,
    MessageName::CertificateVerify,
    MessageName::Finished,
    MessageName::EndOfEarlyData,
    MessageName::NewSessionTicket,
    MessageName::KeyUpdate,
    MessageName::HelloRequest,
    MessageName::ServerKeyExchange,
    MessageName::ServerHelloDone,
    MessageName::ClientKeyExchange,
    MessageName::ChangeCipherSpec,
    MessageName::ApplicationData,
    MessageName::Alert,
];

impl Reader {
    fn wrong(&mut self, line: usize, what: What) {
        let place = self.problems.partition_point(|problem| problem.line <= line);
        self.problems.insert(place, Problem { line, what });
    }

    fn wrong_here(&mut self, what: What) {
        self.wrong(self.line, what);
    }

    /// Takes a line.
    fn take(&mut self, line: &str) {
        let trimmed = line.trim_start();
        if trimmed.is_empty() {
            self.close();
        } else if trimmed.starts_with('#') {
            self.close();
            self.heading(trimmed);
        } else if let Some(directive) = trimmed.strip_prefix('@') {
            self.close();
            let (name, rest) = directive.split_once(char::is_whitespace).unwrap_or((directive, ""));
            self.directive(name, rest.trim());
        } else if let Some(item) = trimmed.strip_prefix("- ") {
            self.close();
            let answer = [("[x] ", true), ("[X] ", true), ("[ ] ", false)];
            let answer = answer.into_iter().find_map(|(mark, is_right)| Some((item.strip_prefix(mark)?, is_right)));
            let (text, kind) = match answer {
                Some((text, is_right)) => (text, Kind::Answer { is_right }),
                None => (item, Kind::Item),
            };
            self.open = Some(Open { line: self.line, text: text.trim().into(), kind });
        } else if let Some(open) = &mut self.open {
            open.text.push(' ');
            open.text.push_str(trimmed);
        } else {
            self.open = Some(Open { line: self.line, text: trimmed.into(), kind: Kind::Paragraph });
        }
    }

    fn heading(&mut self, line: &str) {
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        let words = &line[hashes..];
        if hashes > 2 || !(words.is_empty() || words.starts_with(' ')) {
            // A title that lacks its space is not complained of twice.
            self.title.get_or_insert_default();
            return self.wrong_here(What::TooDeep);
        }
        let words = words.trim();
        if words.is_empty() {
            return self.wrong_here(What::EmptyHeading);
        }
        if hashes == 1 {
            if self.title.is_some() {
                return self.wrong_here(What::SecondTitle);
            }
            self.title = Some(words.into());
            return;
        }
        self.need_title(self.line);
        if self.parts.len() == PARTS {
            self.wrong_here(What::TooManyParts);
        }
        // What is shown stays until a part says otherwise.
        let address = self.parts.last().and_then(|part| part.scene.address.clone());
        let scene = Scene { address, ..Scene::default() };
        self.parts.push(Part { heading: words.into(), line: self.line, scene, blocks: Vec::new() });
    }

    /// Complains once if anything stands before the title.
    fn need_title(&mut self, line: usize) {
        if self.title.is_none() {
            self.wrong(line, What::NoTitle);
            self.title = Some(String::new());
        }
    }

    fn directive(&mut self, name: &str, rest: &str) {
        self.need_title(self.line);
        if self.parts.is_empty() {
            return self.wrong_here(What::BeforeParts);
        }
        match name {
            "show" => {
                let Some(address) = self.address(rest) else { return };
                let scene = self.scene();
                scene.address = Some(address);
            }
            "at" => self.at(rest),
            "field" => {
                let field = (rest.to_owned(), self.line);
                let is_there = self.scene().field.replace(field).is_some();
                if is_there {
                    self.wrong_here(What::Twice("field"));
                }
            }
            "try" => self.experiment(rest),
            "ask" => match QuestionKind::from_word(rest) {
                Some(kind) => {
                    let line = self.line;
                    self.push(Block::Ask { kind, line });
                }
                None => self.wrong_here(What::UnknownKind(rest.into())),
            },
            "question" => self.open = Some(Open { line: self.line, text: rest.into(), kind: Kind::Question }),
            other => self.wrong_here(What::UnknownDirective(other.into())),
        }
    }

    /// The scene of the part at hand, which is there.
    fn scene(&mut self) -> &mut Scene {
        &mut self.parts.last_mut().expect("a directive stands in a part").scene
    }

    fn at(&mut self, rest: &str) {
        let (sender, name) = match rest.split_once(' ') {
            Some(("client", name)) => (Some(Side::Client), name.trim()),
            Some(("server", name)) => (Some(Side::Server), name.trim()),
            _ => (None, rest),
        };
        let Some(name) = MESSAGES.into_iter().find(|message| message.name() == name) else {
            return self.wrong_here(What::UnknownMessage(rest.into()));
        };
        let sought = Sought { sender, name, line: self.line };
        let is_there = self.scene().message.replace(sought).is_some();
        if is_there {
            self.wrong_here(What::Twice("at"));
        }
    }

    fn experiment(&mut self, rest: &str) {
        let Some((label, link)) = rest.split_once(" | ").filter(|(label, _)| !label.trim().is_empty()) else {
            return self.wrong_here(What::Try);
        };
        if self.tries == TRIES {
            return self.wrong_here(What::TooManyTries);
        }
        self.tries += 1;
        if let Some(address) = self.address(link.trim()) {
            self.push(Block::Try { label: label.trim().into(), address: Box::new(address), line: self.line });
        }
    }

    /// Reads a link; complains of what is wrong with it.
    fn address(&mut self, link: &str) -> Option<Address> {
        // Who copies a whole address means what stands behind its number sign.
        let parsed = Address::parse(link.rsplit_once('#').map_or(link, |(_, said)| said));
        let is_good = parsed.notices.is_empty();
        for notice in parsed.notices {
            self.wrong_here(What::Link(notice));
        }
        let laboratory = &parsed.address.laboratory;
        if laboratory.lesson.is_some() || !laboratory.predict.is_empty() {
            self.wrong_here(What::LessonInLesson);
            return None;
        }
        Some(parsed.address).filter(|_| is_good)
    }

    fn push(&mut self, block: Block) {
        match self.parts.last_mut() {
            Some(part) => part.blocks.push(block),
            None => self.summary.push(block),
        }
    }

    fn blocks(&mut self) -> &mut Vec<Block> {
        match self.parts.last_mut() {
            Some(part) => &mut part.blocks,
            None => &mut self.summary,
        }
    }

    fn text(&mut self, line: usize, text: &str) -> Text {
        inline(text).unwrap_or_else(|what| {
            self.wrong(line, what);
            Vec::new()
        })
    }

    /// Ends the text that was going on.
    fn close(&mut self) {
        let Some(Open { line, text, kind }) = self.open.take() else { return };
        self.need_title(line);
        match kind {
            Kind::Paragraph => {
                let text = self.text(line, &text);
                self.push(Block::Paragraph(text));
            }
            Kind::Item => {
                let text = self.text(line, &text);
                match self.blocks().last_mut() {
                    Some(Block::List(items)) => items.push(text),
                    _ => self.push(Block::List(vec![text])),
                }
            }
            Kind::Question => {
                if text.is_empty() {
                    self.wrong(line, What::EmptyQuestion);
                }
                let text = self.text(line, &text);
                self.push(Block::Question { text, answers: Vec::new(), line });
            }
            Kind::Answer { is_right } => self.answer(line, &text, is_right),
        }
    }

    fn answer(&mut self, line: usize, text: &str, is_right: bool) {
        let Some((said, why)) = text.split_once(" | ") else { return self.wrong(line, What::NoReason) };
        let (text, why) = (self.text(line, said.trim()), self.text(line, why.trim()));
        let Some(Block::Question { answers, .. }) = self.blocks().last_mut() else {
            return self.wrong(line, What::StrayAnswer);
        };
        let is_there = answers.iter().any(|answer| answer.text == text);
        answers.push(Written { is_right, text, why });
        if is_there {
            self.wrong(line, What::SameAnswer);
        }
    }

    /// The lesson, if all is well with it.
    fn finish(mut self) -> Result<Lesson, Vec<Problem>> {
        self.close();
        self.need_title(self.line);
        if self.parts.is_empty() && self.problems.is_empty() {
            self.wrong_here(What::NoParts);
        }
        let mut found = Vec::new();
        for part in &self.parts {
            if part.blocks.is_empty() {
                found.push(Problem { line: part.line, what: What::EmptyPart });
            }
            for block in &part.blocks {
                let Block::Question { answers, line, .. } = block else { continue };
                let right = answers.iter().filter(|answer| answer.is_right).count();
                if right != 1 {
                    found.push(Problem { line: *line, what: What::RightAnswers(right) });
                } else if answers.len() == right {
                    found.push(Problem { line: *line, what: What::NoWrongAnswer });
                }
            }
        }
        for Problem { line, what } in found {
            self.wrong(line, what);
        }
        if self.problems.is_empty() {
            let title = self.title.unwrap_or_default();
            return Ok(Lesson { title, summary: self.summary, parts: self.parts });
        }
        if self.problems.len() > PROBLEMS {
            let more = self.problems.len() - PROBLEMS;
            let line = self.problems[PROBLEMS].line;
            self.problems.truncate(PROBLEMS);
            self.problems.push(Problem { line, what: What::More(more) });
        }
        Err(self.problems)
    }
}
