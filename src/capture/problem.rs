//! What is wrong with a file, and where.

use core::fmt::{self, Display, Formatter};

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A byte, the first being 0.
    Byte(usize),
    /// A block of a pcapng file, the first being 1, and the byte at which it begins.
    Block {
        /// The block's number.
        number: usize,
        /// Where it begins.
        byte: usize,
    },
    /// A packet, the first being 1, and the byte at which it begins.
    Packet {
        /// The packet's number.
        number: usize,
        /// Where it begins.
        byte: usize,
    },
    /// A line of a text, the first being 1.
    Line(usize),
}

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(byte) => write!(f, "byte {byte}"),
            Self::Block { number, byte } => write!(f, "block {number} (byte {byte})"),
            Self::Packet { number, byte } => write!(f, "packet {number} (byte {byte})"),
            Self::Line(line) => write!(f, "line {line}"),
        }
    }
}

/// What is wrong at some place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file is empty.
    Empty,
    /// It is none of the files that are read here.
    UnknownFormat,
    /// It is compressed.
    Compressed,
    /// It ends too early.
    Truncated {
        /// How many bytes are wanted.
        wanted: usize,
        /// How many are there.
        available: usize,
    },
    /// A length that cannot be.
    BadLength {
        /// The length that stands there.
        length: usize,
    },
    /// A pcapng section whose byte order cannot be told.
    BadByteOrder,
    /// A packet of an interface that was not described.
    UnknownInterface {
        /// Its number.
        interface: usize,
    },
    /// Packets of a link layer that is not read here.
    UnknownLinkType {
        /// The link type.
        link_type: u16,
        /// How many.
        packets: usize,
    },
    /// Fragments of IP packets of which others are missing, or that contradict each other.
    Fragments {
        /// How many.
        packets: usize,
    },
    /// TCP connections without TLS.
    NotTls {
        /// How many.
        connections: usize,
    },
    /// There is no TLS in it.
    NothingFound,
    /// More than is read at once.
    TooBig {
        /// The limit in bytes.
        limit: usize,
    },
    /// A character that is no hexadecimal digit.
    NotHex {
        /// The character.
        character: char,
    },
    /// An odd number of hexadecimal digits.
    HalfByte,
    /// A line of a key log that is none.
    BadKeyLogLine,
    /// A text that is no private key.
    BadPrivateKey {
        /// What is wrong with it.
        what: &'static str,
    },
    /// A text that is not PEM, or holds another thing in PEM form.
    BadPem {
        /// What is wrong with it.
        what: &'static str,
    },
    /// A JSON text that cannot be read.
    Json {
        /// What is wrong with it.
        what: String,
    },
}

impl Problem {
    /// Whether the file is not what it should be, so that something may be missing that its maker put into it.
    #[must_use]
    pub fn breaks(&self) -> bool {
        match self {
            Self::UnknownLinkType { .. } | Self::Fragments { .. } | Self::NotTls { .. } | Self::BadKeyLogLine => false,
            Self::Empty
            | Self::UnknownFormat
            | Self::Compressed
            | Self::Truncated { .. }
            | Self::BadLength { .. }
            | Self::BadByteOrder
            | Self::UnknownInterface { .. }
            | Self::NothingFound
            | Self::TooBig { .. }
            | Self::NotHex { .. }
            | Self::HalfByte
            | Self::BadPrivateKey { .. }
            | Self::BadPem { .. }
            | Self::Json { .. } => true,
        }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is nothing in it"),
            Self::UnknownFormat => {
                f.write_str("this is neither a pcap or pcapng file, nor TLS records in hex, nor a trace in JSON")
            }
            Self::Compressed => f.write_str("this file is compressed; unpack it first"),
            Self::Truncated { wanted, available } => {
                write!(f, "{wanted} bytes are wanted here, but only {available} are left")
            }
            Self::BadLength { length } => write!(f, "{length} is no possible length here"),
            Self::BadByteOrder => f.write_str("the section does not say in which order its bytes stand"),
            Self::UnknownInterface { interface } => write!(f, "interface {interface} is not described before"),
            Self::UnknownLinkType { link_type, packets } => {
                write!(f, "packets of link type {link_type} are not read here ({packets} of them)")
            }
            Self::Fragments { packets } => {
                write!(f, "fragments of IP packets that cannot be put together are left out ({packets} of them)")
            }
            Self::NotTls { connections } => {
                write!(f, "TCP connections without TLS are left out ({connections} of them)")
            }
            Self::NothingFound => f.write_str("no TLS record was found in it"),
            Self::TooBig { limit } => write!(f, "files of more than {limit} bytes are not read here"),
            Self::NotHex { character } => write!(f, "{character:?} is no hexadecimal digit"),
            Self::HalfByte => f.write_str("a hexadecimal digit is missing: two make a byte"),
            Self::BadKeyLogLine => {
                f.write_str("a line of a key log has a label, a client random and a secret, both in hex")
            }
            Self::BadPrivateKey { what } | Self::BadPem { what } => f.write_str(what),
            Self::Json { what } => f.write_str(what),
        }
    }
}

/// A problem and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where; `None` if it is about all of it.
    pub place: Option<Place>,
    /// What.
    pub problem: Problem,
}

impl Fault {
    /// A problem of the file as a whole.
    pub(super) fn of_all(problem: Problem) -> Self {
        Self { place: None, problem }
    }

    /// A problem at a place.
    pub(super) fn at(place: Place, problem: Problem) -> Self {
        Self { place: Some(place), problem }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        self.problem.fmt(f)
    }
}

impl core::error::Error for Fault {}
