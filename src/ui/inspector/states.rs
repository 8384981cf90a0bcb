//! Both state machines, as RFC 8446 Appendix A draws them, and those of TLS 1.2 in the same way.

use super::view::View;
use crate::explain;
use crate::trace::{Effect, Side, State};
use crate::ui::action::Action;
use crate::ui::markup::Markup;
use crate::ui::part::WHOLE;

/// An arrow of Appendix A and where it leads.
type Arrow = (&'static str, State);

/// How a client of TLS 1.2 answers a full flight.
const SAY_THE_REST: &str = "Recv ServerHelloDone, send ClientKeyExchange … Finished";
/// How a server of TLS 1.2 goes on with a session.
const RESUME: &str = "Send ServerHello … Finished: the session is resumed";
/// How its client does.
const RESUMED: &str = "Recv ServerHello: the session is resumed";

/// The arrows that come from another state than the plainest handshake's: whose, from where, what, and where to.
const OTHERS: &[(Side, State, &str, State)] = &[
    (Side::Client, State::WaitEncryptedExtensions, "Recv EncryptedExtensions, with a PSK", State::WaitFinished),
    (Side::Server, State::WaitEndOfEarlyData, "Recv EndOfEarlyData", State::WaitFlight2),
    (Side::Server, State::WaitCertificate, "Recv empty Certificate", State::WaitFinished),
    (Side::Server, State::WaitCertificateVerify, "Recv CertificateVerify", State::WaitFinished),
    // TLS 1.2.
    (Side::Client, State::WaitCertificate, "Recv Certificate", State::WaitRequestOrDone),
    (Side::Client, State::WaitServerHello, RESUMED, State::WaitNewSessionTicket),
    (Side::Client, State::WaitServerHello, RESUMED, State::WaitChangeCipherSpec),
    (Side::Client, State::WaitNewSessionTicket, "Recv NewSessionTicket", State::WaitChangeCipherSpec),
    (Side::Server, State::WaitCertificate, "Recv Certificate", State::WaitClientKeyExchange),
    (Side::Server, State::WaitCertificateVerify, "Recv CertificateVerify", State::WaitChangeCipherSpec),
    (Side::Server, State::Negotiated, RESUME, State::WaitChangeCipherSpec),
];

const CLIENT: &[Arrow] = &[
    ("", State::Start),
    ("Send ClientHello", State::WaitServerHello),
    ("Recv ServerHello", State::WaitEncryptedExtensions),
    ("Recv EncryptedExtensions", State::WaitCertificateOrRequest),
    ("Recv CertificateRequest", State::WaitCertificate),
    ("Recv Certificate", State::WaitCertificateVerify),
    ("Recv CertificateVerify", State::WaitFinished),
    ("Recv Finished, send Finished", State::Connected),
    ("Alert, or close_notify both ways", State::Closed),
];

const SERVER: &[Arrow] = &[
    ("", State::Start),
    ("Recv ClientHello", State::ReceivedClientHello),
    ("Select parameters", State::Negotiated),
    ("Send ServerHello … Finished, take early data", State::WaitEndOfEarlyData),
    ("Send ServerHello … Finished", State::WaitFlight2),
    ("A client certificate was asked for", State::WaitCertificate),
    ("Recv Certificate", State::WaitCertificateVerify),
    ("No client certificate is asked for", State::WaitFinished),
    ("Recv Finished", State::Connected),
    ("Alert, or close_notify both ways", State::Closed),
];

const CLIENT_12: &[Arrow] = &[
    ("", State::Start),
    ("Send ClientHello", State::WaitServerHello),
    ("Recv ServerHello", State::WaitCertificate),
    ("Recv Certificate", State::WaitServerKeyExchange),
    ("Recv ServerKeyExchange", State::WaitRequestOrDone),
    ("Recv CertificateRequest", State::WaitServerHelloDone),
    (SAY_THE_REST, State::WaitNewSessionTicket),
    (SAY_THE_REST, State::WaitChangeCipherSpec),
    ("Recv change_cipher_spec", State::WaitFinished),
    ("Recv Finished", State::Connected),
    ("Alert, or close_notify both ways", State::Closed),
];

const SERVER_12: &[Arrow] = &[
    ("", State::Start),
    ("Recv ClientHello", State::ReceivedClientHello),
    ("Select parameters", State::Negotiated),
    ("Send ServerHello … ServerHelloDone", State::WaitCertificate),
    ("Send ServerHello … ServerHelloDone", State::WaitClientKeyExchange),
    ("Recv ClientKeyExchange", State::WaitCertificateVerify),
    ("Recv ClientKeyExchange", State::WaitChangeCipherSpec),
    ("Recv change_cipher_spec", State::WaitFinished),
    ("Recv Finished", State::Connected),
    ("Alert, or close_notify both ways", State::Closed),
];

/// Writes the panel.
pub(super) fn paint(view: View, markup: &mut Markup) {
    markup.raw("<div class='machines'>");
    let (client, server) = if view.trace.is_tls12(view.cursor) { (CLIENT_12, SERVER_12) } else { (CLIENT, SERVER) };
    machine(view, Side::Client, "Client", client, markup);
    machine(view, Side::Server, "Server", server, markup);
    markup.raw("</div>");
}

fn machine(view: View, side: Side, title: &'static str, arrows: &[Arrow], markup: &mut Markup) {
    let current = view.trace.state(side, view.cursor);
    markup.raw("<section class='machine side-").raw(side.name()).raw("'><h3>").raw(title);
    markup.raw(" <span class='meta'>now ").raw(current.name()).raw("</span></h3><ol>");
    let mut before = State::Start;
    for (place, (plain, state)) in arrows.iter().enumerate() {
        if !ever(view, side, *state) && (is_detour(view, side, *state) || is_passed(view, side, &arrows[place + 1..])) {
            continue;
        }
        let arrow = arrow(side, before, *state).unwrap_or(plain);
        before = *state;
        let entered = entered(view, side, *state);
        let here = *state == current;
        markup.raw("<li class='place").raw(if entered == Entered::NotYet { "" } else { " seen" }).raw("'");
        markup.raw(if here { " aria-current='true'>" } else { ">" });
        if !arrow.is_empty() {
            markup.raw("<span class='edge'>").raw(arrow).raw("</span>");
        }
        markup.raw("<div class='box'><b>").raw(state.name()).raw("</b>");
        match entered {
            Entered::In(step) => {
                markup.raw(" ").open_button("link", Action::step(step)).raw(if here { "since step " } else { "step " });
                markup.number(step + 1).raw("</button>");
            }
            Entered::FromTheBeginning => {
                markup.raw(" <span class='meta'>from the beginning</span>");
            }
            Entered::NotYet => {
                markup.raw(" <span class='meta'>not reached</span>");
            }
        }
        if here {
            markup.words(&explain::state(side, *state, view.version()), view.depth);
        }
        markup.raw("</div></li>");
    }
    markup.raw("</ol></section>");
}

/// What leads from one state to another, if it is not what does in the plainest handshake.
fn arrow(side: Side, from: State, to: State) -> Option<&'static str> {
    let mut others = OTHERS.iter().filter(|_| WHOLE);
    others.find(|(whose, start, _, end)| (*whose, *start, *end) == (side, from, to)).map(|(_, _, arrow, _)| *arrow)
}

