//! Registries: newtypes over the integer on the wire, so that unknown values survive.

#[cfg(feature = "rare")]
mod certificate_compression_algorithm;
mod cipher_suite;
mod content_type;
mod extension_type;
mod handshake_type;
mod named_group;
mod protocol_version;
mod signature_scheme;

#[cfg(feature = "rare")]
pub use certificate_compression_algorithm::CertificateCompressionAlgorithm;
pub use cipher_suite::CipherSuite;
pub use content_type::ContentType;
pub use extension_type::ExtensionType;
pub use handshake_type::HandshakeType;
pub use named_group::NamedGroup;
pub use protocol_version::ProtocolVersion;
pub use signature_scheme::SignatureScheme;

use crate::tls::extension::PskKeyExchangeMode;

/// A value of a registry, known or not.
pub trait Registered: Copy {
    /// As readers see it in a list: its name, and the code of what has none.
    #[must_use]
    fn told(self) -> String;
}

macro_rules! registered {
    ($($kind:ty),*) => {
        $(impl Registered for $kind {
            fn told(self) -> String {
                told(self.name(), self.0.into())
            }
        })*
    };
}

registered!(ProtocolVersion, CipherSuite, NamedGroup, SignatureScheme, PskKeyExchangeMode);
#[cfg(feature = "rare")]
registered!(CertificateCompressionAlgorithm);

fn told(name: &str, code: u16) -> String {
    // Only hellos of other programs have what has no name.
    if cfg!(feature = "whole") && name.starts_with("unknown ") { format!("{name} ({code:#06x})") } else { name.into() }
}

/// Whether a code is one of those reserved so that nobody gets used to a fixed set. RFC 8701 §2.
#[must_use]
pub fn is_grease(code: u16) -> bool {
    let [high, low] = code.to_be_bytes();
    high == low && low & 0x0f == 0x0a
}
