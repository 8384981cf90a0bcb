//! Secrets.

use super::citation as cite;
use super::{Entry, entry};
use crate::trace::{Epoch, SecretName, Side};

/// The words for a secret.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each kind, in the order of the enum")]
pub fn secret(name: SecretName) -> Entry {
    match name {
        SecretName::EphemeralPrivateKey(_) => entry(
            name.name(),
            "The private half of the key pair made for this connection. It never leaves its side, and is thrown away \
             after use.",
            "A fresh (EC)DHE private key; its public key is sent in key_share. Because it is not kept, a connection \
             that was recorded cannot be opened later: forward secrecy.",
            &[cite::KEY_SHARE, cite::ECDHE],
        ),
        SecretName::CertificatePrivateKey(_) => entry(
            name.name(),
            "The private key that belongs to the certificate. Whoever holds it can prove to be the owner of the \
             certificate's name.",
            "Signs CertificateVerify and nothing else here. It does not take part in the key schedule, so whoever \
             learns it cannot open recorded connections with it.",
            &[cite::CERTIFICATE_VERIFY],
        ),
        SecretName::SharedSecret => entry(
            name.name(),
            "The secret that both sides compute from their own private key and the other's public key. It is never \
             sent.",
            "For x25519, the output of the X25519 function; for secp256r1, the x-coordinate of the shared point. It \
             is the IKM of the HKDF-Extract that makes the Handshake Secret.",
            &[cite::SHARED_SECRET, cite::ECDHE, cite::X25519],
        ),
        SecretName::EarlySecret => entry(
            name.name(),
            "The first rung of the ladder of secrets. Without a ticket from an earlier visit nothing secret goes into \
             it yet.",
            "HKDF-Extract with a salt of zeros; the IKM is the PSK, or Hash.length zero bytes if there is none. \
             Without a PSK its value is the same for every connection with that hash.",
            &[cite::KEY_SCHEDULE, cite::HKDF_EXTRACT],
        ),
        SecretName::DerivedFromEarly => entry(
            name.name(),
            "A step between two rungs of the ladder.",
            "Derive-Secret(Early Secret, \"derived\", \"\"): the salt of the next HKDF-Extract. Its context is the \
             hash of no message at all.",
            &[cite::KEY_SCHEDULE],
        ),
        SecretName::HandshakeSecret => entry(
            name.name(),
            "The rung where the shared secret comes in. From here on, nobody who only watches can follow.",
            "HKDF-Extract with the derived secret as salt and the (EC)DHE shared secret as IKM. Both handshake \
             traffic secrets come from it.",
            &[cite::KEY_SCHEDULE, cite::HKDF_EXTRACT],
        ),
        SecretName::TrafficSecret { writer, epoch } => traffic_secret(name, writer, epoch),
        SecretName::WriteKey { .. } => entry(
            name.name(),
            "The key that seals the records of one direction. The other side uses the same key to open them.",
            "HKDF-Expand-Label(traffic secret, \"key\", \"\", key_length): the key of the AEAD algorithm of the \
             cipher suite.",
            &[cite::TRAFFIC_KEYS, cite::RECORD_PROTECTION, cite::HKDF_EXPAND],
        ),
        SecretName::WriteIv { .. } => entry(
            name.name(),
            "A number that goes with the key. Mixed with a counter it gives each record a number of its own.",
            "HKDF-Expand-Label(traffic secret, \"iv\", \"\", iv_length). XORed with the padded sequence number it \
             gives the nonce of each record.",
            &[cite::TRAFFIC_KEYS, cite::NONCE],
        ),
        SecretName::FinishedKey(_) => entry(
            name.name(),
            "The key with which that side makes its Finished proof.",
            "HKDF-Expand-Label(handshake traffic secret of the sender, \"finished\", \"\", Hash.length): the HMAC \
             key of Finished.",
            &[cite::FINISHED, cite::AUTHENTICATION],
        ),
        SecretName::DerivedFromHandshake => entry(
            name.name(),
            "A step between two rungs of the ladder.",
            "Derive-Secret(Handshake Secret, \"derived\", \"\"): the salt of the last HKDF-Extract.",
            &[cite::KEY_SCHEDULE],
        ),
        SecretName::MasterSecret => entry(
            name.name(),
            "The last rung of the ladder. The keys for the conversation come from it.",
            "HKDF-Extract with the derived secret as salt and Hash.length zero bytes as IKM. Application traffic, \
             exporter and resumption secrets come from it. RFC 9846, which replaces RFC 8446, says Main Secret.",
            &[cite::KEY_SCHEDULE, cite::HKDF_EXTRACT],
        ),
        SecretName::ExporterMasterSecret => entry(
            name.name(),
            "A secret for the application. From it, other protocols can make keys that are tied to this connection.",
            "Derive-Secret(Master Secret, \"exp master\", ClientHello...server Finished). Exporters make keying \
             material from it under a label and a context of their own.",
            &[cite::EXPORTERS, cite::EXPORTER_DEFINITION],
        ),
        SecretName::ResumptionMasterSecret => entry(
            name.name(),
            "The secret from which the keys of tickets are made, for a shorter handshake next time.",
            "Derive-Secret(Master Secret, \"res master\", ClientHello...client Finished): it depends on the \
             whole handshake, the client's Finished included.",
            &[cite::KEY_SCHEDULE, cite::NEW_SESSION_TICKET],
        ),
        SecretName::ResumptionPsk { .. } => entry(
            name.name(),
            "The key that belongs to one ticket. Next time it proves that both sides have met before.",
            "HKDF-Expand-Label(resumption_master_secret, \"resumption\", ticket_nonce, Hash.length). Each ticket has \
             its own ticket_nonce, so each has its own PSK.",
            &[cite::NEW_SESSION_TICKET, cite::RESUMPTION],
        ),
    }
}

fn traffic_secret(name: SecretName, writer: Side, epoch: Epoch) -> Entry {
    match (epoch, writer) {
        (Epoch::Plaintext, _) => entry(
            name.name(),
            "No secret: these records are not sealed.",
            "Records before the handshake keys have no protection.",
            &[cite::RECORD_LAYER],
        ),
        (Epoch::Handshake, Side::Client) => entry(
            name.name(),
            "What the client's keys for the rest of the handshake are made from.",
            "Derive-Secret(Handshake Secret, \"c hs traffic\", ClientHello...ServerHello). Gives the key, the IV and \
             the finished_key of the client.",
            &[cite::KEY_SCHEDULE],
        ),
        (Epoch::Handshake, Side::Server) => entry(
            name.name(),
            "What the server's keys for the rest of the handshake are made from.",
            "Derive-Secret(Handshake Secret, \"s hs traffic\", ClientHello...ServerHello). Gives the key, the IV and \
             the finished_key of the server.",
            &[cite::KEY_SCHEDULE],
        ),
        (Epoch::Application, Side::Client) => entry(
            name.name(),
            "What the client's keys for the conversation are made from.",
            "Derive-Secret(Master Secret, \"c ap traffic\", ClientHello...server Finished). A KeyUpdate would replace \
             it by number 1, and so on.",
            &[cite::KEY_SCHEDULE],
        ),
        (Epoch::Application, Side::Server) => entry(
            name.name(),
            "What the server's keys for the conversation are made from.",
            "Derive-Secret(Master Secret, \"s ap traffic\", ClientHello...server Finished). A KeyUpdate would replace \
             it by number 1, and so on.",
            &[cite::KEY_SCHEDULE],
        ),
    }
}
