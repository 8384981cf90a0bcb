//! What will come of a check?

use super::answers::Answers;
use super::{About, Claim, Verdict};
use crate::explain;
use crate::trace::{Check, CheckName, Effect, EvidenceValue, Outcome, Proof, TranscriptPoint};

pub(super) fn ask(about: About, answers: &mut Answers) -> Option<String> {
    let checks: Vec<&Check> = about
        .step
        .effects_of(about.step.side)
        .filter_map(|effect| match effect {
            Effect::Checked(check) => Some(check),
            _ => None,
        })
        .collect();
    // What a broken side makes of it, nobody can know.
    let is_empty = |check: &&Check| check.proof.as_ref().and_then(Proof::covers).is_some_and(TranscriptPoint::is_empty);
    if checks.iter().any(|check| matches!(check.outcome, Outcome::Ignored(_)) || is_empty(check)) {
        return None;
    }
    let failed = checks.iter().find(|check| check.outcome != Outcome::Passed).map(|check| check.name);
    if checks.iter().any(|check| reason(check.name).is_some()) {
        chain(&checks, failed, answers);
        let (side, peer) = (about.who(about.step.side), about.who(about.step.side.peer()));
        return Some(["What will the ", side, " do with the certificate of the ", peer, "?"].concat());
    }
    let check = checks.iter().rev().find_map(|check| Some((*check, proof(check.name)?)));
    let (check, words) = check?;
    // Somebody on the way can be why these two fail, and then what is said of them here is not true.
    let is_about_keys = matches!(check.name, CheckName::Binder | CheckName::ServerKeyExchange);
    if is_about_keys && check.outcome != Outcome::Passed && about.trace.interferences().next().is_some() {
        return None;
    }
    proved(check, words, answers);
    Some(["The ", about.who(about.step.side), " now checks ", words.what, ". What comes of it?"].concat())
}

/// For a check of a chain of certificates, why a certificate is refused that does not pass it.
fn reason(name: CheckName) -> Option<&'static str> {
    match name {
        CheckName::TrustAnchor => Some("it leads to no authority that is trusted here"),
        CheckName::CertificateSignature { .. } => Some("a signature in the chain is not good"),
        CheckName::Validity { .. } => Some("it is not valid today"),
        CheckName::NameConstraints { .. } | CheckName::BasicConstraints { .. } => {
            Some("one of its issuers may not issue it")
        }
        CheckName::KeyUsage { .. } => Some("a key in the chain is not meant for this use"),
        CheckName::CriticalExtensions { .. } => Some("it holds something that must be understood and is not"),
        CheckName::ExtendedKeyUsage => Some("it is not meant for this role"),
        CheckName::ServerName => Some("it is for another name"),
        #[cfg(feature = "rare")]
        CheckName::CompressedCertificate => None,
        CheckName::SessionIdEcho
        | CheckName::VersionOffered
        | CheckName::CipherSuiteOffered
        | CheckName::GroupOffered
        | CheckName::RetryChangesHello
        | CheckName::RetrySuite
        | CheckName::SecondHello
        | CheckName::Cookie
        | CheckName::PskOffered
        | CheckName::Binder
        | CheckName::EarlyDataParameters
        | CheckName::Downgrade
        | CheckName::RenegotiationInfo
        | CheckName::RenegotiatedConnection
        | CheckName::SessionParameters
        | CheckName::ServerKeyExchange
        | CheckName::CertificateVerify
        | CheckName::Finished => None,
    }
}

/// What the checks of a chain of certificates ask, each for the leaf, the likeliest to fail first.
const CHAIN: [CheckName; 6] = [
    CheckName::Validity { certificate: 0 },
    CheckName::TrustAnchor,
    CheckName::ServerName,
    CheckName::CertificateSignature { certificate: 0 },
    CheckName::ExtendedKeyUsage,
    CheckName::BasicConstraints { certificate: 1 },
];

fn chain(checks: &[&Check], failed: Option<CheckName>, answers: &mut Answers) {
    let accept = "Accept it";
    let claim = |verdict| Claim::Check(verdict);
    match failed.and_then(|name| Some((name, reason(name)?))) {
        Some((name, because)) => {
            answers.right(claim(Verdict::Fails(name)), refuse(because), explain::check(name).simple);
            let why = ["It would, but ", because, ". ", explain::check(name).simple].concat();
            answers.wrong(claim(Verdict::Passes), accept, why);
        }
        None => answers.right(claim(Verdict::Passes), accept, "All checks of the chain pass."),
    }
    for name in CHAIN {
        let Some(because) = reason(name) else { continue };
        // Another certificate of the chain may be the one that fails.
        if failed.is_some_and(|failed| reason(failed) == Some(because)) {
            continue;
        }
        let of_kind = || checks.iter().filter(|check| reason(check.name) == Some(because));
        let why = match of_kind().next_back() {
            Some(check) => {
                let seen: Vec<String> = check
                    .evidence
                    .iter()
                    .filter_map(|evidence| match &evidence.value {
                        EvidenceValue::Text(text) => Some([evidence.name, ": ", text].concat()),
                        EvidenceValue::Bytes(_) => None,
                    })
                    .collect();
                let seen = if seen.is_empty() { String::new() } else { [" (", &seen.join("; "), ")"].concat() };
                ["That check passes", &seen, ". ", explain::check(check.name).simple].concat()
            }
            None if failed.is_some() => "It does not get as far as that check: another one fails first.".into(),
            None => "That is not asked of this certificate.".into(),
        };
        answers.wrong(claim(Verdict::Fails(name)), refuse(because), why);
    }
}

