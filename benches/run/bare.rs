//! The cryptographic operations of a run and nothing else: their inputs are taken from a trace beforehand.

use std::hint::black_box;

use handshake::crypto::aead::AeadAlgorithm;
use handshake::crypto::entropy::Entropy;
use handshake::crypto::hash::HashAlgorithm;
use handshake::crypto::hkdf::{hkdf_expand, hkdf_extract, hmac};
use handshake::crypto::key_exchange::{EphemeralKeyPair, answer_x25519_mlkem768};
use handshake::crypto::rare::RsaScheme;
use handshake::crypto::signature::{Algorithm, KeyKind, SigningKey, p256_secret_key, p384_private_key};
use handshake::crypto::x509::Certificate;
use handshake::scenario::{CertificateKey, Scenario, configure, run};
use handshake::tls::registry::{CipherSuite, NamedGroup};
use handshake::trace::{Context, Derivation, Effect, Input, MessageName, Proof, Side, Trace};

/// An operation with its inputs.
enum Operation {
    Extract { salt: Vec<u8>, ikm: Vec<u8> },
    Expand { prk: Vec<u8>, info: Vec<u8>, length: usize },
    TranscriptHash { messages: Vec<u8> },
    Mac { key: Vec<u8>, data: Vec<u8> },
    Seal { key: Vec<u8>, nonce: [u8; 12], additional_data: Vec<u8>, content: Vec<u8> },
    Open { key: Vec<u8>, nonce: [u8; 12], additional_data: Vec<u8>, sealed: Vec<u8> },
}

/// All operations of a run.
pub struct Operations {
    kind: KeyKind,
    entropy: Entropy,
    group: NamedGroup,
    hash: HashAlgorithm,
    aead: AeadAlgorithm,
    chain: Vec<Certificate>,
    root: Certificate,
    content: Vec<u8>,
    steps: Vec<Operation>,
}

impl Operations {
    /// Takes the inputs from a run.
    pub fn of(scenario: &Scenario) -> Self {
        let trace = run(scenario);
        let (client, server) = configure(scenario).expect("the scenario is valid");
        let (aead, hash) = match scenario.cipher_suite {
            CipherSuite::TLS_AES_128_GCM_SHA256 => (AeadAlgorithm::Aes128Gcm, HashAlgorithm::Sha256),
            CipherSuite::TLS_AES_256_GCM_SHA384 => (AeadAlgorithm::Aes256Gcm, HashAlgorithm::Sha384),
            _ => (AeadAlgorithm::ChaCha20Poly1305, HashAlgorithm::Sha256),
        };
        let kind = match scenario.certificate_key {
            CertificateKey::Ed25519 => KeyKind::Ed25519,
            CertificateKey::EcdsaP256 => KeyKind::EcdsaP256,
            CertificateKey::EcdsaP384 => KeyKind::EcdsaP384,
            CertificateKey::Rsa => KeyKind::Rsa,
        };
        Self {
            kind,
            entropy: Entropy::from_seed(&scenario.seed),
            group: scenario.group,
            hash,
            aead,
            root: client.trust_anchors[0].clone(),
            chain: server.certificate_chain,
            content: signed_content(&trace),
            steps: operations(&trace),
        }
    }

    /// Performs them, in both roles.
    pub fn perform(&self) {
        self.certificates();
        self.key_exchange();
        for operation in &self.steps {
            match operation {
                Operation::Extract { salt, ikm } => drop(black_box(hkdf_extract(self.hash, salt, ikm))),
                Operation::Expand { prk, info, length } => {
                    drop(black_box(hkdf_expand(self.hash, prk, info, *length)));
                }
                Operation::TranscriptHash { messages } => drop(black_box(self.hash.digest(messages))),
                Operation::Mac { key, data } => drop(black_box(hmac(self.hash, key, data))),
                Operation::Seal { key, nonce, additional_data, content } => {
                    drop(black_box(self.aead.key(key).seal(*nonce, additional_data, content)));
                }
                Operation::Open { key, nonce, additional_data, sealed } => {
                    let opened = self.aead.key(key).open(*nonce, additional_data, sealed);
                    let _ = black_box(opened);
                }
            }
        }
    }

    /// Three key pairs, three issued certificates, two of them verified, and `CertificateVerify`.
    fn certificates(&self) {
        let key = |label| SigningKey::from_entropy(self.kind, &self.entropy, label);
        let (root, intermediate, leaf) =
            (key("root private key"), key("intermediate private key"), key("leaf private key"));
        // Certificates are signed with PKCS #1 where the handshake is with PSS.
        let how = match self.kind {
            KeyKind::Rsa => Algorithm::Rsa(RsaScheme::Pkcs1Sha256),
            kind => kind.algorithm(),
        };
        black_box(root.sign_with(how, &self.root.tbs_certificate));
        black_box(root.sign_with(how, &self.chain[1].tbs_certificate));
        black_box(intermediate.sign_with(how, &self.chain[0].tbs_certificate));
        for (issuer, certificate) in [(&self.root, &self.chain[1]), (&self.chain[1], &self.chain[0])] {
            let key = issuer.public_key().expect("issued keys are valid");
            let (content, signature) = (&certificate.tbs_certificate, &certificate.signature_value);
            key.verify_with(how, content, signature).expect("issued here");
        }
        let signature = leaf.sign(&self.content);
        let key = self.chain[0].public_key().expect("issued keys are valid");
        key.verify(&self.content, &signature).expect("signed just now");
    }

