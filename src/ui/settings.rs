//! What can be chosen about the client and the server; a valid choice is run at once.

mod field;
mod parting;

use leptos::prelude::*;
use web_sys::Element;

use super::change::Change;
use super::markup::Markup;
use super::{Session, browser};
use crate::crypto::rare;
use crate::scenario::address::value;
use crate::scenario::{CertificateKey, Scenario};
use crate::tls::registry::{CipherSuite, NamedGroup};
use field::{Choice, Input, TextField};
pub(super) use parting::show;

static CHOICES: [Choice; 4] = [SUITE, GROUP, CERTIFICATE, TICKETS];
static TEXTS: [TextField; 8] = [NAME, CERTIFICATE_NAME, CLIENT_ALPN, SERVER_ALPN, DATE, SEED, CLIENT_SAYS, SERVER_SAYS];

const SUITE: Choice = Choice {
    id: "suite",
    label: "Cipher suite the client puts first",
    words: &["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"],
    chosen: |scenario| CipherSuite::ALL.iter().position(|suite| *suite == scenario.cipher_suite).unwrap_or(0),
    choose: |scenario, index| scenario.cipher_suite = CipherSuite::ALL[index],
};

const GROUP: Choice = Choice {
    id: "group",
    label: "Group of the key exchange",
    words: built(&["x25519", "secp256r1", "secp384r1", "X25519MLKEM768"]),
    chosen: |scenario| GROUPS.iter().position(|group| *group == scenario.group).unwrap_or(0),
    choose: |scenario, index| scenario.group = GROUPS[index],
};

const GROUPS: [NamedGroup; 4] =
    [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1, NamedGroup::X25519MLKEM768];

/// Of four choices those that are there: the last two are rare.
const fn built(words: &'static [&'static str; 4]) -> &'static [&'static str] {
    if rare::BUILT { words } else { words.split_at(2).0 }
}

const CERTIFICATE: Choice = Choice {
    id: "certificate",
    label: "Keys of the certificates",
    words: built(&["ECDSA P-256", "Ed25519", "ECDSA P-384", "RSA"]),
    chosen: |scenario| KEYS.iter().position(|key| *key == scenario.certificate_key).unwrap_or(0),
    choose: |scenario, index| scenario.certificate_key = KEYS[index],
};

const KEYS: [CertificateKey; 4] =
    [CertificateKey::EcdsaP256, CertificateKey::Ed25519, CertificateKey::EcdsaP384, CertificateKey::Rsa];

const TICKETS: Choice = Choice {
    id: "tickets",
    label: "Tickets the server sends",
    words: &["0", "1", "2", "3", "4"],
    chosen: |scenario| usize::from(scenario.tickets),
    choose: |scenario, index| scenario.tickets = u8::try_from(index).unwrap_or_default(),
};

const NAME: TextField = TextField {
    id: "name",
    note: "name-note",
    label: "Server name the client asks for",
    hint: "",
    input: Input::Line,
    show: |scenario| scenario.server_name.clone(),
    apply: |scenario, text| value::host(text.trim()).map(|name| scenario.server_name = name),
};

const CERTIFICATE_NAME: TextField = TextField {
    id: "certificate-name",
    note: "certificate-name-note",
    label: "Name in the certificate",
    hint: "Empty: the same name. Another one, and the client will not trust it.",
    input: Input::Line,
    show: |scenario| scenario.certificate_name.clone().unwrap_or_default(),
    apply: |scenario, text| {
        let text = text.trim();
        scenario.certificate_name = if text.is_empty() { None } else { Some(value::certificate_name(text)?) };
        Ok(())
    },
};

const CLIENT_ALPN: TextField = TextField {
    id: "client-alpn",
    note: "client-alpn-note",
    label: "Application protocols the client offers",
    hint: "With commas between, its favourite first. Empty: none.",
    input: Input::Line,
    show: |scenario| scenario.client_alpn.join(", "),
    apply: |scenario, text| value::typed_protocols(text).map(|list| scenario.client_alpn = list),
};

