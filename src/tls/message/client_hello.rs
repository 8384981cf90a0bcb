//! `ClientHello`. RFC 8446 §4.1.2.

use crate::tls::extension::{Extension, Place, read_extensions, write_extensions};
use crate::tls::registry::{CipherSuite, ExtensionType, ProtocolVersion};
use crate::wire::{DecodeError, Problem, Reader, Writer};

/// The client's offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientHello {
    /// TLS 1.2, whatever is meant: the real list is in `supported_versions`.
    pub legacy_version: ProtocolVersion,
    /// 32 random bytes.
    pub random: [u8; 32],
    /// 0 to 32 bytes, which the server echoes.
    pub legacy_session_id: Vec<u8>,
    /// The cipher suites, in the client's order of preference.
    pub cipher_suites: Vec<CipherSuite>,
    /// One zero byte: no compression.
    pub legacy_compression_methods: Vec<u8>,
    /// The extensions.
    pub extensions: Vec<Extension>,
}

impl ClientHello {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.u16(self.legacy_version.0);
        writer.bytes(&self.random);
        writer.opaque_vector(1, &self.legacy_session_id);
        writer.vector(2, |writer| self.cipher_suites.iter().for_each(|suite| writer.u16(suite.0)));
        writer.opaque_vector(1, &self.legacy_compression_methods);
        write_extensions(writer, &self.extensions);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        // A client of TLS 1.2 alone means these fields; they were called otherwise then. RFC 5246 §7.4.1.2.
        let [version, session_id, methods] = if offers_tls13(reader.rest()) {
            ["legacy_version", "legacy_session_id", "legacy_compression_methods"]
        } else {
            ["client_version", "session_id", "compression_methods"]
        };
        Ok(Self {
            legacy_version: ProtocolVersion(reader.named_u16(version, |code| ProtocolVersion(code).name())?),
            random: super::server_hello::read_random(reader)?,
            legacy_session_id: super::server_hello::read_session_id(reader, session_id)?,
            cipher_suites: reader.vector("cipher_suites", 2, |reader| {
                if reader.remaining() == 0 {
                    return Err(reader.error("cipher_suites", Problem::BadLength { length: 0 }));
                }
                reader.list(|reader| reader.named_u16("cipher_suite", |code| CipherSuite(code).name()).map(CipherSuite))
            })?,
            legacy_compression_methods: reader.vector(methods, 1, |reader| {
                if reader.remaining() == 0 {
                    return Err(reader.error(methods, Problem::BadLength { length: 0 }));
                }
                reader.list(|reader| {
                    reader.named_u8("compression_method", |code| if code == 0 { "null" } else { "not null" })
                })
            })?,
            // Before TLS 1.2's extensions a ClientHello ended here: RFC 8446 §4.1.2 wants that to be readable.
            extensions: match reader.remaining() {
                0 => Vec::new(),
                _ => read_extensions(reader, Place::ClientHello)?,
            },
        })
    }
}

/// Whether the body of a `ClientHello` has the extension `supported_versions`.
fn offers_tls13(body: &[u8]) -> bool {
    let extensions = body.get(super::server_hello::BEFORE_SESSION_ID..).and_then(|rest| skip_vector(rest, 1));
    let extensions = extensions.and_then(|rest| skip_vector(rest, 2)).and_then(|rest| skip_vector(rest, 1));
    extensions.is_some_and(says_version)
}

/// What comes after a vector with a length of `width` bytes.
pub(super) fn skip_vector(bytes: &[u8], width: usize) -> Option<&[u8]> {
    let (prefix, rest) = bytes.split_at_checked(width)?;
    rest.get(prefix.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte))..)
}

/// Whether a list of extensions, its length included, has `supported_versions`.
pub(super) fn says_version(extensions: &[u8]) -> bool {
    let mut rest = extensions.get(2..).unwrap_or_default();
    while let [high, low, after @ ..] = rest {
        if u16::from_be_bytes([*high, *low]) == ExtensionType::SUPPORTED_VERSIONS.0 {
            return true;
        }
        rest = skip_vector(after, 2).unwrap_or_default();
    }
    false
}
