//! What who looks on was given, and what one connection gives away about the next.

use crate::crypto::key_exchange::{EphemeralKeyPair, answer_x25519_mlkem768};
use crate::crypto::signature::SigningKey;
use crate::crypto::x509::Certificate;
use crate::tls::registry::NamedGroup;
use crate::tls::transcript::Binding;
use crate::tls::v13::PreSharedKey;
use crate::trace::{Bytes, Derivation, Epoch, Giver, Secret, SecretName, Side};

/// A line of a key log. draft-ietf-tls-keylogfile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The label, such as `CLIENT_RANDOM`.
    pub label: String,
    /// The random of the `ClientHello`; for the label `RSA` the first 8 bytes of what was encrypted.
    pub about: Bytes,
    /// The secret.
    pub secret: Bytes,
}

/// What somebody who looks on knows beyond the records.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The lines of key logs.
    pub logged: Vec<Logged>,
    /// Private keys of key exchanges, as [`EphemeralKeyPair::private_bytes`] gives them; of a server of X25519MLKEM768
    /// its 32 random bytes and its x25519 key.
    pub private_keys: Vec<Bytes>,
    /// Private keys of certificates: with one of RSA the premaster secret can be decrypted where it was encrypted.
    pub certificate_keys: Vec<SigningKey>,
    /// The keys with which servers of this program seal their tickets.
    pub ticket_keys: Vec<[u8; 16]>,
    /// Keys that both sides were given by other means.
    pub psks: Vec<PreSharedKey>,
    /// The certificates that the sides trusted beforehand; with none a chain is not judged.
    pub trust_anchors: Vec<Certificate>,
    /// What the hashes of both sides cover: nothing, if it is known that both are broken in that.
    pub binding: Binding,
    /// When it was, in seconds from 1970-01-01T00:00:00Z; for the validity of certificates.
    pub now: u64,
}

impl Given {
    /// The secret that a key log has under that label for that connection.
    pub(super) fn logged(&self, label: &str, about: &[u8]) -> Option<&[u8]> {
        let line = self.logged.iter().rfind(|line| line.label == label && line.about == about)?;
        Some(&line.secret)
    }

    /// The traffic secrets of a writer that a key log has for the connection of that client random, in the order of use.
    pub(super) fn traffic(&self, writer: Side, client_random: &[u8]) -> Vec<(Epoch, Bytes)> {
        let who = match writer {
            Side::Client => "CLIENT",
            Side::Server => "SERVER",
        };
        let mut found = Vec::new();
        let mut add = |epoch, label: &str| {
            let secret = self.logged(&format!("{who}_{label}"), client_random);
            found.extend(secret.map(|secret| (epoch, secret.to_vec())));
        };
        add(Epoch::EarlyData, "EARLY_TRAFFIC_SECRET");
        add(Epoch::Handshake, "HANDSHAKE_TRAFFIC_SECRET");
        add(Epoch::Application, "TRAFFIC_SECRET_0");
        for updates in 1..=LOGGED_UPDATES {
            add(Epoch::Updated(updates), &format!("TRAFFIC_SECRET_{updates}"));
        }
        found
    }

    /// The key pair among those given whose public key is that one.
    pub(super) fn pair(&self, public: &[u8]) -> Option<EphemeralKeyPair> {
        let pairs = self.private_keys.iter().flat_map(|private| EphemeralKeyPair::candidates(private));
        pairs.into_iter().find(|pair| pair.public_bytes() == public)
    }

    /// What a server made its X25519MLKEM768 share with, if that was given, and what the two then share.
    pub(super) fn hybrid_answer(&self, public: &[u8], client_share: &[u8]) -> Option<(Bytes, Bytes)> {
        self.private_keys.iter().find_map(|given| {
            let (encapsulated, private) = given.split_first_chunk::<32>()?;
            let answer = answer_x25519_mlkem768(*encapsulated, private.try_into().ok()?, client_share).ok()?;
            (answer.public == public).then(|| (given.clone(), answer.shared_secret))
        })
    }
}

impl Given {
    /// What a ticket stands for, if its key was given.
    pub(super) fn open_ticket(&self, identity: &[u8]) -> Option<PreSharedKey> {
        self.ticket_keys.iter().find_map(|key| PreSharedKey::open(*key, identity))
    }
}

/// How many updates of the keys a key log is searched for, where none is seen to happen.
const LOGGED_UPDATES: u16 = 16;

/// What earlier connections left: for the next ones.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Pre-shared keys of TLS 1.3, of which the tickets were seen.
    pub(super) psks: Vec<PreSharedKey>,
    /// Master secrets of TLS 1.2 by session ID or ticket.
    pub(super) sessions: Vec<(Bytes, Bytes)>,
}

/// A private key that was given, as a secret of whose it is.
pub(super) fn private_key(name: SecretName, value: Bytes, public: &[u8]) -> Secret {
    Secret { name, value, derivation: Derivation::Given { by: Giver::PrivateKey, public: public.to_vec() } }
}

/// Whether a group's name in the trace stands for one that a secret can be agreed on with here.
pub(super) fn is_hybrid(group: NamedGroup) -> bool {
    group == NamedGroup::X25519MLKEM768
}
