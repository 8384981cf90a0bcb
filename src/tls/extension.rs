//! Extensions: one file each, decode and encode side by side. RFC 8446 §4.2.

mod alpn;
#[cfg(feature = "rare")]
mod compress_certificate;
mod ec_point_formats;
mod key_share;
mod pre_shared_key;
mod psk_key_exchange_modes;
mod renegotiation_info;
mod server_name;
mod signature_algorithms;
mod supported_groups;
mod supported_versions;

pub use ec_point_formats::UNCOMPRESSED;
pub use key_share::KeyShareEntry;
pub use pre_shared_key::{OfferedPsks, PskIdentity};
pub use psk_key_exchange_modes::PskKeyExchangeMode;
pub use server_name::ServerName;

#[cfg(feature = "rare")]
use crate::tls::registry::CertificateCompressionAlgorithm;
use crate::tls::registry::{ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::trace::MessageName;
use crate::wire::{DecodeError, Problem, Reader, Value, Writer};

/// The message (or part of one) that an extension stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `ClientHello`
    ClientHello,
    /// `ServerHello`
    ServerHello,
    /// `ServerHello` of TLS 1.2
    ServerHello12,
    /// `HelloRetryRequest`
    HelloRetryRequest,
    /// `EncryptedExtensions`
    EncryptedExtensions,
    /// `CertificateRequest`
    CertificateRequest,
    /// A `CertificateEntry`
    Certificate,
    /// `NewSessionTicket`
    NewSessionTicket,
}

impl Place {
    /// The message.
    #[must_use]
    pub fn message(self) -> MessageName {
        match self {
            Self::ClientHello => MessageName::ClientHello,
            Self::ServerHello | Self::ServerHello12 => MessageName::ServerHello,
            Self::HelloRetryRequest => MessageName::HelloRetryRequest,
            Self::EncryptedExtensions => MessageName::EncryptedExtensions,
            Self::CertificateRequest => MessageName::CertificateRequest,
            Self::Certificate => MessageName::Certificate,
            Self::NewSessionTicket => MessageName::NewSessionTicket,
        }
    }

    /// Whether the table of RFC 8446 §4.2 (and, for what came later, its own RFC) allows the extension here;
    /// `None` if the extension is in neither, so that nothing is known of it.
    #[must_use]
    pub fn allows(self, extension: ExtensionType) -> Option<bool> {
        use Place::{
            Certificate as CT, CertificateRequest as CR, ClientHello as CH, EncryptedExtensions as EE,
            HelloRetryRequest as HRR, NewSessionTicket as NST, ServerHello as SH, ServerHello12 as SH12,
        };
        let places: &[Self] = match extension.0 {
            0 | 1 | 14 | 15 | 16 | 19 | 20 | 28 => &[CH, EE, SH12],
            10 => &[CH, EE],
            5 | 18 => &[CH, CR, CT, SH12],
            11 | 22 | 23 | 35 | 0xff01 => &[CH, SH12],
            13 | 47 | 50 => &[CH, CR],
            21 | 45 | 49 => &[CH],
            41 => &[CH, SH],
            42 => &[CH, EE, NST],
            43 | 51 => &[CH, SH, HRR],
            44 => &[CH, HRR],
            48 => &[CR],
            _ => return None,
        };
        Some(places.contains(&self))
    }
}

