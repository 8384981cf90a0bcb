//! What can be wrong with a lesson, and where.

use core::fmt;

use crate::scenario::address::{LESSON_BYTES, Notice, PARTS, QuestionKind};

/// The most buttons of a lesson that lead to another run; each is tried before it is shown.
pub(super) const TRIES: usize = 60;

/// Something that is wrong with a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, the first being 1.
    pub line: usize,
    /// What.
    pub what: What,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The file is too long.
    TooLong,
    /// It does not begin with a title.
    NoTitle,
    /// There is a second title.
    SecondTitle,
    /// There is no part.
    NoParts,
    /// There are too many parts.
    TooManyParts,
    /// There are too many buttons that lead to another run.
    TooManyTries,
    /// A heading of a third level or below.
    TooDeep,
    /// A heading without words.
    EmptyHeading,
    /// Something to show or do stands before the first part.
    BeforeParts,
    /// A part says nothing.
    EmptyPart,
    /// A directive that does not exist.
    UnknownDirective(String),
    /// The same directive a second time in a part.
    Twice(&'static str),
    /// A parameter of a link is wrong.
    Link(Notice),
    /// A link that opens a lesson, or asks before steps.
    LessonInLesson,
    /// `@try` without a label or a link.
    Try,
    /// No message has that name.
    UnknownMessage(String),
    /// The run has no such message.
    NoSuchMessage,
    /// `@field` where no message is shown.
    NoMessageShown,
    /// The message has no such field.
    NoSuchField(String),
    /// No kind of question has that name.
    UnknownKind(String),
    /// The run gives no such question from that step on.
    NoSuchQuestion(QuestionKind),
    /// A question without words.
    EmptyQuestion,
    /// A question has not just one right answer.
    RightAnswers(usize),
    /// A question has no wrong answer.
    NoWrongAnswer,
    /// An answer that belongs to no question.
    StrayAnswer,
    /// An answer without its reason.
    NoReason,
    /// Two answers of a question say the same.
    SameAnswer,
    /// The run that is to be shown has no steps.
    NoRun,
    /// The run has no such step.
    NoSuchStep(usize),
    /// No experiment has that name.
    NoSuchExperiment(String),
    /// A sign that opens code or emphasis and is not closed in the same paragraph.
    Unclosed(&'static str),
    /// More is wrong than is told.
    More(usize),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: {}", self.line, self.what)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the lesson is longer than {LESSON_BYTES} bytes."),
            Self::NoTitle => f.write_str("a lesson begins with its title: a line such as `# Who am I talking to?`."),
            Self::SecondTitle => f.write_str("a lesson has one title; a part begins with `## `."),
            Self::NoParts => {
                f.write_str("the lesson has no part; a part begins with a line such as `## The first hello`.")
            }
            Self::TooManyTries => write!(f, "a lesson has at most {TRIES} @try."),
            Self::TooManyParts => write!(f, "a lesson has at most {PARTS} parts."),
            Self::TooDeep => f.write_str("headings have one `#` (the title) or two (a part), and a space after them."),
            Self::EmptyHeading => f.write_str("this heading has no words."),
            Self::BeforeParts => f.write_str("this must stand in a part, below a line that begins with `## `."),
            Self::EmptyPart => f.write_str("this part says nothing and asks nothing."),
            Self::UnknownDirective(name) => {
                write!(f, "there is no `@{name}`; there are @show, @at, @field, @try, @ask and @question.")
            }
            Self::Twice(name) => write!(f, "`@{name}` stands in this part already."),
            Self::Link(Notice { parameter, problem, .. }) => write!(f, "in the link, {parameter} {problem}."),
            Self::LessonInLesson => {
                f.write_str("a link in a lesson cannot open a lesson, nor ask before steps: @ask does that.")
            }
            Self::Try => f.write_str("write `@try What the button says | preset=expired&step=9`."),
            Self::UnknownMessage(name) => {
                write!(f, "{name} is no message; write for example `@at ServerHello` or `@at client Finished`.")
            }
            Self::NoSuchMessage => f.write_str("in the run that is shown nobody sends that message."),
            Self::NoMessageShown => {
                f.write_str("there is no message in the step that is shown; put an `@at` in front.")
            }
            Self::NoSuchField(name) => write!(f, "the message that is shown has no field {name}."),
            Self::UnknownKind(name) => {
                write!(f, "there is no kind of question {name}; there are ")?;
                for (index, kind) in QuestionKind::ALL.iter().enumerate() {
                    write!(f, "{}{}", if index == 0 { "" } else { ", " }, kind.word())?;
                }
                f.write_str(".")
            }
            Self::NoSuchQuestion(kind) => {
                write!(f, "from the step that is shown on, the run gives no question of the kind {}.", kind.word())
            }
            Self::EmptyQuestion => f.write_str("this question has no words."),
            Self::RightAnswers(0) => f.write_str("one answer of this question must be right: it begins with `- [x] `."),
            Self::RightAnswers(count) => write!(f, "one answer of this question must be right, and {count} are."),
            Self::NoWrongAnswer => f.write_str("this question has no wrong answer: one begins with `- [ ] `."),
            Self::StrayAnswer => {
                f.write_str("this answer belongs to no question; `@question` stands in front of answers.")
            }
            Self::NoReason => f.write_str("an answer says why it is right or wrong, behind ` | `."),
            Self::SameAnswer => f.write_str("two answers of this question say the same."),
            Self::NoRun => f.write_str("this scenario cannot be run: no certificate can hold its names."),
            Self::NoSuchStep(steps) => write!(f, "this run has only {steps} steps."),
            Self::NoSuchExperiment(name) => write!(f, "no experiment is called {name}."),
            Self::Unclosed(sign) => write!(f, "a {sign} is opened here and not closed in the same paragraph."),
            Self::More(count) => write!(f, "{count} more things are wrong from here on."),
        }
    }
}