fn refuse(because: &str) -> String {
    ["Refuse it: ", because].concat()
}

/// The words for the check of a proof.
#[derive(Clone, Copy)]
struct Words {
    /// What is checked.
    what: &'static str,
    /// That it holds, and why.
    good: (&'static str, &'static str),
    /// That it does not, and why.
    bad: (&'static str, &'static str),
    /// What a learner may think is missing, and why it is not.
    cannot: (&'static str, &'static str),
}

fn proof(name: CheckName) -> Option<Words> {
    match name {
        CheckName::CertificateVerify => Some(Words {
            what: "the signature in CertificateVerify",
            good: (
                "It verifies with the key in the certificate",
                "Who signed holds the private key of the certificate, and saw the same messages.",
            ),
            bad: (
                "It does not verify, and the connection ends",
                "Who signed does not hold the private key of the certificate, or saw other messages.",
            ),
            cannot: (
                "It cannot be checked without the private key",
                "To check a signature takes the public key, which stands in the certificate.",
            ),
        }),
        CheckName::ServerKeyExchange => Some(Words {
            what: "the signature in ServerKeyExchange",
            good: (
                "It verifies with the key in the certificate",
                "The key for this connection comes from the owner of the certificate.",
            ),
            bad: (
                "It does not verify, and the connection ends",
                "The key for this connection does not come from the owner of the certificate.",
            ),
            cannot: (
                "It cannot be checked without the private key",
                "To check a signature takes the public key, which stands in the certificate.",
            ),
        }),
        CheckName::Finished => Some(Words {
            what: "the MAC in Finished",
            good: ("It is the one it computes itself", "Both have seen the same messages and hold the same secret."),
            bad: (
                "It is another one, and the connection ends",
                "The two have not seen the same messages, or do not hold the same secret.",
            ),
            cannot: (
                "It cannot be checked before application data comes",
                "The key for it is there, and all messages that it covers: it is checked at once.",
            ),
        }),
        CheckName::Binder => Some(Words {
            what: "the binder of the key from before",
            good: (
                "It verifies: the client holds that key",
                "The server computes the same MAC with the key that it knows.",
            ),
            bad: (
                "It does not verify, and the connection ends",
                "The server knows another key under that name, and so computes another MAC.",
            ),
            cannot: (
                "It cannot be checked before the ServerHello",
                "The binder covers the hello up to itself, and the server has that.",
            ),
        }),
        CheckName::Downgrade => Some(Words {
            what: "whether the server's random says that it speaks a newer version too",
            good: (
                "It does not say so, and the handshake goes on",
                "Nobody has made the two speak an older version than they can.",
            ),
            bad: (
                "It says so: somebody interfered, and the connection ends",
                "The server writes that it can do better into its random, where nobody can change it unnoticed.",
            ),
            cannot: (
                "That cannot be seen before the Finished messages",
                "The random is there for all to see, and the client looks at once.",
            ),
        }),
        #[cfg(feature = "rare")]
        CheckName::CompressedCertificate => None,
        CheckName::SessionIdEcho
        | CheckName::VersionOffered
        | CheckName::CipherSuiteOffered
        | CheckName::GroupOffered
        | CheckName::RetryChangesHello
        | CheckName::RetrySuite
        | CheckName::SecondHello
        | CheckName::Cookie
        | CheckName::PskOffered
        | CheckName::EarlyDataParameters
        | CheckName::RenegotiationInfo
        | CheckName::RenegotiatedConnection
        | CheckName::SessionParameters
        | CheckName::TrustAnchor
        | CheckName::CertificateSignature { .. }
        | CheckName::Validity { .. }
        | CheckName::NameConstraints { .. }
        | CheckName::BasicConstraints { .. }
        | CheckName::KeyUsage { .. }
        | CheckName::CriticalExtensions { .. }
        | CheckName::ExtendedKeyUsage
        | CheckName::ServerName => None,
    }
}

fn proved(check: &Check, words: Words, answers: &mut Answers) {
    let name = check.name;
    let (good, bad) = (Claim::Check(Verdict::Passes), Claim::Check(Verdict::Fails(name)));
    if check.outcome == Outcome::Passed {
        answers.right(good, words.good.0, words.good.1);
        answers.wrong(bad, words.bad.0, ["All is well here. ", words.good.1].concat());
    } else {
        answers.right(bad, words.bad.0, words.bad.1);
        answers.wrong(good, words.good.0, ["It does not: ", &small(words.bad.1)].concat());
    }
    answers.wrong(Claim::Check(Verdict::Cannot), words.cannot.0, words.cannot.1);
}

fn small(text: &str) -> String {
    let (first, rest) = text.split_at(text.len().min(1));
    [&first.to_lowercase(), rest].concat()
}
