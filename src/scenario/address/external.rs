//! The key that both were given, in a link: pairs of hexadecimal digits.

use super::{Address, Problem};

#[cfg(feature = "whole")]
pub(super) fn read(address: &mut Address, raw: &str) -> Result<(), Problem> {
    address.scenario.external_psk.value = Some(super::value::psk(raw)?);
    Ok(())
}

#[cfg(feature = "whole")]
pub(super) fn write(address: &Address) -> Option<String> {
    address.scenario.external_psk.value.as_deref().map(crate::scenario::attack::hex)
}

#[cfg(not(feature = "whole"))]
pub(super) fn read(_: &mut Address, _: &str) -> Result<(), Problem> {
    Err(Problem::NotBuilt)
}

#[cfg(not(feature = "whole"))]
pub(super) fn write(_: &Address) -> Option<String> {
    None
}
