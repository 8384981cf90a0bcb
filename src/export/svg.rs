//! A picture of the ladder that stands on its own: light or dark as its reader has it, with a title and a description for those
//! who cannot see it.

mod text_width;

use core::fmt::Write;

use super::Run;
use super::run::Seal;
use crate::explain;
use crate::trace::{Effect, Epoch, Message, MessageName, Outcome, Side, Step, StepKind};
use text_width::wrap;

/// All lengths are in CSS pixels.
const WIDTH: usize = 960;
/// Where the lifelines are.
const CLIENT: usize = 245;
const SERVER: usize = 715;
/// Of a line of text, and of the letters.
const LINE_HEIGHT: usize = 19;
const LETTERS: usize = 14;
/// The widest that a text may be: beside the middle of a lifeline, and between the two.
const WIDEST_DOING: usize = 340;
const WIDEST_NAME: usize = 330;

/// Draws the picture.
#[must_use]
pub fn svg(run: &Run) -> String {
    let mut picture = Picture::default();
    picture.head(run);
    let top = picture.y;
    picture.y += 6;
    for (index, step) in run.trace.steps.iter().enumerate() {
        picture.step(run, index, step);
    }
    let bottom = picture.y + 8;
    picture.y = bottom;
    picture.legend(run);
    let Picture { shapes, y: height, .. } = picture;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" aria-labelledby=\"title description\">\n<title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n\
         <style>{STYLE}</style>\n<rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>\n",
        escaped(&heading(run)),
        escaped(&description(run)),
    );
    for (x, class) in [(CLIENT, "client"), (SERVER, "server")] {
        let _ = writeln!(svg, "<path class=\"life {class}\" d=\"M{x} {top}V{bottom}\"/>");
    }
    svg.extend([&shapes, "</svg>\n"]);
    svg
}

/// Colours by role, each readable on the paper and on its soft neighbour, in light and in dark.
const STYLE: &str = "text{font:14px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;fill:#14181f;\
text-anchor:middle}.title{font-size:19px;font-weight:600}.small,.number{font-size:12px;fill:#515b69}.start{text-anchor:start}\
.name{font-weight:600}.paper{fill:#fff}.life{stroke-width:2;opacity:.6}.arrow{fill:none;stroke-width:2}.box{stroke-width:1.5}\
.lock{stroke-width:1.6}.gap{stroke:#fff;stroke-width:2;fill:none}.arrow.double{stroke-width:6}.arrow.head{fill:currentColor}\
.client,.server,.attacker,.plaintext,.early,.handshake,.application,.fails{fill:#fff;stroke:currentColor}\
.client{color:#1d59c4}.server{color:#006a5e}.attacker{color:#9d1773}.plaintext{color:#5b6470}.early{color:#8f4a00}\
.handshake{color:#6d31d6}.application{color:#08692b}.fails{color:#b3202a}\
.soft.early{fill:#fbeedd}.soft.handshake{fill:#f0e9fd}.soft.application{fill:#e0f3e6}.soft.fails{fill:#fdeaea}\
@media(prefers-color-scheme:dark){text{fill:#e8ecf2}.small,.number{fill:#a7b1bf}.paper{fill:#0f1319}.gap{stroke:#0f1319}\
.client,.server,.attacker,.plaintext,.early,.handshake,.application,.fails{fill:#161b23}\
.client{color:#85b4ff}.server{color:#52d3c1}.attacker{color:#f59bd6}.plaintext{color:#a0abba}.early{color:#ffb870}\
.handshake{color:#bba1ff}.application{color:#62d48d}.fails{color:#ff8585}\
.soft.early{fill:#37240f}.soft.handshake{fill:#251d3b}.soft.application{fill:#132c1d}.soft.fails{fill:#3a1a1c}}";

/// The picture as far as it is drawn.
#[derive(Debug, Default)]
struct Picture {
    shapes: String,
    /// Where the next thing begins.
    y: usize,
}

impl Picture {
    fn head(&mut self, run: &Run) {
        self.y = 16;
        for line in wrap(&heading(run), 19, WIDTH - 80) {
            self.y += 6;
            self.lines(WIDTH / 2, "title", &[line]);
        }
        self.lines(WIDTH / 2, "small", &[run.began_at()]);
        self.y += 8;
        for (x, side) in [(CLIENT, Side::Client), (SERVER, Side::Server)] {
            let y = self.y;
            self.boxed((x, 110), 1, side.name());
            self.lines(x, "name", &[title(side).to_owned()]);
            self.y = y;
        }
        self.y += LINE_HEIGHT + 12;
    }

