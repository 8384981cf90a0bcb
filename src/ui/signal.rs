//! A value that the page follows.

use core::cell::{Cell, RefCell};

/// A value, and who is called when another one is set. It lives as long as the page, so that whoever needs it has it.
pub struct Signal<T: 'static>(&'static Inner<T>);

struct Inner<T> {
    value: RefCell<T>,
    follower: Cell<Option<&'static dyn Fn()>>,
}

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
        Self(Box::leak(Box::new(Inner { value: RefCell::new(value), follower: Cell::new(None) })))
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
        read(&self.0.value.borrow())
    }

    /// Sets another value and calls the follower, who may set one too.
    pub fn set(self, value: T) {
        self.0.value.replace(value);
        if let Some(follower) = self.0.follower.get() {
            follower();
        }
    }

    /// Calls the follower now, and each time from now on; a signal has one.
    pub fn follow(self, follower: impl Fn() + 'static) {
        let follower: &'static dyn Fn() = Box::leak(Box::new(follower));
        self.0.follower.set(Some(follower));
        follower();
    }
}
