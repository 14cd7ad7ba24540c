//! `levels` and `alarm` of a station: what its state warns at, and what raises and clears there.

use chrono::{NaiveDate, NaiveTime};
use toml::{Table, Value};

use crate::domain::{
    Basin, Cause, Clock, Finding, Findings, Instant, LevelRules, NativeColour, Quantity, Validity,
    WarningLevel,
};
use crate::engine::entry::Entry;

const REMEDY: &str =
    "write { name = \"Alert\", rank = 1, stage_m = 3.2 } or discharge_m3s instead of stage_m";
const DATE: &str = "write from = \"2015-01-01\" or an instant such as \"2015-01-01T06:00:00Z\"";
const KEYS: [&str; 10] = [
    "name",
    "rank",
    "stage_m",
    "discharge_m3s",
    "colour",
    "from",
    "to",
    "hysteresis",
    "on_delay",
    "off_delay",
];
const ALARM: &str = "write alarm = { stage_hysteresis_m = 0.05, on_delay = 2, off_delay = 4 }; each may be left out";

/// The levels of a station. A level's own rules stand before those of the station; `clock` is that of its state, on
/// which a bare date begins.
pub(super) fn levels(entry: &mut Entry<'_>, clock: Clock) -> Vec<WarningLevel> {
    let common = Common::read(entry);
    let list = entry.list("levels");
    list.iter()
        .filter_map(|value| level(value, entry, clock))
        .map(|level| WarningLevel {
            rules: common.under(level.rules, level.quantity),
            ..level
        })
        .collect()
}

/// What holds for all levels of a station.
struct Common {
    stage: Option<f64>,
    discharge: Option<f64>,
    on_delay: Option<u32>,
    off_delay: Option<u32>,
}

impl Common {
    fn read(entry: &mut Entry<'_>) -> Self {
        let empty = Table::new();
        let table = entry.table("alarm").unwrap_or(&empty);
        let keys = [
            "stage_hysteresis_m",
            "discharge_hysteresis_m3s",
            "on_delay",
            "off_delay",
        ];
        if let Some(key) = table.keys().find(|key| !keys.contains(&key.as_str())) {
            entry.fault("alarm", &format!("{key} is no key of it"), ALARM);
        }
        let mut take = Taker {
            table,
            entry,
            key: "alarm",
            remedy: ALARM,
        };
        Self {
            stage: take.width("stage_hysteresis_m"),
            discharge: take.width("discharge_hysteresis_m3s"),
            on_delay: take.readings("on_delay"),
            off_delay: take.readings("off_delay"),
        }
    }

    fn under(&self, own: LevelRules, quantity: Quantity) -> LevelRules {
        let hysteresis = match quantity {
            Quantity::Discharge => self.discharge,
            _ => self.stage,
        };
        LevelRules {
            hysteresis: own.hysteresis.or(hysteresis),
            on_delay: own.on_delay.or(self.on_delay),
            off_delay: own.off_delay.or(self.off_delay),
        }
    }
}

/// Takes values out of a table within an entry; a value of the wrong kind is a fault of the entry.
struct Taker<'a, 'b, 'c> {
    table: &'a Table,
    entry: &'b mut Entry<'c>,
    key: &'static str,
    remedy: &'static str,
}

impl Taker<'_, '_, '_> {
    fn taken<T>(
        &mut self,
        key: &str,
        wanted: &str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let found = read(self.table.get(key)?);
        if found.is_none() {
            let message = format!("{key} must be {wanted}");
            self.entry.fault(self.key, &message, self.remedy);
        }
        found
    }

    fn width(&mut self, key: &str) -> Option<f64> {
        self.taken(key, "a width from 0 upwards", |value| {
            number(value).filter(|width| (0.0..1e9).contains(width))
        })
    }

    fn readings(&mut self, key: &str) -> Option<u32> {
        self.taken(key, "a number of readings from 1 to 1000", |value| {
            let n = value.as_integer().and_then(|n| u32::try_from(n).ok());
            n.filter(|n| (1..=1000).contains(n))
        })
    }

    fn instant(&mut self, key: &str, clock: Clock) -> Option<Instant> {
        self.taken(key, "a date or an instant", |value| {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Datetime(time) => time.to_string(),
                _ => return None,
            };
            let midnight = |date: NaiveDate| clock.boundary(date.and_time(NaiveTime::MIN));
            text.parse()
                .ok()
                .map(midnight)
                .or_else(|| Instant::parse(&text))
        })
    }
}

