//! Vectors of the family of this name.

use super::Owner;

pub(crate) const OWNERS: &[Owner] = &[];
