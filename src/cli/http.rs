//! As much of HTTP/1.1 as a page needs. RFC 9112.

use super::journal::Journal;
use super::link::{Link, Received};
use super::problem::Problem;
use crate::trace::ChoiceName;
use std::time::{Duration, Instant};

/// The longest head of a request, in bytes.
const HEAD_LIMIT: usize = 16 * 1024;

/// The most bytes of a list of application protocols; each has a length in front. RFC 7301 §3.1 has room for 65535, but in that hello
/// there would be none for anything else.
const PROTOCOLS: usize = 16 * 1024;

/// The application protocols: those that were named, else that of HTTP if it is spoken.
pub(super) fn protocols(named: &[String], http: bool) -> Result<Vec<Vec<u8>>, Problem> {
    if named.iter().map(|name| name.len() + 1).sum::<usize>() > PROTOCOLS {
        return Err(Problem::Options { what: "the protocols of --alpn have 16384 bytes at most, one more for each" });
    }
    if http && !named.is_empty() && !named.iter().any(|name| is_spoken(name)) {
        return Err(Problem::Options { what: "--http speaks HTTP/1.1, and --alpn names other protocols alone" });
    }
    Ok(match named {
        [] if http => vec![b"http/1.1".to_vec()],
        named => named.iter().map(|name| name.clone().into_bytes()).collect(),
    })
}

/// Whether that is the protocol of what `--http` says.
pub(super) fn is_spoken(protocol: &str) -> bool {
    ["http/1.1", "http/1.0"].contains(&protocol)
}

/// A request for a page, after whose answer the server is to end the connection.
pub(super) fn request(host: &str, port: u16, path: &str) -> String {
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let host = if port == 443 { host } else { format!("{host}:{port}") };
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: handshake\r\nAccept: */*\r\nConnection: close\r\n\r\n")
}

/// Answers one request.
pub(super) fn answer(link: &Link, timeout: Duration) -> Result<(), Problem> {
    let until = Instant::now() + timeout;
    let problem = |what| Problem::Request { place: link.place.clone(), what };
    let mut head = Vec::new();
    let complete = |head: &[u8]| head.windows(4).any(|end| end == b"\r\n\r\n");
    while !complete(&head) {
        if head.len() > HEAD_LIMIT {
            link.send(&refusal("431 Request Header Fields Too Large"))?;
            return Err(problem("the request's head is too long"));
        }
        match link.receive(until) {
            Ok(Received::Data(data)) => head.extend(data),
            // Browsers open connections that they may need, and close them, one way or the other, if they do not.
            Ok(Received::Closed) | Err(Problem::CutOff { .. }) if head.is_empty() => return Ok(()),
            Ok(Received::Closed) => return Err(problem("the client closed before its request was complete")),
            Ok(Received::Nothing) => return Err(link.timeout("waiting for a request")),
            Err(problem) => return Err(problem),
        }
    }
    let text = String::from_utf8_lossy(&head);
    let (request_line, fields) = text.split_once("\r\n").unwrap_or_default();
    match *request_line.split(' ').collect::<Vec<_>>() {
        [_, _, version @ ("HTTP/1.0" | "HTTP/1.1")] if !names_host(version, fields) => {
            link.send(&refusal("400 Bad Request"))?;
            Err(problem("the request does not say once, in the field Host, whom it is for"))
        }
        ["GET", _, "HTTP/1.0" | "HTTP/1.1"] => link.send(&page(&link.journal(body), true)),
        ["HEAD", _, "HTTP/1.0" | "HTTP/1.1"] => link.send(&page(&link.journal(body), false)),
        [_, _, "HTTP/1.0" | "HTTP/1.1"] => {
            link.send(&refusal("405 Method Not Allowed\r\nAllow: GET, HEAD"))?;
            Err(problem("the request is neither GET nor HEAD"))
        }
        _ => {
            link.send(&refusal("400 Bad Request"))?;
            Err(problem("this is not a request of HTTP/1.1"))
        }
    }
}

/// Whether a request names its host as it must: once, and before HTTP/1.1 it need not. RFC 9112 §3.2.
fn names_host(version: &str, fields: &str) -> bool {
    let fields = fields.split("\r\n").take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
    let mut hosts = fields.filter(|(name, _)| name.eq_ignore_ascii_case("host")).map(|(_, value)| value.trim());
    match (hosts.next(), hosts.next()) {
        (None, _) => version == "HTTP/1.0",
        // RFC 9110 §7.2: a host, perhaps a port; nothing where the target names none.
        (Some(host), None) => host.bytes().all(|byte| byte.is_ascii_graphic() && !b"/?#@\\".contains(&byte)),
        (Some(_), Some(_)) => false,
    }
}

fn refusal(status: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into_bytes()
}

fn page(body: &str, with_body: bool) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    if with_body { (head + body).into_bytes() } else { head.into_bytes() }
}

/// What was negotiated, as a page.
fn body(journal: &Journal) -> String {
    let row = |(name, label): (ChoiceName, &str)| {
        let value = journal.chosen(name).unwrap_or("none");
        format!("<tr><th scope=\"row\">{label}</th><td>{}</td></tr>\n", escaped(value))
    };
    let rows: String = [
        (ChoiceName::Version, "Protocol version"),
        (ChoiceName::CipherSuite, "Cipher suite"),
        (ChoiceName::Group, "Group"),
        (ChoiceName::SignatureScheme, "Signature scheme"),
        (ChoiceName::ServerName, "Server name"),
        (ChoiceName::ApplicationProtocol, "Application protocol"),
    ]
    .map(row)
    .concat();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>The handshake is complete</title>\n\
         <style>:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }} body {{ margin: 2rem }} \
         th {{ text-align: left; padding-right: 1rem }}</style>\n</head>\n<body>\n\
         <h1>The handshake is complete</h1>\n<p>This is what your client and this server agreed on:</p>\n\
         <table>\n{rows}</table>\n</body>\n</html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_the_host_as_a_link_does() {
        for (host, port, line) in [
            ("example.com", 443, "Host: example.com\r\n"),
            ("localhost", 4433, "Host: localhost:4433\r\n"),
            ("::1", 443, "Host: [::1]\r\n"),
        ] {
            assert!(request(host, port, "/").contains(line), "{line}");
        }
    }

    #[test]
    fn a_request_names_its_host_once() {
        for fields in ["Host: localhost:4433", "Accept: */*\r\nhOST:\t[::1]:443 ", "Host:"] {
            assert!(names_host("HTTP/1.1", &format!("{fields}\r\n\r\n")), "{fields}");
        }
        for fields in ["", "Accept: */*", "Host : a", "Host: a\r\nhost: a", "Host: a b", "Host: a/b", "\r\nHost: a"] {
            assert!(!names_host("HTTP/1.1", &format!("{fields}\r\n\r\n")), "{fields}");
        }
        assert!(names_host("HTTP/1.0", "\r\n") && !names_host("HTTP/1.0", "Host: a\r\nHost: b\r\n\r\n"));
    }

    #[test]
    fn what_a_client_says_cannot_become_markup() {
        assert_eq!(escaped("<a href=\"&\">"), "&lt;a href=&quot;&amp;&quot;&gt;");
    }
}
