//! Changing a record on its way, by pointing at it.

use web_sys::Element;

use crate::scenario::address::Layer;
use crate::scenario::attack::{Change, Edit, Fault};
use crate::tls::record::HEADER_LENGTH;
use crate::trace::{Message, Record, RecordId, Side, Trace};
use crate::ui::markup::{Markup, dense_hex};
use crate::ui::{Session, browser};
use crate::wire::Span;

/// Writes the tools for a record as it is on the wire.
pub(in crate::ui) fn tools(record: &Record, markup: &mut Markup) {
    let name = short(record.id);
    markup
        .raw("<details class='interfere' data-record='")
        .text(&name)
        .raw("' data-length='")
        .number(record.bytes.len());
    markup.raw("'><summary>Interfere with ").text(record.id.sender.name()).raw(" record ");
    markup.number(record.id.number + 1).raw("</summary><p class='tools'>");
    let whole = [
        ("-drop", "Take it away"),
        ("-repeat", "Send it on twice"),
        ("-delay-1", "Let the next one pass first"),
        ("-delay-flight", "Hold it back until the next flight"),
    ];
    for (change, label) in whole {
        markup.raw("<button type='button' class='button' data-do='edit' data-edit='").text(&name).raw(change);
        markup.raw("'>").raw(label).raw("</button> ");
    }
    markup.raw("</p><p class='tools'><label>Byte <input type='number' class='edit-byte' min='0' value='0' max='");
    markup.number(record.bytes.len().saturating_sub(1));
    markup.raw(
        "' data-do='edit-value'></label> <label>In hex <input type='text' class='edit-hex' value='01' spellcheck='false' \
         autocapitalize='off' autocomplete='off' data-do='edit-value'></label></p>\
         <p class='said edit-said' role='status' id='edit-said-",
    );
    markup.text(&name).raw(
        "'></p><p class='tools'>\
         <button type='button' class='button' data-do='edit-flip'>Flip these bits of the byte</button> \
         <button type='button' class='button' data-do='edit-set'>Put these bytes there</button> \
         <button type='button' class='button' data-do='edit-inject'>Put these bytes in front of the record</button> \
         <button type='button' class='button' data-do='edit-cut'>Cut it off before the byte</button> \
         <button type='button' class='button' data-do='edit-split'>Split it before the byte</button></p>\
         <p class='tools'><label>Record <input type='number' class='edit-after' max='9999' value='",
    );
    markup.number(record.id.number + 2).raw("' min='").number(record.id.number + 2);
    markup.raw(
        "' data-do='edit-value'></label> \
         <button type='button' class='button' data-do='edit-replay'>Send this one again after that</button></p></details>",
    );
}

/// How a link names a record.
fn short(id: RecordId) -> String {
    let sender = match id.sender {
        Side::Client => "c",
        Side::Server => "s",
    };
    [sender, &id.number.to_string()].concat()
}

/// Writes the button that leads from a field to the tools of its record, if the field is on the wire as it is shown: `ordinal`
/// is the place of the bytes that have it among those of the panel.
pub(in crate::ui) fn point(
    trace: &Trace,
    message: &Message,
    layer: Layer,
    (ordinal, span): (usize, Span),
    bytes: &[u8],
    markup: &mut Markup,
) {
    let place = match layer {
        Layer::Wire => message.placements.get(ordinal).map(|placement| (placement.record, span.start)),
        Layer::Opened if ordinal == 0 => on_the_wire(trace, message, span.start),
        Layer::Opened => None,
    };
    let Some((id, offset)) = place.filter(|_| !span.is_empty()) else { return };
    markup.raw("<p class='tools'><button type='button' class='button' data-do='edit-point' data-record='");
    markup.text(&short(id)).raw("' data-n='").number(offset).raw("' data-hex='").text(&dense_hex(bytes));
    markup.raw("'>Change it on the way</button></p>");
}

/// Where a byte of a message that is not sealed is on the wire: in which record, and where in that.
fn on_the_wire(trace: &Trace, message: &Message, place: usize) -> Option<(RecordId, usize)> {
    let mut before = 0;
    for placement in &message.placements {
        let length = placement.span.len();
        if (before..before + length).contains(&place) {
            let (_, record) = trace.record(placement.record)?;
            let offset = HEADER_LENGTH + placement.span.start + place - before;
            return record.protection.is_none().then_some((record.id, offset));
        }
        before += length;
    }
    None
}

/// Opens the tools of a record at the byte that a button names.
pub(super) fn open(session: Session, button: &Element) {
    let value = |name: &str| button.get_attribute(name).unwrap_or_default();
    let (record, byte, hex) = (value("data-record"), value("data-n"), value("data-hex"));
    session.update(|state| state.layer = Layer::Wire);
    let selector = [".interfere[data-record='", &record, "']"].concat();
    let Ok(Some(tools)) = browser::document().query_selector(&selector) else { return };
    let _ = tools.set_attribute("open", "");
    for (class, text) in [(".edit-byte", byte), (".edit-hex", hex)] {
        if let Ok(Some(field)) = tools.query_selector(class) {
            browser::set_value(&field, &text);
        }
    }
    if let Ok(Some(field)) = tools.query_selector(".edit-hex") {
        check(&field);
        browser::focus_on(Some(field));
    }
}

/// Opens the tools of the first record that is shown, and moves the focus to them.
pub(super) fn lead() {
    let Ok(Some(summary)) = browser::document().query_selector(".interfere summary") else { return };
    if let Some(tools) = summary.parent_element() {
        let _ = tools.set_attribute("open", "");
    }
    browser::focus_on(Some(summary));
}

