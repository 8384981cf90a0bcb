//! The words that a reader meets again and again.

use super::citation as cite;
use super::{Citation, Entry, entry};

/// A word and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GlossaryEntry {
    /// The word.
    pub term: &'static str,
    /// What it means, for who has never seen the standard.
    pub simple: &'static str,
    /// What it means, in the standard's terms.
    pub technical: &'static str,
    /// Where the standard says so.
    pub citation: Citation,
}

const fn term(term: &'static str, simple: &'static str, technical: &'static str, citation: Citation) -> GlossaryEntry {
    GlossaryEntry { term, simple, technical, citation }
}

/// All words, in alphabetical order.
#[must_use]
pub fn glossary() -> &'static [GlossaryEntry] {
    GLOSSARY
}

/// What a TLS 1.3 handshake is, in a few sentences.
#[must_use]
pub fn handshake_intro() -> Entry {
    entry(
        "The TLS 1.3 handshake",
        "Before two computers can talk in private, they have to agree on keys that nobody else knows, although \
         everyone on the way can listen. The client also has to find out whether the server is who it claims to be. \
         The handshake does both, in a few messages. Here a real client and a real server do it, step by step.",
        "A full 1-RTT handshake with (EC)DHE key exchange and server authentication by certificate: key exchange \
         (ClientHello, ServerHello), server parameters (EncryptedExtensions), authentication (Certificate, \
         CertificateVerify, Finished). Both sides run here, on the same bytes that would be on a wire; only the wire, \
         the clock and the source of randomness are simulated.",
        &[cite::OVERVIEW, cite::DIFFERENCES],
    )
}

