//! The key schedule as a picture that grows.

mod detail;

pub(super) use detail::paint as paint_detail;

use super::view::View;
use crate::scenario::address::Selection;
use crate::trace::{Derivation, Epoch, PskPart, Secret, SecretName, Side, Trace};
use crate::ui::action::Action;
use crate::ui::markup::Markup;
use crate::ui::part::WHOLE;
use Epoch::{Application, Handshake};
use SecretName::{
    CertificatePrivateKey, DerivedFromEarly, DerivedFromHandshake, EarlyExporterMasterSecret, EarlySecret,
    EphemeralPrivateKey, ExportedKey, ExporterMasterSecret, ExporterSecret, FinishedKey, FurtherPrivateKey,
    HandshakeSecret, KeyBlock, MasterSecret, PremasterSecret, ResumptionMasterSecret, ResumptionPsk,
    SessionMasterSecret, SharedSecret, TicketKey, TrafficSecret, WriteIv, WriteKey,
};
use Side::{Client, Server};

/// The picture under the pen.
struct Picture<'a> {
    view: View<'a>,
    born: Vec<(usize, &'a Secret)>,
}

/// Writes the panel: the diagram of RFC 8446 §7.1.
pub(super) fn paint(view: View, markup: &mut Markup) {
    let picture = Picture { view, born: view.secrets() };
    lead(&picture, markup);
    if view.trace.is_tls12(view.cursor) {
        older(&picture, markup);
        return beside(&picture, true, markup);
    }
    markup.raw("<ol class='schedule'>");
    early(&picture, markup);
    markup.raw("<li class='phase handshake'>");
    let agrees = picture.ever(SharedSecret) || !picture.ever(HandshakeSecret);
    if agrees {
        markup.raw("<div class='inputs'>");
        let mut pairs = vec![EphemeralPrivateKey(Client), EphemeralPrivateKey(Server)];
        if WHOLE {
            pairs.extend((1..=2).map(|number| FurtherPrivateKey { number }).filter(|name| picture.ever(*name)));
        }
        picture.row(&pairs, "", markup);
        picture.row(&[SharedSecret], "(EC)DHE", markup);
        markup.raw("</div>");
    }
    picture.extract("no (EC)DHE, so 0", agrees.then_some(SharedSecret), HandshakeSecret, markup);
    markup.raw("<ul>");
    for writer in [Client, Server] {
        let (secret, key, iv) = traffic(writer, Handshake);
        picture.branch(secret, &[key, iv, FinishedKey(writer)], markup);
    }
    picture.branch(DerivedFromHandshake, &[], markup);
    markup.raw("</ul></li><li class='phase application'>");
    picture.extract("nothing new to add, so 0", None, MasterSecret, markup);
    markup.raw("<ul>");
    for writer in [Client, Server] {
        let (secret, key, iv) = traffic(writer, Application);
        picture.branch(secret, &[key, iv], markup);
        // Of a run there are two at most, in the first part none; a capture may have many.
        for epoch in (1..).take_while(|_| WHOLE).map(Epoch::Updated) {
            let (secret, key, iv) = traffic(writer, epoch);
            if !picture.ever(secret) {
                break;
            }
            picture.branch(secret, &[key, iv], markup);
        }
    }
    let exported = if WHOLE && picture.ever(ExportedKey) { &[ExporterSecret, ExportedKey][..] } else { &[] };
    picture.branch(ExporterMasterSecret, exported, markup);
    picture.branch(ResumptionMasterSecret, &tickets(view.trace), markup);
    markup.raw("</ul></li></ol>");
    beside(&picture, false, markup);
}

/// The keys of TLS 1.2. RFC 5246 §6.3, §8.1.
fn older(picture: &Picture, markup: &mut Markup) {
    markup.raw("<ol class='schedule'><li class='phase application'>");
    let resumed = picture.ever(SessionMasterSecret) && !picture.ever(PremasterSecret);
    if !resumed {
        markup.raw("<div class='inputs'>");
        if picture.ever(EphemeralPrivateKey(Server)) || !picture.ever(PremasterSecret) {
            picture.row(&[EphemeralPrivateKey(Client), EphemeralPrivateKey(Server)], "", markup);
            picture.row(&[PremasterSecret], "ECDHE", markup);
        } else {
            picture.row(&[CertificatePrivateKey(Server)], "", markup);
            picture.row(&[PremasterSecret], "RSA", markup);
        }
        markup.raw("</div>");
    }
    picture.row(&[SessionMasterSecret], if resumed { "resumed" } else { "PRF" }, markup);
    markup.raw("<ul>");
    let keys = [Client, Server].map(|writer| traffic(writer, Epoch::Connection));
    let [(_, client_key, client_iv), (_, server_key, server_iv)] = keys;
    picture.branch(KeyBlock, &[], markup);
    picture.branch(client_key, &[client_iv], markup);
    picture.branch(server_key, &[server_iv], markup);
    picture.branch_if_ever(ExportedKey, &[], markup);
    markup.raw("</ul></li></ol>");
}

