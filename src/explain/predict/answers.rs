//! Answers, and the few of them that are shown.

use super::{Answer, Claim};

/// How many wrong answers are shown beside the right one: at most, and at least.
const WRONG: (usize, usize) = (3, 2);

/// The answers of a question as they are thought of.
#[derive(Default)]
pub(super) struct Answers {
    right: Option<Answer>,
    wrong: Vec<Answer>,
}

impl Answers {
    /// Says which one is right.
    pub fn right(&mut self, claim: Claim, text: impl Into<String>, why: impl Into<String>) {
        self.right = Some(Answer { claim, text: text.into(), why: why.into() });
    }

    /// Adds a wrong one, the likeliest to be taken for right first; one that says what another says is left out.
    pub fn wrong(&mut self, claim: Claim, text: impl Into<String>, why: impl Into<String>) {
        let answer = Answer { claim, text: text.into(), why: why.into() };
        let is_there = |other: &Answer| other.claim == answer.claim || other.text == answer.text;
        if !self.right.iter().chain(&self.wrong).any(is_there) {
            self.wrong.push(answer);
        }
    }

    /// The answers in an order that `dice` gives, and the place of the right one; `None` if there are too few.
    pub fn draw(self, dice: u64) -> Option<(Vec<Answer>, usize)> {
        let (most, least) = WRONG;
        let (right, mut answers) = (self.right?, self.wrong);
        if answers.len() < least {
            return None;
        }
        let mut dice = Dice(dice);
        // The likeliest one stays; the others are drawn.
        for place in 1..most.min(answers.len()) {
            let other = place + dice.below(answers.len() - place);
            answers.swap(place, other);
        }
        answers.truncate(most);
        answers.push(right.clone());
        for place in (1..answers.len()).rev() {
            answers.swap(place, dice.below(place + 1));
        }
        let place = answers.iter().position(|answer| *answer == right)?;
        Some((answers, place))
    }
}

/// Numbers that look random. Marsaglia, "Xorshift RNGs", 2003.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        // Of zero there would come nothing but zeros.
        self.0 |= u64::from(self.0 == 0);
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.0 % end).unwrap_or_default()
    }
}