/// An extension. Those of a type or in a place that is not known here keep their bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extension {
    /// `server_name` of a client. RFC 6066 §3.
    ServerName(Vec<ServerName>),
    /// `server_name` of a server: empty, "the name was used".
    ServerNameAcknowledged,
    /// `supported_groups`. RFC 8446 §4.2.7.
    SupportedGroups(Vec<NamedGroup>),
    /// `signature_algorithms`. RFC 8446 §4.2.3.
    SignatureAlgorithms(Vec<SignatureScheme>),
    /// `application_layer_protocol_negotiation`. RFC 7301 §3.1.
    ApplicationLayerProtocolNegotiation(Vec<Vec<u8>>),
    /// `supported_versions` of a client. RFC 8446 §4.2.1.
    SupportedVersions(Vec<ProtocolVersion>),
    /// `supported_versions` of a server.
    SelectedVersion(ProtocolVersion),
    /// `psk_key_exchange_modes`. RFC 8446 §4.2.9.
    PskKeyExchangeModes(Vec<PskKeyExchangeMode>),
    /// `key_share` of a client. RFC 8446 §4.2.8.
    ClientShares(Vec<KeyShareEntry>),
    /// `key_share` of a server.
    ServerShare(KeyShareEntry),
    /// `key_share` of a `HelloRetryRequest`.
    SelectedGroup(NamedGroup),
    /// `pre_shared_key` of a client. RFC 8446 §4.2.11.
    PreSharedKeys(OfferedPsks),
    /// `pre_shared_key` of a server: the place of the identity in the client's list.
    SelectedIdentity(u16),
    /// `early_data` of a client that sends some, or of a server that takes it. RFC 8446 §4.2.10.
    EarlyData,
    /// `early_data` of a ticket: how many bytes may be sent with it.
    MaxEarlyDataSize(u32),
    /// `cookie`. RFC 8446 §4.2.2.
    Cookie(Vec<u8>),
    /// `compress_certificate`. RFC 8879 §3.
    #[cfg(feature = "rare")]
    CompressCertificate(Vec<CertificateCompressionAlgorithm>),
    /// `record_size_limit`, in bytes. RFC 8449 §4.
    RecordSizeLimit(u16),
    /// `ec_point_formats`. RFC 8422 §5.1.2.
    EcPointFormats(Vec<u8>),
    /// `extended_master_secret`, which is empty. RFC 7627 §5.1.
    ExtendedMasterSecret,
    /// `session_ticket`: a ticket, or nothing. RFC 5077 §3.2.
    SessionTicket(Vec<u8>),
    /// `renegotiation_info`: nothing in a first handshake. RFC 5746 §3.2.
    RenegotiationInfo(Vec<u8>),
    /// Another one, or one that stands where its content is not known.
    Other {
        /// Its type.
        extension_type: ExtensionType,
        /// Its content.
        extension_data: Vec<u8>,
    },
}

impl Extension {
    /// The type.
    #[must_use]
    pub fn extension_type(&self) -> ExtensionType {
        match self {
            Self::ServerName(_) | Self::ServerNameAcknowledged => ExtensionType::SERVER_NAME,
            Self::SupportedGroups(_) => ExtensionType::SUPPORTED_GROUPS,
            Self::SignatureAlgorithms(_) => ExtensionType::SIGNATURE_ALGORITHMS,
            Self::ApplicationLayerProtocolNegotiation(_) => ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
            Self::SupportedVersions(_) | Self::SelectedVersion(_) => ExtensionType::SUPPORTED_VERSIONS,
            Self::PskKeyExchangeModes(_) => ExtensionType::PSK_KEY_EXCHANGE_MODES,
            Self::ClientShares(_) | Self::ServerShare(_) | Self::SelectedGroup(_) => ExtensionType::KEY_SHARE,
            Self::PreSharedKeys(_) | Self::SelectedIdentity(_) => ExtensionType::PRE_SHARED_KEY,
            Self::EarlyData | Self::MaxEarlyDataSize(_) => ExtensionType::EARLY_DATA,
            Self::Cookie(_) => ExtensionType::COOKIE,
            #[cfg(feature = "rare")]
            Self::CompressCertificate(_) => ExtensionType::COMPRESS_CERTIFICATE,
            Self::RecordSizeLimit(_) => ExtensionType::RECORD_SIZE_LIMIT,
            Self::EcPointFormats(_) => ExtensionType::EC_POINT_FORMATS,
            Self::ExtendedMasterSecret => ExtensionType::EXTENDED_MASTER_SECRET,
            Self::SessionTicket(_) => ExtensionType::SESSION_TICKET,
            Self::RenegotiationInfo(_) => ExtensionType::RENEGOTIATION_INFO,
            Self::Other { extension_type, .. } => *extension_type,
        }
    }

