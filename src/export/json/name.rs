//! Names that stay what they are, for what has no name of its own in a standard.

use super::part::record_id;
use super::value::{Json, number, text};
#[cfg(feature = "rare")]
use crate::trace::Compressed;
use crate::trace::{
    CheckName, ChoiceName, Deed, Epoch, Failure, Giver, MessageName, Note, Reason, Sealed, SecretName, StepKind,
};

/// The name of a message; of one without a name, the code of its type as well.
pub(crate) fn message(name: MessageName) -> String {
    match name {
        MessageName::OtherHandshake(code) => format!("handshake_type {code}"),
        name => name.name().to_owned(),
    }
}

/// The name of a secret, which no other secret of the connection has.
pub(crate) fn secret(name: SecretName) -> String {
    match name {
        SecretName::ResumptionPsk { ticket } => format!("{} {ticket}", name.name()),
        SecretName::FurtherPrivateKey { number } => format!("client ephemeral private key {}", u16::from(number) + 1),
        SecretName::FurtherPsk { number, part } => format!("{} {}", secret(part.of(0)), u16::from(number) + 1),
        SecretName::TrafficSecret { writer, epoch: Epoch::Updated(updates) } => {
            format!("{}_application_traffic_secret_{updates}", writer.name())
        }
        SecretName::WriteKey { epoch: Epoch::Updated(updates), .. }
        | SecretName::WriteIv { epoch: Epoch::Updated(updates), .. } => format!("{} {updates}", name.name()),
        name => name.name().to_owned(),
    }
}

/// The name of an epoch; of one after an update, how many updates were before it as well.
pub(crate) fn epoch(epoch: Epoch) -> String {
    match epoch {
        Epoch::Updated(updates) => format!("{} {updates}", epoch.name()),
        epoch => epoch.name().to_owned(),
    }
}

pub(crate) fn step(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Prepare => "prepare",
        StepKind::Negotiate => "negotiate",
        StepKind::Message(_) => "message",
        StepKind::Check => "check",
        StepKind::Derive => "derive",
        StepKind::Observe => "observe",
        StepKind::Interfere => "interfere",
    }
}

pub(crate) fn choice(name: ChoiceName) -> &'static str {
    match name {
        ChoiceName::Version => "version",
        ChoiceName::CipherSuite => "cipher_suite",
        ChoiceName::Group => "group",
        ChoiceName::SignatureScheme => "signature_scheme",
        ChoiceName::ServerName => "server_name",
        ChoiceName::ApplicationProtocol => "application_protocol",
        ChoiceName::PreSharedKey => "pre_shared_key",
        ChoiceName::PskMode => "psk_mode",
        ChoiceName::EarlyData => "early_data",
        ChoiceName::ClientCertificate => "client_certificate",
        ChoiceName::ClientSignatureScheme => "client_signature_scheme",
        ChoiceName::ExtendedMasterSecret => "extended_master_secret",
        ChoiceName::Session => "session",
        ChoiceName::RecordSizeLimit => "record_size_limit",
    }
}

/// Why something was declined.
pub(crate) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::UnknownIdentity => "unknown_identity",
        Reason::TicketExpired => "ticket_expired",
        Reason::OtherHash => "other_hash",
        Reason::NoCommonMode => "no_common_mode",
        Reason::Policy => "policy",
        Reason::WithoutPsk => "without_psk",
        Reason::TicketAge => "ticket_age",
        Reason::Replay => "replay",
        Reason::Retry => "retry",
        Reason::OtherParameters => "other_parameters",
        Reason::UnknownSession => "unknown_session",
        Reason::OtherTerms => "other_terms",
        Reason::NoCertificate => "no_certificate",
        Reason::NoCommonSignatureScheme => "no_common_signature_scheme",
    }
}

