//! What the names of a trace stand for: those that the export writes, the other way round.

use crate::export::json::name;
use crate::tls::message::name_of;
use crate::tls::registry::HandshakeType;
use crate::trace::{
    AlertDescription, CheckName, ChoiceName, Epoch, MessageName, PskPart, Reason, SecretName, Side, State, StepKind,
};

const SIDES: [Side; 2] = [Side::Client, Side::Server];

/// The number at the end of a name, if there is one.
fn last_number<T: core::str::FromStr>(text: &str) -> Option<T> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    text[digits..].parse().ok()
}

pub(super) fn message(text: &str) -> Option<MessageName> {
    use MessageName as Is;
    if let Some(code) = text.strip_prefix("handshake_type ") {
        return code.parse().ok().map(|code| name_of(HandshakeType(code)));
    }
    let all = [
        Is::ClientHello,
        Is::ServerHello,
        Is::HelloRetryRequest,
        Is::EncryptedExtensions,
        Is::CertificateRequest,
        Is::Certificate,
        Is::CertificateVerify,
        Is::Finished,
        Is::EndOfEarlyData,
        Is::NewSessionTicket,
        Is::KeyUpdate,
        #[cfg(feature = "rare")]
        Is::CompressedCertificate,
        Is::HelloRequest,
        Is::ServerKeyExchange,
        Is::ServerHelloDone,
        Is::ClientKeyExchange,
        Is::ChangeCipherSpec,
        Is::ApplicationData,
        Is::Alert,
        Is::SealedRecord,
    ];
    all.into_iter().find(|known| name::message(*known) == text)
}

pub(super) fn step(text: &str) -> Option<StepKind> {
    use StepKind::{Check, Derive, Interfere, Negotiate, Observe, Prepare};
    [Prepare, Negotiate, Check, Derive, Observe, Interfere].into_iter().find(|known| name::step(*known) == text)
}

pub(super) fn epoch(text: &str) -> Option<Epoch> {
    let updated = last_number(text).map(Epoch::Updated);
    epochs(updated).find(|known| name::epoch(*known) == text)
}

fn epochs(updated: Option<Epoch>) -> impl Iterator<Item = Epoch> {
    use Epoch::{Application, Connection, EarlyData, Handshake, Plaintext, Preceding};
    [Plaintext, EarlyData, Handshake, Application, Preceding, Connection].into_iter().chain(updated)
}

pub(super) fn secret(text: &str) -> Option<SecretName> {
    use SecretName as Is;
    let fixed = [
        Is::SharedSecret,
        Is::PreSharedKey,
        Is::PskEarlySecret,
        Is::BinderKey,
        Is::BinderFinishedKey,
        Is::EarlyExporterMasterSecret,
        Is::EarlySecret,
        Is::DerivedFromEarly,
        Is::HandshakeSecret,
        Is::DerivedFromHandshake,
        Is::MasterSecret,
        Is::ExporterMasterSecret,
        Is::ResumptionMasterSecret,
        Is::PremasterSecret,
        Is::SessionMasterSecret,
        Is::KeyBlock,
        Is::TicketKey,
        Is::ExporterSecret,
        Is::ExportedKey,
    ];
    let of_sides = SIDES
        .into_iter()
        .flat_map(|side| [Is::EphemeralPrivateKey(side), Is::CertificatePrivateKey(side), Is::FinishedKey(side)]);
    let updated = last_number(text).map(Epoch::Updated);
    let of_epochs = SIDES.into_iter().flat_map(move |writer| {
        epochs(updated).flat_map(move |epoch| {
            [Is::TrafficSecret { writer, epoch }, Is::WriteKey { writer, epoch }, Is::WriteIv { writer, epoch }]
        })
    });
    let ticket = last_number(text).map(|ticket| Is::ResumptionPsk { ticket });
    let further =
        last_number(text).and_then(|number: u8| Some(Is::FurtherPrivateKey { number: number.checked_sub(1)? }));
    let psk = last_number(text).and_then(|number: u8| number.checked_sub(1)).filter(|number| *number > 0);
    let further_psks = psk.into_iter().flat_map(|number| PskPart::ALL.map(|part| part.of(number)));
    let mut all = fixed.into_iter().chain(further_psks).chain(of_sides).chain(of_epochs).chain(ticket).chain(further);
    all.find(|known| name::secret(*known) == text)
}

