//! The arguments. What is said of them here is the text of `--help`.
#![expect(clippy::doc_markdown, reason = "backticks would be shown as they stand")]

use super::options::{ClientExtras, ExternalKey, ServerExtras, external_key};
use super::place::Place;
use super::problem::Problem;
use crate::crypto::rare::BUILT;
use crate::crypto::signature::KeyKind;
use crate::export::Format;
use crate::tls::cipher_suite::SuiteParameters;
use crate::tls::registry::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// TLS handshakes, 1.3 and 1.2: with anyone, over TCP, or simulated and explained step by step.
///
/// What a command is asked for goes to standard output, all else to standard error. The exit status is 0 only if everything
/// went as asked.
///
/// This is a teaching tool: do not use it to protect anything.
#[derive(Debug, Parser)]
#[command(name = "handshake", bin_name = "handshake", version, max_term_width = 110)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Connect(Connect),
    Serve(Serve),
    /// List the presets: handshakes that can be run by name
    ///
    /// Each line has a name and a sentence.
    Presets,
    Run(Run),
    Export(Export),
    Open(Open),
}

/// Connect to a server as a client
///
/// Standard input is sent to the server, and what comes back is written to standard output. At the end of standard input
/// the client says close_notify, and then waits for what the server still has to say. It ends when the server ends the
/// connection.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  handshake connect example.com:443 --http
  handshake connect localhost:4433 --ca root.pem --send hello --keylog keys.log
  handshake connect 192.0.2.1:443 --server-name example.com --groups secp256r1,x25519 -v
  handshake connect localhost:4433 --ca root.pem --resume --early-data --send hello --trace trace.json
  handshake connect localhost:4433 --ca root.pem --client-cert client.pem --client-key client-key.pem
  handshake connect localhost:4433 --psk Client_identity:00112233445566778899aabbccddeeff --send hello")]
pub(super) struct Connect {
    /// The server
    #[arg(value_name = "HOST:PORT")]
    pub place: Place,

    /// The name that the server must have a certificate for, and that it is told [default: HOST]
    #[arg(long, value_name = "NAME", value_parser = host_name, help_heading = "Trust")]
    pub server_name: Option<String>,
    /// A PEM file of the certificates to trust [default: SSL_CERT_FILE, else the system's file]
    #[arg(long, value_name = "FILE", help_heading = "Trust")]
    pub ca: Option<PathBuf>,
    /// Take any certificate: whoever answers is not known
    #[arg(long, conflicts_with = "ca", help_heading = "Trust")]
    pub insecure: bool,

    /// Versions of TLS to offer, in order of preference [default: all that the suites belong to]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = versions(), help_heading = "Offer")]
    pub versions: Vec<ProtocolVersion>,
    /// Cipher suites to offer, in order of preference [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = suites(), ignore_case = true, help_heading = "Offer")]
    pub suites: Vec<CipherSuite>,
    /// Groups to offer, in order of preference; a key share is sent for the first [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = groups(), ignore_case = true, help_heading = "Offer")]
    pub groups: Vec<NamedGroup>,
    /// Signature schemes to offer, in order of preference [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = schemes(), ignore_case = true, help_heading = "Offer")]
    pub signature_schemes: Vec<SignatureScheme>,
    /// Application protocols to offer, in order of preference [default: none; http/1.1 with --http]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = protocol, help_heading = "Offer")]
    pub alpn: Vec<String>,

    /// Send this text instead of standard input
    #[arg(long, value_name = "TEXT", help_heading = "Data", conflicts_with = "http")]
    pub send: Option<String>,
    /// Ask for a page with an HTTP GET instead of sending standard input
    #[arg(long, value_name = "PATH", num_args = 0..=1, default_missing_value = "/", value_parser = path, help_heading = "Data")]
    pub http: Option<String>,

    #[command(flatten)]
    pub extras: ClientExtras,
    #[command(flatten)]
    pub common: Common,
}

/// Serve clients, as many as come
///
/// What a client sends is sent back to it; with --http, a GET is answered with a page that says what was negotiated. Without
/// --cert an authority is made up for as long as the server runs: a client trusts it if it trusts the file that --root
/// writes.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  handshake serve localhost:4433 --root root.pem --http
  handshake serve 0.0.0.0:443 --cert chain.pem --key key.pem --alpn http/1.1 --http
  handshake serve localhost:0 --root root.pem --connections 1 --keylog keys.log -v
  handshake serve localhost:4433 --root root.pem --tickets 2 --early-data
  handshake serve localhost:4433 --root root.pem --ca clients.pem --require-client-cert")]