/// The name of a check, and the place in the chain of the certificate that it is about.
pub(crate) fn check(name: CheckName) -> (&'static str, Option<usize>) {
    match name {
        CheckName::SessionIdEcho => ("session_id_echo", None),
        CheckName::VersionOffered => ("version_offered", None),
        CheckName::CipherSuiteOffered => ("cipher_suite_offered", None),
        CheckName::GroupOffered => ("group_offered", None),
        CheckName::RetryChangesHello => ("retry_changes_hello", None),
        CheckName::RetrySuite => ("retry_suite", None),
        CheckName::SecondHello => ("second_hello", None),
        CheckName::Cookie => ("cookie", None),
        CheckName::PskOffered => ("psk_offered", None),
        CheckName::Binder => ("binder", None),
        CheckName::EarlyDataParameters => ("early_data_parameters", None),
        CheckName::Downgrade => ("downgrade", None),
        CheckName::RenegotiationInfo => ("renegotiation_info", None),
        CheckName::RenegotiatedConnection => ("renegotiated_connection", None),
        CheckName::SessionParameters => ("session_parameters", None),
        CheckName::ServerKeyExchange => ("server_key_exchange", None),
        #[cfg(feature = "rare")]
        CheckName::CompressedCertificate => ("compressed_certificate", None),
        CheckName::TrustAnchor => ("trust_anchor", None),
        CheckName::CertificateSignature { certificate } => ("certificate_signature", Some(certificate)),
        CheckName::Validity { certificate } => ("validity", Some(certificate)),
        CheckName::NameConstraints { certificate } => ("name_constraints", Some(certificate)),
        CheckName::BasicConstraints { certificate } => ("basic_constraints", Some(certificate)),
        CheckName::KeyUsage { certificate } => ("key_usage", Some(certificate)),
        CheckName::CriticalExtensions { certificate } => ("critical_extensions", Some(certificate)),
        CheckName::ExtendedKeyUsage => ("extended_key_usage", None),
        CheckName::ServerName => ("server_name", None),
        CheckName::CertificateVerify => ("certificate_verify", None),
        CheckName::Finished => ("finished", None),
    }
}

/// The name of a failure, and what it says beyond its name.
pub(super) fn failure(failure: &Failure) -> (&'static str, Vec<(&'static str, Json)>) {
    match failure {
        Failure::UnexpectedMessage { state, got } => {
            ("unexpected_message", vec![("state", text(state.name())), ("message", text(message(*got)))])
        }
        Failure::UnexpectedRecord { content_type } => {
            ("unexpected_record", vec![("content_type", number(*content_type))])
        }
        Failure::MessageAcrossKeyChange => ("message_across_key_change", vec![]),
        Failure::RecordOverflow { length } => ("record_overflow", vec![("length", number(*length))]),
        Failure::BadRecordMac => ("bad_record_mac", vec![]),
        Failure::Decode { message: name, error } => (
            "decode",
            vec![
                ("message", text(message(*name))),
                ("field", text(error.field())),
                ("offset", number(error.offset())),
                ("error", text(error.to_string())),
            ],
        ),
        Failure::NoCommonVersion => ("no_common_version", vec![]),
        Failure::InappropriateFallback => ("inappropriate_fallback", vec![]),
        Failure::NoCommonCipherSuite => ("no_common_cipher_suite", vec![]),
        Failure::NoCommonGroup => ("no_common_group", vec![]),
        Failure::NoCommonSignatureScheme => ("no_common_signature_scheme", vec![]),
        Failure::NoCommonApplicationProtocol => ("no_common_application_protocol", vec![]),
        Failure::UnrecognizedName { name } => ("unrecognized_name", vec![("server_name", text(&**name))]),
        Failure::MissingExtension { extension } => ("missing_extension", vec![("field", text(*extension))]),
        Failure::UnsolicitedExtension { extension } => {
            ("unsolicited_extension", vec![("extension", number(*extension))])
        }
        Failure::ForbiddenExtension { extension, message: name } => {
            ("forbidden_extension", vec![("extension", number(*extension)), ("message", text(message(*name)))])
        }
        Failure::DuplicateExtension { extension } => ("duplicate_extension", vec![("extension", number(*extension))]),
        Failure::IllegalParameter { field } => ("illegal_parameter", vec![("field", text(*field))]),
        Failure::InvalidKeyShare => ("invalid_key_share", vec![]),
        Failure::NoCertificate => ("no_certificate", vec![]),
        Failure::CheckFailed { check: name, .. } => {
            let (name, certificate) = check(*name);
            ("check_failed", vec![("check", text(name)), ("certificate", certificate.map_or(Json::Null, number))])
        }
        Failure::CertificateRequired => ("certificate_required", vec![]),
        Failure::ClientCertificateMissing => ("client_certificate_missing", vec![]),
        Failure::TooMuchEarlyData { limit } => ("too_much_early_data", vec![("limit", number(*limit))]),
    }
}

