//! The formats, each with its name, its file and its writer.

use super::{Run, json, key_log, mermaid, pcapng, pem, svg, text};

/// A format in which a run can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A capture that opens decrypted in Wireshark.
    Pcapng,
    /// The key log alone.
    KeyLog,
    /// Everything, for programs.
    Json,
    /// Everything, for people.
    Text,
    /// A picture of the ladder.
    Svg,
    /// The ladder as a Mermaid sequence diagram.
    Mermaid,
    /// The certificates.
    Pem,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 7] =
        [Self::Pcapng, Self::KeyLog, Self::Json, Self::Text, Self::Svg, Self::Mermaid, Self::Pem];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pcapng => "pcapng",
            Self::KeyLog => "keylog",
            Self::Json => "json",
            Self::Text => "text",
            Self::Svg => "svg",
            Self::Mermaid => "mermaid",
            Self::Pem => "pem",
        }
    }

    /// The format with that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What a browser calls such a file.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pcapng => "application/vnd.tcpdump.pcap",
            Self::KeyLog | Self::Text => "text/plain;charset=utf-8",
            Self::Json => "application/json",
            Self::Svg => "image/svg+xml",
            Self::Mermaid => "text/vnd.mermaid",
            Self::Pem => "application/x-pem-file",
        }
    }

    /// A name for the file: `handshake-example.com.pcapng`.
    #[must_use]
    pub fn file_name(self, run: &Run) -> String {
        let ending = match self {
            Self::Pcapng => "pcapng",
            Self::KeyLog => "keylog",
            Self::Json => "json",
            Self::Text => "txt",
            Self::Svg => "svg",
            Self::Mermaid => "mmd",
            Self::Pem => "pem",
        };
        // Other letters mean something to a shell or are not allowed everywhere.
        let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-.".contains(letter) { letter } else { '_' };
        let title: String = run.title.chars().take(100).map(plain).collect();
        format!("handshake-{title}.{ending}")
    }

    /// Writes the run.
    #[must_use]
    pub fn write(self, run: &Run) -> Vec<u8> {
        match self {
            Self::Pcapng => pcapng::pcapng(run),
            Self::KeyLog => key_log::key_log(run.trace).into_bytes(),
            Self::Json => json::json(run).into_bytes(),
            Self::Text => text::text(run).into_bytes(),
            Self::Svg => svg::svg(run).into_bytes(),
            Self::Mermaid => mermaid::mermaid(run).into_bytes(),
            Self::Pem => pem::pem(run).into_bytes(),
        }
    }
}
