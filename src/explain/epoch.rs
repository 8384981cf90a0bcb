//! Epochs: which keys protect a record.

use super::citation as cite;
use super::{Entry, entry};
use crate::trace::Epoch;

/// The words for an epoch.
#[must_use]
pub fn epoch(epoch: Epoch) -> Entry {
    match epoch {
        Epoch::Plaintext => entry(
            "Not sealed",
            "No key exists yet. Anyone on the way can read these records and can change them; a change is noticed \
             only later.",
            "TLSPlaintext records, without protection. ClientHello and ServerHello travel like this, and so do alerts \
             before keys exist.",
            &[cite::RECORD_LAYER],
        ),
        Epoch::EarlyData => entry(
            "Early data keys",
            "Sealed with a key that follows from the key from before. The client can send at once, but somebody who recorded it \
             can send it again.",
            "TLSCiphertext records under keys from client_early_traffic_secret. Not forward secret, and without \
             protection against replay between connections.",
            &[cite::ZERO_RTT, cite::EARLY_DATA],
        ),
        Epoch::Handshake => entry(
            "Handshake keys",
            "Sealed with the first pair of keys, one for each direction. They protect the rest of the handshake: who \
             the server is, and the proofs.",
            "TLSCiphertext records under keys from client_ and server_handshake_traffic_secret. They keep passive \
             observers out; the peer is authenticated only by the messages inside.",
            &[cite::RECORD_PROTECTION, cite::KEY_SCHEDULE],
        ),
        Epoch::Application => entry(
            "Application keys",
            "Sealed with the keys for the conversation itself. They are made from the whole handshake up to the \
             server's proof.",
            "TLSCiphertext records under keys from client_ and server_application_traffic_secret_0, which depend on \
             ClientHello...server Finished. NewSessionTicket and closing alerts use them too.",
            &[cite::RECORD_PROTECTION, cite::KEY_SCHEDULE],
        ),
        Epoch::Preceding => entry(
            "The earlier handshake's keys",
            "Sealed with the keys of the handshake before, which go on until each side changes to the new ones. So nobody \
             on the way can read this handshake.",
            "TLSCiphertext records under the keys of the connection's earlier handshake. A renegotiation travels under them \
             up to and including each side's change_cipher_spec.",
            &[cite::HELLO_REQUEST, cite::AEAD_CIPHERS],
        )
        .rare(),
        Epoch::Connection => entry(
            "The connection's keys",
            "Sealed with the one pair of keys of a connection of TLS 1.2, one for each direction. All of the handshake \
             before them was open to read.",
            "TLSCiphertext records under keys from the key block. They begin with Finished, after change_cipher_spec, \
             and stay until the end.",
            &[cite::AEAD_CIPHERS, cite::KEY_CALCULATION],
        ),
        Epoch::Updated(_) => entry(
            "New application keys",
            "Sealed with a newer key for the conversation. The one before is thrown away, so what it sealed cannot be \
             opened any more.",
            "TLSCiphertext records under keys from application_traffic_secret_N+1 of their writer, after its \
             KeyUpdate. Sequence numbers start at 0 again.",
            &[cite::KEY_UPDATE, cite::UPDATED_SECRETS],
        ),
    }
}
