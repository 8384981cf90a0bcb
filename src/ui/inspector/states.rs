//! Both state machines, as RFC 8446 Appendix A draws them, and those of TLS 1.2 in the same way.

use super::view::View;
use crate::explain;
use crate::trace::{Effect, Side, State};
use crate::ui::action::Action;
use crate::ui::markup::Markup;

/// An arrow of Appendix A and where it leads.
type Arrow = (&'static str, State);

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
    ("Send ServerHello … Finished", State::WaitFlight2),
    ("Early data is taken", State::WaitEndOfEarlyData),
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
    ("A ticket is announced", State::WaitNewSessionTicket),
    ("Send what is left to say", State::WaitChangeCipherSpec),
    ("Recv change_cipher_spec", State::WaitFinished),
    ("Recv Finished", State::Connected),
    ("Alert, or close_notify both ways", State::Closed),
];

const SERVER_12: &[Arrow] = &[
    ("", State::Start),
    ("Recv ClientHello", State::ReceivedClientHello),
    ("Select parameters", State::Negotiated),
    ("A client certificate was asked for", State::WaitCertificate),
    ("Send ServerHello … ServerHelloDone", State::WaitClientKeyExchange),
    ("Recv ClientKeyExchange", State::WaitCertificateVerify),
    ("The client has said its part", State::WaitChangeCipherSpec),
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
    for (arrow, state) in arrows {
        if is_detour(view, side, *state) && !ever(view, side, *state) {
            continue;
        }
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
            markup.words(&explain::state(side, *state), view.depth);
        }
        markup.raw("</div></li>");
    }
    markup.raw("</ol></section>");
}

/// Whether only some handshakes go through a state, so that it is drawn for those alone.
fn is_detour(view: View, side: Side, state: State) -> bool {
    if view.trace.is_tls12(view.cursor) {
        // A resumed session passes by most of them.
        return !matches!(state, State::Start | State::WaitFinished | State::Connected | State::Closed);
    }
    match state {
        State::WaitCertificate | State::WaitEndOfEarlyData => true,
        State::WaitCertificateVerify => side == Side::Server,
        _ => false,
    }
}

/// Whether a side enters a state in this connection.
fn ever(view: View, side: Side, state: State) -> bool {
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
