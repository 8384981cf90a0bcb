//! Lines of text of a width that can be read and printed.

/// The longest line, in characters: what fits beside the margins of a page in a typewriter's letters.
const WIDTH: usize = 96;

/// A text that grows.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    text: String,
}

impl Layout {
    /// The text.
    pub(super) fn into_text(self) -> String {
        self.text.trim_end().to_owned() + "\n"
    }

    /// Leaves one line empty, if the last one is not.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line as it is.
    pub(super) fn line(&mut self, indent: usize, line: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.extend([line, "\n"]);
    }

    /// Lines as they are.
    pub(super) fn lines(&mut self, indent: usize, lines: &[String]) {
        for line in lines {
            self.line(indent, line);
        }
    }

    /// A paragraph, broken between words, and an empty line behind it.
    pub(super) fn paragraph(&mut self, words: &str) {
        self.hanging(0, 0, words);
        self.gap();
    }

    /// An entry, broken between words, or anywhere in one that is too long; its further lines have an indent of their own.
    pub(super) fn hanging(&mut self, first: usize, further: usize, words: &str) {
        let mut line = String::new();
        let mut indent = first;
        for word in words.split_whitespace() {
            let mut word = word;
            let room = |indent: usize| WIDTH.saturating_sub(indent).max(40);
            let length = line.chars().count();
            if length > 0 && length + 1 + word.chars().count() > room(indent) && word.chars().count() <= room(further) {
                self.line(indent, &core::mem::take(&mut line));
                indent = further;
            } else if length > 0 {
                line.push(' ');
            }
            while line.chars().count() + word.chars().count() > room(indent) {
                let fits = room(indent) - line.chars().count();
                let cut = word.char_indices().nth(fits).map_or(word.len(), |(at, _)| at);
                line.push_str(&word[..cut]);
                word = &word[cut..];
                self.line(indent, &core::mem::take(&mut line));
                indent = further;
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.line(indent, &line);
        }
    }
}

/// Bytes in lines of 16, each with its offset, and with the letters that the bytes would be.
pub(super) fn dump(bytes: &[u8]) -> Vec<String> {
    let line = |(index, chunk): (usize, &[u8])| {
        let digits: Vec<String> = chunk.iter().map(|byte| format!("{byte:02x}")).collect();
        let letters: String =
            chunk.iter().map(|byte| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '.' }).collect();
        format!("{:04x}  {:47}  {letters}", index * 16, digits.join(" ")).trim_end().to_owned()
    };
    bytes.chunks(16).enumerate().map(line).collect()
}
