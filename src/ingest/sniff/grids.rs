//! Tables whose columns count days, hours or months.

use crate::domain::{Quantity, Statistic};
use crate::ingest::profile::{ColumnRef, Counted, GridRule, SeriesRule, ShapeName};
use crate::ingest::stamp::{DateCache, Pattern, date_text, month_of_name};

use super::build::Builder;
use super::facts::{Pair, unit_in};
use super::forms::Form;
use super::lexicon::{self, Role, speaks};
use super::roles::Is;
use super::times::{Spacing, Times};
use super::values::Value;

/// Roman numbers of the months.
const ROMAN: [&str; 12] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];

/// The month that a name means.
pub(super) fn month(name: &str) -> Option<i64> {
    let name = name.trim().trim_end_matches('.');
    ROMAN
        .iter()
        .position(|known| *known == name)
        .and_then(|at| i64::try_from(at + 1).ok())
        .or_else(|| month_of_name(name.as_bytes()))
}

/// Columns that count: what, how their names begin and end, and where they stand.
struct Counting {
    counted: Counted,
    stem: String,
    suffix: String,
    columns: Vec<usize>,
    /// The first month of the row.
    first: i64,
}

/// A name as stem, number and suffix.
fn parted(name: &str) -> Option<(String, u32, String)> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let digits: String = name[at..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    if digits.len() > 2 {
        return None;
    }
    let suffix = &name[at + digits.len()..];
    Some((
        name[..at].to_owned(),
        digits.parse().ok()?,
        suffix.to_owned(),
    ))
}

