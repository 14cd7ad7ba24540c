//! What is the matter with a cell that could not be read. Asked only of cells that are refused; what it answers
//! changes no value.

mod number;
mod time;

pub(super) use number::{GROUPED, OTHER_MARK, number};
pub(super) use time::{EPOCH_MS, EPOCH_S, Forms, time};
