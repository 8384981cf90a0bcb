//! The scenario: a small plain value from which everything follows.

pub mod address;
mod cut;
mod date;
mod offer;
mod preset;
mod run;

pub use date::Date;
pub use offer::{KeyUpdate, Psk, PskMode, ServerPsk, TicketKind};
pub use preset::{Preset, preset, presets};
pub use run::{configure, resume, run};

use crate::tls::registry::{CipherSuite, NamedGroup, SignatureScheme};
pub use crate::tls::v13::{ClientAuthentication, RecordOptions};
/// The kind of key that every certificate of the chain has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateKey {
    /// Ed25519. RFC 8032.
    Ed25519,
    /// ECDSA with P-256 and SHA-256.
    EcdsaP256,
}

/// What the two sides are told before they start. The same scenario always gives the same [`run`], byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Scenario {
    /// Where all randomness comes from: 1 to 64 characters.
    pub seed: String,
    /// The cipher suite that the client puts first, before all others of [`CipherSuite::ALL`].
    pub cipher_suite: CipherSuite,
    /// The cipher suites that the client offers, in its order; `None` for all, `cipher_suite` first.
    pub client_suites: Option<Vec<CipherSuite>>,
    /// The cipher suites that the server accepts.
    pub server_suites: Vec<CipherSuite>,
    /// The group that the client puts first, before all others of [`NamedGroup::ALL`], and for which it sends a share.
    pub group: NamedGroup,
    /// The groups that the client offers, in its order; `None` for all, `group` first.
    pub client_groups: Option<Vec<NamedGroup>>,
    /// The signature schemes that the client accepts, in its order.
    pub client_schemes: Vec<SignatureScheme>,
    /// The signature schemes that the server accepts for a client's certificate, in its order.
    pub server_schemes: Vec<SignatureScheme>,
    /// Whether the client says which host it wants.
    pub sends_server_name: bool,
    /// The kind of the certificates' keys.
    pub certificate_key: CertificateKey,
    /// The host the client wants: a DNS name.
    pub server_name: String,
    /// The name in the server's certificate; `None` for the same as `server_name`.
    pub certificate_name: Option<String>,
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
    /// The groups that the server accepts.
    pub server_groups: Vec<NamedGroup>,
    /// The groups for which the client sends shares, as far as it offers them; `None` for one of its first group alone.
    pub key_shares: Option<Vec<NamedGroup>>,
    /// Whether the server makes the client prove with a cookie that it can be reached.
    pub cookie: bool,
    /// Whether the server asks for the client's certificate.
    pub client_authentication: ClientAuthentication,
    /// The name in the client's certificate; `None` for a client without one.
    pub client_certificate: Option<String>,
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
    /// The pre-shared key that the client offers. With a ticket there is an earlier connection, in which it gets it.
    pub psk: Psk,
    /// How the client is ready to use pre-shared keys.
    pub psk_mode: PskMode,
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
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            seed: "hello".into(),
            cipher_suite: CipherSuite::TLS_AES_128_GCM_SHA256,
            client_suites: None,
            server_suites: CipherSuite::ALL.to_vec(),
            group: NamedGroup::X25519,
            client_groups: None,
            client_schemes: SignatureScheme::ALL.to_vec(),
            server_schemes: SignatureScheme::ALL.to_vec(),
            sends_server_name: true,
            certificate_key: CertificateKey::EcdsaP256,
            server_name: "example.com".into(),
            certificate_name: None,
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
            client_key_update: KeyUpdate::None,
            server_key_update: KeyUpdate::None,
            compatibility: false,
            client_records: RecordOptions::default(),
            server_records: RecordOptions::default(),
            client_record_limit: None,
            server_record_limit: None,
            psk: Psk::None,
            psk_mode: PskMode::WithDhe,
            server_psk: ServerPsk::Same,
            ticket_kind: TicketKind::Stored,
            pause: 60,
            client_says_early: String::new(),
            max_early_data: 0,
            accepts_early_data: true,
            delay: 0,
            grease: false,
            exporter: false,
        }
    }
}

impl Scenario {
    /// The cipher suites that the client offers, in its order.
    #[must_use]
    pub fn offered_suites(&self) -> Vec<CipherSuite> {
        self.client_suites.clone().unwrap_or_else(|| preferred_first(self.cipher_suite, &CipherSuite::ALL))
    }

    /// The groups that the client offers, in its order.
    #[must_use]
    pub fn offered_groups(&self) -> Vec<NamedGroup> {
        self.client_groups.clone().unwrap_or_else(|| preferred_first(self.group, &NamedGroup::ALL))
    }

    /// The groups for which the client sends shares at first.
    #[must_use]
    pub fn shared_groups(&self) -> Vec<NamedGroup> {
        let mut offered = self.offered_groups();
        match &self.key_shares {
            None => offered.truncate(1),
            Some(groups) => offered = groups.iter().copied().filter(|group| offered.contains(group)).collect(),
        }
        offered
    }
}

fn preferred_first<T: Copy + PartialEq>(preferred: T, all: &[T]) -> Vec<T> {
    core::iter::once(preferred).chain(all.iter().copied().filter(|item| *item != preferred)).collect()
}
