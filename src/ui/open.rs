//! Opening somebody else's handshake: a capture, pasted records, a trace in JSON, or one of the traces of RFC 8448.
//!
//! It takes the place of the scenario's run until another scenario is chosen. Nothing is sent anywhere: files are read here.

use std::sync::Arc;

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DragEvent, Element, Event, File, HtmlInputElement};

use super::browser::{self, Thenable};
use super::markup::Markup;
use super::session::Origin;
use super::{Run, Session, dialog, icon, link};
use crate::capture::{self, Opened, Sample, read_secrets, read_trust_anchors, samples};
use crate::scenario::address::{Address, Parsed};
use crate::tls::observer::Given;

/// Where it is said what became of it.
const SAID: &str = "open-said";
/// The field for the certificates that a side trusts.
const ANCHORS: &str = "open-anchors-file";

/// The larger ones are not read: a page has not that much room.
const LIMIT: f64 = 64.0 * 1024.0 * 1024.0;

/// What is in the dialog.
pub(super) fn content(session: Session) -> Markup {
    let mut markup = Markup::default();
    markup.raw(
        "<p>Open a handshake of somebody else's: it is put together, opened as far as the secrets go, and explained like \
         any other. It stays on this device: the page reads it itself, and sends nothing anywhere.</p><div class='fields'>",
    );
    markup.raw(
        "<div class='field'><label for='open-file'>File</label><input type='file' id='open-file' aria-describedby='open-file-note'>\
         <p class='note' id='open-file-note'>",
    );
    match session.run.get().origin.as_ref().and_then(|origin| origin.content.as_ref()) {
        Some((name, _)) => {
            markup.raw("Another capture in place of ").text(name).raw(", which is open.");
        }
        None => {
            markup.raw("A capture (pcap or pcapng, of tcpdump or Wireshark), or a trace in JSON from here. Or drop it on the page.");
        }
    }
    markup.raw(
        "</p></div><div class='field'><label for='open-text'>Or TLS records in hex</label>\
         <textarea id='open-text' rows='4' spellcheck='false' autocomplete='off' aria-describedby='open-text-note'></textarea>\
         <p class='note' id='open-text-note'>Lines of the client begin with &gt;, those of the server with &lt;. Without these \
         marks the page tells them apart.</p></div>\
         <div class='field'><label for='open-secrets-file'>Secrets</label><input type='file' id='open-secrets-file' \
         aria-describedby='open-secrets-file-note'><p class='note' id='open-secrets-file-note'>A key log (SSLKEYLOGFILE), or \
         a private key of either side. A pcapng file may have its own inside.</p></div>\
         <div class='field'><label for='open-secrets'>Or secrets as text</label><textarea id='open-secrets' rows='4' \
         spellcheck='false' autocomplete='off' aria-describedby='open-secrets-note'></textarea><p class='note' \
         id='open-secrets-note'>Lines of a key log; private keys in hex or PEM; a pre-shared key as its name, a \
         colon and hex. Without secrets, what is sealed stays sealed.</p></div>\
         <div class='field'><label for='open-anchors-file'>Certificates to trust</label><input type='file' id='open-anchors-file' \
         aria-describedby='open-anchors-file-note'><p class='note' id='open-anchors-file-note'>The roots that a side \
         trusted, in PEM. Without them nobody can judge the chain, and the page does not.</p>\
         </div></div><p class='note' role='alert' id='open-said'></p><p class='closing'><span></span>\
         <button type='button' class='button' data-do='open-now'>Open</button></p>",
    );
    markup
}

/// What stands in the list of presets: a button for files, and the traces that everybody has.
pub(super) fn write_button(markup: &mut Markup) {
    markup.raw(
        "<p class='with-open'><button type='button' class='button' aria-haspopup='dialog' data-do='open'>Open a \
         capture</button> <span>Or see a handshake of your own: from Wireshark, tcpdump, or a trace that was saved here.</span></p>",
    );
}

