//! Writing to standard output and standard error. Neither ends the program if nobody reads.

use super::problem::{Problem, reason};
use std::io::{ErrorKind, Write};

/// Writes to standard output.
pub(super) fn print(bytes: &[u8]) -> Result<(), Problem> {
    let mut output = std::io::stdout().lock();
    output.write_all(bytes).and_then(|()| output.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Problem::OutputClosed,
        _ => Problem::Output { reason: reason(&error) },
    })
}

/// Writes a line to standard error. Nobody could be told if that fails.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