/// The keys that are no part of the schedule.
fn beside(picture: &Picture, is_older: bool, markup: &mut Markup) {
    let certificate_keys: Vec<SecretName> = [CertificatePrivateKey(Server), CertificatePrivateKey(Client), TicketKey]
        .into_iter()
        .filter(|name| picture.ever(*name))
        // Of RSA key exchange it is the key that decrypts, and stands above.
        .filter(|name| *name != CertificatePrivateKey(Server) || !is_older || picture.ever(EphemeralPrivateKey(Server)))
        .collect();
    if WHOLE && picture.ever(traffic(Client, Epoch::Preceding).1) {
        markup.raw(
            "<div class='beside'><p class='meta'>From the handshake before in this connection, and never an input of \
            this one's: the keys that seal until each side changes them.</p>",
        );
        for (_, key, iv) in [Client, Server].map(|writer| traffic(writer, Epoch::Preceding)) {
            picture.row(&[key, iv], "", markup);
        }
        markup.raw("</div>");
    }
    if !certificate_keys.is_empty() {
        markup.raw("<div class='beside'><p class='meta'>Beside the schedule, and never an input of it: ");
        markup.raw("keys that sign or that seal tickets.</p>");
        picture.row(&certificate_keys, "", markup);
        markup.raw("</div>");
    }
}

/// The first rung: without a pre-shared key, with one, or first with one and then, where it is declined, without.
fn early(picture: &Picture, markup: &mut Markup) {
    let is_offered = |number: &u8| WHOLE && picture.ever(PskPart::EarlySecret.of(*number));
    let offered: Vec<u8> = (0..=u8::MAX).take_while(is_offered).collect();
    let without = !WHOLE || picture.ever(EarlySecret) || offered.is_empty();
    for number in offered.into_iter().filter(|_| WHOLE) {
        let [key, early_secret, binder_key, finished_key] = PskPart::ALL.map(|part| part.of(number));
        markup.raw("<li class='phase early'><div class='inputs'>");
        picture.row(&[key], "", markup);
        markup.raw("</div>");
        picture.extract("", Some(key), early_secret, markup);
        markup.raw("<ul>");
        picture.branch(binder_key, &[finished_key], markup);
        if number == 0 {
            let (secret, key, iv) = traffic(Client, Epoch::EarlyData);
            picture.branch_if_ever(secret, &[key, iv], markup);
            picture.branch_if_ever(EarlyExporterMasterSecret, &[], markup);
        }
        if !without && picture.follows(DerivedFromEarly, early_secret) {
            picture.branch(DerivedFromEarly, &[], markup);
        }
        markup.raw("</ul></li>");
    }
    if without {
        markup.raw("<li class='phase early'>");
        picture.extract("no pre-shared key, so 0", None, EarlySecret, markup);
        markup.raw("<ul>");
        picture.branch(DerivedFromEarly, &[], markup);
        markup.raw("</ul></li>");
    }
}

fn traffic(writer: Side, epoch: Epoch) -> (SecretName, SecretName, SecretName) {
    (TrafficSecret { writer, epoch }, WriteKey { writer, epoch }, WriteIv { writer, epoch })
}

/// The PSKs that this run makes, or the place of the first if it makes none.
fn tickets(trace: &Trace) -> Vec<SecretName> {
    let mut names = vec![ResumptionPsk { ticket: 0 }];
    for side in [Client, Server] {
        for (_, secret) in trace.secrets(side) {
            if matches!(secret.name, ResumptionPsk { .. }) && !names.contains(&secret.name) {
                names.push(secret.name);
            }
        }
    }
    names
}

fn lead(picture: &Picture, markup: &mut Markup) {
    let view = picture.view;
    let count = picture.born.len();
    markup.raw("<p class='lead'>");
    if count == 0 {
        markup.raw("No keys yet.");
        let first = view.trace.secrets(Client).chain(view.trace.secrets(Server)).map(|(step, _)| step).min();
        if let Some(step) = first {
            markup.raw(" The first are born in ").open_button("link", Action::step(step)).raw("step ").number(step + 1);
            markup.raw("</button>.");
        }
        markup.raw(" This is where they will stand.");
    } else {
        markup
            .count(count, "secret")
            .raw(" so far, numbered as they were born. Choose one for its function, its inputs ");
        markup.raw("and its bytes. <span class='legend'>").letter(Client).raw(" client and ").letter(Server);
        markup.raw(" server hold it.</span>");
    }
    markup.raw("</p>");
}

