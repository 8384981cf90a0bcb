//! Three cards: the client, the server, and anyone who listens in between.

use super::side_class;
use crate::scenario::address::{Selection, Tab};
use crate::trace::{Epoch, Observer, SecretName, Side, Trace};
use crate::ui::browser::{find, set_text};
use crate::ui::change::{Change, Picture};
use crate::ui::markup::Markup;
use crate::ui::{Session, State};

pub(in crate::ui) fn write(markup: &mut Markup) {
    end(&CLIENT, "Client", markup);
    markup.raw(
        "<div class='actor wire' role='group' aria-label='On the wire'><h2>On the wire</h2>\
         <span class='state'>anyone</span><p id='seen'></p></div>",
    );
    end(&SERVER, "Server", markup);
}

/// One end: the ids of what changes of it.
struct End {
    side: Side,
    state: &'static str,
    keys: &'static str,
}

const CLIENT: End = End { side: Side::Client, state: "client-state", keys: "client-keys" };
const SERVER: End = End { side: Side::Server, state: "server-state", keys: "server-keys" };

fn end(end: &End, title: &'static str, markup: &mut Markup) {
    markup.raw("<div class='actor ").raw(side_class(end.side)).raw("' role='group' aria-label='").raw(title);
    markup
        .raw("'><h2>")
        .raw(title)
        .raw("</h2><span class='state'><span class='visually-hidden'>state </span><span id='");
    markup
        .raw(end.state)
        .raw("'></span></span><ul class='keys' aria-label='holds' id='")
        .raw(end.keys)
        .raw("'></ul></div>");
}

pub(in crate::ui) fn paint(change: &Change) {
    #[cfg(feature = "whole")]
    super::attacker::paint(change);
    if !(change.step_is_new() || change.attacker_is_new()) {
        return;
    }
    let (trace, cursor) = (&change.run.trace, change.state.cursor);
    set_text("seen", seen(change).html());
    for end in [CLIENT, SERVER] {
        set_text(end.state, trace.state(end.side, cursor).name());
        let Some(keys) = find(end.keys) else { continue };
        let held = bunches(trace, end.side, cursor);
        let same = |before: &Picture| {
            let before = bunches(&before.run.trace, end.side, before.state.cursor);
            before.iter().map(shown).eq(held.iter().map(shown))
        };
        let may_differ = change.run_is_new() || !trace.later.is_empty();
        if may_differ && !change.before.is_some_and(same) {
            let mut markup = Markup::default();
            for (index, bunch) in held.iter().enumerate() {
                chip(end.side, index, bunch, &mut markup);
            }
            keys.set_inner_html(markup.html());
        }
        let mut chip = keys.first_element_child();
        for bunch in held {
            let Some(here) = chip else { break };
            let age = bunch.age(cursor);
            if here.get_attribute("data-age").is_none_or(|before| before != age) {
                let _ = here.set_attribute("data-age", age);
            }
            chip = here.next_element_sibling();
        }
    }
}

/// A chip has its place from the start, so that nothing moves when it appears.
fn chip(side: Side, index: usize, bunch: &Bunch, markup: &mut Markup) {
    markup.raw("<li><button type='button' class='").raw(bunch.class).raw("' data-do='").raw(side.name());
    markup.raw("' data-n='").number(index).raw("'>").raw(bunch.label.0).raw("<span class='rest'>").raw(bunch.label.1);
    markup.raw("</span></button></li>");
}

/// Shows the first secret of a bunch.
pub(in crate::ui) fn show(session: Session, trace: &Trace, side: Side, index: usize) {
    if let Some(bunch) = bunches(trace, side, session.state.get().cursor).get(index) {
        session.update(|state: &mut State| {
            state.selection = Some(Selection::Secret(bunch.first));
            state.tab = Tab::Keys;
        });
    }
}

fn seen(change: &Change) -> Markup {
    let (trace, cursor) = (&change.run.trace, change.state.cursor);
    #[cfg(feature = "whole")]
    if change.has_attacker() {
        return super::attacker::has(trace, cursor);
    }
    let messages = trace.readable(Observer::Wire, cursor);
    let readable = messages.iter().filter(|message| message.readable).count();
    let sealed = messages.len() - readable;
    let mut markup = Markup::default();
    if readable + sealed == 0 {
        markup.raw("Has seen nothing yet");
    } else {
        markup.raw("Reads ").count(readable, "message");
        if sealed > 0 {
            markup.raw("; ").number(sealed).raw(" sealed");
        }
    }
    markup.raw(". Holds no keys.");
    markup
}

