//! What the two sides are told before they start.

use super::psk::PreSharedKey;
use super::replay::RecordedHello;
use crate::crypto::entropy::Entropy;
use crate::crypto::signature::SigningKey;
use crate::crypto::x509::Certificate;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::PskKeyExchangeMode;
use crate::tls::message::CertificateVerify;
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::tls::transcript::Binding;
use crate::trace::{Bytes, Omission};

/// The longest plaintext of a record of TLS 1.2, in bytes. RFC 5246 §6.2.1.
pub(in crate::tls) const LONGEST_RECORD_12: u16 = 1 << 14;

/// What a client offers and whom it trusts.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct ClientConfig {
    /// The versions, in order of preference.
    pub versions: Vec<ProtocolVersion>,
    /// The cipher suites, in order of preference.
    pub cipher_suites: Vec<CipherSuite>,
    /// The groups, in order of preference.
    pub groups: Vec<NamedGroup>,
    /// The groups for which it sends a share, each one of `groups`; none to be told by the server.
    pub key_shares: Vec<NamedGroup>,
    /// The signature schemes, in order of preference.
    pub signature_schemes: Vec<SignatureScheme>,
    /// The host it wants: a DNS name.
    pub server_name: String,
    /// Whether it says so. It checks the certificate for the name in any case.
    pub sends_server_name: bool,
    /// The application protocols, in order of preference; none for no such extension.
    pub application_protocols: Vec<Bytes>,
    /// What it leaves out; whatever else does not fit ends the connection. A client that omits anything is broken.
    pub omissions: Vec<Omission>,
    /// The certificates it trusts.
    pub trust_anchors: Vec<Certificate>,
    /// Its own certificate, for a server that asks.
    pub identity: Option<Identity>,
    /// How it is ready to use pre-shared keys; none for no such extension, and so for no tickets.
    pub psk_modes: Vec<PskKeyExchangeMode>,
    /// The pre-shared keys that it offers, in order of preference; of the sessions of TLS 1.2 among them, the first.
    pub psks: Vec<PreSharedKey>,
    /// Whether it wants to send early data, if the first pre-shared key allows that.
    pub early_data: bool,
    /// The longest record that it is ready to receive, in bytes of `TLSInnerPlaintext`; `None` for no such extension.
    pub record_size_limit: Option<u16>,
    /// Whether it does what middleboxes expect: a session ID, and `change_cipher_spec`. RFC 8446 Appendix D.4.
    pub compatibility: bool,
    /// Whether it offers values that nobody knows, so that servers stay used to such. RFC 8701.
    pub grease: bool,
    /// Whether it says that it offers an older version than it could, because a newer one did not get through. RFC 7507 §4.
    pub fallback: bool,
    /// Whether it offers a master secret that depends on the whole handshake, in TLS 1.2. RFC 7627.
    pub extended_master_secret: bool,
    /// How it cuts what it sends into records.
    pub records: RecordOptions,
    /// The time at which it checks certificates and tickets, in seconds from 1970-01-01T00:00:00Z.
    pub now: u64,
    /// Where its random values come from.
    pub entropy: Entropy,
    /// Where its ephemeral keys come from, if from elsewhere.
    pub ephemeral: Option<Entropy>,
}

impl ClientConfig {
    /// A client that offers all that is built here, sends one share, trusts nobody and has nothing special about it.
    #[must_use]
    pub fn plain(server_name: String, now: u64, entropy: Entropy) -> Self {
        Self {
            versions: vec![ProtocolVersion::TLS13],
            cipher_suites: CipherSuite::ALL.to_vec(),
            groups: NamedGroup::ALL.to_vec(),
            key_shares: NamedGroup::ALL[..1].to_vec(),
            signature_schemes: SignatureScheme::ALL.to_vec(),
            server_name,
            sends_server_name: true,
            application_protocols: Vec::new(),
            omissions: Vec::new(),
            trust_anchors: Vec::new(),
            identity: None,
            psk_modes: vec![PskKeyExchangeMode::PSK_DHE_KE],
            psks: Vec::new(),
            early_data: false,
            record_size_limit: None,
            compatibility: false,
            grease: false,
            fallback: false,
            extended_master_secret: true,
            records: RecordOptions::default(),
            now,
            entropy,
            ephemeral: None,
        }
    }
}

impl ClientConfig {
    /// Where its ephemeral keys come from.
    pub(in crate::tls) fn ephemeral(&self) -> &Entropy {
        self.ephemeral.as_ref().unwrap_or(&self.entropy)
    }

    /// What its hashes cover.
    pub(in crate::tls) fn binding(&self) -> Binding {
        Binding::of(&self.omissions)
    }

    /// The longest record of TLS 1.2 that it is ready to receive. RFC 8449 §4: there the content type does not count.
    pub(in crate::tls) fn record_size_limit_12(&self) -> Option<u16> {
        self.record_size_limit.map(|limit| limit.min(LONGEST_RECORD_12))
    }

    /// The session of TLS 1.2 that it goes back to.
    pub(in crate::tls) fn session(&self) -> Option<&PreSharedKey> {
        let older = self.versions.contains(&ProtocolVersion::TLS12);
        self.psks.iter().find(|psk| older && SuiteParameters::of_tls12(psk.suite).is_some())
    }
}

