//! The scenario: a small plain value from which everything follows.

pub mod address;
pub mod attack;
pub(crate) mod cut;
mod date;
mod flaw;
mod impostor;
pub mod network;
mod offer;
mod offered;
mod preset;
mod run;
mod theft;

pub use attack::Edit;
pub use cut::Cutter;
pub use date::Date;
pub use flaw::CertificateFlaw;
pub use impostor::Impostor;
pub use offer::{ExternalPsk, KeyUpdate, Psk, PskMode, ServerPsk, TicketKind};
pub use preset::{Preset, preset, presets};
pub use run::{Rehearsal, configure, resume, run};
pub use theft::{Fate, Loot, Place, Reading, Theft, holds_against_quantum, opened, way_to_key};

use crate::crypto::rare;
use crate::crypto::signature::KeyKind;
use crate::crypto::x509::is_ip_address;
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};
pub use crate::tls::v13::{ClientAuthentication, RecordOptions};
use crate::trace::{Omission, Side};

/// The kind of key that every certificate of the chain has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateKey {
    /// Ed25519. RFC 8032.
    Ed25519,
    /// ECDSA with P-256 and SHA-256.
    EcdsaP256,
    /// ECDSA with P-384.
    EcdsaP384,
    /// RSA with 2048 bits.
    Rsa,
}

impl CertificateKey {
    /// The kind of key, as the primitives name it.
    #[must_use]
    pub fn kind(self) -> KeyKind {
        match self {
            Self::Ed25519 => KeyKind::Ed25519,
            Self::EcdsaP256 => KeyKind::EcdsaP256,
            Self::EcdsaP384 => KeyKind::EcdsaP384,
            Self::Rsa => KeyKind::Rsa,
        }
    }
}

