//! The cryptographic operations of a run and nothing else: their inputs are taken from a trace beforehand.

use std::hint::black_box;

use handshake::crypto::aead::AeadAlgorithm;
use handshake::crypto::entropy::Entropy;
use handshake::crypto::hash::HashAlgorithm;
use handshake::crypto::hkdf::{hkdf_expand, hkdf_extract, hmac};
use handshake::crypto::key_exchange::{EphemeralKeyPair, answer_x25519_mlkem768};
use handshake::crypto::rare::RsaScheme;
use handshake::crypto::signature::{Algorithm, KeyKind, PublicKey, SigningKey, p256_secret_key, p384_private_key};
use handshake::crypto::x509::Certificate;
use handshake::scenario::{Scenario, configure, run};
use handshake::tls::registry::NamedGroup;
use handshake::tls::schedule::prf;
use handshake::trace::{
    CheckName, Context, Derivation, Effect, Input, Message, MessageName, Outcome, Proof, Secret, SecretName, Seed,
    Side, Trace,
};

/// An operation with its inputs.
enum Operation {
    Extract {
        hash: HashAlgorithm,
        salt: Vec<u8>,
        ikm: Vec<u8>,
    },
    Expand {
        hash: HashAlgorithm,
        prk: Vec<u8>,
        info: Vec<u8>,
        length: usize,
    },
    Prf {
        hash: HashAlgorithm,
        secret: Vec<u8>,
        label: &'static str,
        seed: Vec<u8>,
        length: usize,
    },
    Hash {
        hash: HashAlgorithm,
        messages: Vec<u8>,
    },
    Mac {
        hash: HashAlgorithm,
        key: Vec<u8>,
        data: Vec<u8>,
    },
    Seal {
        aead: AeadAlgorithm,
        key: Vec<u8>,
        nonce: [u8; 12],
        additional_data: Vec<u8>,
        content: Vec<u8>,
    },
    Open {
        aead: AeadAlgorithm,
        key: Vec<u8>,
        nonce: [u8; 12],
        additional_data: Vec<u8>,
        sealed: Vec<u8>,
    },
    /// A key pair is made.
    Pair {
        group: NamedGroup,
    },
    /// A secret is agreed on, by the key pair made beforehand.
    Agree {
        pair: EphemeralKeyPair,
        peer_public: Vec<u8>,
    },
    /// The server's whole part in the hybrid group.
    Answer {
        client_public: Vec<u8>,
    },
    /// A certificate's key is made.
    SigningKey {
        kind: KeyKind,
    },
    Sign {
        key: SigningKey,
        how: Algorithm,
        content: Vec<u8>,
    },
    Verify {
        key: PublicKey,
        how: Algorithm,
        content: Vec<u8>,
        signature: Vec<u8>,
    },
    Encrypt {
        key: PublicKey,
        content: Vec<u8>,
    },
    Decrypt {
        key: SigningKey,
        content: Vec<u8>,
    },
}

/// All operations of a run, in both roles.
pub struct Operations {
    entropy: Entropy,
    operations: Vec<Operation>,
}

impl Operations {
    /// Takes the inputs from a run.
    pub fn of(scenario: &Scenario) -> Self {
        let trace = run(scenario);
        let mut collector =
            Collector { trace: &trace, entropy: Entropy::from_seed(&scenario.seed), operations: vec![] };
        let parties = Parties::of(scenario);
        parties.issued(&mut collector.operations);
        for (step, happened) in trace.steps.iter().enumerate() {
            for occurrence in &happened.occurrences {
                collector.effect(&parties, (step, occurrence.side), &occurrence.effect);
            }
        }
        for connection in 0..=trace.later.len() {
            collector.transcripts(connection);
        }
        Self { entropy: collector.entropy, operations: collector.operations }
    }

    /// Performs them.
    pub fn perform(&self) {
        self.operations.iter().for_each(|operation| self.one(operation));
    }

