//! Profiles: what is known of an agency's export, as data. The code knows shapes, never agencies.

mod declares;
mod grid;
mod schema;
mod shipped;
mod times;
mod tree;

pub use declares::Declares;
pub use grid::{Counted, GridRule, YearNamed};
pub use schema::{
    Begin, Between, ColumnRef, CutRule, DayText, FixedColumn, FlagColumn, IssuedRule,
    ParameterRule, Profile, QualityPart, Recognise, RowFilter, Rules, SeriesRule, ShapeName,
    StationRule, WideRule, Words,
};
pub use times::{ClockRule, DateParts, TimeRule};
pub use tree::{IntervalEnd, TreeLayout, TreePart, TreeRule};

use crate::domain::{Cause, Clock, Finding, ProfileId};

use super::stamp::Pattern;
use shipped::SHIPPED;

/// The profiles that are asked whether a file is theirs, in order of id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profiles(Vec<Profile>);

impl Profiles {
    /// The profiles that come with the program.
    pub fn shipped() -> Self {
        Self(
            SHIPPED
                .iter()
                .filter_map(|(id, text)| parse(id, text).ok())
                .collect(),
        )
    }

    /// Adds a profile of a basin's own; it takes the place of one with the same id.
    ///
    /// # Errors
    /// A finding that names the entry when the text is no profile.
    pub fn add(&mut self, id: &str, toml: &str) -> Result<(), Box<Finding>> {
        let profile = parse(id, toml)?;
        self.0.retain(|known| known.id != profile.id);
        self.0.push(profile);
        self.0.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(())
    }

    /// A profile alone, such as one that was drafted from a file.
    pub fn of(profile: Profile) -> Self {
        Self(vec![profile])
    }

    /// The profile with this id.
    pub fn get(&self, id: &ProfileId) -> Option<&Profile> {
        self.iter().find(|profile| profile.id == *id)
    }

    /// Changes the rules of every profile; a way of writing for which `change` says no is left out.
    pub(in crate::ingest) fn change(&mut self, change: impl Fn(&mut Rules) -> bool) {
        self.0.retain_mut(|profile| {
            profile.variants.retain_mut(&change);
            if change(&mut profile.rules) {
                return true;
            }
            if profile.variants.is_empty() {
                return false;
            }
            profile.rules = profile.variants.remove(0);
            true
        });
    }

    /// All, in order of id.
    pub fn iter(&self) -> std::slice::Iter<'_, Profile> {
        self.0.iter()
    }
}

/// Reads the text of a profile and checks what TOML alone cannot.
fn parse(id: &str, text: &str) -> Result<Profile, Box<Finding>> {
    let fault = |message: String| {
        Box::new(
            Finding::error(Cause::Configuration, message)
                .entry(format!("profile {id}"))
                .hint("compare it with a profile in assets/formats"),
        )
    };
    let said = |error: toml::de::Error| fault(error.to_string().trim_end().to_owned());
    let mut table: toml::Table = toml::from_str(text).map_err(said)?;
    let variants = match table.remove("variant") {
        None => Vec::new(),
        Some(toml::Value::Array(variants)) => variants,
        Some(_) => return Err(fault("variant is no list of tables".to_owned())),
    };
    // Without variants the text itself is read, so that a fault is named with its line.
    let rules: Rules = if variants.is_empty() {
        toml::from_str(text).map_err(said)?
    } else {
        table.clone().try_into().map_err(said)?
    };
    check(&rules).map_err(fault)?;
    let mut read = Vec::new();
    for (n, variant) in variants.into_iter().enumerate() {
        let mut merged = table.clone();
        if let toml::Value::Table(own) = variant {
            overlay(&mut merged, own);
        }
        let place = |message: String| fault(format!("variant {}: {message}", n + 1));
        let rules: Rules = merged
            .try_into()
            .map_err(|error: toml::de::Error| place(error.to_string().trim_end().to_owned()))?;
        check(&rules).map_err(place)?;
        read.push(rules);
    }
    Ok(Profile {
        id: ProfileId::new(id),
        rules,
        variants: read,
    })
}

