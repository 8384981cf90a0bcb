//! Pre-shared keys, and the tickets that stand for them. RFC 8446 §2.2, §4.2.11, §4.6.1.

use super::action::Actions;
use crate::crypto::aead::{AeadAlgorithm, NONCE_LENGTH};
use crate::crypto::hash::HashAlgorithm;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::extension::{Extension, OfferedPsks};
use crate::tls::message::{ClientHello, HandshakeMessage};
use crate::tls::registry::CipherSuite;
use crate::tls::schedule::{EarlySecret, FinishedKey};
use crate::tls::transcript::{Binding, Transcript};
use crate::trace::{Bytes, Derivation, Proof, PskOrigin, PskPart, Secret, TranscriptPoint};
use crate::wire::{DecodeError, Reader, Value, Writer, decode};

/// By how many milliseconds the two sides' ages of a ticket may differ: 10 seconds, as RFC 8446 §8.3 proposes.
pub(in crate::tls) const AGE_TOLERANCE: u32 = 10_000;

/// A pre-shared key as a side holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreSharedKey {
    /// Where it comes from.
    pub origin: PskOrigin,
    /// The ticket, or the name of an external key.
    pub identity: Bytes,
    /// The key.
    pub value: Bytes,
    /// The cipher suite whose hash it goes with, and with which its early data is sealed.
    pub suite: CipherSuite,
    /// The application protocol in which its early data is.
    pub application_protocol: Option<Bytes>,
    /// The name that the client asked for, if that counts: it does in TLS 1.2. RFC 6066 §3.
    pub server_name: Option<String>,
    /// How much early data may be sent with it, in bytes; 0 for none.
    pub max_early_data_size: u32,
    /// When its ticket was issued, or received; `None` for an external key.
    pub issued: Option<Issued>,
}

/// The times of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// When it was issued or received, in seconds from 1970-01-01T00:00:00Z.
    pub at: u64,
    /// How long it may be used, in seconds.
    pub lifetime: u32,
    /// What is added to its age, in milliseconds.
    pub age_add: u32,
}

impl Issued {
    /// Its age at that time, in milliseconds modulo 2^32.
    pub(in crate::tls) fn age(self, now: u64) -> u32 {
        let milliseconds = now.saturating_sub(self.at).wrapping_mul(1000).to_be_bytes();
        let [.., a, b, c, d] = milliseconds;
        u32::from_be_bytes([a, b, c, d])
    }

    pub(in crate::tls) fn is_over(self, now: u64) -> bool {
        now.saturating_sub(self.at) > u64::from(self.lifetime)
    }
}

impl PreSharedKey {
    /// A key that both sides were given by other means; without another word it goes with SHA-256. RFC 8446 §4.2.11.
    #[must_use]
    pub fn external(identity: Bytes, value: Bytes) -> Self {
        Self {
            origin: PskOrigin::External,
            identity,
            value,
            suite: CipherSuite::TLS_AES_128_GCM_SHA256,
            application_protocol: None,
            server_name: None,
            max_early_data_size: 0,
            issued: None,
        }
    }

    /// The same key for use with that hash. RFC 8446 §4.2.11.
    #[must_use]
    pub fn with_hash(self, hash: HashAlgorithm) -> Self {
        let suite = match hash {
            HashAlgorithm::Sha256 => CipherSuite::TLS_AES_128_GCM_SHA256,
            HashAlgorithm::Sha384 => CipherSuite::TLS_AES_256_GCM_SHA384,
        };
        Self { suite, ..self }
    }

    /// The hash it goes with; `None` if its suite is not built here.
    #[must_use]
    pub fn hash(&self) -> Option<HashAlgorithm> {
        SuiteParameters::of(self.suite).map(|suite| suite.hash)
    }

    /// What the client says of its age: `obfuscated_ticket_age`. RFC 8446 §4.2.11.1.
    pub(in crate::tls) fn obfuscated_age(&self, now: u64) -> u32 {
        self.issued.map_or(0, |issued| issued.age(now).wrapping_add(issued.age_add))
    }

    /// The secret, as this connection has it; `place` is that of its identity in the client's offer, the first being 0.
    pub(in crate::tls) fn secret(&self, place: usize) -> Secret {
        let derivation = Derivation::PreShared { origin: self.origin, identity: self.identity.clone() };
        let name = PskPart::Key.of(u8::try_from(place).unwrap_or(u8::MAX));
        Secret { name, value: self.value.clone(), derivation }
    }

    /// Climbs to Early Secret and on to the binder's key; `place` is that of its identity in the client's offer.
    pub(in crate::tls) fn early_secret(
        &self,
        actions: &mut Actions,
        hash: HashAlgorithm,
        place: usize,
    ) -> (EarlySecret, FinishedKey) {
        let secret = self.secret(place);
        let early_secret = EarlySecret::with_psk(hash, &secret);
        let (binder_key, finished_key) = early_secret.binder_key(self.origin);
        actions.derived(&secret);
        actions.derived(early_secret.secret());
        actions.derived(&binder_key);
        actions.derived(finished_key.secret());
        (early_secret, finished_key)
    }

