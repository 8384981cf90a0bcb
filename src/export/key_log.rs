//! The key log that Wireshark and other programs read, known as `SSLKEYLOGFILE`.
//!
//! Each line is a label, the client's random and a secret, in hex. draft-ietf-tls-keylogfile.

use super::hex::push_hex;
use crate::trace::{Epoch, MessageName, SecretName, Side, Trace};

/// Writes the secrets that the client of a run came to hold, or the server if the trace is the server's alone; empty if
/// there are none.
#[must_use]
pub fn key_log(trace: &Trace) -> String {
    let mut lines = String::new();
    let whose = if trace.secrets(Side::Client).next().is_some() { Side::Client } else { Side::Server };
    for (step, secret) in trace.secrets(whose) {
        let Some((label, updates)) = label(secret.name) else { continue };
        let Some(client_random) = client_random(trace, step) else { continue };
        lines += label;
        if let Some(updates) = updates {
            lines += &updates.to_string();
        }
        lines.push(' ');
        push_hex(&mut lines, client_random);
        lines.push(' ');
        push_hex(&mut lines, &secret.value);
        lines.push('\n');
    }
    lines
}

/// The label of a secret, which may end in a number; `None` for those that have no place in a key log.
fn label(name: SecretName) -> Option<(&'static str, Option<u16>)> {
    use Epoch::{Application, EarlyData, Handshake, Updated};
    use Side::{Client, Server};
    Some(match name {
        SecretName::TrafficSecret { epoch: EarlyData, .. } => ("CLIENT_EARLY_TRAFFIC_SECRET", None),
        SecretName::TrafficSecret { writer: Client, epoch: Handshake } => ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", None),
        SecretName::TrafficSecret { writer: Server, epoch: Handshake } => ("SERVER_HANDSHAKE_TRAFFIC_SECRET", None),
        SecretName::TrafficSecret { writer: Client, epoch: Application } => ("CLIENT_TRAFFIC_SECRET_0", None),
        SecretName::TrafficSecret { writer: Server, epoch: Application } => ("SERVER_TRAFFIC_SECRET_0", None),
        SecretName::TrafficSecret { writer: Client, epoch: Updated(updates) } => {
            ("CLIENT_TRAFFIC_SECRET_", Some(updates))
        }
        SecretName::TrafficSecret { writer: Server, epoch: Updated(updates) } => {
            ("SERVER_TRAFFIC_SECRET_", Some(updates))
        }
        SecretName::SessionMasterSecret => ("CLIENT_RANDOM", None),
        SecretName::EarlyExporterMasterSecret => ("EARLY_EXPORTER_SECRET", None),
        SecretName::ExporterMasterSecret => ("EXPORTER_SECRET", None),
        _ => return None,
    })
}

/// The `random` of the `ClientHello` of the connection that a step belongs to, 32 bytes.
fn client_random(trace: &Trace, step: usize) -> Option<&[u8]> {
    let span = trace.span(step);
    let (_, hello) =
        trace.messages().find(|(number, message)| span.contains(number) && message.name == MessageName::ClientHello)?;
    let place = hello.fields.find("random")?;
    Some(hello.fields.fields()[place].span.of(&hello.bytes))
}
