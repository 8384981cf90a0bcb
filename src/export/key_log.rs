//! The key log that Wireshark and other programs read, known as `SSLKEYLOGFILE`.
//!
//! Each line is a label, the client's random and a secret, in hex. draft-ietf-tls-keylogfile.

use super::hex::push_hex;
use crate::trace::{Effect, Epoch, MessageName, SecretName, Side, Trace};

/// Writes the secrets that the client of a run came to hold, or the server if the trace is the server's alone; empty if
/// there are none.
#[must_use]
pub fn key_log(trace: &Trace) -> String {
    let Some(client_random) = client_random(trace) else { return String::new() };
    let mut lines = String::new();
    let whose = if trace.secrets(Side::Client).next().is_some() { Side::Client } else { Side::Server };
    for (_, secret) in trace.secrets(whose) {
        if let Some(label) = label(secret.name) {
            lines += label;
            lines.push(' ');
            push_hex(&mut lines, client_random);
            lines.push(' ');
            push_hex(&mut lines, &secret.value);
            lines.push('\n');
        }
    }
    lines
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
        Effect::Sent(message) | Effect::Received(message) if message.name == MessageName::ClientHello => {
            let place = message.fields.find("random")?;
            Some(message.fields.fields()[place].span.of(&message.bytes))
        }
        _ => None,
    })
}