/// What the two sides are told before they start. The same scenario always gives the same [`run`], byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Scenario {
    /// Where all randomness comes from: 1 to 64 characters.
    pub seed: String,
    /// The versions that the client offers, in its order of preference.
    pub client_versions: Vec<ProtocolVersion>,
    /// The versions that the server accepts, in its order of preference.
    pub server_versions: Vec<ProtocolVersion>,
    /// Whether the client offers a master secret that depends on the whole handshake, in TLS 1.2.
    pub extended_master_secret: bool,
    /// Whether the server knows such a master secret.
    pub server_extended_master_secret: bool,
    /// Whether the server asks for a second handshake in the end, in TLS 1.2.
    pub asks_again: bool,
    /// Whether somebody on the way hides from the server that the client knows TLS 1.3.
    pub downgrade: bool,
    /// Whether the client says that it offers no newer version only because one did not get through.
    pub fallback: bool,
    /// Whether somebody on the way sends what the client said first to the server again, when all is over.
    pub replay: bool,
    /// The cipher suite that the client puts first; in TLS 1.2 the one that seals in the same way. One of
    /// [`CipherSuite::OLD_TLS12`] is for TLS 1.2 alone, and then the server accepts it too.
    pub cipher_suite: CipherSuite,
    /// The cipher suites that the client offers, in its order, as far as they are of its versions; `None` for all that are
    /// usual, `cipher_suite` first.
    pub client_suites: Option<Vec<CipherSuite>>,
    /// The cipher suites that the server accepts; `None` for all that are usual.
    pub server_suites: Option<Vec<CipherSuite>>,
    /// The group that the client puts first, before all others of [`NamedGroup::ALL`], and for which it sends a share.
    pub group: NamedGroup,
    /// The groups that the client offers, in its order; `None` for all that are usual, `group` first.
    pub client_groups: Option<Vec<NamedGroup>>,
    /// The signature schemes that the client accepts, in its order; all of [`SignatureScheme::ALL`] means those for the
    /// certificates' keys as well.
    pub client_schemes: Vec<SignatureScheme>,
    /// The signature schemes that the server accepts for a client's certificate, in its order, as those of the client.
    pub server_schemes: Vec<SignatureScheme>,
    /// Whether the client says which host it wants.
    pub sends_server_name: bool,
    /// The kind of the certificates' keys.
    pub certificate_key: CertificateKey,
    /// The host the client wants: a DNS name or an IP address.
    pub server_name: String,
    /// The name in the server's certificate; `None` for the same as `server_name`.
    pub certificate_name: Option<String>,
    /// The names that the server knows itself by; none for one that takes every name.
    pub server_names: Vec<String>,
    /// What is wrong with the chain of certificates that the server shows.
    pub certificate_flaw: CertificateFlaw,
    /// The application protocols that the client offers, in its order; none for no such extension.
    pub client_alpn: Vec<String>,
    /// The application protocols that the server speaks, in its order.
    pub server_alpn: Vec<String>,
    /// What both sides take for today.
    pub date: Date,
    /// The number of tickets that the server sends, 0 to 4.
    pub tickets: u8,
    /// What the client says after the handshake; nothing is sent if it is empty.
    pub client_says: String,
    /// What the server answers; nothing is sent if it is empty.
    pub server_says: String,
    /// The groups that the server accepts; all of [`NamedGroup::ALL`] means that of the client as well.
    pub server_groups: Vec<NamedGroup>,
    /// The groups for which the client sends shares, as far as it offers them; `None` for one of its first group alone.
    pub key_shares: Option<Vec<NamedGroup>>,
    /// Whether the server makes the client prove with a cookie that it can be reached.
    pub cookie: bool,
    /// Whether the server asks for the client's certificate.
    pub client_authentication: ClientAuthentication,
    /// The name in the client's certificate; `None` for a client without one.
    pub client_certificate: Option<String>,
    /// What is wrong with the chain of certificates that the client shows.
    pub client_flaw: CertificateFlaw,
    /// Whether the client takes new keys before it speaks.
    pub client_key_update: KeyUpdate,
    /// Whether the server takes new keys before it speaks.
    pub server_key_update: KeyUpdate,
    /// Whether the client does what middleboxes expect.
    pub compatibility: bool,
    /// How the client cuts what it sends into records.
    pub client_records: RecordOptions,
    /// How the server cuts what it sends into records.
    pub server_records: RecordOptions,
    /// The longest record that the client wants, in bytes of `TLSInnerPlaintext`; `None` for no such extension.
    pub client_record_limit: Option<u16>,
    /// The longest record that the server wants, in bytes of `TLSInnerPlaintext`; `None` for no such extension.
    pub server_record_limit: Option<u16>,
    /// The pre-shared keys that the client offers. With a ticket there is an earlier connection, in which it gets it.
    pub psk: Psk,
    /// How the client is ready to use pre-shared keys.
    pub psk_mode: PskMode,
    /// How the server is ready to use them.
    pub server_psk_mode: PskMode,
    /// The key that both were given by other means.
    pub external_psk: ExternalPsk,
    /// What the server makes of the pre-shared key's identity.
    pub server_psk: ServerPsk,
    /// What a ticket is.
    pub ticket_kind: TicketKind,
    /// How long after the earlier connection this one begins, in seconds.
    pub pause: u32,
    /// What the client says before the handshake is complete; nothing is sent if it is empty.
    pub client_says_early: String,
    /// How much early data the server lets a client send with its tickets, in bytes; 0 for none.
    pub max_early_data: u32,
    /// Whether the server takes early data that comes.
    pub accepts_early_data: bool,
    /// By how much the client's first message comes late, in seconds.
    pub delay: u32,
    /// Whether the client offers values that nobody knows.
    pub grease: bool,
    /// Whether both make a key for the application in the end.
    pub exporter: bool,
    /// The checks that a side makes and does not heed, because it is broken on purpose; none for two right sides.
    pub omissions: Vec<(Side, Omission)>,
    /// Who stands between the two and plays the other to each; `None` for nobody. They forward what the client says, and what
    /// the server answers, in a connection of their own.
    pub impostor: Option<Impostor>,
    /// What somebody who has recorded all of it gets later; what then opens says [`opened`].
    pub thefts: Vec<Theft>,
    /// Where the two take the keys of their key exchanges from.
    pub randomness: Randomness,
    /// What somebody on the way does, at most [`attack::EDITS`] things.
    pub attack: Vec<Edit>,
}