/// Lays the entries of `over` on those of `under`; tables are joined, everything else is replaced.
fn overlay(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => overlay(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

fn check(rules: &Rules) -> Result<(), String> {
    if let Some(time) = &rules.time {
        for pattern in time.patterns.iter().chain(&time.time_patterns) {
            let read = Pattern::compile(pattern)?;
            if read.has_short_year() && time.two_digit_years_from.is_none() {
                return Err(format!(
                    "pattern {pattern:?} needs two_digit_years_from: the first year that it can mean"
                ));
            }
        }
    }
    for pattern in rules.grid.iter().flat_map(|grid| &grid.patterns) {
        Pattern::compile(pattern)?;
    }
    for pattern in rules.issued.iter().flat_map(|issued| &issued.patterns) {
        Pattern::compile(pattern)?;
    }
    for label in &rules.encodings {
        if encoding_rs::Encoding::for_label(label.as_bytes()).is_none() {
            return Err(format!("encoding {label:?} is not known"));
        }
    }
    if let ClockRule::Column { map, .. } = &rules.clock
        && let Some((code, _)) = map
            .iter()
            .find(|(_, clock)| matches!(clock, Clock::Zone(_)))
    {
        return Err(format!(
            "clock code {code:?} must stand for a fixed offset such as UTC-05:00"
        ));
    }
    let of_series = rules.series.iter().filter_map(|series| series.day.as_ref());
    let of_codes = rules
        .parameters
        .values()
        .filter_map(|code| code.day.as_ref());
    if let Some(day) = of_series
        .chain(of_codes)
        .find(|day| day.minutes().is_none())
    {
        return Err(format!(
            "a day that begins {:?}, which is no time of day such as 07:00",
            day.begins
        ));
    }
    for flag in rules.series.iter().flat_map(|series| &series.flags) {
        if !rules.quality.contains_key(&flag.codes) {
            return Err(format!("quality.{} is missing", flag.codes));
        }
    }
    if !rules.fixed.is_empty() && rules.begin == Begin::AfterHeader {
        return Err("fixed columns need begin = \"first_row\" or { after_line = [..] }".to_owned());
    }
    match rules.shape {
        ShapeName::Long | ShapeName::WideDays | ShapeName::Grid if rules.series.is_empty() => {
            Err("a profile of this shape needs at least one [[series]]".to_owned())
        }
        ShapeName::Long if rules.time.is_none() => {
            Err("a profile of this shape needs [time]".to_owned())
        }
        ShapeName::Grid => match &rules.grid {
            None => Err("a profile of this shape needs [grid]".to_owned()),
            Some(grid) => grid.fault().map_or(Ok(()), |fault| Err(fault.to_owned())),
        },
        ShapeName::WideDays if rules.wide.is_none() => {
            Err("a profile of this shape needs [wide]".to_owned())
        }
        ShapeName::Tree => match &rules.tree {
            Some(tree) => tree.check(rules),
            None => Err("a profile of this shape needs [tree]".to_owned()),
        },
        ShapeName::Rdb | ShapeName::Zrxp | ShapeName::WatermlJson
            if rules.parameters.is_empty() =>
        {
            Err("a profile of this shape needs [parameters]".to_owned())
        }
        ShapeName::Zrxp if rules.time.is_none() => {
            Err("a profile of this shape needs [time]".to_owned())
        }
        ShapeName::Long
        | ShapeName::WideDays
        | ShapeName::Rdb
        | ShapeName::Zrxp
        | ShapeName::WatermlJson => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_profile_parses_and_is_registered_in_order() {
        for &(id, text) in SHIPPED {
            assert!(parse(id, text).is_ok(), "{:?}", parse(id, text).err());
        }
        assert!(SHIPPED.is_sorted_by_key(|(id, _)| *id));
        assert_eq!(Profiles::shipped().iter().count(), SHIPPED.len());
    }

    #[test]
    fn a_variant_lays_its_entries_over_those_of_the_profile() {
        let text = r#"
            agency = "A"
            about = "B"
            shape = "long"
            delimiter = ","
            clock = "unstated"
            [recognise]
            header = ["time", "value"]
            [station]
            fixed = "1"
            [time]
            column = "time"
            patterns = ["yyyy-mm-dd"]
            [[series]]
            column = "value"
            quantity = "stage"
            [[variant]]
            delimiter = ";"
            decimal = ","
            recognise = { header = ["hora", "valor"] }
            time = { column = "hora" }
        "#;
        let profile = parse("own", text).expect("profile");
        let marks: Vec<(Option<char>, char)> = profile
            .dialects()
            .map(|rules| (rules.delimiter, rules.decimal))
            .collect();
        assert_eq!(marks, [(Some(','), '.'), (Some(';'), ',')]);
        let time = profile.variants[0].time.as_ref().expect("time");
        assert_eq!(time.column, ColumnRef::Name("hora".to_owned()));
        assert_eq!(time.patterns, ["yyyy-mm-dd"]);
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_rules() {
        for profile in Profiles::shipped().iter() {
            for rules in profile.dialects() {
                let text = toml::to_string_pretty(rules).expect("text");
                let again = parse("again", &text).expect("profile");
                assert_eq!(again.rules, *rules, "{text}");
            }
        }
    }

    #[test]
    fn a_wrong_profile_is_named_with_the_entry() {
        let mut profiles = Profiles::shipped();
        let fault = profiles.add("own", "agency = 1").expect_err("no profile");
        assert_eq!(fault.entry.as_deref(), Some("profile own"));
        assert_eq!(fault.cause, Cause::Configuration);
    }
}