pub(super) struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(value_name = "ADDRESS:PORT")]
    pub place: Place,

    /// A PEM file with the server's certificate, then those that lead to a root
    #[arg(long, value_name = "FILE", help_heading = "Identity")]
    pub cert: Option<PathBuf>,
    /// A PEM file with the private key of the certificate: Ed25519, ECDSA (P-256, P-384) or RSA [default: the file of --cert]
    #[arg(long, value_name = "FILE", requires = "cert", help_heading = "Identity")]
    pub key: Option<PathBuf>,
    /// Names and IP addresses for the made-up certificate [default: localhost,127.0.0.1,::1]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = name, conflicts_with = "cert", help_heading = "Identity")]
    pub server_name: Vec<String>,
    /// The kind of key for the made-up certificate; with rsa the keys, the root's too, are ones that everybody has
    #[arg(long, value_name = "KIND", value_parser = kinds(), default_value = "ecdsa-p256", conflicts_with = "cert", help_heading = "Identity")]
    pub certificate_key: KeyKind,
    /// Write the root of the made-up certificate to this file, in PEM form
    #[arg(long, value_name = "FILE", conflicts_with = "cert", help_heading = "Identity")]
    pub root: Option<PathBuf>,

    /// Versions of TLS to accept; the newest that the client offers is taken [default: all that the suites belong to]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = versions(), help_heading = "Acceptance")]
    pub versions: Vec<ProtocolVersion>,
    /// Cipher suites to accept; the client's order decides [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = suites(), ignore_case = true, help_heading = "Acceptance")]
    pub suites: Vec<CipherSuite>,
    /// Groups to accept; the first that the client sends a share for, else the first on its list [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = groups(), ignore_case = true, help_heading = "Acceptance")]
    pub groups: Vec<NamedGroup>,
    /// Application protocols to accept, in order of preference; with --http those of HTTP/1 alone [default: none; http/1.1 with --http]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = protocol, help_heading = "Acceptance")]
    pub alpn: Vec<String>,
    /// Signature schemes to accept of clients' certificates, in order of preference [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = schemes(), ignore_case = true, help_heading = "Acceptance")]
    pub signature_schemes: Vec<SignatureScheme>,

    /// Answer a GET with a page instead of sending everything back
    #[arg(long, help_heading = "Data")]
    pub http: bool,
    /// End after so many connections; the exit status is then 0 only if all went well
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), help_heading = "Data")]
    pub connections: Option<u64>,

    #[command(flatten)]
    pub extras: ServerExtras,
    #[command(flatten)]
    pub common: Common,
}

/// Run a preset and tell it step by step
///
/// Client and server are simulated, and so is the wire between them: the same seed gives the same bytes, on any machine.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  handshake run default
  handshake run wrong-name --technical
  handshake run default --seed anything | less")]
pub(super) struct Run {
    /// Its name, as `handshake presets` lists it
    #[arg(value_name = "PRESET")]
    pub preset: String,
    /// Where all randomness comes from: 1 to 64 characters [default: the preset's]
    #[arg(long, value_name = "TEXT", value_parser = seed)]
    pub seed: Option<String>,
    /// Tell it in the terms of the standard, with the values of this run
    #[arg(long)]
    pub technical: bool,
    /// Write the whole trace as JSON instead: every message, record, secret and check
    #[arg(long, conflicts_with = "technical")]
    pub json: bool,
}

/// Run a preset and write it as a file for other programs
///
/// pcapng: a capture that opens decrypted in Wireshark. keylog: the secrets alone. json: everything, as
/// schema/trace.schema.json describes it. text: everything, to read and print. svg and mermaid: the ladder of messages. pem:
/// the certificates.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  handshake export default --format pcapng -o default.pcapng
  handshake export wrong-name --format text | less")]