/// Whether a side goes on without a state, into one of those that come later; every side can close.
fn is_passed(view: View, side: Side, later: &[Arrow]) -> bool {
    WHOLE && later.iter().any(|(_, state)| *state != State::Closed && ever(view, side, *state))
}

/// Whether only some handshakes go through a state, so that it is drawn for those alone.
fn is_detour(view: View, side: Side, state: State) -> bool {
    if view.trace.is_tls12(view.cursor) {
        return match state {
            State::WaitServerHelloDone | State::WaitNewSessionTicket => true,
            State::WaitCertificate | State::WaitCertificateVerify => side == Side::Server,
            _ => false,
        };
    }
    match state {
        State::WaitCertificate | State::WaitEndOfEarlyData => true,
        State::WaitCertificateVerify => side == Side::Server,
        _ => false,
    }
}

/// Whether a side enters a state in this connection.
fn ever(view: View, side: Side, state: State) -> bool {
    if state == State::Start {
        return true;
    }
    let mut steps = view.trace.steps[view.trace.span(view.cursor)].iter();
    steps.any(|step| step.effects_of(side).any(|effect| *effect == Effect::Entered(state)))
}

/// When a side entered a state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entered {
    /// In that step.
    In(usize),
    /// It started in it.
    FromTheBeginning,
    /// Not so far.
    NotYet,
}

fn entered(view: View, side: Side, state: State) -> Entered {
    if state == State::Start {
        return Entered::FromTheBeginning;
    }
    view.steps()
        .find(|(_, step)| step.effects_of(side).any(|effect| *effect == Effect::Entered(state)))
        .map_or(Entered::NotYet, |(number, _)| Entered::In(number))
}