impl Picture<'_> {
    /// Whether a secret comes, or could still come, from that one.
    fn follows(&self, name: SecretName, parent: SecretName) -> bool {
        let trace = self.view.trace;
        let made = [Client, Server].into_iter().find_map(|side| trace.secret(side, name, self.view.cursor));
        made.is_none_or(
            |(_, made)| matches!(made.derivation, Derivation::ExpandLabel { secret, .. } if secret == parent),
        )
    }

    /// Whether the run ever makes that secret.
    fn ever(&self, name: SecretName) -> bool {
        [Client, Server].into_iter().any(|side| self.view.trace.secret(side, name, self.view.cursor).is_some())
    }

    /// A secret that is extracted, with the input that comes from the side.
    fn extract(&self, zero: &'static str, input: Option<SecretName>, name: SecretName, markup: &mut Markup) {
        markup.raw("<div class='nodes extract' data-host><span class='fn'>HKDF-Extract</span>");
        if input.is_none() {
            markup.raw("<span class='zero'>").raw(zero).raw("</span>");
        }
        self.node(name, true, markup);
        markup.raw("</div>");
    }

    /// A secret that is expanded from the one above, and what is expanded from it.
    fn branch(&self, name: SecretName, leaves: &[SecretName], markup: &mut Markup) {
        markup.raw("<li data-host><div class='nodes'>");
        self.label(name, markup);
        self.node(name, true, markup);
        if !leaves.is_empty() {
            markup.raw("<span class='leaves'>");
            for leaf in leaves {
                self.node(*leaf, false, markup);
            }
            markup.raw("</span>");
        }
        markup.raw("</div></li>");
    }

    /// The same, if the run ever makes the secret.
    fn branch_if_ever(&self, name: SecretName, leaves: &[SecretName], markup: &mut Markup) {
        if self.ever(name) {
            self.branch(name, leaves, markup);
        }
    }

    /// Secrets side by side.
    fn row(&self, names: &[SecretName], label: &'static str, markup: &mut Markup) {
        markup.raw("<div class='nodes' data-host>");
        if !label.is_empty() {
            markup.raw("<span class='fn'>").raw(label).raw("</span>");
        }
        for name in names {
            self.node(*name, true, markup);
        }
        markup.raw("</div>");
    }

    /// The label of HKDF-Expand-Label, as this run uses it.
    fn label(&self, name: SecretName, markup: &mut Markup) {
        let derivation =
            [Client, Server].into_iter().find_map(|side| self.view.trace.secret(side, name, self.view.cursor));
        if let Some((
            _,
            Secret { derivation: Derivation::ExpandLabel { label, .. } | Derivation::Prf { label, .. }, .. },
        )) = derivation
        {
            markup.raw("<span class='fn'>").text(label).raw("</span>");
        }
    }

    fn node(&self, name: SecretName, long: bool, markup: &mut Markup) {
        let title = if long { name.name() } else { short(name) };
        let Some(order) = self.born.iter().position(|(_, secret)| secret.name == name) else {
            markup.raw("<span class='node unborn").raw(class(name)).raw("'>").text(title);
            markup.raw("<span class='visually-hidden'>, not yet born</span></span>");
            return;
        };
        let (step, secret) = self.born[order];
        let new = step == self.view.cursor;
        markup
            .raw("<button type='button' id='k")
            .number(order)
            .raw("' aria-expanded='false' class='node")
            .raw(class(name));
        let action = markup.actions.len();
        markup.actions.push(Action::ToggleSecret(name));
        markup.raw(if new { " new'" } else { "'" }).raw(" data-a='").number(action).raw("'");
        markup.anchor(Selection::Secret(name)).raw("><span class='order'>").number(order + 1).raw("</span>");
        markup.text(title);
        if !long {
            markup.raw("<span class='visually-hidden'> (").text(name.name()).raw(")</span>");
        }
        if long {
            markup.raw(" <code aria-hidden='true'>").hex_start(&secret.value, 3).raw("</code>");
        }
        markup.raw("<span class='holders'>");
        let held = [Client, Server].map(|side| self.view.secret_of(side, name));
        for (side, held) in [Client, Server].into_iter().zip(held) {
            if held.is_some() {
                markup.letter(side);
            }
        }
        #[cfg(feature = "whole")]
        if let [Some((_, one)), Some((_, other))] = held
            && one.value != other.value
        {
            markup.raw("<span role='img' aria-label='with another value each'>≠</span>");
        }
        markup.raw("</span>").raw(if new { "<span class='visually-hidden'>, new</span>" } else { "" });
        markup.raw("</button>");
    }
}

/// The name of a secret beside the one it comes from.
fn short(name: SecretName) -> &'static str {
    match name {
        WriteKey { .. } => "key",
        WriteIv { .. } => "iv",
        FinishedKey(_) | SecretName::BinderFinishedKey | SecretName::FurtherPsk { part: PskPart::FinishedKey, .. } => {
            "finished"
        }
        ExporterSecret => "for the label",
        ExportedKey => "exported",
        ResumptionPsk { .. } => "PSK",
        other => other.name(),
    }
}

/// The colour of a secret: that of what it protects.
fn class(name: SecretName) -> &'static str {
    match name {
        TrafficSecret { epoch, .. } | WriteKey { epoch, .. } | WriteIv { epoch, .. } => match epoch {
            Epoch::Plaintext => " epoch-plaintext",
            Epoch::EarlyData if WHOLE => " epoch-early",
            Epoch::EarlyData | Handshake => " epoch-handshake",
            Application | Epoch::Updated(_) | Epoch::Preceding | Epoch::Connection => " epoch-application",
        },
        FinishedKey(_) => " epoch-handshake",
        _ => "",
    }
}
