//! The faults that are planted in the exports, each in one place: where it is, and what it does to a value.

use chrono::NaiveDate;

use super::clock::{Minute, as_of, date};

/// Share of the left bank's discharge that the right bank reports at Grenzau: equal until 2018, 0.91 from 2026.
/// Bresk's rating was not renewed while the bed scoured.
pub(super) fn bank_ratio(day: NaiveDate) -> f64 {
    let (from, to) = (date(2018, 1, 1), date(2026, 1, 1));
    let whole = to.signed_duration_since(from).num_days();
    let passed = day.signed_duration_since(from).num_days().clamp(0, whole);
    let number = |days: i64| f64::from(i32::try_from(days).unwrap_or(i32::MAX));
    1.0 - 0.09 * number(passed) / number(whole)
}

/// First and last instant at which the float of Pontal hangs and the stage stays the same.
pub(super) fn stuck_at_pontal() -> (Minute, Minute) {
    (
        Minute::at(date(2026, 2, 10), 4, 0),
        Minute::at(date(2026, 2, 11), 22, 0),
    )
}

/// Days on which the export of the West Canal has −999, which it does not declare.
pub(super) fn sentinel_at_canal() -> (NaiveDate, NaiveDate) {
    (date(2023, 7, 3), date(2023, 7, 22))
}

/// Instants at which the export of Foz has +9999, which it does not declare.
pub(super) fn sentinel_at_foz(at: Minute) -> bool {
    let spans = [
        (Minute::at(date(2026, 5, 28), 9, 0), 6),
        (Minute::at(date(2026, 6, 7), 2, 0), 8),
    ];
    spans
        .iter()
        .any(|(first, readings)| *first <= at && at < first.plus(readings * 15))
}

/// Last reading of Salto: the feed died two days before the as-of instant.
pub(super) fn last_of_salto() -> Minute {
    Minute::at(date(2026, 6, 12), 5, 45)
}

/// Last reading of the payload that the feed of Foz delivered before it stopped answering.
pub(super) fn last_of_foz() -> Minute {
    as_of().plus(-9 * 60)
}

/// First and last day of the year that Bresk issued again for Dravec.
pub(super) fn reissued_year() -> (NaiveDate, NaiveDate) {
    (date(2023, 10, 1), date(2024, 9, 30))
}

/// Share of the corrected discharge of Dravec that the first issue of that year gave: a rating that was out of date
/// over winter and spring, and a flood above the gaugings.
pub(super) fn first_issue(day: NaiveDate) -> f64 {
    if date(2024, 6, 3) <= day && day <= date(2024, 6, 10) {
        0.87
    } else if date(2023, 11, 15) <= day && day <= date(2024, 5, 20) {
        0.945
    } else {
        1.0
    }
}

/// First and last instant of the telemetry's gap at Grenzau, left bank, that the checked download fills.
pub(super) fn gap_at_grenzau() -> (Minute, Minute) {
    (
        Minute::at(date(2026, 2, 20), 3, 15),
        Minute::at(date(2026, 2, 20), 6, 0),
    )
}

/// m by which the unchecked download lifts the stage of Grenzau, left bank: three spikes that checking took out.
pub(super) fn spike_at_grenzau(at: Minute) -> f64 {
    let first = Minute::at(date(2026, 2, 18), 12, 15);
    let spikes = [(0, 1.24), (90, 0.87), (195, 1.51)];
    spikes
        .iter()
        .find(|(after, _)| first.plus(*after) == at)
        .map_or(0.0, |(_, lift)| *lift)
}

/// Whether the clock of Corvia was put forward over the civil times that begin here: 01:00 to 01:45 on 29 March 2026.
/// The logger of Pontal went on for an hour before somebody set it.
pub(super) fn unset_logger(at: Minute) -> bool {
    let first = Minute::at(date(2026, 3, 29), 1, 0);
    first <= at && at < first.plus(60)
}

/// Whether this is the first pass of the hour that exists twice on 26 October 2025; the export of Salto has only the
/// second.
pub(super) fn first_pass(at: Minute) -> bool {
    let first = Minute::at(date(2025, 10, 26), 0, 0);
    first <= at && at < first.plus(60)
}

/// Days without a value in a daily record.
pub(super) fn silent_day(station: &str, day: NaiveDate) -> bool {
    let spans = [
        ("hochstein", (2019, 3, 11), (2019, 3, 19)),
        ("rain-hochtal", (2021, 2, 8), (2021, 2, 10)),
        ("mittelbruck", (2020, 2, 10), (2020, 2, 16)),
        ("salto", (2017, 8, 5), (2017, 8, 12)),
        ("rain-salto", (2018, 12, 24), (2018, 12, 31)),
        ("rain-pontal", (2019, 7, 1), (2019, 7, 14)),
    ];
    spans.iter().any(|(of, from, to)| {
        *of == station && date(from.0, from.1, from.2) <= day && day <= date(to.0, to.1, to.2)
    })
}
