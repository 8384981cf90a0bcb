//! What proves something in TLS 1.2, made and checked alike on both sides. RFC 5246 §7.4.8, §7.4.9.

use super::session::{Keys, Said};
use crate::crypto::signature::{Algorithm, KeyKind, PublicKey, SigningKey};
use crate::tls::message::{ECDSA_SIGN, Finished, HandshakeMessage, RSA_SIGN};
use crate::tls::registry::{ProtocolVersion, SignatureScheme};
use crate::tls::v13::action::Actions;
use crate::tls::v13::proof::{schemes_of, signs};
use crate::trace::{
    AlertDescription, Bytes, Check, CheckName, Evidence, EvidenceValue, Failure, MessageName, Omission, Outcome, Proof,
    Side,
};

/// Sends `change_cipher_spec` and the first message under the new keys, which proves the handshake so far.
///
/// RFC 5246 §7.1, §7.4.9.
pub(in crate::tls) fn send_finished(actions: &mut Actions, keys: &Keys, sender: Side, said: &mut Said) {
    actions.send_change_cipher_spec();
    let own = match sender {
        Side::Client => &keys.client,
        Side::Server => &keys.server,
    };
    actions.install(crate::trace::Direction::Write, own.clone());
    let proof = keys.master_secret.verify_data(sender, said.transcript.point());
    if let Proof::VerifyData { verify_data, .. } = &proof {
        let verify_data = verify_data.clone();
        actions.proved(proof);
        let sent = actions.send(&HandshakeMessage::Finished(Finished { verify_data }));
        said.add(sender, MessageName::Finished, &sent);
    }
}

/// Checks the peer's `Finished`, and adds it to the handshake so far. RFC 5246 §7.4.9.
pub(in crate::tls) fn check_finished(
    actions: &mut Actions,
    keys: &Keys,
    sender: Side,
    said: &mut Said,
    (message, bytes): (&Finished, &[u8]),
    omitted: &[Omission],
) -> Result<(), Failure> {
    let received = &message.verify_data;
    let proof = keys.master_secret.verify_data(sender, said.transcript.point());
    let Proof::VerifyData { verify_data, .. } = &proof else { return Ok(()) };
    let passed = verify_data == received;
    let evidence = |name, bytes: &[u8]| Evidence { name, value: EvidenceValue::Bytes(bytes.to_vec()) };
    let check = Check {
        name: CheckName::Finished,
        outcome: if passed { Outcome::Passed } else { Outcome::Failed(AlertDescription::DecryptError) },
        evidence: vec![evidence("verify_data received", received), evidence("verify_data computed", verify_data)],
        proof: Some(proof),
    };
    actions.checked(check.unless(omitted))?;
    said.add(sender, MessageName::Finished, bytes);
    Ok(())
}

/// How a key of that kind signs in that scheme; `None` if it does not.
///
/// RFC 8446 §4.2.3: in TLS 1.2 the schemes of ECDSA name a hash and no curve.
pub(super) fn meaning(kind: KeyKind, scheme: SignatureScheme) -> Option<Algorithm> {
    match (kind, scheme) {
        (KeyKind::EcdsaP384, SignatureScheme::ECDSA_SECP256R1_SHA256) => Some(Algorithm::EcdsaP384Sha256),
        (KeyKind::EcdsaP256, SignatureScheme::ECDSA_SECP384R1_SHA384) => Some(Algorithm::EcdsaP256Sha384),
        _ => scheme.algorithm().filter(|_| signs(ProtocolVersion::TLS12, kind, scheme)),
    }
}

/// The first of the peer's schemes in which a key of that kind signs, and what its side accepts; one that goes with its curve in
/// TLS 1.3 too is preferred, and others are named only if it comes to that.
///
/// RFC 5246 §7.4.1.4.1.
pub(super) fn common_scheme(
    kind: KeyKind,
    accepted: &[SignatureScheme],
) -> (Option<SignatureScheme>, Vec<SignatureScheme>) {
    let mut own = schemes_of(ProtocolVersion::TLS12, kind);
    let usual = accepted.iter().find(|scheme| own.contains(scheme));
    let scheme = usual.or(accepted.iter().find(|scheme| meaning(kind, **scheme).is_some())).copied();
    own.extend(scheme.filter(|scheme| !own.contains(scheme)));
    (scheme, own)
}

/// What certificates with a key of that kind are called where they are asked for. RFC 5246 §7.4.4, RFC 8422 §5.5.
pub(super) fn certificate_type(kind: KeyKind) -> u8 {
    if kind == KeyKind::Rsa { RSA_SIGN } else { ECDSA_SIGN }
}

/// Signs `content` in that scheme.
///
/// # Panics
/// If a key of that kind does not sign so.
pub(super) fn sign(key: &SigningKey, scheme: SignatureScheme, content: &[u8]) -> Bytes {
    let signature = meaning(key.kind(), scheme).and_then(|how| key.sign_with(how, content));
    signature.expect("the scheme was chosen for the key")
}

/// Checks a signature of the peer's over `content`, of which `proof` says what it is.
pub(in crate::tls) fn check_signature(
    actions: &mut Actions,
    name: CheckName,
    key: &PublicKey,
    offered: &[SignatureScheme],
    (algorithm, signature): (SignatureScheme, &[u8]),
    (content, proof): (&[u8], Proof),
    omitted: &[Omission],
) -> Result<(), Failure> {
    // The scheme must be one that was offered, and the one that fits the certificate's key.
    let how = key.kind().and_then(|kind| meaning(kind, algorithm)).filter(|_| offered.contains(&algorithm));
    let Some(how) = how else { return Err(Failure::IllegalParameter { field: "algorithm" }) };
    let verified = key.verify_with(how, content, signature).is_ok();
    let check = Check {
        name,
        outcome: if verified { Outcome::Passed } else { Outcome::Failed(AlertDescription::DecryptError) },
        evidence: vec![Evidence { name: "signature", value: EvidenceValue::Bytes(signature.to_vec()) }],
        proof: Some(proof),
    };
    actions.checked(check.unless(omitted))
}
