//! Taking the run away as a file.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url,
};

use super::browser::document;
use super::markup::Markup;
use super::{Session, browser};
use crate::export::{Format, Run};

/// A kind of file.
struct File {
    name: &'static str,
    /// What it is for.
    words: &'static str,
    format: Format,
    /// Whether the file is a picture, drawn from what is written.
    is_drawn: bool,
}

const fn file(name: &'static str, words: &'static str, format: Format) -> File {
    File { name, words, format, is_drawn: false }
}

static FILES: [File; 8] = [
    file("pcapng", "The packets with the secrets inside: opens decrypted in Wireshark.", Format::Pcapng),
    file("Key log", "The secrets alone, as SSLKEYLOGFILE has them.", Format::KeyLog),
    file("JSON", "Everything that happened, for programs.", Format::Json),
    file("Text", "Every step in words, with all bytes: to read, print and hand in.", Format::Text),
    file("PEM", "The certificates.", Format::Pem),
    file("SVG", "The ladder as a drawing.", Format::Svg),
    File { name: "PNG", words: "The ladder as a picture, twice as fine.", format: Format::Svg, is_drawn: true },
    file("Mermaid", "The ladder as text that Markdown pages draw.", Format::Mermaid),
];

/// How many pixels of a picture stand for one of the drawing.
const FINENESS: u32 = 2;

/// Where it is said what became of it.
const SAID: &str = "export-said";

pub(super) fn write(markup: &mut Markup) {
    markup.raw("<h3>Take the run with you</h3><ul class='files'>");
    for (index, file) in FILES.iter().enumerate() {
        markup.raw("<li><button type='button' class='button' data-do='export' data-n='").number(index).raw("'>");
        markup.raw("<span class='visually-hidden'>Save as </span>").raw(file.name).raw("</button> ").raw(file.words);
        markup.raw("</li>");
    }
    markup.raw("</ul><p class='said' role='status' id='").raw(SAID).raw("'></p>");
}

/// The run with what is known beside its trace.
fn exported(session: Session, shown: &super::Run) -> Run<'_> {
    #[cfg(feature = "whole")]
    if let Some(origin) = &shown.origin {
        return Run {
            trace: &shown.trace,
            title: origin.title.clone(),
            began: origin.began,
            pause: 0,
            is_simulated: false,
            address: session.hash(),
            trust_anchors: origin.trust_anchors.clone(),
        };
    }
    Run::of(&session.scenario.get(), &shown.trace)
}

/// Saves the run as the file with that number.
pub(super) fn save(session: Session, number: usize) {
    let Some(file) = FILES.get(number) else { return };
    let trace = session.run.get();
    let run = exported(session, &trace);
    let bytes = file.format.write(&run);
    let mut name = file.format.file_name(&run);
    if file.is_drawn {
        name.truncate(name.len() - "svg".len());
        name.push_str("png");
        draw(&String::from_utf8_lossy(&bytes), name);
        return;
    }
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(&*bytes));
    let kind = BlobPropertyBag::new();
    kind.set_type(file.format.media_type());
    hand_over(Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok(), &name);
}

/// Lets the browser save it, and says so.
fn hand_over(blob: Option<Blob>, name: &str) {
    let address = blob.and_then(|blob| Url::create_object_url_with_blob(&blob).ok());
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let (Some(address), Some(link)) = (address, link) else {
        browser::set_text(SAID, "The browser does not let this page make a file.");
        return;
    };
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser reads it later, and lets go of it with the page.
    let mut said = String::from("Handed to the browser as ");
    said.push_str(name);
    said.push('.');
    browser::set_text(SAID, &said);
}

/// Draws a picture of the drawing and hands it over.
fn draw(svg: &str, name: String) {
    let Ok(image) = HtmlImageElement::new() else { return };
    let drawing = image.clone();
    let drawn = Closure::once_into_js(move || {
        let canvas = document().create_element("canvas").ok().and_then(|el| el.dyn_into::<HtmlCanvasElement>().ok());
        let Some(canvas) = canvas else { return };
        canvas.set_width(drawing.natural_width() * FINENESS);
        canvas.set_height(drawing.natural_height() * FINENESS);
        let context = canvas.get_context("2d").ok().flatten();
        let Some(context) = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok()) else {
            return;
        };
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        let _ = context.draw_image_with_html_image_element_and_dw_and_dh(&drawing, 0.0, 0.0, width, height);
        let done = Closure::once_into_js(move |blob: JsValue| hand_over(blob.dyn_into().ok(), &name));
        let _ = canvas.to_blob(done.unchecked_ref());
    });
    image.set_onload(Some(drawn.unchecked_ref()));
    let mut address = String::from("data:image/svg+xml;charset=utf-8,");
    address.push_str(&String::from(js_sys::encode_uri_component(svg)));
    image.set_src(&address);
}