pub(super) fn choice(text: &str) -> Option<ChoiceName> {
    use ChoiceName as Is;
    let all = [
        Is::Version,
        Is::CipherSuite,
        Is::Group,
        Is::SignatureScheme,
        Is::ServerName,
        Is::ApplicationProtocol,
        Is::PreSharedKey,
        Is::PskMode,
        Is::EarlyData,
        Is::ClientCertificate,
        Is::ClientSignatureScheme,
        Is::ExtendedMasterSecret,
        Is::Session,
        Is::RecordSizeLimit,
    ];
    all.into_iter().find(|known| name::choice(*known) == text)
}

pub(super) fn reason(text: &str) -> Option<Reason> {
    use Reason as Is;
    let all = [
        Is::UnknownIdentity,
        Is::TicketExpired,
        Is::OtherHash,
        Is::NoCommonMode,
        Is::Policy,
        Is::WithoutPsk,
        Is::TicketAge,
        Is::Replay,
        Is::Retry,
        Is::OtherParameters,
        Is::UnknownSession,
        Is::OtherTerms,
        Is::NoCertificate,
        Is::NoCommonSignatureScheme,
    ];
    all.into_iter().find(|known| name::reason(*known) == text)
}

/// A check; those of a certificate are told by its place in the chain.
pub(super) fn check(text: &str, certificate: usize) -> Option<CheckName> {
    use CheckName as Is;
    let all = [
        Is::SessionIdEcho,
        Is::VersionOffered,
        Is::CipherSuiteOffered,
        Is::GroupOffered,
        Is::RetryChangesHello,
        Is::RetrySuite,
        Is::SecondHello,
        Is::Cookie,
        Is::PskOffered,
        Is::Binder,
        Is::EarlyDataParameters,
        Is::Downgrade,
        Is::RenegotiationInfo,
        Is::RenegotiatedConnection,
        Is::SessionParameters,
        Is::ServerKeyExchange,
        #[cfg(feature = "rare")]
        Is::CompressedCertificate,
        Is::TrustAnchor,
        Is::CertificateSignature { certificate },
        Is::Validity { certificate },
        Is::NameConstraints { certificate },
        Is::BasicConstraints { certificate },
        Is::KeyUsage { certificate },
        Is::CriticalExtensions { certificate },
        Is::ExtendedKeyUsage,
        Is::ServerName,
        Is::CertificateVerify,
        Is::Finished,
    ];
    all.into_iter().find(|known| name::check(*known).0 == text)
}

pub(super) fn state(text: &str) -> Option<State> {
    use State as Is;
    let all = [
        Is::Start,
        Is::WaitServerHello,
        Is::WaitEncryptedExtensions,
        Is::WaitCertificateOrRequest,
        Is::WaitCertificate,
        Is::WaitCertificateVerify,
        Is::ReceivedClientHello,
        Is::Negotiated,
        Is::WaitFlight2,
        Is::WaitEndOfEarlyData,
        Is::WaitServerKeyExchange,
        Is::WaitRequestOrDone,
        Is::WaitServerHelloDone,
        Is::WaitClientKeyExchange,
        Is::WaitNewSessionTicket,
        Is::WaitChangeCipherSpec,
        Is::WaitFinished,
        Is::Connected,
        Is::Closed,
    ];
    all.into_iter().find(|known| known.name() == text)
}

pub(super) fn alert(text: &str) -> Option<AlertDescription> {
    AlertDescription::ALL.iter().copied().find(|known| known.name() == text)
}
