//! The primitives against the vectors of Project Wycheproof: none that is valid is refused, none that is not is accepted.
#![cfg(not(target_arch = "wasm32"))]

use handshake::crypto::aead::AeadAlgorithm;
use handshake::crypto::hash::HashAlgorithm;
use handshake::crypto::hkdf::{hkdf_expand, hkdf_extract, hmac};
use handshake::crypto::key_exchange::{
    CIPHERTEXT_LENGTH, ENCAPSULATION_KEY_LENGTH, EphemeralKeyPair, HybridAnswer, answer_x25519_mlkem768,
};
use handshake::crypto::rare::RsaScheme;
use handshake::crypto::signature::{Algorithm, PublicKey};
use wycheproof::{
    HashFunction, TestResult, aead, ecdh, ecdsa, eddsa, hkdf, mac, mlkem, rsa_pkcs1_verify, rsa_pss_verify, xdh,
};

/// How many vectors were run, and how many of them had to be accepted.
#[derive(Default)]
struct Count {
    run: usize,
    valid: usize,
    wrong: Vec<String>,
}

impl Count {
    /// A vector that is acceptable may be judged either way.
    fn judge(&mut self, what: &str, expected: TestResult, accepted: bool) {
        self.run += 1;
        self.valid += usize::from(expected == TestResult::Valid);
        let right = match expected {
            TestResult::Valid => accepted,
            TestResult::Invalid => !accepted,
            TestResult::Acceptable => true,
        };
        if !right {
            self.wrong.push(format!("{what}: {expected:?}"));
        }
    }

    fn report(self, name: &str) {
        println!("{name}: {} vectors, of which {} are valid", self.run, self.valid);
        assert!(self.wrong.is_empty(), "{name}: {:#?}", self.wrong);
        assert!(self.run > 0 && self.valid > 0, "{name}");
    }
}

/// A scalar as a number of `N` bytes; `None` if it is longer.
fn scalar<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    let digits = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    let mut scalar = [0; N];
    scalar[N.checked_sub(digits.len())?..].copy_from_slice(digits);
    Some(scalar)
}

#[test]
fn x25519() {
    let mut count = Count::default();
    for group in xdh::TestSet::load(xdh::TestName::X25519).unwrap().test_groups {
        for test in group.tests {
            let key = EphemeralKeyPair::x25519(test.private_key[..].try_into().unwrap());
            let shared = key.agree(&test.public_key);
            let zero = test.flags.contains(&xdh::TestFlag::ZeroSharedSecret);
            // RFC 8446 §7.4.2 refuses what comes to zero; all else is as RFC 7748 says.
            if zero {
                assert!(shared.is_err(), "{}", test.tc_id);
                count.judge(&test.comment, TestResult::Acceptable, false);
            } else {
                count.judge(&test.comment, TestResult::Valid, shared.as_deref() == Ok(&test.shared_secret[..]));
            }
        }
    }
    count.report("x25519");
}

fn on_curve(name: &str, set: ecdh::TestName, pair: impl Fn(&[u8]) -> Option<EphemeralKeyPair>) {
    let mut count = Count::default();
    for group in ecdh::TestSet::load(set).unwrap().test_groups {
        for test in group.tests {
            let shared = pair(&test.private_key).and_then(|key| key.agree(&test.public_key).ok());
            let compressed = matches!(test.public_key.first(), Some(2 | 3));
            // RFC 8446 §4.2.8.2: there are no compressed points in TLS.
            let expected = if compressed { TestResult::Invalid } else { test.result };
            count.judge(&test.comment, expected, shared.as_deref() == Some(&test.shared_secret[..]));
            assert!(test.result != TestResult::Invalid || shared.is_none(), "{name} {}", test.tc_id);
        }
    }
    count.report(name);
}

#[test]
fn secp256r1() {
    on_curve("secp256r1", ecdh::TestName::EcdhSecp256r1Ecpoint, |private| {
        Some(EphemeralKeyPair::secp256r1(p256::SecretKey::from_slice(&scalar::<32>(private)?).ok()?))
    });
}

#[test]
fn secp384r1() {
    on_curve("secp384r1", ecdh::TestName::EcdhSecp384r1Ecpoint, |private| {
        EphemeralKeyPair::secp384r1(scalar::<48>(private)?)
    });
}

const RANDOM: [u8; 32] = [9; 32];

/// The x25519 half of a share, which has its own vectors.
fn point() -> Vec<u8> {
    EphemeralKeyPair::x25519(RANDOM).public_bytes().to_vec()
}

#[test]
fn mlkem768() {
    let mut count = Count::default();
    let sets = [mlkem::TestName::MlKem768, mlkem::TestName::MlKem768KeyGenSeed, mlkem::TestName::MlKem768Encaps];
    for set in sets {
        let mut of_set = 0;
        for group in mlkem::TestSet::load(set).unwrap().test_groups {
            for test in group.tests {
                of_set += 1;
                let accepted = match (&test.seed, &test.msg) {
                    // Decapsulation, with the key from the seeds; or the key alone.
                    (Some(seed), _) => decapsulates(seed, &test),
                    (None, Some(message)) => encapsulates(message, &test),
                    (None, None) => panic!("{set:?} {}", test.tc_id),
                };
                count.judge(&format!("{set:?} {} {}", test.tc_id, test.comment), test.result, accepted);
            }
        }
        assert!(of_set > 0, "{set:?}");
    }
    count.report("ML-KEM-768");
}