    fn encode_data(&self, writer: &mut Writer) {
        match self {
            Self::ServerName(names) => server_name::encode(writer, names),
            Self::ServerNameAcknowledged | Self::EarlyData | Self::ExtendedMasterSecret => {}
            Self::SupportedGroups(groups) => supported_groups::encode(writer, groups),
            Self::SignatureAlgorithms(schemes) => signature_algorithms::encode(writer, schemes),
            Self::ApplicationLayerProtocolNegotiation(protocols) => alpn::encode(writer, protocols),
            Self::SupportedVersions(versions) => supported_versions::encode_offer(writer, versions),
            Self::SelectedVersion(version) => writer.u16(version.0),
            Self::PskKeyExchangeModes(modes) => psk_key_exchange_modes::encode(writer, modes),
            Self::ClientShares(shares) => key_share::encode_client_shares(writer, shares),
            Self::ServerShare(share) => share.encode(writer),
            Self::SelectedGroup(group) => writer.u16(group.0),
            Self::PreSharedKeys(offer) => pre_shared_key::encode(writer, offer),
            Self::SelectedIdentity(identity) => writer.u16(*identity),
            Self::MaxEarlyDataSize(size) => writer.u32(*size),
            Self::Cookie(cookie) => writer.opaque_vector(2, cookie),
            #[cfg(feature = "rare")]
            Self::CompressCertificate(algorithms) => compress_certificate::encode(writer, algorithms),
            Self::RecordSizeLimit(limit) => writer.u16(*limit),
            Self::EcPointFormats(formats) => writer.opaque_vector(1, formats),
            Self::SessionTicket(ticket) => writer.bytes(ticket),
            Self::RenegotiationInfo(verify_data) => writer.opaque_vector(1, verify_data),
            Self::Other { extension_data, .. } => writer.bytes(extension_data),
        }
    }

