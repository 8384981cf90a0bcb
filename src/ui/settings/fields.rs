//! All options, section by section.

use super::field::{Choice, Field, Input, TextField};
use crate::scenario::Scenario;
use crate::scenario::address::{Problem, value};

/// Options that belong together.
pub(super) struct Section {
    pub title: &'static str,
    pub fields: &'static [Field],
}

/// The id of the seed, which has a button.
pub(super) const SEED: &str = "seed";

/// The first is what most readers want; it stands open.
pub(super) static SECTIONS: [Section; 8] = [
    Section { title: "The essentials", fields: &ESSENTIALS },
    Section { title: "What each offers and accepts", fields: &OFFERS },
    Section { title: "Server names, and what only TLS 1.2 has", fields: &OLDER },
    Section { title: "The client's certificate", fields: &CLIENT_CERTIFICATE },
    Section { title: "Meeting again: keys from before, early data", fields: &AGAIN },
    Section { title: "Records, new keys, and more", fields: &RECORDS },
    Section { title: "Somebody in between", fields: &ATTACKER },
    Section { title: "Broken on purpose", fields: &BROKEN },
];

const fn choice(id: &'static str, label: &'static str, words: &'static [(&'static str, &'static str)]) -> Field {
    Field::Choice(Choice { id, label, words })
}

const fn tick(id: &'static str, label: &'static str) -> Field {
    Field::Tick { id, label }
}

type Show = fn(&Scenario) -> String;
type Apply = fn(&mut Scenario, &str) -> Result<(), Problem>;

const fn text(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    input: Input,
    (show, apply): (Show, Apply),
) -> Field {
    Field::Text(TextField { id, label, hint, input, show, apply })
}

/// A text that is written in a link as it is typed.
macro_rules! plain {
    ($id:literal, $label:literal, $hint:literal, $input:expr) => {
        text(
            $id,
            $label,
            $hint,
            $input,
            (|scenario| scenario.option($id), |scenario, typed| scenario.set_option($id, typed)),
        )
    };
    // One that may be left out.
    ($id:literal, $label:literal, $hint:literal, $input:expr, $($field:ident).+) => {
        text(
            $id,
            $label,
            $hint,
            $input,
            (
                |scenario| scenario.option($id),
                |scenario, typed| {
                    if typed.trim().is_empty() {
                        scenario.$($field).+ = None;
                        return Ok(());
                    }
                    scenario.set_option($id, typed)
                },
            ),
        )
    };
}

static VERSIONS: &[(&str, &str)] = &[("1.3", "TLS 1.3"), ("1.3,1.2", "TLS 1.3 and TLS 1.2"), ("1.2", "TLS 1.2")];

static FLAWS: &[(&str, &str)] = &[
    ("none", "nothing"),
    ("root", "the root is not one that the other side trusts"),
    ("missing", "the one in the middle is missing"),
    ("order", "they come in the wrong order"),
    ("pathlen", "the path is too long"),
    ("ca", "the issuer is no authority"),
    ("certsign", "the issuer's key may not sign certificates"),
    ("keyusage", "the key may not sign"),
    ("purpose", "it is for the other role"),
    ("critical", "a critical extension that nobody knows"),
    ("weak", "signed with SHA-1"),
    ("unknown", "signed in an unknown way"),
    ("signature", "a signature is broken"),
];

