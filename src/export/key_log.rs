//! The key log that Wireshark and other programs read, known as `SSLKEYLOGFILE`.
//!
//! Each line is a label, the client's random and a secret, in hex. draft-ietf-tls-keylogfile.

use crate::trace::{Effect, Epoch, MessageName, SecretName, Side, Trace};

/// Writes the secrets that the client of a run came to hold; empty if it came to hold none.
#[must_use]
pub fn key_log(trace: &Trace) -> String {
    let Some(client_random) = client_random(trace) else { return String::new() };
    trace
        .secrets(Side::Client)
        .filter_map(|(_, secret)| label(secret.name).map(|label| (label, &secret.value)))
        .map(|(label, value)| format!("{label} {} {}\n", hex(client_random), hex(value)))
        .collect()
}

/// The label of a secret; `None` for those that have no place in a key log.
fn label(name: SecretName) -> Option<&'static str> {
    use Epoch::{Application, Handshake};
    use Side::{Client, Server};
    match name {
        SecretName::TrafficSecret { writer: Client, epoch: Handshake } => Some("CLIENT_HANDSHAKE_TRAFFIC_SECRET"),
        SecretName::TrafficSecret { writer: Server, epoch: Handshake } => Some("SERVER_HANDSHAKE_TRAFFIC_SECRET"),
        SecretName::TrafficSecret { writer: Client, epoch: Application } => Some("CLIENT_TRAFFIC_SECRET_0"),
        SecretName::TrafficSecret { writer: Server, epoch: Application } => Some("SERVER_TRAFFIC_SECRET_0"),
        SecretName::ExporterMasterSecret => Some("EXPORTER_SECRET"),
        _ => None,
    }
}

/// The `random` of the `ClientHello`, 32 bytes.
fn client_random(trace: &Trace) -> Option<&[u8]> {
    trace.occurrences().find_map(|occurrence| match &occurrence.effect {
        Effect::Sent(message) if message.name == MessageName::ClientHello => {
            let place = message.fields.find("random")?;
            Some(message.fields.fields()[place].span.of(&message.bytes))
        }
        _ => None,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