    fn key_exchange(&self) {
        if self.group == NamedGroup::X25519MLKEM768 {
            let random = |label| self.entropy.bytes(label);
            let client = EphemeralKeyPair::x25519_mlkem768(self.entropy.bytes("seeds"), random("client"));
            let client = client.expect("ML-KEM is built");
            let answer = answer_x25519_mlkem768(random("message"), random("server"), client.public_bytes());
            black_box(client.agree(&answer.expect("a fresh key").public).expect("a fresh ciphertext"));
            return;
        }
        let pair = |label| match self.group {
            NamedGroup::X25519 => EphemeralKeyPair::x25519(self.entropy.bytes(label)),
            NamedGroup::SECP384R1 => {
                EphemeralKeyPair::secp384r1(p384_private_key(&self.entropy, label)).expect("P-384 is built")
            }
            _ => EphemeralKeyPair::secp256r1(p256_secret_key(&self.entropy, label)),
        };
        let (client, server) = (pair("client"), pair("server"));
        let (client_public, server_public) = (client.public_bytes(), server.public_bytes());
        black_box(client.agree(server_public).expect("a fresh key"));
        black_box(server.agree(client_public).expect("a fresh key"));
    }
}

fn signed_content(trace: &Trace) -> Vec<u8> {
    let content = trace.occurrences().find_map(|occurrence| match &occurrence.effect {
        Effect::Proved(Proof::Signature { content, .. }) => Some(content.clone()),
        _ => None,
    });
    content.expect("the server signs")
}

/// What each side derives, hashes, seals and opens, from the effects of a run.
fn operations(trace: &Trace) -> Vec<Operation> {
    let mut operations = Vec::new();
    for side in [Side::Client, Side::Server] {
        for (_, secret) in trace.secrets(side) {
            let value = |name| trace.secret(side, name, 0).expect("derived before").1.value.clone();
            let input = |input| match input {
                Input::Zeros(length) => vec![0; length],
                Input::Secret(name) => value(name),
            };
            match &secret.derivation {
                Derivation::Extract { salt, ikm, .. } => {
                    operations.push(Operation::Extract { salt: input(*salt), ikm: input(*ikm) });
                }
                Derivation::ExpandLabel { secret: from, hkdf_label, context, .. } => {
                    if let Context::HashOfNothing(_) = context {
                        operations.push(Operation::TranscriptHash { messages: Vec::new() });
                    }
                    let (prk, info) = (value(*from), hkdf_label.clone());
                    operations.push(Operation::Expand { prk, info, length: secret.value.len() });
                }
                // Of TLS 1.2 nothing is measured here.
                Derivation::Entropy { .. }
                | Derivation::Given { .. }
                | Derivation::PreShared { .. }
                | Derivation::KeyAgreement { .. }
                | Derivation::Decryption { .. }
                | Derivation::Prf { .. }
                | Derivation::Part { .. } => {}
            }
        }
        operations.push(Operation::TranscriptHash { messages: transcript(trace) });
    }
    for occurrence in trace.occurrences() {
        let side = occurrence.side;
        let value = |name| trace.secret(side, name, 0).expect("derived before").1.value.clone();
        match &occurrence.effect {
            Effect::Proved(Proof::Mac { key, covers, .. }) => {
                let (key, data) = (value(*key), covers.hash.clone());
                operations.push(Operation::Mac { key: key.clone(), data: data.clone() });
                operations.push(Operation::Mac { key, data });
            }
            Effect::RecordSent(record) => {
                if let Some(protection) = &record.protection {
                    let nonce = protection.nonce.clone().try_into().expect("12 bytes");
                    let (key, additional_data) = (value(protection.key), protection.additional_data.clone());
                    let content = protection.inner.clone();
                    operations.push(Operation::Seal {
                        key: key.clone(),
                        nonce,
                        additional_data: additional_data.clone(),
                        content,
                    });
                    let sealed = record.bytes[5..].to_vec();
                    operations.push(Operation::Open { key, nonce, additional_data, sealed });
                }
            }
            _ => {}
        }
    }
    operations
}

/// The handshake messages from `ClientHello` to the client's `Finished`.
fn transcript(trace: &Trace) -> Vec<u8> {
    let handshake = trace.messages().filter(|(_, message)| message.name.is_handshake());
    let before_tickets = handshake.take_while(|(_, message)| message.name != MessageName::NewSessionTicket);
    before_tickets.flat_map(|(_, message)| message.bytes.clone()).collect()
}