fn decapsulates(seed: &[u8], test: &mlkem::Test) -> bool {
    let Ok(seed) = seed.try_into() else { return false };
    let key = EphemeralKeyPair::x25519_mlkem768(seed, RANDOM).unwrap();
    let encapsulation_key = &key.public_bytes()[..ENCAPSULATION_KEY_LENGTH];
    if test.encaps_key.as_ref().is_some_and(|expected| encapsulation_key != &expected[..]) {
        return false;
    }
    let Some(ciphertext) = &test.ct else { return true };
    let shared = key.agree(&[&ciphertext[..], &point()].concat());
    let expected = test.shared_secret.as_ref().map(|secret| secret.to_vec());
    shared.is_ok_and(|shared| Some(shared[..32].to_vec()) == expected)
}

fn encapsulates(message: &[u8], test: &mlkem::Test) -> bool {
    let (Ok(message), Some(key)) = (message.try_into(), &test.encaps_key) else { return false };
    let share = [&key[..], &point()].concat();
    let Ok(HybridAnswer { public, shared_secret }) = answer_x25519_mlkem768(message, RANDOM, &share) else {
        return false;
    };
    test.ct.as_ref().is_some_and(|expected| public[..CIPHERTEXT_LENGTH] == expected[..])
        && test.shared_secret.as_ref().is_some_and(|expected| shared_secret[..32] == expected[..])
}

fn verifies(der: &[u8], algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    PublicKey::from_spki_der(der).is_ok_and(|key| key.verify_with(algorithm, message, signature).is_ok())
}

#[test]
fn ecdsa_signatures() {
    for (name, set, algorithm) in [
        ("ECDSA P-256", ecdsa::TestName::EcdsaSecp256r1Sha256, Algorithm::EcdsaP256Sha256),
        ("ECDSA P-384", ecdsa::TestName::EcdsaSecp384r1Sha384, Algorithm::EcdsaP384Sha384),
        ("ECDSA P-384 with SHA-256", ecdsa::TestName::EcdsaSecp384r1Sha256, Algorithm::EcdsaP384Sha256),
    ] {
        let mut count = Count::default();
        for group in ecdsa::TestSet::load(set).unwrap().test_groups {
            for test in group.tests {
                let what = format!("{} {}", test.tc_id, test.comment);
                count.judge(&what, test.result, verifies(&group.der, algorithm, &test.msg, &test.sig));
            }
        }
        count.report(name);
    }
}

#[test]
fn ed25519_signatures() {
    let mut count = Count::default();
    for group in eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap().test_groups {
        for test in group.tests {
            let what = format!("{} {}", test.tc_id, test.comment);
            count.judge(&what, test.result, verifies(&group.der, Algorithm::Ed25519, &test.msg, &test.sig));
        }
    }
    count.report("Ed25519");
}

#[test]
fn rsa_pkcs1_signatures() {
    use rsa_pkcs1_verify::TestName as Name;
    for (scheme, sets) in [
        (RsaScheme::Pkcs1Sha256, [Name::Rsa2048Sha256, Name::Rsa3072Sha256, Name::Rsa4096Sha256, Name::Rsa8192Sha256]),
        (RsaScheme::Pkcs1Sha384, [Name::Rsa2048Sha384, Name::Rsa3072Sha384, Name::Rsa4096Sha384, Name::Rsa8192Sha384]),
        (RsaScheme::Pkcs1Sha512, [Name::Rsa2048Sha512, Name::Rsa3072Sha512, Name::Rsa4096Sha512, Name::Rsa8192Sha512]),
    ] {
        for set in sets {
            let mut count = Count::default();
            for group in rsa_pkcs1_verify::TestSet::load(set).unwrap().test_groups {
                for test in group.tests {
                    let what = format!("{set:?} {} {}", test.tc_id, test.comment);
                    let accepted = verifies(&group.der, Algorithm::Rsa(scheme), &test.msg, &test.sig);
                    count.judge(&what, test.result, accepted);
                }
            }
            count.report(&format!("{scheme:?} {set:?}"));
        }
    }
}

/// The scheme of TLS with those parameters: RFC 8446 §4.2.3 wants the same hash in MGF1, and a salt of its length.
fn pss_scheme(group: &rsa_pss_verify::TestGroup) -> Option<RsaScheme> {
    let (scheme, length) = match group.hash {
        HashFunction::Sha2_256 => (RsaScheme::PssSha256, 32),
        HashFunction::Sha2_384 => (RsaScheme::PssSha384, 48),
        HashFunction::Sha2_512 => (RsaScheme::PssSha512, 64),
        _ => return None,
    };
    (group.mgf_hash == Some(group.hash) && group.salt_size == length).then_some(scheme)
}