    /// Seals what it is into a ticket that only the holder of `key` can open: nonce, ciphertext and tag.
    pub(in crate::tls) fn seal(&self, key: [u8; 16], nonce: [u8; NONCE_LENGTH]) -> Bytes {
        let mut writer = Writer::new();
        let number = match self.origin {
            PskOrigin::Ticket { ticket } => ticket,
            PskOrigin::Session | PskOrigin::External => 0,
        };
        writer.u8(number);
        writer.u16(self.suite.0);
        writer.opaque_vector(1, &self.value);
        writer.opaque_vector(1, self.application_protocol.as_deref().unwrap_or_default());
        writer.u32(self.max_early_data_size);
        let Issued { at, lifetime, age_add } = self.issued.unwrap_or(Issued { at: 0, lifetime: 0, age_add: 0 });
        writer.bytes(&at.to_be_bytes());
        writer.u32(lifetime);
        writer.u32(age_add);
        if let Some(name) = &self.server_name {
            writer.bytes(name.as_bytes());
        }
        let sealed = AeadAlgorithm::Aes128Gcm.key(&key).seal(nonce, &[], &writer.into_bytes());
        [&nonce[..], &sealed].concat()
    }

    /// Opens a ticket; `None` if it was not sealed with that key.
    pub(in crate::tls) fn open(key: [u8; 16], identity: &[u8]) -> Option<Self> {
        let (nonce, sealed) = identity.split_first_chunk::<NONCE_LENGTH>()?;
        let opened = AeadAlgorithm::Aes128Gcm.key(&key).open(*nonce, &[], sealed).ok()?;
        decode(&opened, "ticket", |reader| Self::read(reader, identity)).result.ok()
    }

    fn read(reader: &mut Reader, identity: &[u8]) -> Result<Self, DecodeError> {
        let origin = PskOrigin::Ticket { ticket: reader.u8("number")? };
        let suite = CipherSuite(reader.u16("cipher_suite")?);
        let value = reader.opaque_vector("psk", 1)?.to_vec();
        let application_protocol = Some(reader.opaque_vector("protocol", 1)?.to_vec()).filter(|name| !name.is_empty());
        let max_early_data_size = number(reader)?;
        let at = u64::from_be_bytes(reader.array("issued", |_| Value::Opaque)?);
        let issued = Some(Issued { at, lifetime: number(reader)?, age_add: number(reader)? });
        let server_name = match reader.remaining() {
            0 => None,
            length => Some(String::from_utf8_lossy(reader.text("server_name", length)?).into_owned()),
        };
        let identity = identity.to_vec();
        Ok(Self { origin, identity, value, suite, application_protocol, server_name, max_early_data_size, issued })
    }
}

fn number(reader: &mut Reader) -> Result<u32, DecodeError> {
    reader.array("number", |_| Value::Opaque).map(u32::from_be_bytes)
}

/// The `pre_shared_key` extension of a `ClientHello`.
pub(in crate::tls) fn offered(hello: &ClientHello) -> Option<&OfferedPsks> {
    hello.extensions.iter().find_map(|extension| match extension {
        Extension::PreSharedKeys(offer) => Some(offer),
        _ => None,
    })
}

/// How far a binder's hash reaches: over the messages before this `ClientHello` and its bytes up to the binders.
pub(in crate::tls) struct BinderInput {
    pub(in crate::tls) covers: TranscriptPoint,
    pub(in crate::tls) partial: usize,
}

impl BinderInput {
    /// A broken side's covers nothing. `before` is the transcript of a first `ClientHello` and a `HelloRetryRequest`. RFC 8446 §4.2.11.2.
    pub(in crate::tls) fn new(
        (hash, binding): (HashAlgorithm, Binding),
        before: Option<&Transcript>,
        hello: &[u8],
        offer: &OfferedPsks,
    ) -> Self {
        let partial = hello.len().saturating_sub(offer.binders_length());
        let covers = transcript_with((hash, binding), before, &hello[..partial]).point();
        Self { covers, partial: if binding.is_broken() { 0 } else { partial } }
    }

    pub(in crate::tls) fn proof(self, key: &FinishedKey) -> Proof {
        let binder = key.verify_data(&self.covers);
        Proof::Binder { key: key.secret().name, covers: self.covers, partial: self.partial, binder }
    }
}

/// The transcript up to a `ClientHello`, the first or the second.
pub(in crate::tls) fn transcript_with(
    (hash, binding): (HashAlgorithm, Binding),
    before: Option<&Transcript>,
    hello: &[u8],
) -> Transcript {
    match before {
        None => Transcript::new(hash, binding, hello),
        Some(before) => {
            let mut transcript = before.clone();
            let (sender, name) = (crate::trace::Side::Client, crate::trace::MessageName::ClientHello);
            transcript.add(sender, name, hello);
            transcript
        }
    }
}

/// Puts the binders that prove the possession of the pre-shared keys into a `ClientHello`, each made with its own hash.
///
/// The binders that stand there already must have their lengths: none of them covers any of them.
pub(in crate::tls) fn bind<'a>(
    actions: &mut Actions,
    hello: &mut ClientHello,
    keys: impl Iterator<Item = (HashAlgorithm, &'a FinishedKey)>,
    (before, binding): (Option<&Transcript>, Binding),
) {
    let bytes = HandshakeMessage::ClientHello(hello.clone()).encode();
    let Some(Extension::PreSharedKeys(offer)) = hello.extensions.last_mut() else { return };
    let mut binders = Vec::new();
    for (hash, key) in keys {
        let proof = BinderInput::new((hash, binding), before, &bytes, offer).proof(key);
        if let Proof::Binder { binder, .. } = &proof {
            binders.push(binder.clone());
        }
        actions.proved(proof);
    }
    offer.binders = binders;
}
