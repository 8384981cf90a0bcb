//! Secrets, each with where it came from.

use crate::crypto::rare;

use super::{Bytes, Context, Derivation, Seed, Side};

/// Which keys protect a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Epoch {
    /// None.
    Plaintext,
    /// The early traffic keys, of the client only.
    EarlyData,
    /// The handshake traffic keys.
    Handshake,
    /// The application traffic keys.
    Application,
    /// In a second handshake within a connection of TLS 1.2, the keys that the one before it left. In captures only.
    Preceding,
    /// The one set of keys of a handshake of TLS 1.2.
    Connection,
    /// The application traffic keys after that many `KeyUpdate`s of their writer, at least one.
    Updated(u16),
}

impl Epoch {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plaintext => "plaintext",
            Self::EarlyData => "early data",
            Self::Handshake => "handshake",
            Self::Application => "application",
            Self::Preceding => when_built("earlier handshake"),
            Self::Connection => "connection",
            Self::Updated(_) => "updated application",
        }
    }

    /// Whether the records are those of TLS 1.2.
    #[must_use]
    pub fn is_tls12(self) -> bool {
        rare::BUILT && matches!(self, Self::Preceding | Self::Connection)
    }
}

/// A name that is never needed where nothing rare is built.
fn when_built(name: &'static str) -> &'static str {
    if rare::BUILT { name } else { "" }
}

/// The name of a secret; within one side's run each name stands for one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretName {
    /// The private half of the ephemeral key pair of that side's `key_share`.
    EphemeralPrivateKey(Side),
    /// The private half of a further key pair of the client's: for another share, or for a second `ClientHello`.
    FurtherPrivateKey {
        /// How many the client had made before, at least one.
        number: u8,
    },
    /// The private key of the certificate of that side.
    CertificatePrivateKey(Side),
    /// The (EC)DHE shared secret.
    SharedSecret,
    /// The pre-shared key that this connection starts from.
    PreSharedKey,
    /// Early Secret with a pre-shared key; where the server declines it, the other one is the one that counts.
    PskEarlySecret,
    /// `binder_key`.
    BinderKey,
    /// The finished key of the binder.
    BinderFinishedKey,
    /// What comes of a further pre-shared key that the client offers.
    FurtherPsk {
        /// How many it offers before, at least one.
        number: u8,
        /// Which of the four.
        part: PskPart,
    },
    /// `early_exporter_master_secret`.
    EarlyExporterMasterSecret,
    /// Early Secret.
    EarlySecret,
    /// `Derive-Secret(Early Secret, "derived", "")`.
    DerivedFromEarly,
    /// Handshake Secret.
    HandshakeSecret,
    /// `client_…` or `server_…_traffic_secret` of an epoch.
    TrafficSecret {
        /// Who writes with the keys that follow.
        writer: Side,
        /// The epoch they open.
        epoch: Epoch,
    },
    /// `[sender]_write_key` of an epoch.
    WriteKey {
        /// Who writes with the key.
        writer: Side,
        /// The epoch.
        epoch: Epoch,
    },
    /// `[sender]_write_iv` of an epoch.
    WriteIv {
        /// Who writes with it.
        writer: Side,
        /// The epoch.
        epoch: Epoch,
    },
    /// `finished_key` of that side.
    FinishedKey(Side),
    /// `Derive-Secret(Handshake Secret, "derived", "")`.
    DerivedFromHandshake,
    /// Master Secret.
    MasterSecret,
    /// `exporter_master_secret`.
    ExporterMasterSecret,
    /// `resumption_master_secret`.
    ResumptionMasterSecret,
    /// The PSK that goes with the ticket of that number, the first being 0.
    ResumptionPsk {
        /// The ticket's number.
        ticket: u8,
    },
    /// The premaster secret of TLS 1.2: what the key exchange gives. RFC 5246 §8.1, RFC 8422 §5.10.
    PremasterSecret,
    /// The master secret of TLS 1.2. RFC 5246 §8.1, RFC 7627 §4.
    SessionMasterSecret,
    /// The key block of TLS 1.2, which is cut into keys. RFC 5246 §6.3.
    KeyBlock,
    /// The key with which the server seals its tickets.
    TicketKey,
    /// `Derive-Secret(exporter_master_secret, label, "")`.
    ExporterSecret,
    /// What an exporter gives the application.
    ExportedKey,
}