pub(super) struct Export {
    /// Its name, as `handshake presets` lists it
    #[arg(value_name = "PRESET")]
    pub preset: String,
    /// The form
    #[arg(long, short, value_name = "FORMAT", value_parser = formats())]
    pub format: Format,
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Where all randomness comes from: 1 to 64 characters [default: the preset's]
    #[arg(long, value_name = "TEXT", value_parser = seed)]
    pub seed: Option<String>,
}

/// Open somebody else's handshake and tell it step by step
///
/// A capture (pcap or pcapng), TLS records as hexadecimal text, or a trace in JSON that this program wrote. A pcapng file may
/// hold its key log; else the secrets come from a key log or a private key, and what stays sealed without them is said. `-`
/// reads standard input. Nothing is sent anywhere.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  handshake open capture.pcapng --keylog keys.log
  tcpdump -i lo -w - port 443 | handshake open - --keylog keys.log --technical
  handshake open old-server.pcap --key rsa.pem --json > trace.json")]
pub(super) struct Open {
    /// The file, or - for standard input
    #[arg(value_name = "CAPTURE")]
    pub capture: PathBuf,
    /// A key log, as SSLKEYLOGFILE makes browsers and others write it; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub keylog: Vec<PathBuf>,
    /// A private key, in PEM or hex: of either side's key exchange, or of an RSA certificate where TLS 1.2 encrypts for it; may
    /// be given more than once
    #[arg(long, value_name = "FILE")]
    pub key: Vec<PathBuf>,
    /// A key that both sides were given before: a name, a colon, hexadecimal digits (its hash shows in the capture); may be given
    /// more than once
    #[arg(long, value_name = "IDENTITY:HEX", value_parser = external_key)]
    pub psk: Vec<ExternalKey>,
    /// A PEM file of the certificates to trust: without it no chain is judged
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Tell it in the terms of the standard, with the values of this connection
    #[arg(long)]
    pub technical: bool,
    /// Write the whole trace as JSON instead: every message, record, secret and opened application byte
    #[arg(long, conflicts_with = "technical")]
    pub json: bool,
}

/// What clients and servers have in common.
#[derive(Args, Debug)]
pub(super) struct Common {
    /// Append the secrets to this file, in the form that Wireshark reads
    #[arg(long, value_name = "FILE", help_heading = "Watching")]
    pub keylog: Option<PathBuf>,
    /// Write the trace to this file, as JSON: every message, record, secret and check. Each further connection of a server's
    /// gets a file of its own, as in trace-2.json
    #[arg(long, value_name = "FILE", help_heading = "Watching")]
    pub trace: Option<PathBuf>,
    /// Tell every message, choice, check and state, and the name of every secret, on standard error
    #[arg(long, short, help_heading = "Watching", conflicts_with = "quiet")]
    pub verbose: bool,
    /// Tell nothing but what goes wrong
    #[arg(long, short, help_heading = "Watching")]
    pub quiet: bool,
    /// Take only records of so many bytes or fewer, and say so (record_size_limit): RFC 8449
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u16).range(64..=16385), help_heading = "Data")]
    pub record_size_limit: Option<u16>,
    /// How long to wait for a connection, for the handshake, for a request and for the end
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600), help_heading = "Watching")]
    pub timeout: u64,
}

/// A parser of values that are chosen by name.
fn named<T: Copy + Send + Sync + 'static>(
    all: impl IntoIterator<Item = (&'static str, T)>,
) -> impl TypedValueParser<Value = T> {
    let all: Vec<_> = all.into_iter().collect();
    PossibleValuesParser::new(all.iter().map(|(name, _)| *name)).map(move |text| {
        let chosen = all.iter().find(|(name, _)| name.eq_ignore_ascii_case(&text));
        chosen.expect("only these names are possible").1
    })
}

fn suites() -> impl TypedValueParser<Value = CipherSuite> {
    named(all_suites().chain(CipherSuite::OLD_TLS12.into_iter().filter(|_| BUILT)).map(|suite| (suite.name(), suite)))
}

/// The suites of both versions, those of the newer one first, without those that are history.
fn all_suites() -> impl Iterator<Item = CipherSuite> {
    let rare = CipherSuite::RARE_TLS12.into_iter().filter(|_| BUILT);
    CipherSuite::ALL.into_iter().chain(CipherSuite::ALL_TLS12).chain(rare)
}

fn versions() -> impl TypedValueParser<Value = ProtocolVersion> {
    named([("1.3", ProtocolVersion::TLS13), ("1.2", ProtocolVersion::TLS12)])
}

/// The versions and the suites that go together: what was asked for, or all.
///
/// # Errors
/// If no suite goes with a version.
pub(super) fn versions_and_suites(
    versions: &[ProtocolVersion],
    suites: &[CipherSuite],
) -> Result<(Vec<ProtocolVersion>, Vec<CipherSuite>), Problem> {
    let version = |suite: CipherSuite| match SuiteParameters::of(suite) {
        Some(_) => ProtocolVersion::TLS13,
        None => ProtocolVersion::TLS12,
    };
    let all: Vec<CipherSuite> = all_suites().collect();
    let suites = if suites.is_empty() { all } else { suites.to_vec() };
    let versions = if versions.is_empty() { &ProtocolVersion::ALL } else { versions };
    let of = |wanted: &ProtocolVersion| suites.iter().any(|suite| version(*suite) == *wanted);
    let versions: Vec<_> = versions.iter().copied().filter(of).collect();
    let suites: Vec<_> = suites.into_iter().filter(|suite| versions.contains(&version(*suite))).collect();
    if suites.is_empty() {
        return Err(Problem::Options { what: "none of the --suites belongs to one of the --versions" });
    }
    Ok((versions, suites))
}

