//! Effects, and what came of checks.

use super::{At, Lists, Read, names, part, words};
#[cfg(feature = "rare")]
use crate::trace::Compressed;
use crate::trace::{
    Check, Choice, Deed, Direction, Effect, Evidence, EvidenceValue, Failure, Interference, Note, Outcome, Sealed,
};

pub(super) fn effect(lists: &Lists, item: &At) -> Read<Effect> {
    let message = || of_list(&lists.messages, &item.at("message")?);
    let record = || of_list(&lists.records, &item.at("record")?);
    Ok(match item.at("effect")?.text()? {
        "drew_random" => {
            Effect::DrewRandom { purpose: item.at("purpose")?.named(words::known)?, value: item.at("hex")?.bytes()? }
        }
        "received" => Effect::Received(message()?),
        "negotiated" => Effect::Negotiated(negotiated(item)?),
        "declined" => Effect::Declined {
            name: item.at("name")?.named(names::choice)?,
            reason: item.at("reason")?.named(names::reason)?,
        },
        "derived" => Effect::Derived(of_list(&lists.secrets, &item.at("secret")?)?),
        "checked" => Effect::Checked(checked(item)?),
        "proved" => Effect::Proved(part::proof(&item.at("proof")?)?),
        "key_installed" => Effect::KeyInstalled {
            direction: item.at("direction")?.named(|name| match name {
                "read" => Some(Direction::Read),
                "write" => Some(Direction::Write),
                _ => None,
            })?,
            writer: item.at("writer")?.side()?,
            epoch: item.at("epoch")?.named(names::epoch)?,
        },
        "sent" => Effect::Sent(message()?),
        "record_sent" => Effect::RecordSent(record()?),
        "record_received" => Effect::RecordReceived(record()?),
        "early_data_skipped" => Effect::EarlyDataSkipped(part::record_id(&item.at("id")?)?),
        "entered" => Effect::Entered(item.at("state")?.named(names::state)?),
        "failed" => Effect::Failed(failed(lists, item)?),
        "noted" => Effect::Noted(noted(item)?),
        "interfered" => Effect::Interfered(interfered(item)?),
        _ => return Err(item.at("effect")?.wrong("is a name that is not known here")),
    })
}

fn interfered(item: &At) -> Read<Interference> {
    let number = |name: &str| item.at(name)?.number::<usize>();
    let deed = match item.at("name")?.text()? {
        "flipped" => Deed::Flipped { offset: number("offset")?, mask: item.at("mask")?.number()? },
        "replaced" => Deed::Replaced { offset: number("offset")?, length: number("length")? },
        "dropped" => Deed::Dropped,
        "repeated" => Deed::Repeated,
        "held_back" => Deed::HeldBack,
        "released" => Deed::Released,
        "cut_off" => Deed::CutOff { length: number("length")? },
        "split" => Deed::Split { at: number("offset")? },
        "injected" => Deed::Injected { length: number("length")? },
        "replayed" => Deed::Replayed,
        _ => return Err(item.at("name")?.wrong("is a name that is not known here")),
    };
    Ok(Interference {
        record: part::record_id(&item.at("id")?)?,
        deed,
        before: item.at("before")?.bytes()?,
        after: item.at("after")?.bytes()?,
    })
}

fn of_list<T: Clone>(list: &[T], item: &At) -> Read<T> {
    let place: usize = item.number()?;
    list.get(place).cloned().ok_or_else(|| item.wrong("points to nothing"))
}

fn negotiated(item: &At) -> Read<Choice> {
    let texts = |name: &str| -> Read<Vec<String>> {
        item.at(name)?.list()?.iter().map(|text| Ok(text.text()?.to_owned())).collect()
    };
    Ok(Choice {
        name: item.at("name")?.named(names::choice)?,
        offered: texts("offered")?,
        accepted: texts("accepted")?,
        chosen: item.get("chosen").map(|chosen| chosen.text().map(str::to_owned)).transpose()?,
    })
}

fn certificate(item: &At) -> Read<usize> {
    item.get("certificate").map(|place| place.number()).transpose().map(Option::unwrap_or_default)
}

fn checked(item: &At) -> Read<Check> {
    let certificate = certificate(item)?;
    let outcome = match item.at("outcome")?.text()? {
        "passed" => Outcome::Passed,
        "ignored" => Outcome::Ignored(item.at("alert")?.named(names::alert)?),
        _ => Outcome::Failed(item.at("alert")?.named(names::alert)?),
    };
    let evidence = |item: &At| {
        let value = match item.get("text") {
            Some(text) => EvidenceValue::Text(text.text()?.to_owned()),
            None => EvidenceValue::Bytes(item.at("hex")?.bytes()?),
        };
        Ok(Evidence { name: item.at("name")?.named(words::known)?, value })
    };
    Ok(Check {
        name: item.at("name")?.named(|name| names::check(name, certificate))?,
        outcome,
        evidence: item.at("evidence")?.list()?.iter().map(evidence).collect::<Read<_>>()?,
        proof: item.get("proof").map(|proof| part::proof(&proof)).transpose()?,
    })
}

