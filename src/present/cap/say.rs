//! Headline, description and parameters of a message.

use super::super::Words;
use super::super::gauge_words::{
    age, coming, distance, rate, reading, river_state, state_in_words, trend, utc,
};
use super::situation::{Reached, Situation};
use crate::domain::cap::{LONGEST_HEADLINE, Named};
use crate::domain::{Party, Quantity, WarningState};
use crate::engine::{Evaluation, StationWarning};

/// A message in one language.
pub(super) struct Saying<'a> {
    pub(super) evaluation: &'a Evaluation,
    pub(super) party: &'a Party,
    pub(super) situation: &'a Situation<'a>,
    pub(super) words: &'a Words,
}

impl Saying<'_> {
    /// "Bresk: Minor flood at Dravec, Action at Middlebridge", never longer than receivers show.
    pub(super) fn headline(&self) -> String {
        let reached = &self.situation.reached;
        if reached.is_empty() {
            return self.headline_of("cap-headline-left");
        }
        for n in (1..=reached.len()).rev() {
            let headline = self.headline_with(&reached[..n]);
            if headline.chars().count() <= LONGEST_HEADLINE {
                return headline;
            }
        }
        cut(&self.headline_with(&reached[..1]))
    }

    fn headline_with(&self, shown: &[Reached<'_>]) -> String {
        let one = |gauge: &Reached<'_>| {
            let fillings = [
                ("level", level_of(gauge.warning).into()),
                ("station", gauge.station.name.as_str().into()),
            ];
            self.words.with("cap-level-at", &fillings)
        };
        let mut all: Vec<String> = shown.iter().map(one).collect();
        let others = self.situation.reached.len() - shown.len();
        if others > 0 {
            all.push(self.words.with("cap-others", &[("n", others.into())]));
        }
        let fillings = [
            ("what", self.party.name.as_str().into()),
            ("state", all.join(", ").into()),
        ];
        self.words.with("board-headline", &fillings)
    }

    /// A headline that names the state alone.
    pub(super) fn headline_of(&self, key: &str) -> String {
        let basin = self.evaluation.basin.name.as_str();
        let fillings = [
            ("party", self.party.name.as_str().into()),
            ("basin", basin.into()),
        ];
        cut(&self.words.with(key, &fillings))
    }

    /// Every gauge at a level, one a line, then what is not known.
    pub(super) fn description(&self) -> String {
        let words = self.words;
        let mut lines: Vec<String> = Vec::new();
        for gauge in &self.situation.reached {
            lines.push(self.line(gauge));
        }
        if lines.is_empty() {
            lines.push(words.get("cap-none-reached"));
        }
        for (station, warning) in &self.situation.unknown {
            let last = warning.reading.map_or_else(
                || words.get("unknown-never-reported"),
                |reading| {
                    let fillings = [
                        (
                            "time",
                            words
                                .date_and_time(reading.time, crate::domain::Clock::UTC)
                                .into(),
                        ),
                        (
                            "age",
                            words
                                .age(Some(self.evaluation.as_of.minutes_since(reading.time)))
                                .into(),
                        ),
                    ];
                    words.with("last-reading", &fillings)
                },
            );
            let fillings = [
                ("station", station.name.as_str().into()),
                ("state", state_in_words(warning, words).into()),
                ("last", last.into()),
            ];
            lines.push(words.with("cap-not-known", &fillings));
        }
        lines.push(self.known());
        lines.push(words.with(
            "cap-as-of",
            &[("time", utc(self.evaluation.as_of, words).into())],
        ));
        lines.join("\n")
    }

    /// "5 of 7 gauges with warning levels known".
    fn known(&self) -> String {
        let (known, total) = self.counts();
        self.words.with(
            "cap-known",
            &[("known", known.into()), ("total", total.into())],
        )
    }

    fn counts(&self) -> (usize, usize) {
        let total = self.situation.with_levels;
        (total - self.situation.unknown.len(), total)
    }

    /// "Dravec (Arvena, km 412): Minor flood since …; 3.52 m, 15 min ago, rising 0.12 m/h; Major flood in 4 h …".
    fn line(&self, gauge: &Reached<'_>) -> String {
        let (words, warning) = (self.words, gauge.warning);
        let place = words.with(
            "cap-place",
            &[
                ("station", gauge.station.name.as_str().into()),
                ("river", gauge.station.river.as_str().into()),
                ("km", words.number(gauge.station.river_km, 0).into()),
            ],
        );
        let mut state = state_in_words(warning, words);
        if let Some(reached) = &warning.level {
            state = words.with(
                "cap-since",
                &[
                    ("level", state.into()),
                    ("time", utc(reached.since, words).into()),
                ],
            );
        }
        let mut parts = vec![
            state,
            format!(
                "{}, {}",
                reading(warning, words),
                age(warning, self.evaluation.as_of, words)
            ),
        ];
        if river_state(warning) == WarningState::Raised {
            parts.push(trend(warning, words));
            parts.extend(coming(warning, words).or_else(|| distance(warning, words)));
        }
        let fillings = [("what", place.into()), ("state", parts.join("; ").into())];
        words.with("board-headline", &fillings)
    }

    /// Figures of every gauge that the message is about, with names of the same form in every language.
    pub(super) fn parameters(&self) -> Vec<Named> {
        let (known, total) = self.counts();
        let mut all = vec![
            Named::new("gauges-known", format!("{known} of {total}")),
            Named::new("common-rank", self.situation.rank.to_string()),
        ];
        for gauge in &self.situation.reached {
            self.gauge_parameters(gauge, &mut all);
        }
        for (station, warning) in &self.situation.unknown {
            let id = format!("gauge/{}", station.id);
            all.push(Named::new(format!("{id}/name"), &station.name));
            all.push(Named::new(
                format!("{id}/data-state"),
                river_state(warning).word(),
            ));
            all.extend(self.age_of(&id, warning));
        }
        all
    }

    fn gauge_parameters(&self, gauge: &Reached<'_>, all: &mut Vec<Named>) {
        let warning = gauge.warning;
        let id = format!("gauge/{}", gauge.station.id);
        let is_known = river_state(warning) == WarningState::Raised;
        if is_known {
            all.push(Named::new(format!("{id}/name"), &gauge.station.name));
        }
        all.push(Named::new(format!("{id}/native-level"), level_of(warning)));
        all.push(Named::new(
            format!("{id}/common-rank"),
            gauge.rank.to_string(),
        ));
        if let Some(reading) = warning.reading {
            let (name, unit) = match reading.quantity {
                Quantity::Stage => ("stage", "m"),
                Quantity::Discharge => ("discharge", "m3/s"),
                other => (other.word(), ""),
            };
            let value = plain(reading.value);
            all.push(Named::new(
                format!("{id}/{name}"),
                format!("{value} {unit}").trim_end(),
            ));
        }
        if !is_known {
            return;
        }
        all.extend(self.age_of(&id, warning));
        if let Some((per_hour, minutes)) = super::super::gauge_words::rise_per_hour(warning)
            && rate(warning, self.words).is_some()
        {
            let unit = match warning.reading.map(|reading| reading.quantity) {
                Some(Quantity::Stage) => "m/h",
                _ => "m3/s/h",
            };
            let value = format!("{} {unit} over {minutes} min", plain(per_hour));
            all.push(Named::new(format!("{id}/rate-of-rise"), value));
        }
        let event = self.evaluation.warnings.events.iter().rev().find(|event| {
            event.station == gauge.station.id && event.rank == gauge.rank && event.is_ongoing()
        });
        if let Some(event) = event {
            let completeness = &event.excursion.completeness;
            let value = format!("{} of {}", completeness.present, completeness.expected);
            all.push(Named::new(format!("{id}/completeness"), value));
        }
        if let Some(years) = warning.crosswalk.return_period_years {
            let value = format!("{} years", plain(years));
            all.push(Named::new(format!("{id}/return-period"), value));
        }
    }

    fn age_of(&self, id: &str, warning: &StationWarning) -> Option<Named> {
        let age = self.evaluation.as_of.minutes_since(warning.reading?.time);
        Some(Named::new(format!("{id}/data-age"), format!("{age} min")))
    }
}

fn level_of(warning: &StationWarning) -> String {
    warning
        .level
        .as_ref()
        .map_or_else(String::new, |reached| reached.level.name.clone())
}

/// A number for programs: a point, no groups, at most three decimals.
fn plain(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn cut(headline: &str) -> String {
    if headline.chars().count() <= LONGEST_HEADLINE {
        return headline.to_owned();
    }
    let mut short: String = headline.chars().take(LONGEST_HEADLINE - 1).collect();
    short.push('…');
    short
}
