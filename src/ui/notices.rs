//! What of the address could not be used, until the reader has seen it.

use leptos::prelude::*;

use super::{Session, icon};
use crate::scenario::address::Notice;

pub(super) fn notices() -> AnyView {
    let session = Session::expect();
    view! {
        <div class="notices" role="status" aria-label="Notices">
            {move || {
                let notices = session.notices.get();
                (!notices.is_empty()).then(|| list(session, notices))
            }}
        </div>
    }
    .into_any()
}

fn list(session: Session, notices: Vec<Notice>) -> AnyView {
    let items: Vec<AnyView> =
        notices.into_iter().map(|notice| view! { <li>{sentence(&notice)}</li> }.into_any()).collect();
    view! {
        <div class="notice">
            <p>"Part of this address could not be used:"</p>
            <ul>{items}</ul>
            <button type="button" class="quiet" aria-label="Dismiss" on:click=move |_| session.notices.set(Vec::new())>
                {icon::icon(icon::CLOSE)}
            </button>
        </div>
    }
    .into_any()
}

fn sentence(notice: &Notice) -> String {
    let Notice { parameter, problem, instead } = notice;
    match instead {
        Some(instead) => format!("{parameter} {problem}. Used instead: {instead}."),
        None => format!("{parameter} {problem}."),
    }
}
