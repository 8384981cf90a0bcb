//! A run in the forms that other programs read.

pub mod key_log;
