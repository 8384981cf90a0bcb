//! In a program that is not whole, links that say so need the whole.

use super::super::{Address, Problem};
use super::{Laboratory, Name};

pub(in crate::scenario::address) fn read(_: Name, _: &mut Address, _: &str) -> Result<(), Problem> {
    Err(Problem::NotBuilt)
}

pub(in crate::scenario::address) fn write(_: Name, _: &Address) -> Option<String> {
    None
}

pub(in crate::scenario::address) fn lacks(_: &str, _: impl Fn(&str) -> bool) -> Option<Problem> {
    None
}

pub(in crate::scenario::address) fn settle(_: &mut Laboratory) {}
