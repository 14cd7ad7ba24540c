//! What each fixture of the line formats holds, counted by hand.

use crate::expected::Expect;

pub(crate) const LINES: &[Expect] = &[];