/// Refuses groups of which no version has any: X25519MLKEM768 is for TLS 1.3.
pub(super) fn check_groups(groups: &[NamedGroup], versions: &[ProtocolVersion]) -> Result<(), Problem> {
    let is_newer = |group: &NamedGroup| *group == NamedGroup::X25519MLKEM768;
    if !groups.is_empty() && groups.iter().all(is_newer) && !versions.contains(&ProtocolVersion::TLS13) {
        let what = "X25519MLKEM768 is a group of TLS 1.3, and --versions or --suites leave it out";
        return Err(Problem::Options { what });
    }
    Ok(())
}

fn groups() -> impl TypedValueParser<Value = NamedGroup> {
    named(NamedGroup::available().into_iter().map(|group| (group.name(), group)))
}

fn schemes() -> impl TypedValueParser<Value = SignatureScheme> {
    named(SignatureScheme::available().into_iter().map(|scheme| (scheme.name(), scheme)))
}

fn kinds() -> impl TypedValueParser<Value = KeyKind> {
    named([
        ("ecdsa-p256", KeyKind::EcdsaP256),
        ("ed25519", KeyKind::Ed25519),
        ("ecdsa-p384", KeyKind::EcdsaP384),
        ("rsa", KeyKind::Rsa),
    ])
}

fn formats() -> impl TypedValueParser<Value = Format> {
    named(Format::ALL.map(|format| (format.name(), format)))
}

/// Checks a DNS name or an IP address.
pub(super) fn name(text: &str) -> Result<String, &'static str> {
    if text.parse::<std::net::Ipv6Addr>().is_ok() {
        return Ok(text.to_owned());
    }
    if !text.is_ascii() {
        return Err("names with other letters than those of ASCII are written in their xn-- form");
    }
    // RFC 1035 §2.3.4; underscores and a leading star are in use.
    let label = |label: &str| {
        let known = |letter: u8| letter.is_ascii_alphanumeric() || b"-_*".contains(&letter);
        (1..=63).contains(&label.len()) && label.bytes().all(known)
    };
    let fine = text.len() <= 253 && text.strip_suffix('.').unwrap_or(text).split('.').all(label);
    if fine { Ok(text.to_owned()) } else { Err("this is neither a DNS name nor an IP address") }
}

/// Checks the name of a server as a client says it: without the dot at its end (RFC 6066 §3), and one name alone.
pub(super) fn host_name(text: &str) -> Result<String, &'static str> {
    let name = name(text)?;
    if name.contains('*') {
        return Err("a star stands in names of certificates; a client asks for one name");
    }
    Ok(name.strip_suffix('.').map(str::to_owned).unwrap_or(name))
}

/// RFC 7301 §3.1: 1 to 255 bytes.
fn protocol(text: &str) -> Result<String, &'static str> {
    if (1..=255).contains(&text.len()) { Ok(text.to_owned()) } else { Err("a protocol's name has 1 to 255 bytes") }
}

fn path(text: &str) -> Result<String, &'static str> {
    let fine = text.starts_with('/') && text.bytes().all(|letter| letter.is_ascii_graphic());
    if fine {
        Ok(text.to_owned())
    } else {
        Err("a path begins with / and has no spaces or other letters than those of ASCII")
    }
}

fn seed(text: &str) -> Result<String, &'static str> {
    if (1..=64).contains(&text.chars().count()) { Ok(text.to_owned()) } else { Err("a seed has 1 to 64 characters") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn names_that_no_server_can_have_are_refused() {
        for good in
            ["localhost", "example.com.", "xn--bcher-kva.example", "*.example.com", "127.0.0.1", "2001:db8::1", "_a.b"]
        {
            assert_eq!(name(good).as_deref(), Ok(good));
        }
        for bad in ["", ".", "a..b", "bücher.example", "a b", "[::1]", "a/b", &"a".repeat(64)] {
            assert!(name(bad).is_err(), "{bad}");
        }
        assert_eq!(host_name("localhost.").as_deref(), Ok("localhost"));
        assert!(host_name("*.example.com").is_err());
    }

    #[test]
    fn lists_are_read_without_regard_to_case() {
        let line = ["handshake", "connect", "localhost:1", "--groups", "secp256r1,X25519"];
        let Command::Connect(options) = Arguments::try_parse_from(line).unwrap().command else { panic!("connect") };
        assert_eq!(options.groups, [NamedGroup::SECP256R1, NamedGroup::X25519]);
        assert!(options.suites.is_empty());
    }
}
