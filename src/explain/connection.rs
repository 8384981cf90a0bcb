//! What connections and the handshakes within them are called.

use crate::trace::Trace;

/// The heading of a connection, of which the first has the number 0, or of another handshake within one.
#[must_use]
pub fn connection(trace: &Trace, connection: usize) -> String {
    let (tcp, handshake) = trace.within_tcp(connection);
    let within = match handshake {
        0 => return format!("Connection {}", tcp + 1),
        1 => "A second handshake".to_owned(),
        2 => "A third handshake".to_owned(),
        earlier => format!("Another handshake, number {},", earlier + 1),
    };
    format!("{within} within connection {}", tcp + 1)
}