/// What a client makes of each pre-shared key that it offers, in the order in which it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PskPart {
    /// The key.
    Key,
    /// Early Secret.
    EarlySecret,
    /// `binder_key`.
    BinderKey,
    /// The finished key of the binder.
    FinishedKey,
}

impl PskPart {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Key, Self::EarlySecret, Self::BinderKey, Self::FinishedKey];

    /// The name of it for the pre-shared key before which so many are offered.
    #[must_use]
    pub fn of(self, number: u8) -> SecretName {
        match (number, self) {
            (0, Self::Key) => SecretName::PreSharedKey,
            (0, Self::EarlySecret) => SecretName::PskEarlySecret,
            (0, Self::BinderKey) => SecretName::BinderKey,
            (0, Self::FinishedKey) => SecretName::BinderFinishedKey,
            (number, part) => SecretName::FurtherPsk { number, part },
        }
    }
}

impl SecretName {
    /// How many pre-shared keys the client offers before the one that it is or follows from; 0 for what follows from none.
    #[must_use]
    pub fn psk_number(self) -> u8 {
        match self {
            Self::FurtherPsk { number, .. } => number,
            _ => 0,
        }
    }

    /// Whether one connection leaves it to a later one, or takes it from an earlier one.
    #[must_use]
    pub fn crosses_connections(self) -> bool {
        matches!(
            self,
            Self::ResumptionPsk { .. }
                | Self::PreSharedKey
                | Self::FurtherPsk { part: PskPart::Key, .. }
                | Self::SessionMasterSecret
                | Self::WriteKey { epoch: Epoch::Preceding, .. }
                | Self::WriteIv { epoch: Epoch::Preceding, .. }
        )
    }

