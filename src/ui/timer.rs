//! What the page does later.

use core::cell::Cell;

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Some work, and when it is due.
pub(super) struct Timer {
    work: Closure<dyn FnMut()>,
    handle: Cell<Option<i32>>,
}

impl Timer {
    pub fn new(work: Box<dyn FnMut()>) -> Self {
        Self { work: Closure::wrap(work), handle: Cell::new(None) }
    }

    /// Works once, that many milliseconds from now, and not when it was due before.
    pub fn once(&self, milliseconds: i32) {
        self.stop();
        let work = self.work.as_ref().unchecked_ref();
        self.handle.set(window().set_timeout_with_callback_and_timeout_and_arguments_0(work, milliseconds).ok());
    }

    /// Works again and again, with that many milliseconds between.
    pub fn every(&self, milliseconds: i32) {
        self.stop();
        let work = self.work.as_ref().unchecked_ref();
        self.handle.set(window().set_interval_with_callback_and_timeout_and_arguments_0(work, milliseconds).ok());
    }

    /// Works just before the next frame is drawn.
    pub fn next_frame(&self) {
        let _ = window().request_animation_frame(self.work.as_ref().unchecked_ref());
    }

    pub fn stop(&self) {
        // Timeouts and intervals share their numbers.
        if let Some(handle) = self.handle.take() {
            window().clear_timeout_with_handle(handle);
        }
    }
}