    fn one(&self, operation: &Operation) {
        match operation {
            Operation::Extract { hash, salt, ikm } => drop(black_box(hkdf_extract(*hash, salt, ikm))),
            Operation::Expand { hash, prk, info, length } => drop(black_box(hkdf_expand(*hash, prk, info, *length))),
            Operation::Prf { hash, secret, label, seed, length } => {
                drop(black_box(prf(*hash, secret, label, seed, *length)));
            }
            Operation::Hash { hash, messages } => drop(black_box(hash.digest(messages))),
            Operation::Mac { hash, key, data } => drop(black_box(hmac(*hash, key, data))),
            Operation::Seal { aead, key, nonce, additional_data, content } => {
                drop(black_box(aead.key(key).seal(*nonce, additional_data, content)));
            }
            Operation::Open { aead, key, nonce, additional_data, sealed } => {
                let _ = black_box(aead.key(key).open(*nonce, additional_data, sealed));
            }
            Operation::Pair { group } => drop(black_box(pair(&self.entropy, *group))),
            Operation::Agree { pair, peer_public } => drop(black_box(pair.agree(peer_public))),
            Operation::Answer { client_public } => {
                let random = |label| self.entropy.bytes(label);
                drop(black_box(answer_x25519_mlkem768(random("message"), random("server"), client_public)));
            }
            Operation::SigningKey { kind } => drop(black_box(SigningKey::from_entropy(*kind, &self.entropy, "a key"))),
            Operation::Sign { key, how, content } => drop(black_box(key.sign_with(*how, content))),
            Operation::Verify { key, how, content, signature } => {
                let _ = black_box(key.verify_with(*how, content, signature));
            }
            Operation::Encrypt { key, content } => drop(black_box(key.encrypt([7; 32], content))),
            Operation::Decrypt { key, content } => drop(black_box(key.decrypt(content))),
        }
    }
}

fn pair(entropy: &Entropy, group: NamedGroup) -> EphemeralKeyPair {
    let made = match group {
        NamedGroup::X25519 => Some(EphemeralKeyPair::x25519(entropy.bytes("a pair"))),
        NamedGroup::SECP256R1 => Some(EphemeralKeyPair::secp256r1(p256_secret_key(entropy, "a pair"))),
        NamedGroup::SECP384R1 => EphemeralKeyPair::secp384r1(p384_private_key(entropy, "a pair")),
        _ => EphemeralKeyPair::x25519_mlkem768(entropy.bytes("seeds"), entropy.bytes("a pair")),
    };
    made.expect("the group is built")
}

/// The group of a public key, by its length; `None` for the server's in the hybrid group, which is an answer.
fn group(public: &[u8]) -> Option<NamedGroup> {
    match public.len() {
        32 => Some(NamedGroup::X25519),
        65 => Some(NamedGroup::SECP256R1),
        97 => Some(NamedGroup::SECP384R1),
        1216 => Some(NamedGroup::X25519MLKEM768),
        _ => None,
    }
}

fn hash(name: &str) -> HashAlgorithm {
    let all = [HashAlgorithm::Sha256, HashAlgorithm::Sha384];
    all.into_iter().find(|hash| hash.name() == name).expect("a hash of TLS")
}

fn aead(name: &str) -> AeadAlgorithm {
    let all = [AeadAlgorithm::Aes128Gcm, AeadAlgorithm::Aes256Gcm, AeadAlgorithm::ChaCha20Poly1305];
    all.into_iter().find(|aead| aead.name() == name).expect("an AEAD of TLS")
}

/// A chain with what was issued for it, and the key of the leaf.
struct Party {
    root: Certificate,
    chain: Vec<Certificate>,
    key: SigningKey,
}

/// Those who have certificates.
struct Parties {
    server: Party,
    client: Option<Party>,
}

impl Parties {
    fn of(scenario: &Scenario) -> Self {
        let (client, server) = configure(scenario).expect("the scenario is valid");
        let root = client.trust_anchors[0].clone();
        let own = client.identity.zip(server.trust_anchors.first().cloned());
        let client = own.map(|(identity, root)| Party {
            root,
            chain: identity.certificate_chain,
            key: identity.certificate_key,
        });
        let server = Party { root, chain: server.certificate_chain, key: server.certificate_key };
        Self { server, client }
    }

    fn of_side(&self, side: Side) -> &Party {
        match (side, &self.client) {
            (Side::Client, Some(client)) => client,
            _ => &self.server,
        }
    }

    /// A key and a signature for each certificate. Certificates are signed with PKCS #1 where the handshake is with PSS.
    fn issued(&self, operations: &mut Vec<Operation>) {
        for party in [Some(&self.server), self.client.as_ref()].into_iter().flatten() {
            let kind = party.key.kind();
            for certificate in party.chain.iter().chain([&party.root]) {
                operations.push(Operation::SigningKey { kind });
                let content = certificate.tbs_certificate.clone();
                operations.push(Operation::Sign { key: party.key.clone(), how: issuing(kind), content });
            }
        }
    }
}

