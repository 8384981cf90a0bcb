//! The command line: client and server over TCP, and runs as text.
//!
//! What it was asked for goes to standard output, all else to standard error. The exit status is 0 only if everything
//! went as asked.

mod arguments;
mod authority;
mod connect;
mod http;
mod identity;
mod journal;
mod link;
mod memory;
mod options;
mod output;
mod place;
mod problem;
mod recorder;
mod run;
mod serve;
mod trust;

use arguments::{Arguments, Command};
use clap::Parser;
use clap::error::ErrorKind;
use problem::Problem;
use std::process::ExitCode;

use crate::crypto::entropy::Entropy;

/// What a command line that cannot be understood exits with, as most programs do.
const USAGE: u8 = 2;

/// Does what the command line says.
#[must_use]
pub fn main() -> ExitCode {
    let command = match Arguments::try_parse() {
        Ok(Arguments { command }) => command,
        Err(error) => return usage(&error),
    };
    let result = match command {
        Command::Connect(options) => connect::connect(&options),
        Command::Serve(options) => serve::serve(options),
        Command::Presets => run::presets(),
        Command::Run(options) => run::run(&options),
        Command::Export(options) => run::export(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // Who closes our standard output, as `head` does, knows it.
            if !matches!(problem, Problem::OutputClosed) {
                output::say(&format!("handshake: {problem}"));
            }
            ExitCode::FAILURE
        }
    }
}

/// Prints the help where it was asked for, else what is wrong with the command line, in one line.
fn usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match output::print(error.to_string().as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        output::say(error.to_string().trim_end());
        return ExitCode::from(USAGE);
    }
    let text = error.to_string();
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim().trim_start_matches("error: "))
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
        .filter(|line| !line.is_empty())
        .collect();
    output::say(&format!(
        "handshake: {} (--help tells more)",
        lines.join("; ").replace(":; ", ": ").replace("; [", " [")
    ));
    ExitCode::from(USAGE)
}

/// Entropy of the operating system's, as a real connection needs it.
fn entropy() -> Result<Entropy, Problem> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|_| Problem::NoEntropy)?;
    Ok(Entropy::from_seed(&seed.map(|byte| byte.to_string()).join(" ")))
}

/// Seconds since 1970-01-01T00:00:00Z.
fn now() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
