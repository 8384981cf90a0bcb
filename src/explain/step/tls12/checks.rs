//! What the two check in TLS 1.2 only.

use crate::explain::citation as cite;
use crate::explain::step::facts::Facts;
use crate::explain::step::telling::Telling;
use crate::trace::CheckName;

/// The client compares the server's hello with its own.
pub(in crate::explain::step) fn hello(facts: Facts, passed: bool, words: &mut Telling) {
    words.head(
        "checks the ServerHello",
        "The client checks the answer",
        "Nothing proves yet who sent this message, and only Finished will show whether somebody changed it. A client that \
         took what it never offered could be led to a method that it does not want.",
        &[cite::SERVER_HELLO_12, cite::RENEGOTIATION_CLIENT],
    );
    words.simple(
        "Before the client goes on, it compares the answer with its own offer. Was the version on its list? The way of \
         sealing?",
    );
    words.say(if facts.checks().any(|check| check.name == CheckName::RenegotiatedConnection) {
        " Does the server, too, go on from the handshake before?"
    } else {
        " Is this a first handshake for the server too?"
    });
    if passed {
        words.simple("All of it fits.");
    }
}

/// The server looks whether this is a first handshake for the client too.
pub(in crate::explain::step) fn renegotiation_info(words: &mut Telling) {
    words.head(
        "checks the ClientHello",
        "{The} checks that this is a first handshake",
        "An attacker could once begin a connection and let the victim go on with it. So both now say to which handshake \
         theirs belongs.",
        &[cite::RENEGOTIATION, cite::RENEGOTIATION_SERVER],
    );
    words.simple("{The} checks that for the {peer} too this handshake is the first of its connection.");
}

/// The server compares the hello with the session that it comes back to; it says so only where they differ.
pub(in crate::explain::step) fn session_parameters(words: &mut Telling) {
    words.head(
        "checks the session's terms",
        "The server compares the hello with the session",
        "With an extended master secret the keys belong to one handshake. Whoever takes the word for it out of a hello could \
         be somebody in the middle, who has the two make keys in the older way.",
        &[cite::SESSION_RESUMPTION],
    );
    words.simple(
        "The client comes back to a session whose keys belong to its own handshake, but no longer says that it makes them \
         so. Then the server must not go on.",
    );
}

/// The client checks the server's public key.
pub(in crate::explain::step) fn server_key_exchange(passed: bool, words: &mut Telling) {
    words.head(
        "verifies the signature",
        "The client verifies the server's signature",
        "Without the signature somebody in the middle could put a key of their own in the place of the server's.",
        &[cite::SIGNED_PARAMS, cite::SERVER_KEY_EXCHANGE],
    );
    words.simple(
        "The client takes the public key from the certificate and checks the signature over the two random numbers and \
         the server's key for this connection.",
    );
    if passed {
        words.simple("It fits: this key is from the owner of the certificate.");
    }
}
