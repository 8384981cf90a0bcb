//! What the page does later.

use core::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::browser::window;
use super::part;

/// Some work, and when it is due.
pub(super) struct Timer {
    work: Closure<dyn FnMut()>,
    due: Cell<Option<Due>>,
}

/// By what it is due, with the browser's number for it.
enum Due {
    Timeout(i32),
    Interval(i32),
    Frame(i32),
}

impl Timer {
    pub fn new(work: Box<dyn FnMut()>) -> Self {
        let mut work = work;
        let work = Closure::new(move || {
            if !part::is_over() {
                work();
            }
        });
        Self { work, due: Cell::new(None) }
    }

    /// Works once, that many milliseconds from now, and not when it was due before.
    pub fn once(&self, milliseconds: i32) {
        self.stop();
        let work = self.work.as_ref().unchecked_ref();
        let number = window().set_timeout_with_callback_and_timeout_and_arguments_0(work, milliseconds);
        self.due.set(number.ok().map(Due::Timeout));
    }

    /// Works again and again, with that many milliseconds between.
    pub fn every(&self, milliseconds: i32) {
        self.stop();
        let work = self.work.as_ref().unchecked_ref();
        let number = window().set_interval_with_callback_and_timeout_and_arguments_0(work, milliseconds);
        self.due.set(number.ok().map(Due::Interval));
    }

    /// Works once, just before the browser draws its next frame.
    pub fn next_frame(&self) {
        self.stop();
        let number = window().request_animation_frame(self.work.as_ref().unchecked_ref());
        self.due.set(number.ok().map(Due::Frame));
    }

    pub fn stop(&self) {
        match self.due.take() {
            Some(Due::Timeout(number)) => window().clear_timeout_with_handle(number),
            Some(Due::Interval(number)) => window().clear_interval_with_handle(number),
            Some(Due::Frame(number)) => {
                let _ = window().cancel_animation_frame(number);
            }
            None => {}
        }
    }
}
