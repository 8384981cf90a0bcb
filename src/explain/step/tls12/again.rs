//! Another handshake within a connection of TLS 1.2: asked for, declined, begun.

use crate::explain::step::facts::{Facts, length_of};
use crate::explain::step::telling::Telling;
use crate::explain::{alert as alert_words, citation as cite};
use crate::trace::{AlertDescription, Message, Side};

/// Whether the words for what only captures have are there.
const BUILT: bool = cfg!(feature = "whole");

pub(super) fn hello_request(words: &mut Telling) {
    words.head(
        "HelloRequest",
        "The server asks for another handshake",
        "A handshake inside a connection was meant for new keys, or for a client's certificate. Attackers found ways \
         to splice connections with it, so many refuse it, and TLS 1.3 has none.",
        &[cite::HELLO_REQUEST, cite::RENEGOTIATION],
    );
    words.simple("The server asks the client to begin a second handshake inside the connection.");
    words.technical("An empty message that is part of no transcript.");
}

pub(super) fn hello_again(words: &mut Telling) {
    words.head(
        "ClientHello",
        "The client asks for another handshake",
        "A handshake inside a connection was meant for new keys, or for a client's certificate. Attackers found ways \
         to splice connections with it, so many refuse it, and TLS 1.3 has none.",
        &[cite::CLIENT_HELLO_12, cite::RENEGOTIATION],
    );
    words.simple("The client begins a second handshake inside the connection, sealed with the present keys.");
    words.technical("A ClientHello after the first handshake.");
}

pub(super) fn declines(words: &mut Telling) {
    let entry = alert_words(AlertDescription::NoRenegotiation);
    words.head(
        "Alert: no_renegotiation",
        "{The} declines a second handshake",
        "A warning, unlike all alerts that end the connection. What was agreed on stays as it is.",
        entry.citations,
    );
    words.simple(entry.simple);
    words.technical(entry.technical);
}

/// The hello of another handshake, which the server goes along with: what is said of it before what it lists.
pub(super) fn begins(message: &Message, words: &mut Telling) {
    if !BUILT {
        return;
    }
    words.head(
        "ClientHello",
        "The client begins another handshake",
        "A handshake inside a connection was meant for new keys, or for a client's certificate. Attackers found ways \
         to splice connections with it, so many refuse it, and TLS 1.3 has none.",
        &[cite::CLIENT_HELLO_12, cite::HELLO_REQUEST, cite::RENEGOTIATION],
    );
    words.simple(
        "The client begins another handshake within the connection. The keys of the one before go on until each side changes to \
         the new ones. Again it lists what it can do, its favourites first.",
    );
    if let Some(length) = length_of(message, "renegotiated_connection") {
        words.technical("renegotiated_connection, {}: the verify_data of the client's Finished before.");
        words.count(length, "byte");
    } else {
        words.simple(
            "It does not say which handshake it goes on from. So somebody in the middle could have begun the connection.",
        );
        words.technical("No renegotiation_info: nothing binds this handshake to the one before.");
    }
    words.say(" The transcript and the states begin anew; the sequence numbers go on with the keys.");
}

/// A side checks that the other goes on from the same handshake.
pub(in crate::explain::step) fn goes_on(facts: Facts, words: &mut Telling) {
    if !BUILT {
        return;
    }
    let citation = match facts.step.side {
        Side::Client => cite::RENEGOTIATION_CLIENT_LATER,
        Side::Server => cite::RENEGOTIATION_SERVER_LATER,
    };
    words.head(
        "checks the ClientHello",
        "{The} checks which handshake this one goes on from",
        "An attacker could once begin a connection and let the victim go on with it. So each side says again the proofs of the \
         handshake before, which with an attacker in between are not the same for both.",
        &[cite::RENEGOTIATION, citation],
    );
    words.simple("{The} compares what the {peer} says of the handshake before with what it has itself.");
}
