//! `ServerHello`. RFC 8446 §4.1.3.

use super::client_hello::{says_version, skip_vector};
use crate::tls::extension::{Extension, Place, read_extensions, write_extensions};
use crate::tls::registry::{CipherSuite, ProtocolVersion};
use crate::wire::{DecodeError, Problem, Reader, Value, Writer};

/// The random of a `ServerHello` that is really a `HelloRetryRequest`: SHA-256 of its name.
pub const HELLO_RETRY_REQUEST_RANDOM: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11,
    0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// The server's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerHello {
    /// TLS 1.2, whatever is meant: the choice is in `supported_versions`.
    pub legacy_version: ProtocolVersion,
    /// 32 random bytes.
    pub random: [u8; 32],
    /// The client's `legacy_session_id`.
    pub legacy_session_id_echo: Vec<u8>,
    /// The cipher suite.
    pub cipher_suite: CipherSuite,
    /// Zero: no compression.
    pub legacy_compression_method: u8,
    /// The extensions.
    pub extensions: Vec<Extension>,
}

impl ServerHello {
    /// Whether it asks for a second `ClientHello`.
    #[must_use]
    pub fn is_hello_retry_request(&self) -> bool {
        self.random == HELLO_RETRY_REQUEST_RANDOM
    }

    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.u16(self.legacy_version.0);
        writer.bytes(&self.random);
        writer.opaque_vector(1, &self.legacy_session_id_echo);
        writer.u16(self.cipher_suite.0);
        writer.u8(self.legacy_compression_method);
        write_extensions(writer, &self.extensions);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        // A server of TLS 1.2 means these fields; they were called otherwise then. RFC 5246 §7.4.1.3.
        let [version, session_id, method] = if selects_tls13(reader.rest()) {
            ["legacy_version", "legacy_session_id_echo", "legacy_compression_method"]
        } else {
            ["server_version", "session_id", "compression_method"]
        };
        let legacy_version = ProtocolVersion(reader.named_u16(version, |code| ProtocolVersion(code).name())?);
        let random = read_random(reader)?;
        let place = if random == HELLO_RETRY_REQUEST_RANDOM { Place::HelloRetryRequest } else { Place::ServerHello };
        Ok(Self {
            legacy_version,
            random,
            legacy_session_id_echo: read_session_id(reader, session_id)?,
            cipher_suite: CipherSuite(reader.named_u16("cipher_suite", |code| CipherSuite(code).name())?),
            legacy_compression_method: reader.named_u8(method, |code| if code == 0 { "null" } else { "not null" })?,
            // A ServerHello of TLS 1.2 may end here.
            extensions: match reader.remaining() {
                0 => Vec::new(),
                _ => read_extensions(reader, place)?,
            },
        })
    }
}

/// How many bytes of a hello come before its session ID: version and random.
pub(super) const BEFORE_SESSION_ID: usize = 2 + 32;

/// Whether the body of a `ServerHello` has the extension `supported_versions`; a `HelloRetryRequest` is of TLS 1.3 anyway.
fn selects_tls13(body: &[u8]) -> bool {
    // After the session ID come cipher suite and compression method.
    let after = body.get(BEFORE_SESSION_ID..).and_then(|rest| skip_vector(rest, 1)).and_then(|rest| rest.get(3..));
    body.get(2..BEFORE_SESSION_ID) == Some(&HELLO_RETRY_REQUEST_RANDOM) || after.is_some_and(says_version)
}

pub(super) fn read_random(reader: &mut Reader) -> Result<[u8; 32], DecodeError> {
    reader.array("random", |_| Value::Opaque)
}

pub(super) fn read_session_id(reader: &mut Reader, name: &'static str) -> Result<Vec<u8>, DecodeError> {
    let place = reader.position();
    let session_id = reader.opaque_vector(name, 1)?;
    if session_id.len() > 32 {
        let problem = Problem::BadLength { length: session_id.len() };
        return Err(DecodeError::new(name, place, problem));
    }
    Ok(session_id.to_vec())
}