/// How certificates are signed.
fn issuing(kind: KeyKind) -> Algorithm {
    match kind {
        KeyKind::Rsa => Algorithm::Rsa(RsaScheme::Pkcs1Sha256),
        kind => kind.algorithm(),
    }
}

struct Collector<'a> {
    trace: &'a Trace,
    entropy: Entropy,
    operations: Vec<Operation>,
}

impl Collector<'_> {
    /// What a side does for an effect.
    fn effect(&mut self, parties: &Parties, (step, side): (usize, Side), effect: &Effect) {
        match effect {
            Effect::Derived(secret) => self.secret(parties, (step, side), secret),
            Effect::Proved(proof) => self.proof((step, side), proof, Some(parties.of_side(side))),
            Effect::Checked(check) if check.outcome == Outcome::Passed => {
                let party = parties.of_side(side.peer());
                if let CheckName::CertificateSignature { certificate } = check.name {
                    let issuer = party.chain.get(certificate + 1).unwrap_or(&party.root);
                    let own = &party.chain[certificate];
                    self.verify(issuer, issuing(party.key.kind()), &own.tbs_certificate, &own.signature_value);
                }
                match &check.proof {
                    Some(Proof::Signature { content, .. } | Proof::Params { content, .. }) => {
                        self.verify_own(party, content);
                    }
                    Some(Proof::Messages { length, .. }) => self.verify_own(party, &vec![0; *length]),
                    Some(proof) => self.proof((step, side), proof, None),
                    None => {}
                }
            }
            Effect::RecordSent(record) => {
                if let Some(protection) = &record.protection {
                    self.operations.push(Operation::Seal {
                        aead: aead(protection.algorithm),
                        key: self.value((step, side), protection.key),
                        nonce: protection.nonce.clone().try_into().expect("12 bytes"),
                        additional_data: protection.additional_data.clone(),
                        content: protection.inner.clone(),
                    });
                }
            }
            Effect::RecordReceived(record) => {
                if let Some(protection) = &record.protection {
                    let sealed = record.bytes.len() - protection.inner.len() - 16;
                    self.operations.push(Operation::Open {
                        aead: aead(protection.algorithm),
                        key: self.value((step, side), protection.key),
                        nonce: protection.nonce.clone().try_into().expect("12 bytes"),
                        additional_data: protection.additional_data.clone(),
                        sealed: record.bytes[sealed..].to_vec(),
                    });
                }
            }
            _ => {}
        }
    }

    fn value(&self, (step, side): (usize, Side), name: SecretName) -> Vec<u8> {
        self.trace.secret(side, name, step).expect("derived before").1.value.clone()
    }

    fn secret(&mut self, parties: &Parties, at: (usize, Side), secret: &Secret) {
        match &secret.derivation {
            Derivation::Entropy { public, .. } if !public.is_empty() => {
                let ephemeral =
                    matches!(secret.name, SecretName::EphemeralPrivateKey(_) | SecretName::FurtherPrivateKey { .. });
                if let Some(group) = group(public).filter(|_| ephemeral) {
                    self.operations.push(Operation::Pair { group });
                }
            }
            Derivation::Entropy { .. } if secret.name == SecretName::PremasterSecret => {
                let key = parties.server.chain[0].public_key().expect("issued keys are valid");
                self.operations.push(Operation::Encrypt { key, content: secret.value.clone() });
            }
            Derivation::KeyAgreement { peer_public, group: name, .. } => {
                if *name == NamedGroup::X25519MLKEM768.name() && at.1 == Side::Server {
                    return self.operations.push(Operation::Answer { client_public: peer_public.clone() });
                }
                let group = group(peer_public).unwrap_or(NamedGroup::X25519MLKEM768);
                let pair = pair(&self.entropy, group);
                self.operations.push(Operation::Agree { pair, peer_public: peer_public.clone() });
            }
            Derivation::Decryption { ciphertext, .. } => {
                let (key, content) = (parties.server.key.clone(), ciphertext.clone());
                self.operations.push(Operation::Decrypt { key, content });
            }
            Derivation::Extract { hash: name, salt, ikm } => {
                let input = |input: &Input| match input {
                    Input::Zeros(length) => vec![0; *length],
                    Input::Secret(name) => self.value(at, *name),
                };
                let (salt, ikm) = (input(salt), input(ikm));
                self.operations.push(Operation::Extract { hash: hash(name), salt, ikm });
            }
            Derivation::ExpandLabel { hash: name, secret: from, hkdf_label, context, .. } => {
                let hash = hash(name);
                if let Context::HashOfNothing(_) = context {
                    self.operations.push(Operation::Hash { hash, messages: Vec::new() });
                }
                let (prk, info) = (self.value(at, *from), hkdf_label.clone());
                self.operations.push(Operation::Expand { hash, prk, info, length: secret.value.len() });
            }
            Derivation::Prf { hash: name, secret: from, label, seed } => {
                let seed = match seed {
                    Seed::Randoms { bytes, .. } => bytes.clone(),
                    Seed::Session(point) => point.hash.clone(),
                };
                let (hash, secret_value, length) = (hash(name), self.value(at, *from), secret.value.len());
                self.operations.push(Operation::Prf { hash, secret: secret_value, label, seed, length });
            }
            Derivation::Entropy { .. } | Derivation::PreShared { .. } | Derivation::Part { .. } => {}
        }
    }

    /// What is computed for a proof: by its maker, or, of what is no signature, by who checks it.
    fn proof(&mut self, at: (usize, Side), proof: &Proof, maker: Option<&Party>) {
        let mut sign = |content: Vec<u8>| {
            if let Some(Party { key, .. }) = maker {
                self.operations.push(Operation::Sign { key: key.clone(), how: key.kind().algorithm(), content });
            }
        };
        match proof {
            Proof::Signature { content, .. } | Proof::Params { content, .. } => sign(content.clone()),
            Proof::Messages { length, .. } => sign(vec![0; *length]),
            Proof::VerifyData { label, covers, verify_data } => {
                let secret = self.value(at, SecretName::SessionMasterSecret);
                let (hash, seed) = (self.hash_of(&covers.hash), covers.hash.clone());
                self.operations.push(Operation::Prf { hash, secret, label, seed, length: verify_data.len() });
            }
            Proof::Mac { key, covers, .. } => {
                let (hash, key) = (self.hash_of(&covers.hash), self.value(at, *key));
                self.operations.push(Operation::Mac { hash, key, data: covers.hash.clone() });
            }
            Proof::Binder { key, covers, partial, .. } => {
                let (hash, key) = (self.hash_of(&covers.hash), self.value(at, *key));
                self.operations.push(Operation::Hash { hash, messages: vec![0; *partial] });
                self.operations.push(Operation::Mac { hash, key, data: covers.hash.clone() });
            }
        }
    }

    fn hash_of(&self, digest: &[u8]) -> HashAlgorithm {
        if digest.len() == 48 { HashAlgorithm::Sha384 } else { HashAlgorithm::Sha256 }
    }

    fn verify_own(&mut self, party: &Party, content: &[u8]) {
        let how = party.key.kind().algorithm();
        let signature = party.key.sign_with(how, content).expect("its own algorithm");
        self.verify(&party.chain[0], how, content, &signature);
    }

    fn verify(&mut self, issuer: &Certificate, how: Algorithm, content: &[u8], signature: &[u8]) {
        let key = issuer.public_key().expect("issued keys are valid");
        let (content, signature) = (content.to_vec(), signature.to_vec());
        self.operations.push(Operation::Verify { key, how, content, signature });
    }

    /// The handshake messages of a connection, hashed once by each side.
    fn transcripts(&mut self, connection: usize) {
        let of = |(step, _): &(usize, &Message)| self.trace.connection(*step) == connection;
        let messages: Vec<_> = self.trace.messages().filter(of).map(|(_, message)| message).collect();
        let of_transcript = |message: &&&Message| {
            message.name.is_handshake()
                && !matches!(message.name, MessageName::KeyUpdate | MessageName::HelloRequest)
                && !(message.name == MessageName::NewSessionTicket && !self.trace.is_tls12(0))
        };
        let bytes: Vec<u8> = messages.iter().filter(of_transcript).flat_map(|message| message.bytes.clone()).collect();
        let digest = self.trace.occurrences().find_map(|occurrence| match &occurrence.effect {
            Effect::Proved(proof) => proof.covers().map(|covers| covers.hash.clone()),
            _ => None,
        });
        let hash = self.hash_of(&digest.unwrap_or_default());
        for _ in [Side::Client, Side::Server] {
            self.operations.push(Operation::Hash { hash, messages: bytes.clone() });
        }
    }
}