fn level(value: &Value, entry: &mut Entry<'_>, clock: Clock) -> Option<WarningLevel> {
    let Some(table) = value.as_table() else {
        entry.fault("levels", "a warning level is a table", REMEDY);
        return None;
    };
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let message = format!("{key} is no key of a warning level");
        entry.fault(
            "levels",
            &message,
            &format!("use some of: {}", KEYS.join(", ")),
        );
    }
    let threshold = |key: &str| table.get(key).and_then(number);
    let (quantity, threshold) = match (threshold("stage_m"), threshold("discharge_m3s")) {
        (Some(stage), None) => (Quantity::Stage, stage),
        (None, Some(discharge)) => (Quantity::Discharge, discharge),
        _ => {
            entry.fault(
                "levels",
                "a warning level has exactly one threshold",
                REMEDY,
            );
            return None;
        }
    };
    let name = table.get("name").and_then(Value::as_str);
    let rank = table
        .get("rank")
        .and_then(Value::as_integer)
        .and_then(|rank| u8::try_from(rank).ok())
        .filter(|rank| *rank > 0);
    let (Some(name), Some(rank), true) = (name, rank, threshold.is_finite()) else {
        entry.fault(
            "levels",
            "a warning level needs a name, a rank from 1 and a finite threshold",
            REMEDY,
        );
        return None;
    };
    let mut take = Taker {
        table,
        entry,
        key: "levels",
        remedy: DATE,
    };
    let validity = Validity {
        from: take.instant("from", clock),
        to: take.instant("to", clock),
    };
    take.remedy = "write hysteresis = 0.05, on_delay = 2, off_delay = 4; each may be left out";
    let rules = LevelRules {
        hysteresis: take.width("hysteresis"),
        on_delay: take.readings("on_delay"),
        off_delay: take.readings("off_delay"),
    };
    take.remedy = "write colour = \"#f5a623\"";
    let colour = take.taken("colour", "a colour of six hexadecimal digits", |value| {
        value.as_str().and_then(NativeColour::parse)
    });
    Some(WarningLevel {
        colour,
        validity,
        rules,
        ..WarningLevel::new(name, rank, quantity, threshold)
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "thresholds written as whole numbers are far below 2^53"
)]
fn number(value: &Value) -> Option<f64> {
    value
        .as_float()
        .or(value.as_integer().map(|whole| whole as f64))
}