/// The name of what was done to a record, and what it says beyond its name.
pub(super) fn deed(deed: Deed) -> (&'static str, Vec<(&'static str, Json)>) {
    match deed {
        Deed::Flipped { offset, mask } => ("flipped", vec![("offset", number(offset)), ("mask", number(mask))]),
        Deed::Replaced { offset, length } => ("replaced", vec![("offset", number(offset)), ("length", number(length))]),
        Deed::Dropped => ("dropped", vec![]),
        Deed::Repeated => ("repeated", vec![]),
        Deed::HeldBack => ("held_back", vec![]),
        Deed::Released => ("released", vec![]),
        Deed::CutOff { length } => ("cut_off", vec![("length", number(length))]),
        Deed::Split { at } => ("split", vec![("offset", number(at))]),
        Deed::Injected { length } => ("injected", vec![("length", number(length))]),
        Deed::Replayed => ("replayed", vec![]),
    }
}

/// How a secret was given.
pub(crate) fn giver(giver: Giver) -> &'static str {
    match giver {
        Giver::KeyLog => "key_log",
        Giver::PrivateKey => "private_key",
        Giver::EarlierHandshake => "earlier_handshake",
    }
}

/// The name of a remark on a capture, and what it says beyond its name.
pub(super) fn note(note: &Note) -> (&'static str, Vec<(&'static str, Json)>) {
    match note {
        Note::Gap { length } => ("gap", vec![("length", number(*length))]),
        Note::Unread { length } => ("unread", vec![("length", number(*length))]),
        Note::BeforeTls { length, beginning } => {
            let (hex, readable) = (text(super::super::hex::hex(beginning)), text(crate::explain::readable(beginning)));
            ("before_tls", vec![("length", number(*length)), ("beginning", hex), ("text", readable)])
        }
        Note::CutOff { wanted, available } => {
            ("cut_off", vec![("wanted", number(*wanted)), ("available", number(*available))])
        }
        Note::MessageCutOff { available } => ("message_cut_off", vec![("available", number(*available))]),
        Note::TooMany { limit } => ("too_many", vec![("limit", number(*limit))]),
        Note::Sealed { record, why } => {
            let (name, detail) = match why {
                Sealed::NoSecret(name) => ("no_secret", ("secret", text(secret(*name)))),
                Sealed::WrongSecret(name) => ("wrong_secret", ("secret", text(secret(*name)))),
                Sealed::AfterGap(name) => ("after_gap", ("secret", text(secret(*name)))),
                Sealed::SuiteNotBuilt { suite } => ("suite_not_built", ("suite", number(*suite))),
                Sealed::SecondHandshake => ("second_handshake", ("suite", Json::Null)),
                Sealed::NoHello => ("no_hello", ("suite", Json::Null)),
            };
            ("sealed", vec![("id", record_id(*record)), ("why", text(name)), detail])
        }
        #[cfg(feature = "rare")]
        Note::StaysCompressed(why) => {
            let (name, detail) = match why {
                Compressed::NotBuilt { algorithm } => ("algorithm_not_built", ("algorithm", number(*algorithm))),
                Compressed::TooLong { limit } => ("too_long", ("limit", number(*limit))),
            };
            ("stays_compressed", vec![("why", text(name)), detail])
        }
        Note::ChainNotJudged => ("chain_not_judged", vec![]),
        Note::ProofNotJudged => ("proof_not_judged", vec![]),
        Note::SignatureOfAnother => ("signature_of_another", vec![]),
    }
}