    fn decode_data(extension_type: ExtensionType, place: Place, reader: &mut Reader) -> Result<Self, DecodeError> {
        use ExtensionType as Type;
        Ok(match (extension_type, place) {
            (Type::SERVER_NAME, Place::ClientHello) => Self::ServerName(server_name::decode(reader)?),
            (Type::SERVER_NAME, Place::EncryptedExtensions | Place::ServerHello) => Self::ServerNameAcknowledged,
            (Type::SUPPORTED_GROUPS, Place::ClientHello | Place::EncryptedExtensions) => {
                Self::SupportedGroups(supported_groups::decode(reader)?)
            }
            (Type::SIGNATURE_ALGORITHMS, Place::ClientHello | Place::CertificateRequest) => {
                Self::SignatureAlgorithms(signature_algorithms::decode(reader)?)
            }
            (
                Type::APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
                Place::ClientHello | Place::EncryptedExtensions | Place::ServerHello,
            ) => Self::ApplicationLayerProtocolNegotiation(alpn::decode(reader)?),
            (Type::EC_POINT_FORMATS, Place::ClientHello | Place::ServerHello) => {
                Self::EcPointFormats(ec_point_formats::decode(reader)?)
            }
            (Type::EXTENDED_MASTER_SECRET, Place::ClientHello | Place::ServerHello) => Self::ExtendedMasterSecret,
            (Type::SESSION_TICKET, Place::ClientHello | Place::ServerHello) => {
                Self::SessionTicket(match reader.remaining() {
                    0 => Vec::new(),
                    length => reader.opaque("ticket", length)?.to_vec(),
                })
            }
            (Type::RENEGOTIATION_INFO, Place::ClientHello | Place::ServerHello) => {
                Self::RenegotiationInfo(renegotiation_info::decode(reader)?)
            }
            (Type::SUPPORTED_VERSIONS, Place::ClientHello) => {
                Self::SupportedVersions(supported_versions::decode_offer(reader)?)
            }
            (Type::SUPPORTED_VERSIONS, Place::ServerHello | Place::HelloRetryRequest) => {
                Self::SelectedVersion(supported_versions::decode_selected(reader)?)
            }
            (Type::PSK_KEY_EXCHANGE_MODES, Place::ClientHello) => {
                Self::PskKeyExchangeModes(psk_key_exchange_modes::decode(reader)?)
            }
            (Type::KEY_SHARE, Place::ClientHello) => Self::ClientShares(key_share::decode_client_shares(reader)?),
            (Type::KEY_SHARE, Place::ServerHello) => {
                Self::ServerShare(reader.group("server_share", KeyShareEntry::decode)?)
            }
            (Type::KEY_SHARE, Place::HelloRetryRequest) => {
                Self::SelectedGroup(NamedGroup(reader.named_u16("selected_group", |code| NamedGroup(code).name())?))
            }
            (Type::PRE_SHARED_KEY, Place::ClientHello) => Self::PreSharedKeys(pre_shared_key::decode(reader)?),
            (Type::PRE_SHARED_KEY, Place::ServerHello) => Self::SelectedIdentity(reader.u16("selected_identity")?),
            (Type::EARLY_DATA, Place::ClientHello | Place::EncryptedExtensions) => Self::EarlyData,
            (Type::EARLY_DATA, Place::NewSessionTicket) => {
                let size = |bytes| Value::Integer(u64::from(u32::from_be_bytes(bytes)));
                Self::MaxEarlyDataSize(u32::from_be_bytes(reader.array("max_early_data_size", size)?))
            }
            (Type::COOKIE, Place::ClientHello | Place::HelloRetryRequest) => {
                let cookie = reader.opaque_vector("cookie", 2)?;
                if cookie.is_empty() {
                    return Err(reader.error("cookie", Problem::BadLength { length: 0 }));
                }
                Self::Cookie(cookie.to_vec())
            }
            #[cfg(feature = "rare")]
            (Type::COMPRESS_CERTIFICATE, Place::ClientHello | Place::CertificateRequest) => {
                compress_certificate::decode(reader)
            }
            (Type::RECORD_SIZE_LIMIT, Place::ClientHello | Place::EncryptedExtensions | Place::ServerHello) => {
                Self::RecordSizeLimit(reader.u16("record_size_limit")?)
            }
            _ => {
                let extension_data = match reader.remaining() {
                    0 => Vec::new(),
                    length => reader.opaque("content", length)?.to_vec(),
                };
                Self::Other { extension_type, extension_data }
            }
        })
    }
}

/// The extension of that type, if it is there.
#[must_use]
pub fn find(extensions: &[Extension], extension_type: ExtensionType) -> Option<&Extension> {
    extensions.iter().find(|extension| extension.extension_type() == extension_type)
}

/// Writes a vector of extensions.
pub fn write_extensions(writer: &mut Writer, extensions: &[Extension]) {
    writer.vector(2, |writer| {
        for extension in extensions {
            writer.u16(extension.extension_type().0);
            writer.vector(2, |writer| extension.encode_data(writer));
        }
    });
}

/// Reads a vector of extensions; each is a field named like the extension.
///
/// # Errors
/// If a length does not fit or an extension's content cannot be read.
pub fn read_extensions(reader: &mut Reader, place: Place) -> Result<Vec<Extension>, DecodeError> {
    reader.vector("extensions", 2, |reader| {
        reader.list(|reader| {
            let name = match reader.rest() {
                [high, low, ..] => ExtensionType(u16::from_be_bytes([*high, *low])).name(),
                _ => "Extension",
            };
            reader.group(name, |reader| {
                let extension_type =
                    ExtensionType(reader.named_u16("extension_type", |code| ExtensionType(code).name())?);
                reader.vector("extension_data", 2, |reader| Extension::decode_data(extension_type, place, reader))
            })
        })
    })
}