/// What a server accepts and who it is.
#[derive(Clone)]
pub struct ServerConfig {
    /// The versions that it accepts, in order of preference.
    pub versions: Vec<ProtocolVersion>,
    /// The cipher suites it accepts.
    pub cipher_suites: Vec<CipherSuite>,
    /// The groups it accepts.
    pub groups: Vec<NamedGroup>,
    /// The names of the hosts that live here; none for a server that takes every name.
    pub server_names: Vec<String>,
    /// The application protocols it speaks, in order of preference.
    pub application_protocols: Vec<Bytes>,
    /// Its certificate, then those that lead to a trust anchor.
    pub certificate_chain: Vec<Certificate>,
    /// The private key of its certificate.
    pub certificate_key: SigningKey,
    /// Whether it makes every client prove with a cookie that it can be reached. RFC 8446 §4.2.2.
    pub cookie: bool,
    /// Whether it asks for the client's certificate.
    pub client_authentication: ClientAuthentication,
    /// The signature schemes that it accepts from a client, in order of preference.
    pub signature_schemes: Vec<SignatureScheme>,
    /// The certificates that it trusts to name clients.
    pub trust_anchors: Vec<Certificate>,
    /// How it is ready to use pre-shared keys.
    pub psk_modes: Vec<PskKeyExchangeMode>,
    /// The pre-shared keys that it holds: external ones, and those of tickets that it keeps itself.
    pub psks: Vec<PreSharedKey>,
    /// The number of tickets that it sends.
    pub tickets: u8,
    /// Whether it knows a master secret that depends on the whole handshake, in TLS 1.2. RFC 7627.
    pub extended_master_secret: bool,
    /// The key with which it seals tickets; `None` if it keeps what they stand for itself.
    pub ticket_key: Option<[u8; 16]>,
    /// How much early data it lets a client send with a ticket, in bytes; 0 for none.
    pub max_early_data_size: u32,
    /// Whether it takes early data that comes.
    pub accepts_early_data: bool,
    /// The hellos whose early data was taken lately: it takes none of a hello that came before. RFC 8446 §8.2.
    pub recorded: Vec<RecordedHello>,
    /// The longest record that it is ready to receive, in bytes of `TLSInnerPlaintext`; `None` for no such extension.
    pub record_size_limit: Option<u16>,
    /// How it cuts what it sends into records.
    pub records: RecordOptions,
    /// The time at which it checks certificates and tickets, in seconds from 1970-01-01T00:00:00Z.
    pub now: u64,
    /// What it leaves out; whatever else does not fit ends the connection. A server that omits anything is broken.
    pub omissions: Vec<Omission>,
    /// The proof of another server, which it passes on in place of its own: it is an attacker's.
    pub passed_on: Option<CertificateVerify>,
    /// Where its random values come from.
    pub entropy: Entropy,
    /// Where its ephemeral keys come from, if from elsewhere.
    pub ephemeral: Option<Entropy>,
}

impl ServerConfig {
    /// Where its ephemeral keys come from.
    pub(in crate::tls) fn ephemeral(&self) -> &Entropy {
        self.ephemeral.as_ref().unwrap_or(&self.entropy)
    }

    /// A server that accepts all that is built here, keeps what its tickets stand for, and has nothing special about it.
    #[must_use]
    pub fn plain(identity: Identity, now: u64, entropy: Entropy) -> Self {
        Self {
            versions: vec![ProtocolVersion::TLS13],
            cipher_suites: CipherSuite::ALL.to_vec(),
            groups: NamedGroup::ALL.to_vec(),
            server_names: Vec::new(),
            application_protocols: Vec::new(),
            certificate_chain: identity.certificate_chain,
            certificate_key: identity.certificate_key,
            cookie: false,
            client_authentication: ClientAuthentication::None,
            signature_schemes: SignatureScheme::ALL.to_vec(),
            trust_anchors: Vec::new(),
            // With (EC)DHE first: that keeps forward secrecy.
            psk_modes: vec![PskKeyExchangeMode::PSK_DHE_KE, PskKeyExchangeMode::PSK_KE],
            psks: Vec::new(),
            tickets: 0,
            extended_master_secret: true,
            ticket_key: None,
            max_early_data_size: 0,
            accepts_early_data: true,
            recorded: Vec::new(),
            record_size_limit: None,
            records: RecordOptions::default(),
            now,
            omissions: Vec::new(),
            passed_on: None,
            entropy,
            ephemeral: None,
        }
    }
}

impl ServerConfig {
    /// What its hashes cover.
    pub(in crate::tls) fn binding(&self) -> Binding {
        Binding::of(&self.omissions)
    }
}

/// Who a side is.
#[derive(Clone)]
pub struct Identity {
    /// Its certificate, then those that lead to a trust anchor.
    pub certificate_chain: Vec<Certificate>,
    /// The private key of its certificate.
    pub certificate_key: SigningKey,
}

/// Whether a server asks for the client's certificate. RFC 8446 §4.3.2, §4.4.2.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientAuthentication {
    /// It does not.
    #[default]
    None,
    /// It does, and goes on without.
    Requested,
    /// It does, and goes on only with one.
    Required,
}

/// How a side cuts what it sends into records. RFC 8446 §5.1, §5.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordOptions {
    /// The most bytes of content of a record; 0 for as many as are allowed.
    pub fragment: u16,
    /// Sealed records are filled up with zeros to a multiple of so many bytes; 0 for no padding.
    pub padding: u16,
    /// Whether handshake messages that follow each other under the same keys share records.
    pub coalesce: bool,
}