static ESSENTIALS: [Field; 15] = [
    choice("versions", "Versions the client offers", VERSIONS),
    choice("sversions", "Versions the server accepts", VERSIONS),
    choice(
        "suite",
        "Cipher suite the client puts first",
        &[
            ("aes128gcm", "TLS_AES_128_GCM_SHA256"),
            ("aes256gcm", "TLS_AES_256_GCM_SHA384"),
            ("chacha20poly1305", "TLS_CHACHA20_POLY1305_SHA256"),
            ("ecdhe-ecdsa-aes128gcm", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (TLS 1.2)"),
            ("ecdhe-ecdsa-aes256gcm", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 (TLS 1.2)"),
            ("ecdhe-ecdsa-chacha20poly1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 (TLS 1.2)"),
            ("ecdhe-rsa-aes128gcm", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (TLS 1.2)"),
            ("ecdhe-rsa-aes256gcm", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (TLS 1.2)"),
            ("ecdhe-rsa-chacha20poly1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 (TLS 1.2)"),
            ("rsa-aes128gcm", "TLS_RSA_WITH_AES_128_GCM_SHA256 (TLS 1.2, history)"),
            ("rsa-aes256gcm", "TLS_RSA_WITH_AES_256_GCM_SHA384 (TLS 1.2, history)"),
        ],
    ),
    choice(
        "group",
        "Group of the key exchange",
        &[
            ("x25519", "x25519"),
            ("secp256r1", "secp256r1"),
            ("secp384r1", "secp384r1"),
            ("x25519mlkem768", "X25519MLKEM768"),
        ],
    ),
    choice(
        "cert",
        "Keys of the certificates",
        &[("p256", "ECDSA P-256"), ("ed25519", "Ed25519"), ("p384", "ECDSA P-384"), ("rsa", "RSA")],
    ),
    choice("tickets", "Tickets the server sends", &[("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]),
    plain!("name", "Server name the client asks for", "", Input::Line),
    text(
        "certname",
        "Name in the certificate",
        "Empty: the same name. Another one, and the client will not trust it.",
        Input::Line,
        (
            |scenario| scenario.certificate_name.clone().unwrap_or_default(),
            |scenario, typed| {
                let name = Some(typed.trim()).filter(|name| !name.is_empty()).map(value::certificate_name);
                name.transpose().map(|name| scenario.certificate_name = name)
            },
        ),
    ),
    choice("flaw", "What is wrong with the server's certificates", FLAWS),
    text(
        "alpn",
        "Application protocols the client offers",
        "With commas between, its favourite first. Empty: none.",
        Input::Line,
        (
            |scenario| scenario.client_alpn.join(", "),
            |scenario, text| value::typed_protocols(text).map(|list| scenario.client_alpn = list),
        ),
    ),
    text(
        "salpn",
        "Application protocols the server speaks",
        "",
        Input::Line,
        (
            |scenario| scenario.server_alpn.join(", "),
            |scenario, text| value::typed_protocols(text).map(|list| scenario.server_alpn = list),
        ),
    ),
    text(
        "date",
        "Today",
        "What both take for today; a certificate is valid from one date to another.",
        Input::Date,
        (|scenario| scenario.option("date"), |scenario, text| scenario.set_option("date", text)),
    ),
    text(
        SEED,
        "Seed of all randomness",
        "The same seed gives the same bytes, on any machine.",
        Input::Line,
        (|scenario| scenario.seed.clone(), |scenario, text| value::seed(text).map(|seed| scenario.seed = seed)),
    ),
    text(
        "say",
        "What the client says",
        "Each line ends with CR LF, as in HTTP. Empty: nothing is sent.",
        Input::Lines,
        (
            |scenario| from_wire(&scenario.client_says),
            |scenario, text| value::speech(&to_wire(text)).map(|says| scenario.client_says = says),
        ),
    ),
    text(
        "reply",
        "What the server answers",
        "",
        Input::Lines,
        (
            |scenario| from_wire(&scenario.server_says),
            |scenario, text| value::speech(&to_wire(text)).map(|says| scenario.server_says = says),
        ),
    ),
];

static OFFERS: [Field; 10] = [
    text(
        "suites",
        "Cipher suites the client offers",
        "With commas between, its favourite first.",
        Input::Line,
        (
            |scenario| shown(scenario, |scenario| scenario.client_suites = Some(scenario.offered_suites()), "suites"),
            |scenario, text| {
                scenario.set_option("suites", text)?;
                // Where the first says all there is to say, a link need not list them.
                let offered = scenario.offered_suites();
                scenario.cipher_suite = offered.first().copied().unwrap_or(scenario.cipher_suite);
                let suites = scenario.client_suites.take();
                scenario.client_suites = suites.filter(|_| offered != scenario.offered_suites());
                Ok(())
            },
        ),
    ),
    text(
        "ssuites",
        "Cipher suites the server accepts",
        "It takes the first of the client's that is among them.",
        Input::Line,
        (
            |scenario| shown(scenario, |scenario| scenario.server_suites = Some(scenario.accepted_suites()), "ssuites"),
            |scenario, text| {
                scenario.set_option("ssuites", text)?;
                let suites = scenario.server_suites.take();
                scenario.server_suites = suites.filter(|suites| *suites != scenario.accepted_suites());
                Ok(())
            },
        ),
    ),
    text(
        "groups",
        "Groups the client offers",
        "With commas between, its favourite first.",
        Input::Line,
        (
            |scenario| shown(scenario, |scenario| scenario.client_groups = Some(scenario.offered_groups()), "groups"),
            |scenario, text| {
                scenario.set_option("groups", text)?;
                let offered = scenario.offered_groups();
                scenario.group = offered.first().copied().unwrap_or(scenario.group);
                scenario.client_groups = None;
                if let Some(shares) = &mut scenario.key_shares {
                    shares.retain(|group| offered.contains(group));
                }
                scenario.client_groups = Some(offered).filter(|offered| *offered != scenario.offered_groups());
                Ok(())
            },
        ),
    ),
    text(
        "sgroups",
        "Groups the server accepts",
        "",
        Input::Line,
        (
            |scenario| shown(scenario, |scenario| scenario.server_groups = scenario.accepted_groups(), "sgroups"),
            |scenario, text| scenario.set_option("sgroups", text),
        ),
    ),
    text(
        "shares",
        "Groups the client sends a key for",
        "Some of those it offers. Empty: it waits to be told.",
        Input::Line,
        (
            |scenario| shown(scenario, |scenario| scenario.key_shares = Some(scenario.shared_groups()), "shares"),
            |scenario, text| {
                scenario.set_option("shares", text)?;
                let shares = scenario.key_shares.take();
                scenario.key_shares = shares.filter(|shares| *shares != scenario.shared_groups());
                Ok(())
            },
        ),
    ),
    plain!(
        "schemes",
        "Signature schemes the client accepts",
        "The server's certificate must sign with one of them.",
        Input::Line
    ),
    tick("sni", "The client says which name it wants (SNI)"),
    tick("cookie", "The server first makes sure with a cookie that the client can be reached"),
    tick("grease", "The client offers values that nobody knows (GREASE)"),
    tick("compat", "The client dresses up as TLS 1.2 for old equipment (change_cipher_spec)"),
];

static OLDER: [Field; 7] = [
    text(
        "serves",
        "Host names the server knows",
        "With commas between. Empty: it takes every name.",
        Input::Line,
        (|scenario| scenario.server_names.join(", "), |scenario, typed| scenario.set_option("serves", typed)),
    ),
    tick("ems", "In TLS 1.2 the client offers a master secret that depends on the whole handshake"),
    tick("sems", "In TLS 1.2 the server knows such a master secret"),
    tick("again", "In TLS 1.2 the server asks for a second handshake"),
    tick("fallback", "The client says that it fell back to an older edition (TLS_FALLBACK_SCSV)"),
    tick("replay", "Somebody on the way sends the client's first words again, when all is over"),
    tick("downgrade", "Somebody on the way hides that the client knows TLS 1.3"),
];

static CLIENT_CERTIFICATE: [Field; 4] = [
    choice(
        "clientauth",
        "The server asks for the client's certificate",
        &[("none", "no"), ("requested", "yes, and goes on without"), ("required", "yes, and insists")],
    ),
    plain!("clientcert", "Name in the client's certificate", "Empty: it has none.", Input::Line, client_certificate),
    choice("clientflaw", "What is wrong with the client's certificates", FLAWS),
    plain!(
        "sschemes",
        "Signature schemes the server accepts",
        "The client's certificate must sign with one of them.",
        Input::Line
    ),
];

static PSK_MODES: &[(&str, &str)] =
    &[("dhe", "with a fresh secret (psk_dhe_ke)"), ("alone", "alone (psk_ke)"), ("either", "either way")];

static AGAIN: [Field; 13] = [
    choice(
        "psk",
        "Key from before that the client offers",
        &[
            ("none", "none"),
            ("ticket", "that of a ticket from an earlier visit"),
            ("external", "one that both were given"),
            ("both", "both, the ticket first"),
        ],
    ),
    choice(
        "spsk",
        "What the server knows of it",
        &[("same", "the same key"), ("unknown", "nothing"), ("other", "another key of that name")],
    ),
    choice("pskmode", "How the client would use it", PSK_MODES),
    choice("spskmode", "How the server would use it", PSK_MODES),
    text(
        "pskname",
        "Name of the key that both were given",
        "Its identity in pre_shared_key.",
        Input::Line,
        (
            |scenario| scenario.external_psk.identity.clone(),
            |scenario, typed| value::psk_identity(typed).map(|name| scenario.external_psk.identity = name),
        ),
    ),
    plain!(
        "pskkey",
        "The key that both were given",
        "16 to 64 bytes in hexadecimal. Empty: 32 that come of the seed.",
        Input::Line,
        external_psk.value
    ),
    choice("pskhash", "Hash that it goes with", &[("sha256", "SHA-256"), ("sha384", "SHA-384")]),
    choice(
        "ticket",
        "What a ticket is",
        &[("stored", "a name for what the server keeps"), ("sealed", "what the server needs, sealed")],
    ),
    plain!("pause", "Seconds since the earlier visit", "Tickets of this server are good for two hours.", Input::Number),
    plain!("delay", "Seconds that the first message is late", "", Input::Number),
    text(
        "early",
        "What the client says at once",
        "Before the handshake is done, if the ticket allows so many bytes. Empty: nothing.",
        Input::Lines,
        (
            |scenario| from_wire(&scenario.client_says_early),
            |scenario, text| value::speech(&to_wire(text)).map(|says| scenario.client_says_early = says),
        ),
    ),
    plain!("maxearly", "Early data that the server's tickets allow", "In bytes. 0: none.", Input::Number),
    tick("takeearly", "The server takes early data that comes"),
];

static NEW_KEYS: &[(&str, &str)] = &[("none", "no"), ("own", "for what it sends"), ("both", "for both directions")];

static RECORDS: [Field; 11] = [
    plain!("fragment", "Most bytes in a record of the client", "0: as many as are allowed.", Input::Number),
    plain!("sfragment", "Most bytes in a record of the server", "", Input::Number),
    plain!("padding", "The client fills records up to a multiple of", "In bytes. 0: no padding.", Input::Number),
    plain!("spadding", "The server fills records up to a multiple of", "", Input::Number),
    plain!(
        "limit",
        "Longest record the client wants",
        "record_size_limit, in bytes; it holds if both say one. Empty: it does not say.",
        Input::Number,
        client_record_limit
    ),
    plain!("slimit", "Longest record the server wants", "", Input::Number, server_record_limit),
    tick("coalesce", "The client puts several messages into a record"),
    tick("scoalesce", "The server puts several messages into a record"),
    choice("newkeys", "The client takes new keys", NEW_KEYS),
    choice("snewkeys", "The server takes new keys", NEW_KEYS),
    tick("exporter", "Both make a key for the application in the end"),
];

/// What somebody gets who has recorded all.
const fn stolen(word: &'static str, label: &'static str) -> Field {
    Field::Listed { list: "stolen", word, label }
}

static ATTACKER: [Field; 8] = [
    choice(
        "impostor",
        "Somebody plays the server to the client, and the client to the server",
        &[
            ("nobody", "nobody"),
            ("self-signed", "with a certificate that they signed themselves"),
            ("unknown-authority", "with one from an authority of their own"),
            ("other-name", "with one for another name, from the authority the client trusts"),
            ("compromised-authority", "with one for the right name, from the authority the client trusts"),
            ("expired-certificate", "with an old one of the server's that has expired, and its key"),
            ("stolen-certificate", "with the server's own, but without its key"),
        ],
    ),
    choice(
        "randomness",
        "The keys of the key exchange",
        &[
            ("sound", "are new in each connection"),
            ("client-reuses", "are used again by the client in a second connection"),
            ("server-reuses", "are used again by the server in a second connection"),
        ],
    ),
    stolen("server-key", "Later, whoever recorded it all gets the private key of the server's certificate"),
    stolen("ticket-key", "Later, whoever recorded it all gets the key of the server's tickets"),
    stolen("session-secrets", "Later, whoever recorded it all gets the secrets of the last session"),
    stolen("ephemeral-keys", "Later, whoever recorded it all gets the ephemeral keys of the first connection"),
    stolen("drawn-numbers", "Later, whoever recorded it all guesses all that the two drew for their key exchanges"),
    stolen("quantum-computer", "Later, whoever recorded it all has a quantum computer"),
];

/// A check that a side makes and does not heed.
const fn omits(word: &'static str, label: &'static str) -> Field {
    Field::Listed { list: "omits", word, label }
}

static BROKEN: [Field; 13] = [
    omits("client-chain", "The client ignores that the certificates lead to no root it trusts"),
    omits("client-name", "The client ignores that the certificate is for another name"),
    omits("client-validity", "The client ignores that a certificate is not valid today"),
    omits("client-signature", "The client ignores a wrong signature of the server"),
    omits("client-finished", "The client ignores a wrong Finished of the server"),
    omits("client-downgrade", "The client ignores the mark of a downgrade in the server's random"),
    omits("client-transcript", "The client leaves out of its hashes what was said"),
    omits("server-chain", "The server ignores that the client's certificates lead to no root it trusts"),
    omits("server-validity", "The server ignores that a certificate of the client is not valid today"),
    omits("server-signature", "The server ignores a wrong signature of the client"),
    omits("server-finished", "The server ignores a wrong Finished of the client"),
    omits("server-transcript", "The server leaves out of its hashes what was said"),
    omits("server-replay", "The server forgets which hellos and tickets came before"),
];

/// What a list of options is, once `write_out` has put it in place of "as usual".
fn shown(scenario: &Scenario, write_out: fn(&mut Scenario), name: &str) -> String {
    let mut plain = scenario.clone();
    write_out(&mut plain);
    plain.option(name)
}

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