const SERVER_ALPN: TextField = TextField {
    id: "server-alpn",
    note: "server-alpn-note",
    label: "Application protocols the server speaks",
    hint: "",
    input: Input::Line,
    show: |scenario| scenario.server_alpn.join(", "),
    apply: |scenario, text| value::typed_protocols(text).map(|list| scenario.server_alpn = list),
};

const DATE: TextField = TextField {
    id: "date",
    note: "date-note",
    label: "Today",
    hint: "What both take for today; certificates are valid for some days only.",
    input: Input::Date,
    show: |scenario| scenario.date.to_string(),
    apply: |scenario, text| value::date(text.trim()).map(|date| scenario.date = date),
};

const CLIENT_SAYS: TextField = TextField {
    id: "client-says",
    note: "client-says-note",
    label: "What the client says",
    hint: "Each line ends with CR LF, as in HTTP. Empty: nothing is sent.",
    input: Input::Lines,
    show: |scenario| from_wire(&scenario.client_says),
    apply: |scenario, text| value::speech(&to_wire(text)).map(|says| scenario.client_says = says),
};

const SERVER_SAYS: TextField = TextField {
    id: "server-says",
    note: "server-says-note",
    label: "What the server answers",
    hint: "",
    input: Input::Lines,
    show: |scenario| from_wire(&scenario.server_says),
    apply: |scenario, text| value::speech(&to_wire(text)).map(|says| scenario.server_says = says),
};

const SEED: TextField = TextField {
    id: "seed",
    note: "seed-note",
    label: "Seed of all randomness",
    hint: "The same seed gives the same bytes, on any machine.",
    input: Input::Line,
    show: |scenario| scenario.seed.clone(),
    apply: |scenario, text| value::seed(text).map(|seed| scenario.seed = seed),
};

/// Lines in the page end with LF, on the wire with CR LF.
fn to_wire(text: &str) -> String {
    with_line_ends(text, "\r\n")
}

fn from_wire(text: &str) -> String {
    with_line_ends(text, "\n")
}

fn with_line_ends(text: &str, end: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    lines.join(end)
}

/// What is in the dialog.
pub(super) fn content(scenario: &Scenario) -> Markup {
    let mut markup = Markup::default();
    markup.raw("<div class='fields' id='fields'>");
    for choice in &CHOICES {
        choice.write(scenario, &mut markup);
    }
    for text in &TEXTS {
        let is_seed = text.id == SEED.id;
        markup.raw(if is_seed { "<div class='with-button'>" } else { "" });
        text.write(scenario, &mut markup);
        if is_seed {
            markup.raw("<button type='button' class='button' data-do='randomise'>New randomness</button></div>");
        }
    }
    markup.raw(
        "</div><p class='closing'><span id='parting' role='status'>Every change is run at once.</span>\
         <button type='button' class='button' data-do='reset'>Back to the defaults</button></p>",
    );
    markup
}

/// Runs the scenario with another seed.
pub(super) fn randomise(session: Session) {
    let mut scenario = session.scenario.get_untracked();
    scenario.seed = browser::random_seed();
    session.change(scenario);
}

/// Takes up what was chosen or typed.
pub(super) fn change(session: Session, field: &Element) {
    let id = field.id();
    let mut scenario = session.scenario.get_untracked();
    let text = browser::value(field);
    if let Some(choice) = CHOICES.iter().find(|choice| choice.id == id) {
        if let Some(index) = text.parse().ok().filter(|index| *index < choice.words.len()) {
            (choice.choose)(&mut scenario, index);
            session.change(scenario);
        }
    } else if let Some(known) = TEXTS.iter().find(|known| known.id == id) {
        let result = (known.apply)(&mut scenario, &text);
        known.say(field, result.as_ref().err());
        if result.is_ok() {
            session.change(scenario);
        }
    }
}

/// Shows another scenario in the fields, if they are there.
pub(super) fn paint(session: Session, change: &Change) {
    if (change.run_is_new() || change.is_new(|state| state.parting)) && browser::find("fields").is_some() {
        session.scenario.with_untracked(|scenario| {
            for choice in &CHOICES {
                choice.paint(scenario);
            }
            for text in &TEXTS {
                text.paint(scenario);
            }
        });
        parting::paint(change);
    }
}