    fn step(&mut self, run: &Run, index: usize, step: &Step) {
        if let Some(words) = run.begins(index) {
            self.y += 14;
            self.boxed((WIDTH / 2, WIDTH - 80), 1, "plaintext");
            self.lines(WIDTH / 2, "name", &[words]);
            self.y += 12;
        }
        self.y += 7;
        let label = explain::label(run.trace, index);
        let first = self.y;
        match run.message(index) {
            Some(message) => self.message(run, message, &label),
            None if step.kind == StepKind::Interfere => self.interfering(&label),
            None => self.doing(step, &label),
        }
        let _ = writeln!(
            self.shapes,
            "<text class=\"number\" x=\"24\" y=\"{}\">{}</text>",
            usize::midpoint(first, self.y) + 4,
            index + 1
        );
        self.y += 7;
    }

    /// What a side does for itself: a box on its lifeline.
    fn doing(&mut self, step: &Step, label: &str) {
        let lines = wrap(label, LETTERS, WIDEST_DOING);
        let x = lifeline(step.side);
        self.boxed((x, widest(&lines) + 24), lines.len(), if fails(step) { "soft fails" } else { step.side.name() });
        self.lines(x, "", &lines);
        self.y += 6;
    }

    /// What somebody on the way does: a box between the lifelines.
    fn interfering(&mut self, label: &str) {
        let lines = wrap(&format!("The attacker: {label}"), LETTERS, WIDEST_DOING);
        self.boxed((WIDTH / 2, widest(&lines) + 24), lines.len(), "attacker");
        self.lines(WIDTH / 2, "", &lines);
        self.y += 6;
    }

    /// A message: an arrow, with its name in the middle.
    fn message(&mut self, run: &Run, message: &Message, label: &str) {
        let seal = run.seal(message);
        let sealed = seal.is_sealed();
        let class = if message.name == MessageName::Alert && label != "close_notify" { "fails" } else { class(seal) };
        let mut lines = wrap(label, LETTERS, WIDEST_NAME);
        let bytes = format!("{} bytes", message.bytes.len());
        let height = (lines.len() + 1) * LINE_HEIGHT + 12;
        let middle = self.y + height / 2;
        self.arrow(message.sender, middle, class, sealed);
        lines.push(bytes);
        let soft = if sealed { "soft " } else { "" };
        self.boxed((WIDTH / 2, widest(&lines) + 56), lines.len(), &format!("{soft}{class}"));
        if sealed {
            let left = (WIDTH - widest(&lines) - 56) / 2 + 12;
            self.lock(left, middle, class);
        }
        let bytes = lines.pop();
        self.lines(WIDTH / 2, "name", &lines);
        self.lines(WIDTH / 2, "small", bytes.as_slice());
        self.y += 6;
    }

    fn arrow(&mut self, sender: Side, y: usize, class: &str, sealed: bool) {
        let (from, to) = (lifeline(sender), lifeline(sender.peer()));
        let (start, tip, back) = match sender {
            Side::Client => (from + 2, to - 2, to - 12),
            Side::Server => (from - 2, to + 2, to + 12),
        };
        self.line((start, back), y, class, sealed);
        let (above, below) = (y - 6, y + 6);
        let _ = writeln!(
            self.shapes,
            "<path class=\"arrow head {class}\" d=\"M{back} {above}L{tip} {y}L{back} {below}z\"/>"
        );
    }

    /// A line for what anyone can read, a double one for what is sealed.
    fn line(&mut self, (from, to): (usize, usize), y: usize, class: &str, sealed: bool) {
        let double = if sealed { " double" } else { "" };
        let _ = writeln!(self.shapes, "<path class=\"arrow{double} {class}\" d=\"M{from} {y}H{to}\"/>");
        if sealed {
            let _ = writeln!(self.shapes, "<path class=\"gap\" d=\"M{from} {y}H{to}\"/>");
        }
    }