/// Where the two take their ephemeral keys from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Randomness {
    /// They draw new ones for each connection.
    #[default]
    Sound,
    /// The client uses those of the earlier connection again.
    ClientReuses,
    /// The server uses those of the earlier connection again.
    ServerReuses,
}

impl Scenario {
    /// Whether all that the scenario needs is there.
    #[must_use]
    pub fn is_built(&self) -> bool {
        rare::BUILT || !self.needs_rare()
    }

    /// Whether somebody on the way does more than to look on.
    #[must_use]
    pub fn is_attacked(&self) -> bool {
        self.downgrade || self.replay || self.impostor.is_some() || !self.attack.is_empty()
    }

    /// Whether the scenario needs what is not always there. Without it, the two can shake hands as they do by default, by any
    /// name and with any words and seed, as long as they come to an end.
    #[must_use]
    pub fn needs_rare(&self) -> bool {
        let plain = Self {
            seed: self.seed.clone(),
            server_name: self.server_name.clone(),
            client_alpn: self.client_alpn.clone(),
            server_alpn: self.server_alpn.clone(),
            tickets: self.tickets,
            client_says: self.client_says.clone(),
            server_says: self.server_says.clone(),
            ..Self::default()
        };
        *self != plain || is_ip_address(&self.server_name) || self.has_no_common_protocol()
    }

    /// Whether both name application protocols, and none is the same.
    fn has_no_common_protocol(&self) -> bool {
        let (client, server) = (&self.client_alpn, &self.server_alpn);
        !client.is_empty() && !server.is_empty() && !client.iter().any(|name| server.contains(name))
    }
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            seed: "hello".into(),
            client_versions: vec![ProtocolVersion::TLS13],
            server_versions: vec![ProtocolVersion::TLS13],
            extended_master_secret: true,
            server_extended_master_secret: true,
            asks_again: false,
            downgrade: false,
            fallback: false,
            replay: false,
            cipher_suite: CipherSuite::TLS_AES_128_GCM_SHA256,
            client_suites: None,
            server_suites: None,
            group: NamedGroup::X25519,
            client_groups: None,
            client_schemes: SignatureScheme::ALL.to_vec(),
            server_schemes: SignatureScheme::ALL.to_vec(),
            sends_server_name: true,
            certificate_key: CertificateKey::EcdsaP256,
            server_name: "example.com".into(),
            certificate_name: None,
            server_names: Vec::new(),
            certificate_flaw: CertificateFlaw::None,
            client_alpn: vec!["h2".into(), "http/1.1".into()],
            server_alpn: vec!["http/1.1".into()],
            date: Date { year: 2026, month: 6, day: 15 },
            tickets: 1,
            client_says: "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n".into(),
            server_says: "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello, world!".into(),
            server_groups: NamedGroup::ALL.to_vec(),
            key_shares: None,
            cookie: false,
            client_authentication: ClientAuthentication::None,
            client_certificate: None,
            client_flaw: CertificateFlaw::None,
            client_key_update: KeyUpdate::None,
            server_key_update: KeyUpdate::None,
            compatibility: false,
            client_records: RecordOptions::default(),
            server_records: RecordOptions::default(),
            client_record_limit: None,
            server_record_limit: None,
            psk: Psk::None,
            psk_mode: PskMode::WithDhe,
            server_psk_mode: PskMode::Either,
            external_psk: ExternalPsk::default(),
            server_psk: ServerPsk::Same,
            ticket_kind: TicketKind::Stored,
            pause: 60,
            client_says_early: String::new(),
            max_early_data: 0,
            accepts_early_data: true,
            delay: 0,
            grease: false,
            exporter: false,
            omissions: Vec::new(),
            impostor: None,
            thefts: Vec::new(),
            randomness: Randomness::Sound,
            attack: Vec::new(),
        }
    }
}