/// What only all levels of a station show: a higher rank that is reached first would never be seen as the higher one,
/// and of two that are in force together under one name nobody knows which is meant.
pub(super) fn check(basin: &Basin, findings: &mut Findings) {
    for station in &basin.stations {
        let mut fault = |message: String, hint: &str| {
            findings.push(
                Finding::error(Cause::Configuration, message)
                    .entry(format!("station {}, levels", station.id))
                    .hint(hint),
            );
        };
        for (n, one) in station.levels.iter().enumerate() {
            if let (Some(from), Some(to)) = (one.validity.from, one.validity.to)
                && to <= from
            {
                fault(
                    format!("the warning level \"{}\" ends before it begins", one.name),
                    "correct from or to; the level is in force from the first up to, and without, the second",
                );
            }
            let together = |other: &&WarningLevel| {
                other.quantity == one.quantity && other.validity.overlaps(one.validity)
            };
            let mut others = station.levels.iter().filter(together);
            if let Some(high) = others.find(|high| high.rank > one.rank && high.value < one.value) {
                fault(
                    format!(
                        "the warning level \"{}\" has the higher rank and the lower threshold than \"{}\"",
                        high.name, one.name
                    ),
                    "correct the ranks or the thresholds",
                );
            }
            let mut later = station.levels[n + 1..].iter().filter(together);
            if later.any(|other| other.rank == one.rank) {
                fault(
                    format!(
                        "two warning levels of rank {} are in force at once",
                        one.rank
                    ),
                    "give each its own rank, or end the earlier one with to where the later one begins with from",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Station;
    use crate::engine::basin_file;

    fn with(station: &str) -> (Option<Station>, Findings) {
        let text = format!(
            "schema = \"basin/1\"\nname = \"River\"\nclock = \"UTC\"\nwater_year_start_month = 10\nlanguages = []\nagreements = []\n\
             [[party]]\nid = \"A\"\nname = \"A\"\nclock = \"UTC+01:00\"\n\
             [[station]]\nid = \"top\"\nname = \"Top\"\nstate = \"A\"\nriver = \"River\"\nkm = 1.0\nkind = \"gauge\"\n{station}\n\
             [[source]]\nid = \"s\"\nstate = \"A\"\nagency = \"A\"\nfolder = \"x\"\nlate_after_h = 1\nsilent_after_h = 2\n"
        );
        let (basin, findings) = basin_file::basin(&text);
        (basin.map(|basin| basin.stations[0].clone()), findings)
    }

    #[test]
    fn a_level_keeps_its_colour_its_dates_and_its_rules() {
        let (station, findings) = with(
            r##"alarm = { stage_hysteresis_m = 0.1, on_delay = 3 }
levels = [
  { name = "Alert", rank = 1, stage_m = 3, colour = "#F5a623", to = 2015-01-01 },
  { name = "Alert", rank = 1, stage_m = 3.2, from = "2015-01-01", on_delay = 1 },
]"##,
        );
        let levels = station.expect("no fault").levels;
        assert!(findings.is_empty(), "{findings:?}");
        // Midnight of the state's clock, which is an hour before that of UTC.
        let change = Instant::parse("2014-12-31T23:00:00Z");
        assert_eq!(
            (levels[0].validity.from, levels[0].validity.to),
            (None, change)
        );
        assert_eq!(
            (levels[1].validity.from, levels[1].validity.to),
            (change, None)
        );
        let change = change.expect("an instant");
        assert!(!levels[0].validity.contains(change) && levels[1].validity.contains(change));
        assert_eq!(
            levels[0].colour.map(String::from).as_deref(),
            Some("#f5a623")
        );
        assert_eq!(levels[0].rules.hysteresis, Some(0.1));
        assert_eq!(levels[0].rules.on_delay, Some(3));
        assert_eq!(levels[1].rules.on_delay, Some(1));
        assert_eq!(levels[1].rules.off_delay, None);
    }

    #[test]
    fn faults_of_levels_are_named() {
        let check = |levels: &str, words: &str| {
            let (station, findings) = with(levels);
            assert!(station.is_none(), "{levels}");
            let all: Vec<String> = findings
                .iter()
                .map(|finding| finding.message.clone())
                .collect();
            assert!(all.join("; ").contains(words), "{all:?}");
        };
        check(
            "levels = [{ name = \"A\", rank = 1, stage_m = 1, form = \"2015-01-01\" }]",
            "form is no key",
        );
        check(
            "levels = [{ name = \"A\", rank = 1, stage_m = 1, from = \"soon\" }]",
            "from must be a date",
        );
        check(
            "levels = [{ name = \"A\", rank = 1, stage_m = 1, colour = \"amber\" }]",
            "colour must be",
        );
        check(
            "levels = [{ name = \"A\", rank = 1, stage_m = 1, on_delay = 0 }]",
            "on_delay must be",
        );
        check("alarm = { hysteresis = 1.0 }", "hysteresis is no key");
        check(
            "levels = [{ name = \"A\", rank = 1, stage_m = 1, from = 2015-01-01, to = 2015-01-01 }]",
            "ends before it begins",
        );
        check(
            "levels = [{ name = \"A\", rank = 1, stage_m = 1 }, { name = \"B\", rank = 1, stage_m = 2, from = 2015-01-01 }]",
            "two warning levels of rank 1",
        );
        check(
            "levels = [{ name = \"A\", rank = 2, stage_m = 1 }, { name = \"B\", rank = 1, stage_m = 2 }]",
            "the higher rank and the lower threshold",
        );
    }
}
