//! Connections in which somebody plays a side that they are not.

use super::{Side, Trace};

/// In one connection, one side is the attacker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Impersonation {
    /// The connection, the first being 0.
    pub connection: usize,
    /// The side.
    pub side: Side,
}

impl Trace {
    /// The side that the attacker plays in the connection of the step `within`; `None` if both are who they should be.
    #[must_use]
    pub fn impersonated(&self, within: usize) -> Option<Side> {
        let connection = self.connection(within);
        self.impersonations.iter().find(|one| one.connection == connection).map(|one| one.side)
    }
}