#[test]
fn rsa_pss_signatures() {
    use rsa_pss_verify::TestName as Name;
    let mut count = Count::default();
    for set in [
        Name::RsaPss2048Sha256Mgf1SaltLen32,
        Name::RsaPss2048Sha384Mgf1SaltLen48,
        Name::RsaPss3072Sha256Mgf1SaltLen32,
        Name::RsaPss4096Sha256Mgf1SaltLen32,
        Name::RsaPss4096Sha384Mgf1SaltLen48,
        Name::RsaPss4096Sha512Mgf1SaltLen64,
    ] {
        let before = count.run;
        for group in rsa_pss_verify::TestSet::load(set).unwrap().test_groups {
            let scheme = pss_scheme(&group).unwrap();
            for test in &group.tests {
                let what = format!("{set:?} {} {}", test.tc_id, test.comment);
                count.judge(&what, test.result, verifies(&group.der, Algorithm::Rsa(scheme), &test.msg, &test.sig));
            }
        }
        assert!(count.run > before, "{set:?}");
    }
    count.report("RSA-PSS");
}

/// What is right elsewhere is wrong in TLS.
#[test]
fn rsa_pss_with_another_salt_is_refused() {
    use rsa_pss_verify::TestName as Name;
    let mut refused = 0;
    for (set, scheme) in [
        (Name::RsaPss2048Sha256Mgf1SaltLen0, RsaScheme::PssSha256),
        (Name::RsaPss2048Sha256Mgf1Sha1_20, RsaScheme::PssSha256),
        (Name::RsaPss4096Sha512Mgf1SaltLen32, RsaScheme::PssSha512),
    ] {
        for group in rsa_pss_verify::TestSet::load(set).unwrap().test_groups {
            assert_eq!(pss_scheme(&group), None);
            // What is wrong there may be right in TLS: a salt as long as the hash.
            for test in group.tests.iter().filter(|test| test.result == TestResult::Valid) {
                assert!(!verifies(&group.der, Algorithm::Rsa(scheme), &test.msg, &test.sig), "{set:?} {}", test.tc_id);
                refused += 1;
            }
        }
    }
    println!("RSA-PSS with another salt or MGF1: {refused} good signatures refused");
    assert!(refused > 0);
}

#[test]
fn aead_algorithms() {
    let sets = [
        ("AES-128-GCM", aead::TestName::AesGcm, AeadAlgorithm::Aes128Gcm),
        ("AES-256-GCM", aead::TestName::AesGcm, AeadAlgorithm::Aes256Gcm),
        ("ChaCha20-Poly1305", aead::TestName::ChaCha20Poly1305, AeadAlgorithm::ChaCha20Poly1305),
    ];
    for (name, set, algorithm) in sets {
        let mut count = Count::default();
        for group in aead::TestSet::load(set).unwrap().test_groups {
            // What TLS has: nonces of 96 bits, tags of 128. The units here are bits.
            if (group.key_size, group.nonce_size, group.tag_size) != (8 * algorithm.key_length(), 96, 128) {
                continue;
            }
            for test in group.tests {
                let nonce = test.nonce[..].try_into().unwrap();
                let sealed = [&test.ct[..], &test.tag].concat();
                let key = algorithm.key(&test.key);
                let opens = key.open(nonce, &test.aad, &sealed).is_ok_and(|opened| opened == test.pt[..]);
                let seals = key.seal(nonce, &test.aad, &test.pt) == sealed;
                assert_eq!(opens, seals, "{name} {}", test.tc_id);
                count.judge(&format!("{} {}", test.tc_id, test.comment), test.result, opens);
            }
        }
        count.report(name);
    }
}

#[test]
fn hkdf_and_hmac() {
    for (name, set, hash) in [
        ("HKDF with SHA-256", hkdf::TestName::HkdfSha256, HashAlgorithm::Sha256),
        ("HKDF with SHA-384", hkdf::TestName::HkdfSha384, HashAlgorithm::Sha384),
    ] {
        let mut count = Count::default();
        for group in hkdf::TestSet::load(set).unwrap().test_groups {
            // Longer output than HKDF can give cannot be asked for: RFC 5869 §2.3.
            for test in group.tests.into_iter().filter(|test| test.size <= 255 * hash.output_length()) {
                let prk = hkdf_extract(hash, &test.salt, &test.ikm);
                let output = hkdf_expand(hash, &prk, &test.info, test.size);
                count.judge(&format!("{} {}", test.tc_id, test.comment), test.result, output == test.okm[..]);
            }
        }
        count.report(name);
    }
    for (name, set, hash) in [
        ("HMAC with SHA-256", mac::TestName::HmacSha256, HashAlgorithm::Sha256),
        ("HMAC with SHA-384", mac::TestName::HmacSha384, HashAlgorithm::Sha384),
    ] {
        let mut count = Count::default();
        for group in mac::TestSet::load(set).unwrap().test_groups {
            for test in group.tests {
                let tag = hmac(hash, &test.key, &test.msg);
                let same = tag[..group.tag_size / 8] == test.tag[..];
                count.judge(&format!("{} {}", test.tc_id, test.comment), test.result, same);
            }
        }
        count.report(name);
    }
}