    /// The name in the standard.
    #[must_use]
    pub fn name(self) -> &'static str {
        use Epoch::{Application, Connection, EarlyData, Handshake, Plaintext, Preceding, Updated};
        use Side::{Client, Server};
        match self {
            Self::EphemeralPrivateKey(Client) => "client ephemeral private key",
            Self::EphemeralPrivateKey(Server) => "server ephemeral private key",
            Self::FurtherPrivateKey { number: 1 } => "client ephemeral private key (second)",
            Self::FurtherPrivateKey { number: 2 } => "client ephemeral private key (third)",
            Self::FurtherPrivateKey { .. } => "client ephemeral private key (one more)",
            Self::CertificatePrivateKey(Client) => "client certificate private key",
            Self::CertificatePrivateKey(Server) => "server certificate private key",
            Self::SharedSecret => "(EC)DHE shared secret",
            Self::PreSharedKey => "PSK",
            Self::PskEarlySecret => "Early Secret (with the PSK)",
            Self::BinderKey => "binder_key",
            Self::BinderFinishedKey => "binder finished_key",
            Self::FurtherPsk { number: 1, part } => match part {
                PskPart::Key => "PSK (second)",
                PskPart::EarlySecret => "Early Secret (with the second PSK)",
                PskPart::BinderKey => "binder_key (second)",
                PskPart::FinishedKey => "binder finished_key (second)",
            },
            Self::FurtherPsk { part, .. } => match part {
                PskPart::Key => "PSK (one more)",
                PskPart::EarlySecret => "Early Secret (with one more PSK)",
                PskPart::BinderKey => "binder_key (one more)",
                PskPart::FinishedKey => "binder finished_key (one more)",
            },
            Self::EarlyExporterMasterSecret => "early_exporter_master_secret",
            Self::EarlySecret => "Early Secret",
            Self::PremasterSecret => "premaster secret",
            Self::SessionMasterSecret => "master_secret",
            Self::KeyBlock => "key_block",
            Self::WriteKey { writer: Client, epoch: Connection } => "client_write_key",
            Self::WriteKey { writer: Server, epoch: Connection } => "server_write_key",
            Self::WriteIv { writer: Client, epoch: Connection } => "client_write_IV",
            Self::WriteIv { writer: Server, epoch: Connection } => "server_write_IV",
            Self::WriteKey { writer: Client, epoch: Preceding } => when_built("client_write_key (earlier handshake)"),
            Self::WriteKey { writer: Server, epoch: Preceding } => when_built("server_write_key (earlier handshake)"),
            Self::WriteIv { writer: Client, epoch: Preceding } => when_built("client_write_IV (earlier handshake)"),
            Self::WriteIv { writer: Server, epoch: Preceding } => when_built("server_write_IV (earlier handshake)"),
            Self::TrafficSecret { epoch: EarlyData, .. } => "client_early_traffic_secret",
            Self::WriteKey { epoch: EarlyData, .. } => "client_write_key (early data)",
            Self::WriteIv { epoch: EarlyData, .. } => "client_write_iv (early data)",
            Self::TrafficSecret { writer, epoch: Updated(updates) } => match (writer, updates) {
                (Client, 1) => "client_application_traffic_secret_1",
                (Client, 2) => "client_application_traffic_secret_2",
                (Client, _) => "client_application_traffic_secret_N",
                (Server, 1) => "server_application_traffic_secret_1",
                (Server, 2) => "server_application_traffic_secret_2",
                (Server, _) => "server_application_traffic_secret_N",
            },
            Self::WriteKey { writer: Client, epoch: Updated(_) } => "client_write_key (updated)",
            Self::WriteKey { writer: Server, epoch: Updated(_) } => "server_write_key (updated)",
            Self::WriteIv { writer: Client, epoch: Updated(_) } => "client_write_iv (updated)",
            Self::WriteIv { writer: Server, epoch: Updated(_) } => "server_write_iv (updated)",
            Self::DerivedFromEarly => "derived secret (from Early Secret)",
            Self::HandshakeSecret => "Handshake Secret",
            Self::TrafficSecret { writer: Client, epoch: Handshake } => "client_handshake_traffic_secret",
            Self::TrafficSecret { writer: Server, epoch: Handshake } => "server_handshake_traffic_secret",
            Self::TrafficSecret { writer: Client, epoch: Application } => "client_application_traffic_secret_0",
            Self::TrafficSecret { writer: Server, epoch: Application } => "server_application_traffic_secret_0",
            Self::WriteKey { writer: Client, epoch: Handshake } => "client_write_key (handshake)",
            Self::WriteKey { writer: Server, epoch: Handshake } => "server_write_key (handshake)",
            Self::WriteKey { writer: Client, epoch: Application } => "client_write_key (application)",
            Self::WriteKey { writer: Server, epoch: Application } => "server_write_key (application)",
            Self::WriteIv { writer: Client, epoch: Handshake } => "client_write_iv (handshake)",
            Self::WriteIv { writer: Server, epoch: Handshake } => "server_write_iv (handshake)",
            Self::WriteIv { writer: Client, epoch: Application } => "client_write_iv (application)",
            Self::WriteIv { writer: Server, epoch: Application } => "server_write_iv (application)",
            Self::TrafficSecret { epoch: Plaintext | Preceding | Connection, .. }
            | Self::WriteKey { epoch: Plaintext, .. }
            | Self::WriteIv { epoch: Plaintext, .. } => "no protection",
            Self::FinishedKey(Client) => "client finished_key",
            Self::FinishedKey(Server) => "server finished_key",
            Self::DerivedFromHandshake => "derived secret (from Handshake Secret)",
            Self::MasterSecret => "Master Secret",
            Self::ExporterMasterSecret => "exporter_master_secret",
            Self::ResumptionMasterSecret => "resumption_master_secret",
            Self::ResumptionPsk { .. } => "resumption PSK",
            Self::TicketKey => "ticket key",
            Self::ExporterSecret => "exporter secret (for the label)",
            Self::ExportedKey => "exported keying material",
        }
    }
}

/// A secret value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Its name.
    pub name: SecretName,
    /// Its bytes.
    pub value: Bytes,
    /// Where it came from.
    pub derivation: Derivation,
}

impl Secret {
    /// Whether it should depend on what was said, and does not, because the side that derived it is broken on purpose.
    ///
    /// RFC 8446 §7.1 has the hash of no message as the context of what is named here by no other.
    #[must_use]
    pub fn leaves_out_transcript(&self) -> bool {
        match &self.derivation {
            Derivation::ExpandLabel { context: Context::HashOfNothing(_), .. } => matches!(
                self.name,
                SecretName::TrafficSecret { .. }
                    | SecretName::EarlyExporterMasterSecret
                    | SecretName::ExporterMasterSecret
                    | SecretName::ResumptionMasterSecret
            ),
            Derivation::Prf { seed: Seed::Session(point), .. } => point.is_empty(),
            _ => false,
        }
    }
}