/// Writes the traces that everybody has, the one that is shown marked.
pub(super) fn write_samples(session: Session, markup: &mut Markup) {
    let run = session.run.get();
    let shown = run.origin.as_ref().and_then(|origin| origin.sample);
    markup.raw("<h3>Somebody else's</h3><ul>");
    for (index, sample) in samples().iter().enumerate() {
        markup.raw("<li><button type='button' data-do='sample' data-n='").number(index);
        markup.raw(if shown == Some(sample.name) { "' aria-current='true' autofocus>" } else { "'>" });
        markup.raw("<span>").raw(sample.sentence).raw("</span> <code>").raw(sample.name).raw("</code></button></li>");
    }
    markup.raw("</ul>");
}

/// Shows the trace with that number from its start.
pub(super) fn show_sample(session: Session, button: &Element, number: usize) {
    dialog::close(button);
    if let Some(sample) = samples().get(number) {
        link::turn_over(session);
        session.show(of_sample(*sample));
    }
}

fn of_sample(sample: Sample) -> Run {
    let Opened { trace, title, began, trust_anchors, .. } = sample.open();
    Run::opened(trace, Origin { title, began, trust_anchors, sample: Some(sample.name), content: None })
}

/// Where an address leads: to a place in a run of a scenario, or in one of the traces that everybody has.
pub(super) fn arrive(parameters: &str) -> (Parsed, Option<Run>) {
    let named = |part: &&str| part.strip_prefix("preset=").and_then(capture::sample).is_some();
    let Some(part) = parameters.split('&').find(named) else { return (Address::parse(parameters), None) };
    let others: Vec<&str> = parameters.split('&').filter(|other| *other != part).collect();
    let sample = part.strip_prefix("preset=").and_then(capture::sample);
    (Address::parse(&others.join("&")), sample.map(of_sample))
}

/// The file that is chosen in a field.
fn file(id: &str) -> Option<File> {
    let input = browser::find(id)?.dyn_into::<HtmlInputElement>().ok()?;
    input.files()?.get(0)
}

fn text(id: &str) -> String {
    browser::find(id).map(|area| browser::value(&area)).unwrap_or_default()
}

/// Says what is wrong, and marks the field that it is about.
fn refuse(field: &str, sentence: &str) {
    for id in ["open-file", "open-text", "open-secrets-file", "open-secrets", ANCHORS] {
        browser::set(id, "aria-invalid", if id == field { "true" } else { "false" });
    }
    browser::set(SAID, "data-wrong", "");
    browser::set_text(SAID, sentence);
    browser::focus(field);
}

/// Reads what was chosen and typed, and opens it.
pub(super) fn now(session: Session) {
    let files = [file("open-file"), file("open-secrets-file"), file(ANCHORS)];
    let done = move |[capture, secrets, anchors]: [Option<Content>; 3]| {
        let pasted = text("open-text");
        let before = session.run.get();
        let before = before.origin.as_ref().and_then(|origin| origin.content.clone());
        let (field, name, content) = match (capture, pasted.trim().is_empty(), before) {
            (Some((name, content)), ..) => ("open-file", name, Arc::new(content)),
            (None, false, _) => ("open-text", "pasted records".to_owned(), Arc::new(pasted.into_bytes())),
            (None, true, Some((name, content))) => ("open-file", name, content),
            (None, true, None) => return refuse("open-file", "Choose a file, or paste records."),
        };
        let mut given = Given::default();
        if let Some((name, content)) = secrets
            && let Err(fault) = read_secrets(&content, &mut given)
        {
            return refuse("open-secrets-file", &format!("{name}: {fault}."));
        }
        let typed = text("open-secrets");
        if !typed.trim().is_empty()
            && let Err(fault) = read_secrets(typed.as_bytes(), &mut given)
        {
            return refuse("open-secrets", &format!("Secrets: {fault}."));
        }
        if let Some((name, content)) = anchors
            && let Err(fault) = read_trust_anchors(&content, &mut given)
        {
            return refuse(ANCHORS, &format!("{name}: {fault}."));
        }
        match show(session, &name, &content, &given) {
            Ok(()) => {
                if let Some(button) = browser::find(SAID) {
                    dialog::close(&button);
                }
            }
            Err(sentence) => refuse(field, &sentence),
        }
    };
    read(&files, Box::new(done));
}

