//! Text within a paragraph.

use super::What;

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Plain(String),
    /// `*emphasis*`.
    Emphasis(String),
    /// `**strong**`.
    Strong(String),
    /// `` `code` ``, and between two such signs on each side code with that sign in it.
    Code(String),
}

/// Text within a paragraph.
pub type Text = Vec<Inline>;

/// A sign, and what it makes.
type Sign = (&'static str, fn(String) -> Inline);

/// The signs, each with what it makes; the longer one first.
const SIGNS: [Sign; 4] = [
    ("``", |code| Inline::Code(code.trim().into())),
    ("`", Inline::Code),
    ("**", Inline::Strong),
    ("*", Inline::Emphasis),
];

/// Reads the signs of a text. A sign that opens stands before a letter, so that `2 * 3` is what it is.
///
/// # Errors
/// If a sign is not closed.
pub fn inline(text: &str) -> Result<Text, What> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    'next: while let Some(letter) = rest.chars().next() {
        for (sign, make) in SIGNS {
            let Some(inside) = rest.strip_prefix(sign) else { continue };
            if !sign.starts_with('`') && inside.starts_with(|next: char| next.is_whitespace()) {
                continue;
            }
            let end = inside.find(sign).filter(|end| *end > 0).ok_or(What::Unclosed(sign))?;
            if !plain.is_empty() {
                found.push(Inline::Plain(core::mem::take(&mut plain)));
            }
            found.push(make(inside[..end].into()));
            rest = &inside[end + sign.len()..];
            continue 'next;
        }
        plain.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    if !plain.is_empty() {
        found.push(Inline::Plain(plain));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_read() {
        let read = inline("A *b* and **c d** `*e*` 2 * 3.").unwrap();
        let plain = |text: &str| Inline::Plain(text.into());
        let expected = [
            plain("A "),
            Inline::Emphasis("b".into()),
            plain(" and "),
            Inline::Strong("c d".into()),
            plain(" "),
            Inline::Code("*e*".into()),
            plain(" 2 * 3."),
        ];
        assert_eq!(read, expected);
        assert_eq!(inline("`` `c` ``.").unwrap(), [Inline::Code("`c`".into()), plain(".")]);
        for bad in ["a `b", "*a", "**a*", "``"] {
            assert!(inline(bad).is_err(), "{bad}");
        }
    }
}
