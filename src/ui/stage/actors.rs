//! Three cards: the client, the server, and anyone who listens in between.

use leptos::prelude::*;

use super::side_class;
use crate::scenario::address::{Selection, Tab};
use crate::trace::{Epoch, Observer, SecretName, Side, Trace};
use crate::ui::Session;

pub(super) fn actors() -> AnyView {
    let session = Session::expect();
    view! {
        <div class="actors">
            {end(session, Side::Client, "Client")}
            {wire(session)}
            {end(session, Side::Server, "Server")}
        </div>
    }
    .into_any()
}

fn end(session: Session, side: Side, title: &'static str) -> AnyView {
    let state = move || session.trace.with(|trace| trace.state(side, session.cursor.get()).name());
    let chips = move || -> Vec<AnyView> {
        let bunches = session.trace.with(|trace| bunches(trace, side));
        bunches.into_iter().map(|bunch| chip(session, bunch)).collect()
    };
    view! {
        <div class=format!("actor {}", side_class(side)) role="group" aria-label=title>
            <h2>{title}</h2>
            <span class="state"><span class="visually-hidden">"state "</span>{state}</span>
            <ul class="keys" aria-label="holds">{chips}</ul>
        </div>
    }
    .into_any()
}

fn wire(session: Session) -> AnyView {
    let sees = move || {
        let cursor = session.cursor.get();
        session.trace.with(|trace| {
            let messages = trace.readable(Observer::Wire, cursor);
            let readable = messages.iter().filter(|message| message.readable).count();
            seen(readable, messages.len() - readable)
        })
    };
    view! {
        <div class="actor wire" role="group" aria-label="On the wire">
            <h2>"On the wire"</h2>
            <span class="state">"anyone"</span>
            <p>{sees}</p>
        </div>
    }
    .into_any()
}

fn seen(readable: usize, sealed: usize) -> String {
    let messages = |count: usize| if count == 1 { "message" } else { "messages" };
    match (readable, sealed) {
        (0, 0) => "Has seen nothing yet. Holds no keys.".into(),
        (readable, 0) => format!("Reads {readable} {}. Holds no keys.", messages(readable)),
        (readable, sealed) => format!("Reads {readable} {}; {sealed} sealed. Holds no keys.", messages(readable)),
    }
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

/// The secrets of a side in bunches, in the order in which they are born.
fn bunches(trace: &Trace, side: Side) -> Vec<Bunch> {
    let mut bunches: Vec<Bunch> = Vec::new();
    for (step, secret) in trace.secrets(side) {
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
    use Epoch::{Application, Handshake, Plaintext};
    match name {
        SecretName::EphemeralPrivateKey(_) => Some((("private", " key"), "chip")),
        SecretName::CertificatePrivateKey(_) => Some((("cert", " key"), "chip")),
        SecretName::SharedSecret => Some((("shared", " secret"), "chip")),
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
        | SecretName::ExporterMasterSecret => Some((("application", ""), "chip epoch-application")),
        SecretName::ResumptionMasterSecret | SecretName::ResumptionPsk { .. } => Some((("resumption", ""), "chip")),
        SecretName::EarlySecret
        | SecretName::DerivedFromEarly
        | SecretName::TrafficSecret { epoch: Plaintext, .. }
        | SecretName::WriteKey { epoch: Plaintext, .. }
        | SecretName::WriteIv { epoch: Plaintext, .. } => None,
    }
}

/// A chip has its place from the start, so that nothing moves when it appears.
fn chip(session: Session, bunch: Bunch) -> AnyView {
    let Bunch { label, class, steps, first } = bunch;
    let age = move || {
        let cursor = session.cursor.get();
        if steps.contains(&cursor) {
            "new"
        } else if steps.first().is_some_and(|step| *step < cursor) {
            "held"
        } else {
            "future"
        }
    };
    let show = move |_| {
        session.selection.set(Some(Selection::Secret(first)));
        session.tab.set(Tab::Keys);
    };
    view! {
        <li data-age=age>
            <button type="button" class=class on:click=show>{label.0}<span class="rest">{label.1}</span></button>
        </li>
    }
    .into_any()
}