/// A word, and what follows where there is room for it.
type Label = (&'static str, &'static str);

/// Secrets that belong together.
struct Bunch {
    label: Label,
    class: &'static str,
    /// The steps in which a secret of it is born; the first comes first.
    steps: Vec<usize>,
    /// The one to look at first.
    first: SecretName,
}

/// What a chip shows.
fn shown(bunch: &Bunch) -> (Label, &'static str) {
    (bunch.label, bunch.class)
}

impl Bunch {
    /// How long it has been there.
    fn age(&self, cursor: usize) -> &'static str {
        if self.steps.contains(&cursor) {
            "new"
        } else if self.steps.first().is_some_and(|step| *step < cursor) {
            "held"
        } else {
            "future"
        }
    }
}

/// The secrets of a side in the connection at hand, in bunches, in the order in which they are born.
fn bunches(trace: &Trace, side: Side, cursor: usize) -> Vec<Bunch> {
    let mut bunches: Vec<Bunch> = Vec::new();
    let span = trace.span(cursor);
    for (step, secret) in trace.secrets(side).filter(|(step, _)| span.contains(step)) {
        let Some((label, class)) = bunch_of(secret.name) else { continue };
        match bunches.iter_mut().find(|bunch| bunch.label == label) {
            Some(bunch) => bunch.steps.push(step),
            None => bunches.push(Bunch { label, class, steps: vec![step], first: secret.name }),
        }
    }
    bunches
}

/// The bunch a secret belongs to; those that are the same in every run belong to none.
fn bunch_of(name: SecretName) -> Option<(Label, &'static str)> {
    use Epoch::{Application, Connection, EarlyData, Handshake, Plaintext, Preceding, Updated};
    match name {
        SecretName::EphemeralPrivateKey(_) | SecretName::FurtherPrivateKey { .. } => {
            Some((("private", " key"), "chip"))
        }
        SecretName::PreSharedKey
        | SecretName::PskEarlySecret
        | SecretName::BinderKey
        | SecretName::BinderFinishedKey
        | SecretName::FurtherPsk { .. }
        | SecretName::EarlyExporterMasterSecret
        | SecretName::TrafficSecret { epoch: EarlyData, .. }
        | SecretName::WriteKey { epoch: EarlyData, .. }
        | SecretName::WriteIv { epoch: EarlyData, .. } => Some((("PSK", ""), "chip")),
        SecretName::TicketKey => Some((("ticket", " key"), "chip")),
        SecretName::CertificatePrivateKey(_) => Some((("cert", " key"), "chip")),
        SecretName::SharedSecret | SecretName::PremasterSecret => Some((("shared", " secret"), "chip")),
        SecretName::HandshakeSecret
        | SecretName::FinishedKey(_)
        | SecretName::TrafficSecret { epoch: Handshake, .. }
        | SecretName::WriteKey { epoch: Handshake, .. }
        | SecretName::WriteIv { epoch: Handshake, .. } => Some((("handshake", ""), "chip epoch-handshake")),
        SecretName::DerivedFromHandshake
        | SecretName::MasterSecret
        | SecretName::TrafficSecret { epoch: Application, .. }
        | SecretName::WriteKey { epoch: Application, .. }
        | SecretName::WriteIv { epoch: Application, .. }
        | SecretName::TrafficSecret { epoch: Updated(_), .. }
        | SecretName::WriteKey { epoch: Updated(_), .. }
        | SecretName::WriteIv { epoch: Updated(_), .. }
        | SecretName::ExporterSecret
        | SecretName::ExportedKey
        | SecretName::ExporterMasterSecret => Some((("application", ""), "chip epoch-application")),
        SecretName::SessionMasterSecret
        | SecretName::KeyBlock
        | SecretName::WriteKey { epoch: Connection, .. }
        | SecretName::WriteIv { epoch: Connection, .. } => Some((("connection", ""), "chip epoch-application")),
        SecretName::WriteKey { epoch: Preceding, .. } | SecretName::WriteIv { epoch: Preceding, .. } => {
            crate::ui::part::WHOLE.then_some((("earlier", ""), "chip epoch-application"))
        }
        SecretName::ResumptionMasterSecret | SecretName::ResumptionPsk { .. } => Some((("resumption", ""), "chip")),
        SecretName::EarlySecret
        | SecretName::DerivedFromEarly
        | SecretName::TrafficSecret { epoch: Plaintext | Preceding | Connection, .. }
        | SecretName::WriteKey { epoch: Plaintext, .. }
        | SecretName::WriteIv { epoch: Plaintext, .. } => None,
    }
}