fn failed(lists: &Lists, item: &At) -> Read<Failure> {
    let field = || item.at("field")?.named(words::known);
    let extension = || item.at("extension")?.number();
    Ok(match item.at("name")?.text()? {
        "unexpected_message" => Failure::UnexpectedMessage {
            state: item.at("state")?.named(names::state)?,
            got: item.at("message")?.named(names::message)?,
        },
        "unexpected_record" => Failure::UnexpectedRecord { content_type: item.at("content_type")?.number()? },
        "message_across_key_change" => Failure::MessageAcrossKeyChange,
        "record_overflow" => Failure::RecordOverflow { length: item.at("length")?.number()? },
        "bad_record_mac" => Failure::BadRecordMac,
        "decode" => {
            let message = item.at("message")?.named(names::message)?;
            let broken = lists.messages.iter().filter(|known| known.name == message);
            let error = broken.rev().find_map(|known| known.error.clone());
            Failure::Decode { message, error: error.ok_or_else(|| item.wrong("is about a message that can be read"))? }
        }
        "no_common_version" => Failure::NoCommonVersion,
        "inappropriate_fallback" => Failure::InappropriateFallback,
        "no_common_cipher_suite" => Failure::NoCommonCipherSuite,
        "no_common_group" => Failure::NoCommonGroup,
        "no_common_signature_scheme" => Failure::NoCommonSignatureScheme,
        "no_common_application_protocol" => Failure::NoCommonApplicationProtocol,
        "unrecognized_name" => Failure::UnrecognizedName { name: item.at("server_name")?.text()?.to_owned() },
        "missing_extension" => Failure::MissingExtension { extension: field()? },
        "unsolicited_extension" => Failure::UnsolicitedExtension { extension: extension()? },
        "forbidden_extension" => {
            Failure::ForbiddenExtension { extension: extension()?, message: item.at("message")?.named(names::message)? }
        }
        "duplicate_extension" => Failure::DuplicateExtension { extension: extension()? },
        "illegal_parameter" => Failure::IllegalParameter { field: field()? },
        "invalid_key_share" => Failure::InvalidKeyShare,
        "no_certificate" => Failure::NoCertificate,
        "check_failed" => {
            let certificate = certificate(item)?;
            Failure::CheckFailed {
                check: item.at("check")?.named(|name| names::check(name, certificate))?,
                alert: item.at("alert")?.named(names::alert)?,
            }
        }
        "certificate_required" => Failure::CertificateRequired,
        "client_certificate_missing" => Failure::ClientCertificateMissing,
        "too_much_early_data" => Failure::TooMuchEarlyData { limit: item.at("limit")?.number()? },
        _ => return Err(item.at("name")?.wrong("is a name that is not known here")),
    })
}

fn noted(item: &At) -> Read<Note> {
    let length = || item.at("length")?.number();
    Ok(match item.at("name")?.text()? {
        "gap" => Note::Gap { length: length()? },
        "unread" => Note::Unread { length: length()? },
        "before_tls" => {
            let beginning = item.get("beginning").map(|beginning| beginning.bytes()).transpose()?.unwrap_or_default();
            Note::BeforeTls { length: length()?, beginning }
        }
        "cut_off" => Note::CutOff { wanted: item.at("wanted")?.number()?, available: item.at("available")?.number()? },
        "message_cut_off" => Note::MessageCutOff { available: item.at("available")?.number()? },
        "too_many" => Note::TooMany { limit: item.at("limit")?.number()? },
        "sealed" => Note::Sealed {
            record: part::record_id(&item.at("id")?)?,
            why: match item.at("why")?.text()? {
                "no_secret" => Sealed::NoSecret(item.at("secret")?.named(names::secret)?),
                "wrong_secret" => Sealed::WrongSecret(item.at("secret")?.named(names::secret)?),
                "after_gap" => Sealed::AfterGap(item.at("secret")?.named(names::secret)?),
                "suite_not_built" => Sealed::SuiteNotBuilt { suite: item.at("suite")?.number()? },
                "second_handshake" => Sealed::SecondHandshake,
                _ => Sealed::NoHello,
            },
        },
        #[cfg(feature = "rare")]
        "stays_compressed" => Note::StaysCompressed(match item.at("why")?.text()? {
            "algorithm_not_built" => Compressed::NotBuilt { algorithm: item.at("algorithm")?.number()? },
            _ => Compressed::TooLong { limit: item.at("limit")?.number()? },
        }),
        "chain_not_judged" => Note::ChainNotJudged,
        "proof_not_judged" => Note::ProofNotJudged,
        "signature_of_another" => Note::SignatureOfAnother,
        _ => return Err(item.at("name")?.wrong("is a name that is not known here")),
    })
}