/// The edit that a button stands for; if it is none, what is wrong is said beside it.
pub(super) fn of(button: &Element, what: &str) -> Option<Edit> {
    let words = match what {
        "edit" => button.get_attribute("data-edit").unwrap_or_default(),
        other => typed(button, other)?,
    };
    match Edit::parse(&words).map_err(|fault| told(button, what, fault)).and_then(|edit| fits(button, edit)) {
        Ok(edit) => Some(edit),
        Err(fault) => {
            say(button, &fault);
            browser::focus_on(mark(button, what, true));
            None
        }
    }
}

/// What was typed, as a link has it.
fn typed(within: &Element, what: &str) -> Option<String> {
    let tools = within.closest(".interfere").ok()??;
    let field = |class: &str| tools.query_selector(class).ok().flatten().map(|field| browser::value(&field));
    let record = tools.get_attribute("data-record")?;
    let byte = field(".edit-byte")?;
    // As people write bytes, with spaces between.
    let hex = field(".edit-hex")?.split_whitespace().collect::<String>();
    let number = |text: &str, change: fn(usize) -> Option<usize>| {
        text.parse().ok().and_then(change).map_or_else(String::new, |number| number.to_string())
    };
    Some(match what {
        "edit-flip" => [&record, "-flip-", &byte, "-", &hex].concat(),
        "edit-set" => [&record, "-set-", &byte, "-", &hex].concat(),
        "edit-inject" => [&record, "-inject-", &hex].concat(),
        "edit-cut" => [&record, "-cut-", &byte].concat(),
        "edit-split" => [&record, "-split-", &number(&byte, |byte| byte.checked_sub(HEADER_LENGTH))].concat(),
        _ => [&record, "-replay-", &number(&field(".edit-after")?, |number| number.checked_sub(1))].concat(),
    })
}

/// What is wrong with what was typed. Of a number it is the range of this record's field, and not that of the format.
fn told(within: &Element, what: &str, fault: Fault) -> String {
    let (class, subject) = if what == "edit-replay" { (".edit-after", "record") } else { (".edit-byte", "byte") };
    let tools = within.closest(".interfere").ok().flatten();
    let field = tools.and_then(|tools| tools.query_selector(class).ok().flatten());
    let (Fault::Range { .. }, Some(field)) = (fault, field) else { return fault.to_string() };
    let limit = |name: &str| field.get_attribute(name).unwrap_or_default();
    let from = match what {
        "edit-cut" => "1".into(),
        "edit-split" => usize::to_string(&(HEADER_LENGTH + 1)),
        _ => limit("min"),
    };
    ["the ", subject, " must be a whole number from ", &from, " to ", &limit("max")].concat()
}

/// Sees to it that the record has the bytes that the edit is about.
fn fits(within: &Element, edit: Edit) -> Result<Edit, String> {
    let tools = within.closest(".interfere").ok().flatten();
    let length = tools.and_then(|tools| tools.get_attribute("data-length")).and_then(|length| length.parse().ok());
    let Some(length) = length else { return Ok(edit) };
    let end = match &edit.change {
        Change::Flip { offset, .. } => offset + 1,
        Change::Set { offset, bytes } => offset + bytes.len(),
        Change::Cut { length } => length + 1,
        Change::Split { at } => HEADER_LENGTH + at + 1,
        Change::Drop | Change::Repeat | Change::Delay(_) | Change::Inject { .. } | Change::Replay { .. } => 0,
    };
    if end <= length { Ok(edit) } else { Err(["the record has ", &usize::to_string(&length), " bytes only"].concat()) }
}

/// Checks what is being typed, and says what is wrong with it.
pub(super) fn check(field: &Element) {
    let what = if field.class_list().contains("edit-after") { "edit-replay" } else { "edit-set" };
    let Some(words) = typed(field, what) else { return };
    let wrong = Edit::parse(&words).map_err(|fault| told(field, what, fault)).and_then(|edit| fits(field, edit)).err();
    mark(field, what, wrong.is_some());
    say(field, wrong.as_deref().unwrap_or_default());
}

/// Marks the one of the fields for a change that is wrong, which is described by what is said, and returns it; if nothing is
/// wrong, none is.
fn mark(within: &Element, what: &str, is_wrong: bool) -> Option<Element> {
    let tools = within.closest(".interfere").ok()??;
    let classes: &[&str] = match what {
        "edit-flip" | "edit-set" => &[".edit-byte", ".edit-hex"],
        "edit-cut" | "edit-split" => &[".edit-byte"],
        "edit-inject" => &[".edit-hex"],
        "edit-replay" => &[".edit-after"],
        _ => &[],
    };
    let fields = classes.iter().filter_map(|class| tools.query_selector(class).ok()?);
    let said = tools.query_selector(".edit-said").ok()??.id();
    let mut found = None;
    for (place, field) in fields.enumerate() {
        // Of a byte and what is put there, the byte is wrong only if the record does not have it.
        let has_byte = |number: usize| Some(number) <= field.get_attribute("max").and_then(|max| max.parse().ok());
        let is_last = place + 1 == classes.len();
        let is_it = is_wrong && found.is_none() && (is_last || !browser::value(&field).parse().is_ok_and(has_byte));
        let _ = field.set_attribute("aria-invalid", if is_it { "true" } else { "false" });
        if is_it {
            let _ = field.set_attribute("aria-describedby", &said);
            found = Some(field);
        } else {
            let _ = field.remove_attribute("aria-describedby");
        }
    }
    found
}

/// Says something beside the tools.
pub(super) fn say(within: &Element, text: &str) {
    let Ok(Some(tools)) = within.closest(".interfere") else { return };
    if let Ok(Some(said)) = tools.query_selector(".edit-said") {
        let mut letters = text.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        let end = if text.is_empty() || text.ends_with('.') { "" } else { "." };
        said.set_text_content(Some(&[&first, letters.as_str(), end].concat()));
    }
}