/// Shows what a file holds.
fn show(session: Session, name: &str, content: &Arc<Vec<u8>>, given: &Given) -> Result<(), String> {
    let Opened { trace, title, began, trust_anchors, faults } =
        capture::open(content, given).map_err(|fault| format!("{name}: {fault}."))?;
    if trace.steps.is_empty() {
        return Err(format!("{name}: there are no steps in it."));
    }
    let content = Some((name.to_owned(), Arc::clone(content)));
    session.show(Run::opened(trace, Origin { title, began, trust_anchors, sample: None, content }));
    let mut markup = Markup::default();
    markup.raw("<div class='notice'><p>Opened from ").text(name);
    markup
        .raw(". It is not in the address: a preset, an option or a reload leads back to a run of this page's own.</p>");
    if !faults.is_empty() {
        markup.raw("<ul>");
        for fault in faults {
            markup.raw("<li>").text(&fault.to_string()).raw(".</li>");
        }
        markup.raw("</ul>");
    }
    markup.raw("<button type='button' class='quiet' aria-label='Dismiss' data-do='dismiss'>");
    markup.icon(icon::CLOSE).raw("</button></div>");
    if let Some(place) = browser::find("notices") {
        place.set_inner_html(markup.html());
    }
    Ok(())
}

/// A file's name, and what is in it.
type Content = (String, Vec<u8>);

/// Reads files, and goes on with their names and what is in them; what cannot be read is refused.
fn read(files: &[Option<File>; 3], then: Box<dyn FnOnce([Option<Content>; 3])>) {
    if files.iter().flatten().any(|file| file.size() > LIMIT) {
        return refuse("open-file", "This file is too big for the page: 64 MiB at most.");
    }
    let names = files.each_ref().map(|file| file.as_ref().map(File::name));
    let contents = js_sys::Array::new();
    for file in files {
        let content = file.as_ref().map(|file| file.unchecked_ref::<Blob>().array_buffer());
        contents.push(&content.map_or(JsValue::NULL, JsValue::from));
    }
    let done = Closure::once_into_js(move |read: JsValue| {
        let read = js_sys::Array::from(&read);
        let mut place = 0;
        then(names.map(|name| {
            let content = read.get(place);
            place += 1;
            name.map(|name| (name, js_sys::Uint8Array::new(&content).to_vec()))
        }));
    });
    let failed = Closure::once_into_js(|_: JsValue| refuse("open-file", "The browser could not read this file."));
    let all = js_sys::Promise::all(&contents);
    let _ = all.unchecked_ref::<Thenable>().then(&done, &failed);
}

/// Takes a file that is dragged over the page, and opens it when it is dropped.
pub(super) fn dragged(session: Session, event: &Event) {
    let Some(event) = event.dyn_ref::<DragEvent>() else { return };
    let Some(transfer) = event.data_transfer() else { return };
    let holds_files = transfer.types().includes(&"Files".into(), 0);
    // Within a field the browser takes it itself.
    let in_field = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if !holds_files || in_field.is_some_and(|target| target.tag_name() == "INPUT") {
        return;
    }
    event.prevent_default();
    if event.type_() != "drop" {
        return;
    }
    let Some(dropped) = transfer.files().and_then(|files| files.get(0)) else { return };
    let done = move |[dropped, ..]: [Option<Content>; 3]| {
        let Some((name, content)) = dropped else { return };
        if let Err(sentence) = show(session, &name, &Arc::new(content), &Given::default()) {
            dialog::open("open", &self::content(session));
            refuse("open-file", &sentence);
        } else if let Some(said) = browser::find(SAID) {
            dialog::close(&said);
        }
    };
    read(&[Some(dropped), None, None], Box::new(done));
}
