//! A dialog: the browser's own, which keeps the focus inside and closes with Escape.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon;

/// A dialog that is there while `open` says so; what is in it is built when it opens.
pub(super) fn dialog(id: &'static str, title: &'static str, open: RwSignal<bool>, content: fn() -> AnyView) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && open.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let close = move || {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    };
    // Only a click beside the content has the dialog itself as its target.
    let close_beside = move |event: leptos::ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.tag_name() == "DIALOG") {
            close();
        }
    };
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <dialog
            node_ref=node
            class=format!("dialog {id}")
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
            on:click=close_beside
        >
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id=title_id>{title}</h2>
                    <button type="button" class="quiet" aria-label="Close" on:click=move |_| close()>
                        {icon::icon(icon::CLOSE)}
                    </button>
                </div>
                {move || open.get().then(content)}
            </div>
        </dialog>
    }
    .into_any()
}
