//! The messages that had another form in TLS 1.2. RFC 5246 §7.4.2, §7.4.4; RFC 5077 §3.3.

use super::certificate::read_cert_data;
use crate::crypto::x509::Certificate;
use crate::tls::registry::SignatureScheme;
use crate::wire::{DecodeError, Problem, Reader, Value, Writer};

/// A certificate with an RSA key. RFC 5246 §7.4.4.
pub const RSA_SIGN: u8 = 1;

/// The certificate type `ecdsa_sign`. RFC 8422 §5.5.
pub const ECDSA_SIGN: u8 = 64;

/// `Certificate`: the chain, the sender's own first; without certificates it says that there is none to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateList12 {
    /// The chain.
    pub certificate_list: Vec<Certificate>,
}

impl CertificateList12 {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.vector(3, |writer| {
            self.certificate_list.iter().for_each(|certificate| writer.opaque_vector(3, &certificate.der));
        });
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let certificate_list = reader
            .vector("certificate_list", 3, |reader| reader.list(|reader| reader.group("ASN.1Cert", read_cert_data)))?;
        Ok(Self { certificate_list })
    }
}

/// `CertificateRequest`: the server asks for the client's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRequest12 {
    /// The kinds of key that the certificate may have.
    pub certificate_types: Vec<u8>,
    /// The signature schemes that the server accepts.
    pub supported_signature_algorithms: Vec<SignatureScheme>,
    /// The names of authorities that the server accepts, in DER; none for any.
    pub certificate_authorities: Vec<Vec<u8>>,
}

impl CertificateRequest12 {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.opaque_vector(1, &self.certificate_types);
        writer.vector(2, |writer| {
            self.supported_signature_algorithms.iter().for_each(|scheme| writer.u16(scheme.0));
        });
        writer.vector(2, |writer| {
            self.certificate_authorities.iter().for_each(|name| writer.opaque_vector(2, name));
        });
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let empty = |reader: &Reader, field| reader.error(field, Problem::BadLength { length: 0 });
        Ok(Self {
            certificate_types: reader.vector("certificate_types", 1, |reader| match reader.remaining() {
                0 => Err(empty(reader, "certificate_types")),
                _ => reader.list(|reader| reader.named_u8("certificate_type", certificate_type)),
            })?,
            supported_signature_algorithms: reader.vector("supported_signature_algorithms", 2, |reader| {
                if reader.remaining() == 0 {
                    return Err(empty(reader, "supported_signature_algorithms"));
                }
                let name = |code| SignatureScheme(code).name();
                reader.list(|reader| reader.named_u16("signature_scheme", name).map(SignatureScheme))
            })?,
            certificate_authorities: reader.vector("certificate_authorities", 2, |reader| {
                reader.list(|reader| reader.opaque_vector("DistinguishedName", 2).map(<[u8]>::to_vec))
            })?,
        })
    }
}

/// RFC 5246 §7.4.4, RFC 8422 §5.5.
fn certificate_type(code: u8) -> &'static str {
    match code {
        RSA_SIGN => "rsa_sign",
        2 => "dss_sign",
        ECDSA_SIGN => "ecdsa_sign",
        _ => "unknown certificate type",
    }
}

/// `NewSessionTicket`: the session itself, sealed for the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSessionTicket12 {
    /// How long the ticket may be kept, in seconds; 0 says nothing of that.
    pub ticket_lifetime_hint: u32,
    /// The ticket, which only the server understands; empty if it has none to give after all.
    pub ticket: Vec<u8>,
}

impl NewSessionTicket12 {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.u32(self.ticket_lifetime_hint);
        writer.opaque_vector(2, &self.ticket);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let integer = |bytes: [u8; 4]| Value::Integer(u64::from(u32::from_be_bytes(bytes)));
        Ok(Self {
            ticket_lifetime_hint: u32::from_be_bytes(reader.array("ticket_lifetime_hint", integer)?),
            ticket: reader.opaque_vector("ticket", 2)?.to_vec(),
        })
    }
}
