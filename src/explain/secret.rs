//! Secrets.

use super::citation as cite;
use super::{Entry, entry};
use crate::trace::{Epoch, PskPart, SecretName, Side};

/// The words for a secret.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each kind, in the order of the enum")]
pub fn secret(name: SecretName) -> Entry {
    match name {
        SecretName::EphemeralPrivateKey(_) => entry(
            name.name(),
            "The private half of the key pair made for this connection. It never leaves its side, and is thrown away \
             after use.",
            "A fresh (EC)DHE private key; its public key is sent, in TLS 1.3 in key_share. As it is not kept, what was \
             recorded cannot be opened later: forward secrecy.",
            &[cite::KEY_SHARE, cite::ECDHE],
        ),
        SecretName::FurtherPrivateKey { .. } => entry(
            name.name(),
            "The private half of one more key pair of the client's: of another kind, in case the server prefers that, \
             or because it asked for it.",
            "A fresh (EC)DHE private key for a further KeyShareEntry, or for the group of a HelloRetryRequest.",
            &[cite::KEY_SHARE, cite::HELLO_RETRY_REQUEST],
        )
        .rare(),
        SecretName::CertificatePrivateKey(_) => entry(
            name.name(),
            "The private key that belongs to the certificate. Whoever holds it can prove to be the owner of the \
             certificate's name.",
            "Signs CertificateVerify, or in TLS 1.2 ServerKeyExchange. It does not take part in the key schedule, so \
             whoever learns it cannot open recorded connections with it; but in the RSA key exchange of TLS 1.2 it \
             decrypts the premaster secret, and opens them all.",
            &[cite::CERTIFICATE_VERIFY, cite::SERVER_KEY_EXCHANGE, cite::RSA_PREMASTER],
        ),
        SecretName::SharedSecret => entry(
            name.name(),
            "The secret that both sides compute from their own private key and the other's public key. It is never \
             sent.",
            "For x25519, the output of the X25519 function; for secp256r1 and secp384r1, the x-coordinate of the shared \
             point; for X25519MLKEM768, the secret of ML-KEM-768 and then that of x25519, 32 bytes each. It is the IKM \
             of the HKDF-Extract that makes the Handshake Secret.",
            &[cite::SHARED_SECRET, cite::ECDHE, cite::X25519, cite::HYBRID_SECRET],
        ),
        SecretName::PreSharedKey | SecretName::FurtherPsk { part: PskPart::Key, .. } => entry(
            name.name(),
            "A key that the two had before this connection: from a ticket of an earlier one, or given to both by other \
             means.",
            "The IKM of the HKDF-Extract that makes the Early Secret. Whoever knows it can take either side's place, \
             so it authenticates both.",
            &[cite::RESUMPTION, cite::PRE_SHARED_KEY],
        )
        .rare(),
        SecretName::PskEarlySecret | SecretName::FurtherPsk { part: PskPart::EarlySecret, .. } => entry(
            name.name(),
            "The first rung of the ladder, with the key from before in it. The proof of that key and the keys for \
             early data come from it.",
            "HKDF-Extract with a salt of zeros and the PSK as IKM. If the server declines the PSK, the schedule starts \
             anew from an Early Secret without one.",
            &[cite::KEY_SCHEDULE, cite::HKDF_EXTRACT],
        )
        .rare(),
        SecretName::BinderKey | SecretName::FurtherPsk { part: PskPart::BinderKey, .. } => entry(
            name.name(),
            "A key only for the proof that the client holds the key from before.",
            "Derive-Secret(Early Secret, \"res binder\" for a ticket or \"ext binder\" for an external key, \"\"), \
             so that one kind cannot pass for the other.",
            &[cite::KEY_SCHEDULE, cite::BINDER],
        )
        .rare(),
        SecretName::BinderFinishedKey | SecretName::FurtherPsk { part: PskPart::FinishedKey, .. } => entry(
            name.name(),
            "The key with which the client makes the binder.",
            "HKDF-Expand-Label(binder_key, \"finished\", \"\", Hash.length): the HMAC key of the binder, which is \
             computed as Finished is.",
            &[cite::BINDER, cite::FINISHED],
        )
        .rare(),
        SecretName::EarlyExporterMasterSecret => entry(
            name.name(),
            "A secret for the application, before the handshake is complete.",
            "Derive-Secret(Early Secret, \"e exp master\", ClientHello). What is exported from it can be the same in a \
             replayed connection.",
            &[cite::KEY_SCHEDULE, cite::EXPORTERS],
        )
        .rare(),
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
            "HKDF-Extract with the derived secret as salt and the (EC)DHE shared secret as IKM; without one (psk_ke) Hash.length \
             zero bytes. Both handshake traffic secrets come from it.",
            &[cite::KEY_SCHEDULE, cite::HKDF_EXTRACT],
        ),
        SecretName::TrafficSecret { writer, epoch } => traffic_secret(name, writer, epoch),
        SecretName::WriteKey { epoch: Epoch::Preceding, .. } | SecretName::WriteIv { epoch: Epoch::Preceding, .. } => entry(
            name.name(),
            "A key, or the number that goes with it, that the handshake before has left. It seals this handshake, until its own \
             keys are there.",
            "From the key block of the connection's earlier handshake. Each side uses it up to and including its \
             change_cipher_spec; the sequence numbers go on.",
            &[cite::KEY_CALCULATION, cite::HELLO_REQUEST],
        )
        .rare(),
        SecretName::WriteKey { epoch: Epoch::Connection, .. } => entry(
            name.name(),
            "The key that seals the records of one direction. The other side uses the same key to open them.",
            "A part of the key block: the key of the AEAD algorithm of the cipher suite.",
            &[cite::KEY_CALCULATION, cite::AEAD_CIPHERS],
        ),
        SecretName::WriteIv { epoch: Epoch::Connection, .. } => entry(
            name.name(),
            "A number that goes with the key. Together with a counter it gives each record a number of its own.",
            "A part of the key block. With AES-GCM it is the salt, the first 4 bytes of each nonce; the other 8 are \
             sent with the record. With ChaCha20-Poly1305 it has 12 bytes and is XORed with the sequence number.",
            &[cite::GCM_NONCE, cite::KEY_CALCULATION],
        )
        .rare(),
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
        SecretName::PremasterSecret => entry(
            name.name(),
            "What both sides compute from their own private key and the other's public key, or what the client makes up \
             and encrypts for the server. It is thrown away once the master secret is made.",
            "In ECDHE the shared secret of the key exchange: the x-coordinate of the shared point, or the output of \
             the X25519 function. In the RSA key exchange the version of the client's hello and 46 random bytes. The PRF \
             turns it into the master secret.",
            &[cite::PREMASTER, cite::RSA_PREMASTER, cite::MASTER_SECRET_12],
        )
        .rare(),
        SecretName::SessionMasterSecret => entry(
            name.name(),
            "The secret of the session. All keys and both proofs come from it, and a later connection can start from it.",
            "48 bytes: PRF(premaster secret, \"extended master secret\", session_hash), or without that extension \
             PRF(premaster secret, \"master secret\", ClientHello.random + ServerHello.random).",
            &[cite::MASTER_SECRET_12, cite::SESSION_HASH],
        )
        .rare(),
        SecretName::KeyBlock => entry(
            name.name(),
            "A row of bytes that is cut into the keys of both directions.",
            "PRF(master_secret, \"key expansion\", ServerHello.random + ClientHello.random). With an AEAD cipher suite \
             there are no MAC keys: client_write_key, server_write_key, client_write_IV, server_write_IV.",
            &[cite::KEY_CALCULATION],
        )
        .rare(),
        SecretName::TicketKey => entry(
            name.name(),
            "The key with which the server seals its tickets. Nobody else can look into them, and the server need not \
             remember them.",
            "Known to the server alone and used for many connections. Whoever learns it can open tickets, and what follows \
             from them: early data, connections with psk_ke, and in TLS 1.2 all those of the session.",
            &[cite::NEW_SESSION_TICKET, cite::TICKET_12],
        )
        .rare(),
        SecretName::ExporterSecret => entry(
            name.name(),
            "A secret for one purpose of the application.",
            "Derive-Secret(exporter_master_secret, label, \"\"): each label has its own, so that one use tells nothing \
             about another.",
            &[cite::EXPORTERS, cite::EXPORTER_DEFINITION],
        )
        .rare(),
        SecretName::ExportedKey => entry(
            name.name(),
            "A key that both sides, and nobody else, can make for this connection and this purpose.",
            "HKDF-Expand-Label(exporter secret of the label, \"exporter\", Hash(context_value), key_length); in TLS 1.2 \
             PRF(master_secret, label, both randoms and the context).",
            &[cite::EXPORTERS, cite::EXPORTER_DEFINITION],
        )
        .rare(),
    }
}

