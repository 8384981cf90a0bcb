//! How wide a text will be, without knowing the reader's font.

/// At most how wide a text is, in pixels, if its letters are `letters` pixels high: as wide as in the widest of the usual
/// fonts, in bold.
pub(super) fn width(text: &str, letters: usize) -> usize {
    (text.chars().map(hundredths).sum::<usize>() * letters).div_ceil(100)
}

/// The width of a letter in hundredths of its height: that of `DejaVu Sans Bold` or more.
fn hundredths(letter: char) -> usize {
    match letter {
        'i' | 'j' | 'l' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' => 40,
        'f' | 't' | 'r' | 'I' | 'J' | '(' | ')' | '/' | '-' | '[' | ']' | '!' => 50,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 111,
        'A'..='Z' => 86,
        'a'..='z' | '0'..='9' | '_' => 72,
        letter if letter.is_ascii() => 84,
        _ => 105,
    }
}

/// Breaks a text into lines that are at most `widest` pixels wide: between words, or within one that is too long.
pub(super) fn wrap(text: &str, letters: usize, widest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a line from the start");
        let gap = if line.is_empty() { "" } else { " " };
        if width(&format!("{line}{gap}{word}"), letters) <= widest {
            line.extend([gap, word]);
            continue;
        }
        if !line.is_empty() {
            lines.push(String::new());
        }
        for letter in word.chars() {
            let line = lines.last_mut().expect("there is a line from the start");
            line.push(letter);
            if width(line, letters) > widest {
                line.pop();
                lines.push(letter.to_string());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_allowed_and_no_letter_is_lost() {
        let text = format!("a few words and {} more", "m".repeat(90));
        let lines = wrap(&text, 14, 200);
        assert!(lines.iter().all(|line| width(line, 14) <= 200), "{lines:?}");
        let without_gaps = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(without_gaps(&lines.concat()), without_gaps(&text));
        assert_eq!(wrap("one line", 14, 200), ["one line"]);
        assert_eq!(wrap("", 14, 200), [""]);
    }
}
