//! How a selection is written: `field-12`, `record-server-3`, `client-handshake-key`, `psk-0`.

use super::Selection;
use crate::trace::{Epoch, PskPart, RecordId, SecretName, Side};

impl Selection {
    /// The word for it in a link.
    #[must_use]
    pub fn slug(self) -> String {
        match self {
            Self::Field(index) => format!("field-{index}"),
            Self::Record(id) => format!("record-{}-{}", id.sender.name(), id.number),
            Self::Secret(name) => secret_slug(name),
        }
    }

    /// Reads the word; `None` if it is none.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        if let Some(index) = slug.strip_prefix("field-") {
            return number(index).map(Self::Field);
        }
        if let Some(rest) = slug.strip_prefix("record-") {
            let (sender, index) = rest.split_once('-')?;
            let sender = SIDES.into_iter().find(|side| side.name() == sender)?;
            return number(index).map(|number| Self::Record(RecordId { sender, number }));
        }
        if let Some(ticket) = slug.strip_prefix("psk-").and_then(number) {
            let ticket = u8::try_from(ticket).ok()?;
            return Some(Self::Secret(SecretName::ResumptionPsk { ticket }));
        }
        secrets().find(|name| secret_slug(*name) == slug).map(Self::Secret)
    }
}

const SIDES: [Side; 2] = [Side::Client, Side::Server];
const EPOCHS: [Epoch; 5] =
    [Epoch::Plaintext, Epoch::EarlyData, Epoch::Handshake, Epoch::Application, Epoch::Connection];
/// The most key updates, and the most further key pairs, that a link knows; a run has one or two.
const NUMBERED: u8 = 16;

fn number(digits: &str) -> Option<usize> {
    super::value::number(digits, 0, 999_999_999).ok()
}

fn secret_slug(name: SecretName) -> String {
    let (writer, epoch, what) = match name {
        SecretName::EphemeralPrivateKey(side) => return format!("{}-private-key", side.name()),
        SecretName::FurtherPrivateKey { number } => return format!("client-private-key-{}", u16::from(number) + 1),
        SecretName::CertificatePrivateKey(side) => return format!("{}-certificate-key", side.name()),
        SecretName::FinishedKey(side) => return format!("{}-finished-key", side.name()),
        SecretName::SharedSecret => return "shared-secret".into(),
        SecretName::PreSharedKey => return "pre-shared-key".into(),
        SecretName::PskEarlySecret => return "psk-early-secret".into(),
        SecretName::BinderKey => return "binder-key".into(),
        SecretName::BinderFinishedKey => return "binder-finished-key".into(),
        SecretName::FurtherPsk { number, part } => {
            let ordinal = u16::from(number) + 1;
            return secret_slug(part.of(0)) + "-" + &ordinal.to_string();
        }
        SecretName::EarlyExporterMasterSecret => return "early-exporter".into(),
        SecretName::PremasterSecret => return "premaster-secret".into(),
        SecretName::SessionMasterSecret => return "session-master-secret".into(),
        SecretName::KeyBlock => return "key-block".into(),
        SecretName::TicketKey => return "ticket-key".into(),
        SecretName::ExporterSecret => return "exporter-secret".into(),
        SecretName::ExportedKey => return "exported-key".into(),
        SecretName::EarlySecret => return "early-secret".into(),
        SecretName::DerivedFromEarly => return "derived-early".into(),
        SecretName::HandshakeSecret => return "handshake-secret".into(),
        SecretName::DerivedFromHandshake => return "derived-handshake".into(),
        SecretName::MasterSecret => return "master-secret".into(),
        SecretName::ExporterMasterSecret => return "exporter".into(),
        SecretName::ResumptionMasterSecret => return "resumption".into(),
        SecretName::ResumptionPsk { ticket } => return format!("psk-{ticket}"),
        SecretName::TrafficSecret { writer, epoch } => (writer, epoch, "traffic"),
        SecretName::WriteKey { writer, epoch } => (writer, epoch, "key"),
        SecretName::WriteIv { writer, epoch } => (writer, epoch, "iv"),
    };
    let writer = writer.name();
    match epoch {
        Epoch::EarlyData => format!("{writer}-early-{what}"),
        Epoch::Updated(updates) => format!("{writer}-updated-{updates}-{what}"),
        epoch => format!("{writer}-{}-{what}", epoch.name()),
    }
}

/// Every name except those of tickets' PSKs, which carry a number.
fn secrets() -> impl Iterator<Item = SecretName> {
    let fixed = [
        SecretName::SharedSecret,
        SecretName::PreSharedKey,
        SecretName::PskEarlySecret,
        SecretName::BinderKey,
        SecretName::BinderFinishedKey,
        SecretName::EarlyExporterMasterSecret,
        SecretName::PremasterSecret,
        SecretName::SessionMasterSecret,
        SecretName::KeyBlock,
        SecretName::TicketKey,
        SecretName::ExporterSecret,
        SecretName::ExportedKey,
        SecretName::EarlySecret,
        SecretName::DerivedFromEarly,
        SecretName::HandshakeSecret,
        SecretName::DerivedFromHandshake,
        SecretName::MasterSecret,
        SecretName::ExporterMasterSecret,
        SecretName::ResumptionMasterSecret,
    ];
    let of_side = SIDES.into_iter().flat_map(|side| {
        [SecretName::EphemeralPrivateKey(side), SecretName::CertificatePrivateKey(side), SecretName::FinishedKey(side)]
    });
    let of_epoch = SIDES.into_iter().flat_map(|writer| {
        let updated = (1..=NUMBERED).map(|updates| Epoch::Updated(updates.into()));
        EPOCHS.into_iter().chain(updated).flat_map(move |epoch| {
            [
                SecretName::TrafficSecret { writer, epoch },
                SecretName::WriteKey { writer, epoch },
                SecretName::WriteIv { writer, epoch },
            ]
        })
    });
    let further = (1..=NUMBERED).map(|number| SecretName::FurtherPrivateKey { number });
    let psks = (1..=NUMBERED).flat_map(|number| PskPart::ALL.map(|part| part.of(number)));
    fixed.into_iter().chain(of_side).chain(of_epoch).chain(further).chain(psks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_selection_survives() {
        let all = secrets()
            .chain([SecretName::ResumptionPsk { ticket: 3 }])
            .map(Selection::Secret)
            .chain([Selection::Field(12), Selection::Record(RecordId { sender: Side::Server, number: 3 })]);
        for selection in all {
            assert_eq!(Selection::from_slug(&selection.slug()), Some(selection));
        }
        for bad in ["", "field-", "field-x", "record-3", "record-nobody-3", "psk-256", "secret", "field--1"] {
            assert_eq!(Selection::from_slug(bad), None, "{bad}");
        }
    }
}
