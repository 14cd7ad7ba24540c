//! `[[reach]]`: a stretch of river between two gauges.

use crate::domain::{Reach, StationId};
use crate::engine::entry::Entry;

pub(super) fn reach(entry: &mut Entry<'_>) -> Reach {
    let reach = Reach {
        from: StationId::new(entry.text("from")),
        to: StationId::new(entry.text("to")),
        travel_hours: entry.number("travel_h"),
    };
    if reach.travel_hours <= 0.0 {
        entry.fault(
            "travel_h",
            "a travel time is above zero",
            "write hours, such as travel_h = 14.0",
        );
    }
    reach
}
