//! A value that the page follows.

use leptos::prelude::{ArcRwSignal, Set, Track, WithUntracked};
use leptos::reactive::effect::ImmediateEffect;
use send_wrapper::SendWrapper;

/// A signal of Leptos that lives as long as the page, so that whoever needs it has it.
pub struct Signal<T: 'static>(&'static ArcRwSignal<T>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Signal<T> {
    /// Starts with that value, and nobody follows.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Box::leak(Box::new(ArcRwSignal::new(value))))
    }

    /// A copy of the value.
    #[must_use]
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(Clone::clone)
    }

    /// What `read` makes of the value, which it does not set.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.0.with_untracked(read)
    }

    /// Sets another value and calls the followers, who may set one too.
    pub fn set(self, value: T) {
        self.0.set(value);
    }

    /// Calls the follower now, and each time from now on.
    ///
    /// At once and not in a task of its own, as Leptos' other effects do: a step is painted in the frame in which it is asked for.
    pub fn follow(self, follower: impl Fn() + 'static) {
        // The page has one thread.
        let follower = SendWrapper::new(move || {
            self.0.track();
            follower();
        });
        let effect = ImmediateEffect::new(move || (*follower)());
        core::mem::forget(effect);
    }
}
