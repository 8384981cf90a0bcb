//! Writing to standard output and standard error. Neither ends the program if nobody reads.

use super::problem::Problem;
use std::io::{ErrorKind, Write};

/// Writes to standard output.
pub(super) fn print(bytes: &[u8]) -> Result<(), Problem> {
    let mut output = std::io::stdout().lock();
    output.write_all(bytes).and_then(|()| output.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Problem::OutputClosed,
        kind => Problem::Output { kind },
    })
}

/// Writes a line to standard error. Nobody could be told if that fails.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
