//! `ServerKeyExchange` of TLS 1.2. RFC 8422 §5.4.

use crate::tls::registry::{NamedGroup, SignatureScheme};
use crate::wire::{DecodeError, Problem, Reader, Writer};

/// The curve type `named_curve`, the only one that is left.
pub const NAMED_CURVE: u8 = 3;

/// The server's public key for this connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerEcdhParams {
    /// How the curve is given: [`NAMED_CURVE`].
    pub curve_type: u8,
    /// The group.
    pub group: NamedGroup,
    /// The public key, as the group has it.
    pub public: Vec<u8>,
}

/// The server's public key, signed with the key of its certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerKeyExchange {
    /// The public key.
    pub params: ServerEcdhParams,
    /// The signature scheme.
    pub algorithm: SignatureScheme,
    /// The signature.
    pub signature: Vec<u8>,
}

impl ServerEcdhParams {
    /// Writes the parameters, as they are signed.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u8(self.curve_type);
        writer.u16(self.group.0);
        writer.opaque_vector(1, &self.public);
        writer.into_bytes()
    }

    /// The bytes that the signature covers.
    ///
    /// ```text
    /// ClientHello.random || ServerHello.random || ServerKeyExchange.params
    /// ```
    ///
    /// RFC 8422 §5.4.
    #[must_use]
    pub fn content(&self, client_random: &[u8; 32], server_random: &[u8; 32]) -> Vec<u8> {
        [client_random, server_random, &self.to_bytes()[..]].concat()
    }

    fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let (curve_type, group) = reader.group("curve_params", |reader| {
            let name = |code| if code == NAMED_CURVE { "named_curve" } else { "not used" };
            let curve_type = reader.named_u8("curve_type", name)?;
            let group = NamedGroup(reader.named_u16("namedcurve", |code| NamedGroup(code).name())?);
            Ok((curve_type, group))
        })?;
        Ok(Self { curve_type, group, public: read_point(reader, "public")? })
    }
}

impl ServerKeyExchange {
    pub(super) fn encode(&self, writer: &mut Writer) {
        writer.bytes(&self.params.to_bytes());
        writer.u16(self.algorithm.0);
        writer.opaque_vector(2, &self.signature);
    }

    pub(super) fn decode(reader: &mut Reader) -> Result<Self, DecodeError> {
        let params = reader.group("params", ServerEcdhParams::decode)?;
        let (algorithm, signature) = reader.group("signed_params", |reader| {
            let algorithm = SignatureScheme(reader.named_u16("algorithm", |code| SignatureScheme(code).name())?);
            Ok((algorithm, reader.opaque_vector("signature", 2)?.to_vec()))
        })?;
        Ok(Self { params, algorithm, signature })
    }
}

/// Reads an `ECPoint`, which is not empty.
pub(super) fn read_point(reader: &mut Reader, name: &'static str) -> Result<Vec<u8>, DecodeError> {
    let point = reader.opaque_vector(name, 1)?;
    if point.is_empty() {
        return Err(reader.error(name, Problem::BadLength { length: 0 }));
    }
    Ok(point.to_vec())
}
