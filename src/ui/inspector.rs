//! The inspector: what exactly the bytes are, where the keys come from, and who can know what.
//!
//! Each page is a pure function of the trace, the cursor and how to look at it, written as text (see [`markup`]). What is
//! selected changes no page: it is marked on it, and what there is to say about it is put beside it.

mod action;
mod bytes;
mod certificate;
mod copy;
mod keys;
mod knowledge;
mod markup;
mod message;
mod shown;
mod states;
mod transcript;
mod tree;
mod view;

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::Session;
use crate::scenario::address::{Layer, Selection, Tab};
use shown::Shown;
use view::View;

const TABS: [(Tab, &str); 6] = [
    (Tab::Message, "Message"),
    (Tab::Keys, "Keys"),
    (Tab::Transcript, "Transcript"),
    (Tab::Certificate, "Certificate"),
    (Tab::States, "States"),
    (Tab::Knowledge, "Who knows"),
];

/// The inspector with its six pages, of which one is there at a time.
#[component]
pub fn Inspector() -> impl IntoView {
    let session = Session::expect();
    let (said, say) = signal(String::new());
    view! {
        <section class="inspector" aria-label="Inspector">
            <Tabs session />
            <div
                class="panel"
                role="tabpanel"
                id="inspector-panel"
                tabindex="0"
                aria-labelledby=move || tab_id(session.tab.get())
            >
                <LayerChoice session />
                <Panel session say />
            </div>
            <p class="said" role="status">{said}</p>
        </section>
    }
}

fn tab_id(tab: Tab) -> String {
    format!("tab-{}", place(tab))
}

fn place(tab: Tab) -> usize {
    TABS.iter().position(|(other, _)| *other == tab).unwrap_or(0)
}