impl Builder<'_> {
    /// Whether the columns of the file count days, hours or months.
    pub(super) fn is_grid(&self) -> bool {
        self.counting().is_some()
    }

    fn counting(&self) -> Option<Counting> {
        self.numbered().or_else(|| self.months())
    }

    fn numbered(&self) -> Option<Counting> {
        let parts: Vec<Option<(String, u32, String)>> =
            self.scan.names.iter().map(|name| parted(name)).collect();
        let mut best: Option<Counting> = None;
        for (stem, _, suffix) in parts.iter().flatten() {
            let columns: Vec<usize> = (0..parts.len())
                .filter(|&at| {
                    parts[at]
                        .as_ref()
                        .is_some_and(|(own, _, end)| own == stem && end == suffix)
                })
                .collect();
            let numbers: Vec<u32> = columns
                .iter()
                .filter_map(|&at| parts[at].as_ref().map(|it| it.1))
                .collect();
            let follows = numbers.windows(2).all(|pair| pair[1] > pair[0]);
            let counted = match (numbers.first(), numbers.last(), numbers.len()) {
                (Some(1), Some(28..=31), 28..=31) => Counted::Days,
                (Some(0), Some(23), 24) | (Some(1), Some(24), 24) | (Some(0), Some(24), 25) => {
                    Counted::Hours
                }
                (Some(0 | 1 | 3 | 6), Some(18..=24), 4..=8)
                    if suffix.starts_with([':', 'h', 'H']) =>
                {
                    Counted::Hours
                }
                _ => continue,
            };
            if follows
                && best
                    .as_ref()
                    .is_none_or(|known| known.suffix.len() > suffix.len())
            {
                let suffix = if counted == Counted::Hours && suffix.starts_with(':') {
                    String::new()
                } else {
                    suffix.clone()
                };
                best = Some(Counting {
                    counted,
                    stem: stem.clone(),
                    suffix,
                    columns,
                    first: 1,
                });
            }
        }
        best
    }

    fn months(&self) -> Option<Counting> {
        let found: Vec<(usize, i64)> = self
            .scan
            .names
            .iter()
            .enumerate()
            .filter_map(|(at, name)| Some((at, month(name)?)))
            .collect();
        let follows = found.windows(2).all(|pair| pair[1].1 == pair[0].1 % 12 + 1);
        (found.len() == 12 && follows).then(|| Counting {
            counted: Counted::Months,
            stem: String::new(),
            suffix: String::new(),
            first: found[0].1,
            columns: found.into_iter().map(|(at, _)| at).collect(),
        })
    }

    /// Drafts the rules of a grid; `None` where the date of a row does not stand there.
    pub(super) fn grid(&mut self) -> Option<Vec<Is>> {
        let counting = self.counting()?;
        let (rule, used) = self.grid_dates(&counting)?;
        let mut roles: Vec<Is> = (0..self.scan.columns.len())
            .map(|at| self.grid_role(at, &counting, &used))
            .collect();
        self.rules.shape = ShapeName::Grid;
        let what = match counting.counted {
            Counted::Days => "days",
            Counted::Hours => "hours",
            Counted::Months => "months",
        };
        self.say(
            "grid",
            &format!(
                "{} columns count {what}, from {} on",
                counting.columns.len(),
                self.label(counting.columns[0])
            ),
            self.scan.header.as_ref().map(|line| line.number),
        );
        self.marks(&counting.columns, &roles);
        let is_monthly = counting.counted == Counted::Months && rule.day.is_none();
        let spacing = match counting.counted {
            Counted::Hours => Spacing::Minutes(60),
            Counted::Months if is_monthly => Spacing::Monthly,
            Counted::Days | Counted::Months => Spacing::Daily(0),
        };
        let times = Times {
            used,
            column: 0,
            dates_alone: counting.counted != Counted::Hours,
            has_offset: false,
            is_interval: false,
            spacing,
            stamps: Vec::new(),
        };
        self.rules.grid = Some(rule);
        self.clock(&times, &roles);
        self.grid_series(&counting, &times, &mut roles);
        Some(roles)
    }

    fn grid_role(&self, at: usize, counting: &Counting, used: &[usize]) -> Is {
        if used.contains(&at) {
            return Is::Time;
        }
        if counting.columns.contains(&at) {
            return Is::Something;
        }
        let name = self.heading(at);
        if self.is_station(at, &name) {
            return Is::Station;
        }
        if !self.scan.columns[at].is_numeric()
            && (speaks(&name, Role::Station) || speaks(&name, Role::StationName))
        {
            return Is::StationName;
        }
        Is::Apart("it counts neither a day nor an hour")
    }

    /// Where year, month and day of a row stand.
    fn grid_dates(&mut self, counting: &Counting) -> Option<(GridRule, Vec<usize>)> {
        let mut rule: GridRule = toml::from_str("columns = \"days\"\n").ok()?;
        rule.columns = counting.counted;
        rule.suffix.clone_from(&counting.suffix);
        let n = self.scan.columns.len();
        let free = |at: &usize| !counting.columns.contains(at);
        let find = |role: Role| {
            (0..n)
                .filter(free)
                .find(|&at| speaks(&self.scan.names[at], role))
        };
        let (year, month) = (find(Role::Year), find(Role::Month));
        let day = (0..n).filter(free).find(|&at| {
            Some(at) != year && Some(at) != month && speaks(&self.scan.names[at], Role::Day)
        });
        let mut used = Vec::new();
        match counting.counted {
            Counted::Months => {
                match year {
                    Some(at) => {
                        rule.year = Some(self.column_ref(at));
                        used.push(at);
                    }
                    None => rule.year_in_line = Some(self.year_in_line()?),
                }
                if let Some(at) = day {
                    rule.day = Some(self.column_ref(at));
                    used.push(at);
                }
                rule.year_begins = u32::try_from(counting.first).ok()?;
                self.year_named(&mut rule, year);
            }
            Counted::Days | Counted::Hours => {
                let date = (0..n)
                    .filter(free)
                    .find(|&at| self.date_score(at).is_some());
                let above = if year.is_none() && month.is_some() && date.is_none() {
                    self.year_in_line()
                } else {
                    None
                };
                if let (true, Some(month)) = (year.is_some() || above.is_some(), month) {
                    rule.year = year.map(|at| self.column_ref(at));
                    rule.year_in_line = above;
                    rule.month = Some(self.column_ref(month));
                    used.extend(year);
                    used.push(month);
                    if counting.counted == Counted::Hours {
                        rule.day = Some(self.column_ref(day?));
                        used.extend(day);
                    }
                } else {
                    let date = date?;
                    rule.date = Some(self.column_ref(date));
                    rule.patterns = match self.first_of_month(date, counting.counted) {
                        Some(pattern) => vec![pattern],
                        None => {
                            let patterns = self.patterns(date)?.into_iter();
                            patterns.map(|reading| reading.pattern).collect()
                        }
                    };
                    rule.patterns.dedup();
                    used.push(date);
                }
            }
        }
        Some((rule, used))
    }

    /// The one form in which every date names the first of its month, where a row holds the days of one.
    fn first_of_month(&self, at: usize, counted: Counted) -> Option<String> {
        if counted != Counted::Days {
            return None;
        }
        let readings = self.scan.columns[at].forms.iter().flat_map(Form::readings);
        let is_first = |cell: &String, pattern: &Pattern| {
            let stamp = pattern.read(cell.as_bytes(), &mut DateCache::default());
            stamp.is_some_and(|stamp| date_text(stamp.millis).get(8..10) == Some("01"))
        };
        let mut fitting: Vec<String> = readings
            .map(|reading| reading.pattern)
            .filter(|text| {
                let cells = || self.scan.rows.iter().filter_map(|row| row.cells.get(at));
                Pattern::compile(text)
                    .is_ok_and(|pattern| cells().all(|cell| is_first(cell, &pattern)))
            })
            .collect();
        fitting.sort();
        fitting.dedup();
        // Two forms fit where all rows are of January.
        if fitting.len() == 1 {
            fitting.pop()
        } else {
            None
        }
    }

    /// Whether a hydrological year is named by its beginning or its end: said by two numbers, or asked.
    fn year_named(&mut self, rule: &mut GridRule, year: Option<usize>) {
        if rule.year_begins == 1 {
            return;
        }
        let in_line = rule
            .year_in_line
            .as_ref()
            .and_then(|place| self.facts.pairs.iter().find(|pair| pair.place == *place));
        if in_line.is_some_and(|pair| pair.value.chars().filter(char::is_ascii_digit).count() > 4) {
            return;
        }
        let double = match year {
            Some(at) => {
                let texts = &self.scan.columns[at].all.texts;
                texts.keys().all(|text| text.len() > 4)
            }
            None => self
                .year_pair()
                .is_some_and(|pair| pair.value.trim().len() > 4),
        };
        if double {
            return;
        }
        match self.answers.year_named() {
            Some(named) => rule.year_named = named,
            None => self.ask(
                "year",
                format!("the year of a row begins in month {}: is it named after the calendar year in which it ends, or begins", rule.year_begins),
                vec!["ends".to_owned(), "begins".to_owned()],
                true,
            ),
        }
    }

    /// A year in the lines before the table, alone in its line.
    fn year_in_line(&mut self) -> Option<crate::ingest::profile::Between> {
        self.year_pair().map(|pair| pair.place.clone())
    }

    fn year_pair(&self) -> Option<&Pair> {
        self.facts.pairs.iter().find(|pair| {
            speaks(&pair.key, Role::Year)
                && crate::ingest::shapes::grid::year(&pair.value).is_some()
        })
    }

    fn grid_series(&mut self, counting: &Counting, times: &Times, roles: &mut [Is]) {
        let at = counting.columns[0];
        let stem = lexicon::quantities(&counting.stem);
        let quantity = match (&stem[..], &self.facts.quantity) {
            ([quantity], _) => Some(*quantity),
            (_, Some(fact)) => {
                let (says, line) = (
                    format!("\"{}\" says what is measured", fact.text),
                    fact.line,
                );
                self.contains.push(fact.text.clone());
                self.say("series.quantity", &says, Some(line));
                Some(fact.says)
            }
            _ => self.answers.quantity("").flatten(),
        };
        let quantity = quantity.or_else(|| {
            self.facts
                .unit
                .as_ref()
                .and_then(|fact| super::values::only_quantity(&fact.says))
        });
        let Some(quantity) = quantity else {
            let question = format!(
                "what do the columns from {} on hold; nothing in the file says it",
                self.label(at)
            );
            let choices = self.likely_quantities();
            self.ask("quantity", question, choices, true);
            return;
        };
        for at in &counting.columns {
            roles[*at] = Is::Value(quantity);
        }
        let value = Value { at, quantity };
        let unit = unit_in(&counting.stem).or_else(|| self.unit(&value, None));
        if unit.is_none() {
            let question = format!(
                "which unit is the {} in; nothing in the file says it",
                quantity.word()
            );
            self.ask(
                "unit",
                question,
                super::values::unit_choices(quantity, self.scan.columns[at].numbers.most),
                true,
            );
        }
        if let Some(mut rule) = self.series_rule(&value, unit, times) {
            self.finish_grid_series(&mut rule, counting, quantity);
            self.rules.series.push(rule);
        }
    }

    /// What belongs to every column of the grid and not to the first alone.
    fn finish_grid_series(
        &mut self,
        rule: &mut SeriesRule,
        counting: &Counting,
        quantity: Quantity,
    ) {
        rule.column = ColumnRef::Name(counting.stem.clone());
        if counting.counted != Counted::Hours && rule.statistic == Statistic::Instantaneous {
            rule.statistic = if quantity == Quantity::Rain {
                Statistic::Sum
            } else {
                Statistic::Mean
            };
            rule.daily_statistic = None;
        }
        let mut own: Vec<String> = Vec::new();
        for &at in &counting.columns {
            if let Some(codes) = self.missing(&Value { at, quantity }) {
                for code in codes {
                    if !own.contains(&code) {
                        own.push(code);
                    }
                }
            }
        }
        rule.missing = (!own.is_empty()).then(|| {
            for code in &self.rules.missing {
                if !own.contains(code) {
                    own.push(code.clone());
                }
            }
            own
        });
    }
}
