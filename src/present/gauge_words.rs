//! A gauge and its warning in words, as bulletin and messages say them. What is not known is said, never left out.

use super::Words;
use super::words::MISSING;
use crate::domain::{Clock, Instant, Quantity, WarningState};
use crate::engine::StationWarning;

/// The state of the river itself: what the board would say had nobody put the alarm aside.
pub(super) fn river_state(warning: &StationWarning) -> WarningState {
    match warning.state {
        WarningState::Shelved => warning.beneath_shelf.unwrap_or(WarningState::Shelved),
        state => state,
    }
}

/// The native name of the level, or words for every other state.
pub(super) fn state_in_words(warning: &StationWarning, words: &Words) -> String {
    let level = warning
        .level
        .as_ref()
        .map(|reached| reached.level.name.as_str());
    let state = river_state(warning);
    let key = match state {
        WarningState::Raised => match level {
            Some(level) => return level.to_owned(),
            None => "gauge-raised",
        },
        WarningState::NoLevels => "gauge-no-levels",
        WarningState::Normal => "gauge-normal",
        WarningState::Shelved => "gauge-shelved",
        WarningState::Suspect => "gauge-suspect",
        WarningState::Late => "gauge-late",
        WarningState::NoData => "gauge-no-data",
    };
    let word = words.get(key);
    match level {
        Some(level) if state.is_unknown() => words.with(
            "gauge-last-known",
            &[("state", word.into()), ("level", level.into())],
        ),
        _ => word,
    }
}

/// "3.52 m"; "–" without a good reading.
pub(super) fn reading(warning: &StationWarning, words: &Words) -> String {
    warning.reading.map_or_else(
        || MISSING.to_owned(),
        |reading| words.value(Some(reading.value), reading.quantity),
    )
}

/// "15 min ago"; "no reading" without one.
pub(super) fn age(warning: &StationWarning, as_of: Instant, words: &Words) -> String {
    match warning.reading {
        None => words.age(None),
        Some(reading) => {
            let age = words.age(Some(as_of.minutes_since(reading.time)));
            words.with("age-ago", &[("age", age.into())])
        }
    }
}

/// The rise per hour of the quantity that decides, over the hour or else the longest window that is known.
pub(super) fn rise_per_hour(warning: &StationWarning) -> Option<(f64, u32)> {
    let known = |minutes: u32| {
        let over = warning.rises.iter().find(|rise| rise.minutes == minutes)?;
        let rate = over.per_hour.filter(|rate| rate.is_finite())?;
        Some((rate, minutes))
    };
    [60, 180, 30, 15].into_iter().find_map(known)
}

/// "0.12 m/h", without its sign.
pub(super) fn rate(warning: &StationWarning, words: &Words) -> Option<String> {
    let (rate, _) = rise_per_hour(warning)?;
    Some(match warning.reading?.quantity {
        Quantity::Stage => format!("{} m/h", words.number(rate.abs(), 2)),
        quantity => format!("{}/h", words.value(Some(rate.abs()), quantity)),
    })
}

/// "rising 0.12 m/h", "steady", "falling …"; "trend not known" where there is no rate.
pub(super) fn trend(warning: &StationWarning, words: &Words) -> String {
    let unknown = || words.get("trend-unknown");
    let (Some((per_hour, minutes)), Some(rate)) = (rise_per_hour(warning), rate(warning, words))
    else {
        return unknown();
    };
    let Some(reading) = warning.reading else {
        return unknown();
    };
    // Half of the last figure that is written: less than that is written as nothing.
    let least = match reading.quantity {
        Quantity::Stage => 0.005,
        _ => 0.005 * reading.value.abs().max(1.0),
    };
    let key = match per_hour {
        rate if rate.abs() < least => return words.get("trend-steady"),
        rate if rate > 0.0 => "trend-rising",
        _ => "trend-falling",
    };
    words.with(key, &[("rate", rate.into()), ("minutes", minutes.into())])
}

/// "Major flood in 4.5 h if the rise stays as it is"; `None` where nothing is coming or it cannot be said.
pub(super) fn coming(warning: &StationWarning, words: &Words) -> Option<String> {
    if river_state(warning).is_unknown() {
        return None;
    }
    let next = warning.next.as_ref()?;
    let hours = next.steady_hours?;
    let fillings = [
        ("level", next.level.name.as_str().into()),
        ("hours", words.hours(hours).into()),
    ];
    Some(words.with("coming-steady", &fillings))
}

/// "0.48 m below Major flood"; `None` where no level is above.
pub(super) fn distance(warning: &StationWarning, words: &Words) -> Option<String> {
    let next = warning.next.as_ref()?;
    let distance = words.value(Some(next.distance), next.level.quantity);
    let fillings = [
        ("distance", distance.into()),
        ("level", next.level.name.as_str().into()),
    ];
    Some(words.with("level-next", &fillings))
}

/// "14 Jun 2026 03:20 UTC".
pub(super) fn utc(at: Instant, words: &Words) -> String {
    format!("{} UTC", words.date_and_time(at, Clock::UTC))
}