/// The tabs: one stop for the Tab key, arrows between them.
#[component]
fn Tabs(session: Session) -> impl IntoView {
    let on_key = move |event: web_sys::KeyboardEvent| {
        let here = place(session.tab.get_untracked());
        let there = match event.key().as_str() {
            "ArrowRight" => (here + 1) % TABS.len(),
            "ArrowLeft" => (here + TABS.len() - 1) % TABS.len(),
            "Home" => 0,
            "End" => TABS.len() - 1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        session.tab.set(TABS[there].0);
        if let Some(tab) = document().get_element_by_id(&tab_id(TABS[there].0)) {
            let _ = tab.unchecked_into::<HtmlElement>().focus();
        }
    };
    let tabs: Vec<_> = TABS
        .into_iter()
        .map(|(tab, name)| {
            let here = move || session.tab.get() == tab;
            view! {
                <button
                    type="button"
                    role="tab"
                    id=tab_id(tab)
                    aria-controls="inspector-panel"
                    aria-selected=move || if here() { "true" } else { "false" }
                    tabindex=move || if here() { "0" } else { "-1" }
                    on:click=move |_| session.tab.set(tab)
                >
                    {name}
                </button>
            }
        })
        .collect();
    view! { <div class="tabs" role="tablist" aria-label="Inspector" on:keydown=on_key>{tabs}</div> }
}

/// Which bytes of the message are shown: as anyone sees them, or opened.
#[component]
fn LayerChoice(session: Session) -> impl IntoView {
    let choice = move |layer: Layer, name: &'static str| {
        view! {
            <label>
                <input
                    type="radio"
                    name="layer"
                    prop:checked=move || session.layer.get() == layer
                    on:change=move |_| session.layer.set(layer)
                />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="seg" hidden=move || session.tab.get() != Tab::Message>
            <legend class="visually-hidden">"Bytes shown"</legend>
            {choice(Layer::Wire, "On the wire")}
            {choice(Layer::Opened, "Opened")}
        </fieldset>
    }
}

/// The page that is shown.
#[component]
fn Panel(session: Session, say: WriteSignal<String>) -> impl IntoView {
    let node = NodeRef::<Div>::new();
    let shown = StoredValue::new_local(Shown::default());

    // Two effects: what is on the page, and what of it is selected. The first ends with the second's work.
    Effect::new(move |_| {
        let (Some(root), trace) = (node.get(), session.trace.get()) else { return };
        let view = View {
            trace: &trace,
            cursor: session.cursor.get(),
            layer: session.layer.get(),
            depth: session.depth.get(),
        };
        let tab = session.tab.get();
        let selection = session.selection.get_untracked();
        shown.update_value(|shown| {
            shown.paint(&root, view, tab);
            shown.select(&root, view, selection);
        });
    });
    Effect::new(move |_| {
        let selection = session.selection.get();
        let Some(root) = node.get_untracked() else { return };
        let trace = session.trace.get_untracked();
        let cursor = session.cursor.get_untracked();
        let (layer, depth) = (session.layer.get_untracked(), session.depth.get_untracked());
        shown.update_value(|shown| shown.select(&root, View { trace: &trace, cursor, layer, depth }, selection));
    });
    forget_fields_of_other_bytes(session);

    let select_field = move |number: usize| {
        if matches!(session.tab.get_untracked(), Tab::Message | Tab::Certificate) {
            session.selection.set(Some(Selection::Field(number)));
        }
    };
    let on_click = move |event: web_sys::MouseEvent| {
        let Some(target) = element(event.target()) else { return };
        if let Ok(Some(button)) = target.closest("[data-a]") {
            let number = button.get_attribute("data-a").and_then(|number| number.parse().ok());
            let action = number.and_then(|number: usize| shown.with_value(|shown| shown.action(number)));
            if let Some(action) = action {
                action.perform(session, say);
            }
            return;
        }
        if let Ok(Some(details)) = target.closest("[data-bytes]")
            && matches!(target.closest("summary"), Ok(Some(_)))
        {
            shown.with_value(|shown| shown.fill_bytes(&details));
        }
        if matches!(target.closest("a, .detail, summary"), Ok(Some(_))) {
            return;
        }
        let Some(number) = tree::field_number(&target) else { return };
        if let Ok(Some(item)) = target.closest(".field-row") {
            tree::make_tab_stop(&item);
            let twisted = matches!(target.closest(".twist"), Ok(Some(_)));
            let again = session.selection.get_untracked() == Some(Selection::Field(number));
            if let Some(open) = tree::is_open(&item) {
                shown.with_value(|shown| tree::set_open(&item, &shown.sources, !open || !(twisted || again)));
                if twisted {
                    return;
                }
            } else if again {
                session.selection.set(None);
                return;
            }
        }
        select_field(number);
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let Some(item) = element(event.target()) else { return };
        if !item.class_list().contains("field-row") || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let handled = shown.with_value(|shown| tree::on_key(&item, &event.key(), &shown.sources));
        if handled {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let light = move |target: Option<web_sys::EventTarget>| {
        let number = element(target).as_ref().and_then(tree::field_number);
        if let Some(root) = node.get_untracked() {
            shown.update_value(|shown| shown.light(&root, number));
        }
    };
    view! {
        <div
            class="page"
            node_ref=node
            on:click=on_click
            on:keydown=on_key
            on:pointerover=move |event| light(event.target())
            on:pointerleave=move |_| light(None)
            on:focusin=move |event| light(event.target())
            on:focusout=move |_| light(None)
        />
    }
}

fn element(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// Drops a selected field when other bytes come to be shown, unless the selection came with them.
fn forget_fields_of_other_bytes(session: Session) {
    type Bytes = Option<(Tab, usize, Layer)>;
    Effect::new(move |before: Option<(Bytes, Option<Selection>)>| {
        let (cursor, layer, tab) = (session.cursor.get(), session.layer.get(), session.tab.get());
        let selection = session.selection.get();
        let trace = session.trace.get();
        let view = View { trace: &trace, cursor, layer, depth: session.depth.get_untracked() };
        let bytes = match tab {
            Tab::Message => view.message().map(|(step, _)| (tab, step, layer)),
            // All of its fields count as those of the opened message do.
            Tab::Certificate => view.certificate().map(|(step, _)| (Tab::Message, step, Layer::Opened)),
            Tab::Keys | Tab::Transcript | Tab::States | Tab::Knowledge => None,
        };
        let Some((bytes_before, selection_before)) = before else { return (bytes, selection) };
        let Some(bytes) = bytes else { return (bytes_before, selection) };
        let stale = bytes_before.is_some_and(|before| before != bytes)
            && selection == selection_before
            && matches!(selection, Some(Selection::Field(_)));
        if stale {
            session.selection.set(None);
        }
        (Some(bytes), selection)
    });
}
