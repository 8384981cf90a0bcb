//! Citations, as data.

/// A place in a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// The RFC's number.
    pub rfc: u16,
    /// The section, such as `4.1.2` or `A.1`.
    pub section: &'static str,
}

impl Citation {
    /// The words of the link: `RFC 8446 §4.1.2`.
    #[must_use]
    pub fn label(self) -> String {
        format!("RFC {} §{}", self.rfc, self.section)
    }

    /// Where to read it.
    #[must_use]
    pub fn url(self) -> String {
        let kind = if self.section.starts_with(|c: char| c.is_ascii_alphabetic()) { "appendix" } else { "section" };
        format!("https://www.rfc-editor.org/rfc/rfc{}#{kind}-{}", self.rfc, self.section)
    }
}