const GLOSSARY: &[GlossaryEntry] = &[
    term(
        "AEAD",
        "A way of sealing that does two things at once: nobody without the key can read the content, and every change \
         is noticed.",
        "Authenticated encryption with associated data. All cipher suites of TLS 1.3 use one; the record header is \
         the additional data.",
        cite::RECORD_PROTECTION,
    ),
    term(
        "Alert",
        "A short notice: a goodbye, or an error that ends the connection.",
        "A message of two bytes, level and description. All error alerts are fatal in TLS 1.3.",
        cite::ALERT_PROTOCOL,
    ),
    term(
        "ALPN",
        "How the two agree on the language for what comes after the handshake.",
        "Application-Layer Protocol Negotiation: the client lists protocol names, the server selects one.",
        cite::ALPN,
    ),
    term(
        "Binder",
        "A proof that who offers a key from before also has it. It stands at the end of the hello and covers all of the hello \
         before it, so none of it can be changed on the way, and nobody can offer a key that they do not hold.",
        "PSK binder: for each PSK offered, an HMAC over the transcript up to this ClientHello without its list of binders, \
         computed as a Finished is, with a key derived from binder_key. It binds the PSK to this handshake.",
        cite::BINDER,
    ),
    term(
        "Certificate",
        "A statement that a public key belongs to a name, signed by somebody who vouches for it.",
        "An X.509 version 3 certificate: tbsCertificate, signatureAlgorithm, signatureValue.",
        cite::X509_BASIC,
    ),
    term(
        "Certificate chain",
        "Certificates that vouch one for the other, from the server's up to one that the client trusts already.",
        "A certification path from the end entity to a trust anchor, through any intermediate authorities.",
        cite::X509_PATHS,
    ),
    term(
        "Cipher suite",
        "The way of sealing, with the hash function for all keys.",
        "In TLS 1.3 a pair of an AEAD algorithm and a hash function for HKDF.",
        cite::CIPHER_SUITES,
    ),
    term(
        "Client",
        "The one that begins: a browser, for example.",
        "The endpoint that initiates the connection.",
        cite::OVERVIEW,
    ),
    term(
        "Diffie-Hellman",
        "Two people each make a key pair and swap the public halves. Each combines their own private key with the \
         other's public key, and both get the same secret. Who saw only the public keys does not.",
        "Ephemeral (EC)DHE in a named group. Its shared secret is the IKM of the Handshake Secret.",
        cite::SHARED_SECRET,
    ),
    term(
        "Early data (0-RTT)",
        "What a client with a key from before sends at once, behind its hello, without waiting for an answer. Somebody on the \
         way can send a copy of it again, so it should ask only for what does no harm if it is done twice.",
        "Application data under client_early_traffic_secret, which depends on the PSK alone: no forward secrecy, and no \
         protection against replays between connections unless the server takes measures of its own.",
        cite::ZERO_RTT,
    ),
    term(
        "Epoch",
        "A stretch of the connection with keys of its own: none, then those of the handshake, then those of the \
         conversation.",
        "Records of one direction under one set of keys. Sequence numbers start at 0 in each.",
        cite::NONCE,
    ),
    term(
        "Extension",
        "An entry in a list of questions and answers inside of a message.",
        "A type, a length and data. An answer may be sent only to an extension that the peer sent; cookie is the \
         exception.",
        cite::EXTENSIONS,
    ),
    term(
        "Flight",
        "Messages that one side sends in a row before it has to wait.",
        "ClientHello is the client's first flight; ServerHello...Finished the server's; Finished the client's second.",
        cite::OVERVIEW,
    ),
    term(
        "Forward secrecy",
        "What was recorded today stays closed, even if a long-term key is stolen tomorrow.",
        "Long-term keys only sign; the traffic keys depend on ephemeral keys that are deleted after use.",
        cite::SECURITY_HANDSHAKE,
    ),
    term(
        "Group",
        "The kind of arithmetic for a Diffie-Hellman key exchange.",
        "A NamedGroup: an elliptic curve such as x25519 or secp256r1, a finite field, or a hybrid such as X25519MLKEM768.",
        cite::SUPPORTED_GROUPS,
    ),
    term(
        "Handshake",
        "The messages at the start, in which the two agree on keys and the server proves who it is.",
        "ClientHello to the client's Finished; after it the connection is open for application data.",
        cite::HANDSHAKE_PROTOCOL,
    ),
    term(
        "Hash",
        "A fingerprint of bytes, always of the same length. Another content has, for all practical purposes, another \
         fingerprint.",
        "SHA-256 or SHA-384, given by the cipher suite: for the transcript, for HMAC and for HKDF.",
        cite::TRANSCRIPT_HASH,
    ),
    term(
        "HKDF",
        "The machine that makes keys from a secret: many from one, and none gives away another.",
        "HMAC-based key derivation: HKDF-Extract concentrates, HKDF-Expand spreads. TLS 1.3 labels each use.",
        cite::HKDF_EXPAND,
    ),
    term(
        "Hybrid key exchange",
        "Two key exchanges at once, so that the secret stays secret as long as either of them holds.",
        "X25519MLKEM768: x25519 beside ML-KEM-768, which quantum computers are not known to break; both secrets, one \
         after the other, go into the key schedule.",
        cite::HYBRID_SECRET,
    ),
    term(
        "Key schedule",
        "The ladder on which every key is made from the one before and from what was said so far.",
        "HKDF-Extract for Early, Handshake and Master Secret; Derive-Secret with the transcript for the rest.",
        cite::KEY_SCHEDULE,
    ),
    term(
        "Key share",
        "A public key for this connection, with its group.",
        "KeyShareEntry: group and key_exchange, the sender's ephemeral public key; in a hybrid the server's has a ciphertext \
         as well.",
        cite::KEY_SHARE,
    ),
    term(
        "MAC",
        "A fingerprint made with a key. Only who has the key can make it or check it.",
        "A message authentication code. HMAC makes one from a hash function: in Finished, in binders and inside of HKDF.",
        cite::FINISHED,
    ),
    term(
        "Nonce",
        "A number that is used with a key only once. Each record has its own.",
        "write_iv XOR the 64-bit sequence number, padded on the left to iv_length.",
        cite::NONCE,
    ),
    term(
        "PSK",
        "A key that both have from an earlier visit, or were given by other means.",
        "Pre-shared key: derived from resumption_master_secret and a ticket_nonce, or external.",
        cite::RESUMPTION,
    ),
    term(
        "Record",
        "The envelope in which everything travels: a short header, then the content, sealed or not.",
        "TLSPlaintext or TLSCiphertext. A record can carry several messages, and a message several records.",
        cite::RECORD_LAYER,
    ),
    term(
        "Sealed",
        "Encrypted so that only who has the key can read it, and every change is noticed.",
        "Protected by the AEAD algorithm of the cipher suite, as a TLSCiphertext.",
        cite::RECORD_PROTECTION,
    ),
    term(
        "Sequence number",
        "A counter of records. It is never sent: both sides count.",
        "64 bits for each direction, from 0 at each change of keys; part of the nonce.",
        cite::NONCE,
    ),
    term(
        "Server",
        "The one that answers: a website, for example.",
        "The endpoint that did not initiate the connection.",
        cite::OVERVIEW,
    ),
    term(
        "Signature",
        "A proof made with a private key that anyone can check with the public key.",
        "CertificateVerify carries one over the transcript; each certificate one by its issuer.",
        cite::CERTIFICATE_VERIFY,
    ),
    term(
        "Ticket",
        "Something that the server hands out, with which the client can begin the next handshake faster.",
        "An opaque label in NewSessionTicket that is the identity of a PSK.",
        cite::NEW_SESSION_TICKET,
    ),
    term(
        "Traffic secret",
        "The secret from which the key for one direction is made.",
        "client_ or server_ handshake or application traffic secret; gives write_key, write_iv and, in the handshake, \
         finished_key.",
        cite::TRAFFIC_KEYS,
    ),
    term(
        "Transcript",
        "Everything that was said so far. Its fingerprint goes into keys and proofs.",
        "The concatenation of the handshake messages with their headers, without record headers.",
        cite::TRANSCRIPT_HASH,
    ),
    term(
        "Trust anchor",
        "A root that the client trusted beforehand.",
        "The authority at which a certification path ends: a name and a public key held by the client.",
        cite::X509_VALIDATION,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order() {
        assert!(glossary().is_sorted_by_key(|entry| entry.term.to_lowercase()));
    }
}