fn traffic_secret(name: SecretName, writer: Side, epoch: Epoch) -> Entry {
    match (epoch, writer) {
        (Epoch::Plaintext | Epoch::Preceding | Epoch::Connection, _) => entry(
            name.name(),
            "No secret: these records are not sealed.",
            "Records before the handshake keys have no protection.",
            &[cite::RECORD_LAYER],
        )
        .rare(),
        (Epoch::EarlyData, _) => entry(
            name.name(),
            "What the client's key for early data is made from. It depends on the key from before and the client's \
             hello only.",
            "Derive-Secret(Early Secret, \"c e traffic\", ClientHello). There is none for the server, which sends no \
             early data.",
            &[cite::KEY_SCHEDULE, cite::ZERO_RTT],
        )
        .rare(),
        (Epoch::Updated(_), _) => entry(
            name.name(),
            "What the sender's next keys for the conversation are made from. From it nobody can go back to the one \
             before.",
            "application_traffic_secret_N+1 = HKDF-Expand-Label(application_traffic_secret_N, \"traffic upd\", \"\", \
             Hash.length).",
            &[cite::UPDATED_SECRETS, cite::KEY_UPDATE],
        )
        .rare(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{TicketKind, presets, run};

    #[test]
    fn what_a_secret_of_tls_1_2_comes_from_is_not_told_of_tls_1_3_alone() {
        let newer = ["key_share", "HKDF", "Derive-Secret", "psk_ke", "resumption_master_secret"];
        let mut seen = std::collections::BTreeSet::new();
        for preset in presets() {
            for ticket_kind in [TicketKind::Stored, TicketKind::Sealed] {
                let mut scenario = preset.scenario.clone();
                (scenario.exporter, scenario.ticket_kind) = (true, ticket_kind);
                let trace = run(&scenario);
                let all = trace.secrets(Side::Client).chain(trace.secrets(Side::Server));
                for (_, older) in all.filter(|(step, _)| trace.is_tls12(*step)) {
                    let words = secret(older.name).technical;
                    let is_newer = newer.iter().any(|name| words.contains(name));
                    assert!(!is_newer || words.contains("TLS 1.2") || words.contains("in TLS 1.3"), "{words}");
                    seen.insert(older.name.name());
                }
            }
        }
        for name in [SecretName::ExportedKey, SecretName::TicketKey, SecretName::EphemeralPrivateKey(Side::Client)] {
            assert!(seen.contains(name.name()), "{seen:?}");
        }
    }
}