    fn lock(&mut self, x: usize, y: usize, class: &str) {
        let (body, shackle) = (y - 1, y - 4);
        let _ = writeln!(
            self.shapes,
            "<path class=\"lock soft {class}\" d=\"M{} {body}V{shackle}a3.5 3.5 0 0 1 7 0V{body}M{x} {body}h11v8h-11z\"/>",
            x + 2
        );
    }

    /// A box around the lines of text that come next.
    fn boxed(&mut self, (middle, width): (usize, usize), lines: usize, class: &str) {
        let (x, y, height) = (middle - width / 2, self.y, lines * LINE_HEIGHT + 12);
        let _ = writeln!(
            self.shapes,
            "<rect class=\"box {class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"9\"/>"
        );
        self.y += 6;
    }

    fn lines(&mut self, middle: usize, class: &str, lines: &[String]) {
        for line in lines {
            self.y += LINE_HEIGHT;
            let (y, line) = (self.y - 5, escaped(line));
            let _ = writeln!(self.shapes, "<text class=\"{class}\" x=\"{middle}\" y=\"{y}\">{line}</text>");
        }
    }

    /// What the lines mean, for those epochs that there are.
    fn legend(&mut self, run: &Run) {
        let mut seals: Vec<Seal> = (0..run.trace.steps.len())
            .filter_map(|index| run.message(index))
            .map(|message| run.seal(message))
            .collect();
        seals.sort();
        self.y += 12;
        let mut known = Vec::new();
        for seal in seals {
            let words = if seal.is_sealed() { seal.words() } else { "anyone can read it".to_owned() };
            if known.contains(&words) {
                continue;
            }
            let (class, middle) = (class(seal), self.y + 9);
            let sealed = seal.is_sealed();
            self.line((CLIENT, CLIENT + 60), middle, class, sealed);
            if sealed {
                self.lock(CLIENT + 72, middle, class);
            }
            let (x, y) = (CLIENT + 94, middle + 5);
            let _ = writeln!(self.shapes, "<text class=\"start\" x=\"{x}\" y=\"{y}\">{words}</text>");
            known.push(words);
            self.y += LINE_HEIGHT + 4;
        }
        self.y += 12;
    }
}

fn lifeline(side: Side) -> usize {
    match side {
        Side::Client => CLIENT,
        Side::Server => SERVER,
    }
}

/// The colour of an epoch: those after an update have that of the one before.
fn class(seal: Seal) -> &'static str {
    match seal {
        Seal::None | Seal::Unknown | Seal::Keys(Epoch::Plaintext) => "plaintext",
        Seal::Keys(Epoch::EarlyData) => "early",
        Seal::Keys(Epoch::Handshake) => "handshake",
        Seal::Keys(Epoch::Application | Epoch::Updated(_) | Epoch::Preceding | Epoch::Connection) => "application",
    }
}

fn title(side: Side) -> &'static str {
    match side {
        Side::Client => "Client",
        Side::Server => "Server",
    }
}

fn heading(run: &Run) -> String {
    format!("TLS handshake with {}", run.title)
}

/// The whole ladder in words.
fn description(run: &Run) -> String {
    let mut words = format!("A ladder of {} steps between a client and a server.", run.trace.steps.len());
    for (index, step) in run.trace.steps.iter().enumerate() {
        let label = explain::label(run.trace, index);
        let number = index + 1;
        if let Some(begins) = run.begins(index) {
            let _ = write!(words, " {begins}:");
        }
        let _ = match run.message(index) {
            None if step.kind == StepKind::Interfere => write!(words, " {number}: the attacker: {label}."),
            None => write!(words, " {number}: the {} {label}.", step.side.name()),
            Some(message) => {
                let seal = run.seal(message);
                let sealed = if seal.is_sealed() { seal.words() } else { "in the clear".to_owned() };
                let (from, to, bytes) = (message.sender.name(), message.sender.peer().name(), message.bytes.len());
                write!(words, " {number}: {label}, {from} to {to}, {bytes} bytes, {sealed}.")
            }
        };
    }
    words
}

fn fails(step: &Step) -> bool {
    step.occurrences.iter().any(|occurrence| match &occurrence.effect {
        Effect::Failed(_) => true,
        Effect::Checked(check) => check.outcome != Outcome::Passed,
        _ => false,
    })
}

fn widest(lines: &[String]) -> usize {
    lines.iter().map(|line| text_width::width(line, LETTERS)).max().unwrap_or(0)
}

/// Text as XML has it, without what XML cannot hold.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}
