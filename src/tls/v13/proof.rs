//! What both sides do alike: key pairs, `Finished`, the scheme of a key.

use super::action::Actions;
use crate::crypto::entropy::Entropy;
use crate::crypto::key_exchange::{EphemeralKeyPair, HybridAnswer, InvalidPublicKey, answer_x25519_mlkem768};
use crate::crypto::rare;
use crate::crypto::signature::{KeyKind, p256_secret_key, p384_private_key};
use crate::tls::message::{Finished, HandshakeMessage};
use crate::tls::registry::{NamedGroup, ProtocolVersion, Registered, SignatureScheme};
use crate::tls::schedule::FinishedKey;
use crate::tls::transcript::Transcript;
use crate::trace::{
    AlertDescription, Check, CheckName, Derivation, Evidence, EvidenceValue, MessageName, Outcome, Proof, Secret,
    SecretName, Side, TranscriptPoint,
};

/// Makes an ephemeral key pair for `group`; `None` if the group is not built here.
pub(in crate::tls) fn ephemeral_key(
    entropy: &Entropy,
    side: Side,
    group: NamedGroup,
) -> Option<(EphemeralKeyPair, Secret)> {
    let (key, label) = match group {
        NamedGroup::X25519 => {
            let label = match side {
                Side::Client => "client x25519 private key",
                Side::Server => "server x25519 private key",
            };
            (EphemeralKeyPair::x25519(entropy.bytes(label)), label)
        }
        _ if !rare::BUILT => return None,
        NamedGroup::SECP256R1 => {
            let label = match side {
                Side::Client => "client secp256r1 private key",
                Side::Server => "server secp256r1 private key",
            };
            let key = EphemeralKeyPair::secp256r1(p256_secret_key(entropy, label));
            (key, label)
        }
        NamedGroup::SECP384R1 => {
            let label = match side {
                Side::Client => "client secp384r1 private key",
                Side::Server => "server secp384r1 private key",
            };
            (EphemeralKeyPair::secp384r1(p384_private_key(entropy, label))?, label)
        }
        NamedGroup::X25519MLKEM768 => {
            let label = "client ML-KEM-768 seeds, client x25519 private key";
            let seeds = entropy.bytes("client ML-KEM-768 seeds");
            (EphemeralKeyPair::x25519_mlkem768(seeds, entropy.bytes("client x25519 private key"))?, label)
        }
        _ => return None,
    };
    let secret = Secret {
        name: SecretName::EphemeralPrivateKey(side),
        value: key.private_bytes(),
        derivation: Derivation::Entropy { label, public: key.public_bytes().to_vec() },
    };
    Some((key, secret))
}

/// What a server makes of a client's share: its own secret, which has its own share with it, and what the two share.
///
/// `None` if the group is not built here.
pub(super) fn server_share(
    entropy: &Entropy,
    group: NamedGroup,
    client_share: &[u8],
) -> Option<Result<(Secret, Vec<u8>), InvalidPublicKey>> {
    if group != NamedGroup::X25519MLKEM768 {
        let (key, private) = ephemeral_key(entropy, Side::Server, group)?;
        return Some(key.agree(client_share).map(|shared| (private, shared)));
    }
    if !rare::BUILT {
        return None;
    }
    let label = "server ML-KEM-768 randomness, server x25519 private key";
    let encapsulated = entropy.bytes("server ML-KEM-768 randomness");
    let private = entropy.bytes("server x25519 private key");
    Some(answer_x25519_mlkem768(encapsulated, private, client_share).map(|HybridAnswer { public, shared_secret }| {
        let derivation = Derivation::Entropy { label, public };
        let value = [encapsulated, private].concat();
        (Secret { name: SecretName::EphemeralPrivateKey(Side::Server), value, derivation }, shared_secret)
    }))
}

/// Whether a key of that kind signs handshakes of that version so: since TLS 1.3 RSA does not with PKCS #1. RFC 8446 §4.2.3.
pub(in crate::tls) fn signs(version: ProtocolVersion, kind: KeyKind, scheme: SignatureScheme) -> bool {
    let may = version != ProtocolVersion::TLS13 || !SignatureScheme::RSA_PKCS1.contains(&scheme);
    may && scheme.algorithm().is_some_and(|algorithm| algorithm.kind() == kind)
}

/// The schemes in which a key of that kind signs handshakes of that version.
pub(in crate::tls) fn schemes_of(version: ProtocolVersion, kind: KeyKind) -> Vec<SignatureScheme> {
    SignatureScheme::available().into_iter().filter(|scheme| signs(version, kind, *scheme)).collect()
}

/// The first of the peer's schemes in which a key of that kind signs handshakes of that version.
pub(in crate::tls) fn common_scheme(
    version: ProtocolVersion,
    kind: KeyKind,
    accepted: &[SignatureScheme],
) -> Option<SignatureScheme> {
    accepted.iter().copied().find(|scheme| signs(version, kind, *scheme))
}

/// Proves the transcript with a MAC and sends it as `Finished`, which then is the last message of the transcript.
///
/// RFC 8446 §4.4.4.
pub(in crate::tls) fn send_finished(
    actions: &mut Actions,
    key: &FinishedKey,
    sender: Side,
    transcript: &mut Transcript,
) {
    let covers = transcript.point();
    let verify_data = key.verify_data(&covers);
    actions.proved(Proof::Mac { key: key.secret().name, covers, verify_data: verify_data.clone() });
    let sent = actions.send(&HandshakeMessage::Finished(Finished { verify_data }));
    transcript.add(sender, MessageName::Finished, &sent);
}

/// Checks the MAC that came in the peer's `Finished`. RFC 8446 §4.4.4.
pub(in crate::tls) fn check_finished(key: &FinishedKey, covers: TranscriptPoint, received: &[u8]) -> Check {
    let verify_data = key.verify_data(&covers);
    let outcome =
        if verify_data == received { Outcome::Passed } else { Outcome::Failed(AlertDescription::DecryptError) };
    Check {
        name: CheckName::Finished,
        outcome,
        evidence: vec![
            Evidence { name: "verify_data received", value: EvidenceValue::Bytes(received.to_vec()) },
            Evidence { name: "verify_data computed", value: EvidenceValue::Bytes(verify_data.clone()) },
        ],
        proof: Some(Proof::Mac { key: key.secret().name, covers, verify_data }),
    }
}

/// A check without a proof, with what it looked at.
pub(in crate::tls) fn plain_check(
    name: CheckName,
    passed: bool,
    alert: AlertDescription,
    evidence: Vec<(&'static str, String)>,
) -> Check {
    Check {
        name,
        outcome: if passed { Outcome::Passed } else { Outcome::Failed(alert) },
        evidence: evidence
            .into_iter()
            .map(|(name, text)| Evidence { name, value: EvidenceValue::Text(text) })
            .collect(),
        proof: None,
    }
}

/// What a side offers or accepts, as readers see it.
pub(in crate::tls) fn names<T: Registered>(list: &[T]) -> Vec<String> {
    told(list, T::told)
}

/// One function for all registries, for the sake of its size.
#[inline(never)]
fn told<T: Copy>(list: &[T], told: fn(T) -> String) -> Vec<String> {
    list.iter().map(|item| told(*item)).collect()
}
