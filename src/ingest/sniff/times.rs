//! Which columns hold the time, in which form, and how far apart the stamps are.

use crate::ingest::profile::{DateParts, TimeRule};
use crate::ingest::stamp::{DateCache, Pattern};

use super::answers::Dates;
use super::build::Builder;
use super::cells::Column;
use super::forms::Reading;
use super::lexicon::{Role, speaks};

const DAY: i64 = 86_400_000;
const MINUTE: i64 = 60_000;

/// How far apart the stamps are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spacing {
    /// A day, always at this time of day, milliseconds.
    Daily(i64),
    /// So many minutes, less than a day.
    Minutes(i64),
    /// A calendar month.
    Monthly,
    /// Nothing regular.
    Other,
}

/// What is known of the time of a row.
#[derive(Clone, Debug)]
pub(super) struct Times {
    /// Columns that are spoken for.
    pub(super) used: Vec<usize>,
    /// The column of the date or of the whole stamp.
    pub(super) column: usize,
    /// Whether stamps are dates alone.
    pub(super) dates_alone: bool,
    /// Whether each stamp states its offset.
    pub(super) has_offset: bool,
    /// Whether the row gives the beginning and the end of its interval.
    pub(super) is_interval: bool,
    pub(super) spacing: Spacing,
    /// Stamps of the first rows.
    pub(super) stamps: Vec<Option<i64>>,
}

/// The date of a row before its form is settled.
struct Dated {
    column: usize,
    rule: TimeRule,
    has_time: bool,
    has_offset: bool,
    is_month: bool,
    used: Vec<usize>,
}

impl Builder<'_> {
    /// Finds the time; `None` when no column holds one.
    pub(super) fn times(&mut self) -> Option<Times> {
        let mut dated = self
            .stamped()
            .or_else(|| self.in_parts())
            .or_else(|| self.serial())?;
        if !dated.has_time {
            self.time_of_day(&mut dated);
        }
        let is_interval = self.interval(&mut dated);
        let stamps = self.read_stamps(&dated.rule);
        let spacing = if dated.is_month {
            Spacing::Monthly
        } else {
            spacing(&stamps)
        };
        self.rules.time = Some(dated.rule);
        Some(Times {
            used: dated.used,
            column: dated.column,
            dates_alone: !dated.has_time,
            has_offset: dated.has_offset,
            is_interval,
            spacing,
            stamps,
        })
    }

    /// A column of dates or whole stamps.
    fn stamped(&mut self) -> Option<Dated> {
        let mut best: Option<(i32, usize)> = None;
        for at in 0..self.scan.columns.len() {
            if let Some(score) = self.date_score(at)
                && best.is_none_or(|(most, _)| score > most)
            {
                best = Some((score, at));
            }
        }
        let (_, column) = best?;
        let patterns = self.patterns(column)?;
        let first = patterns.first()?.clone();
        let short = patterns.iter().any(|reading| reading.is_short);
        let mut texts: Vec<String> = patterns
            .iter()
            .map(|reading| reading.pattern.clone())
            .collect();
        texts.dedup();
        self.say(
            "time",
            &format!(
                "column {} holds times such as \"{}\"",
                self.label(column),
                self.scan.columns[column].forms[0].text
            ),
            Some(self.scan.columns[column].forms[0].line),
        );
        let from = if short { self.century(column) } else { None };
        Some(Dated {
            column,
            has_time: patterns.iter().any(|reading| reading.has_time),
            has_offset: patterns.iter().all(|reading| reading.has_offset),
            is_month: first.is_month,
            used: vec![column],
            rule: TimeRule {
                zones: std::collections::BTreeMap::new(),
                column: self.column_ref(column),
                patterns: texts,
                two_digit_years_from: from,
                parts: None,
                time_column: None,
                time_patterns: Vec::new(),
            },
        })
    }

    /// How much speaks for a column being the date; `None` where it cannot be.
    pub(super) fn date_score(&self, at: usize) -> Option<i32> {
        let column = &self.scan.columns[at];
        let name = self.heading(at);
        if !holds_stamps(column) {
            return None;
        }
        let readings: Vec<Reading> = column
            .forms
            .iter()
            .flat_map(super::forms::Form::readings)
            .collect();
        if !readings.iter().any(|reading| reading.has_date) {
            return None;
        }
        let named =
            speaks(&name, Role::Stamp) || speaks(&name, Role::Date) || speaks(&name, Role::Time);
        let bounded = speaks(&name, Role::Start) || speaks(&name, Role::End);
        let bare = column.is_numeric();
        let varies = column.all.texts.len() > 1;
        // Twelve or fourteen digits that are dates in every row are no number of anything else.
        let long = bare
            && column
                .forms
                .iter()
                .all(|form| matches!(form.text.len(), 12 | 14))
            && readings
                .iter()
                .all(|reading| reading.pattern.starts_with("yyyy"));
        let is_dated = varies && (long || self.scan.header.is_none());
        if bare && !named && !bounded && !is_dated {
            return None;
        }
        if bare && speaks(&name, Role::Station) {
            return None;
        }
        let place = i32::try_from(at.min(20)).unwrap_or(20);
        Some(
            100 + if named { 40 } else { 0 }
                + if bounded { 10 } else { 0 }
                + if varies { 30 } else { 0 }
                + if bare { 0 } else { 20 }
                + if readings.iter().any(|reading| reading.has_time) {
                    5
                } else {
                    0
                }
                - place,
        )
    }

    /// A date in columns of its own.
    fn in_parts(&mut self) -> Option<Dated> {
        let within = |at: usize, least: f64, most: f64| {
            let numbers = &self.scan.columns[at].numbers;
            numbers.count > 0
                && numbers.count == numbers.whole
                && numbers.least >= least
                && numbers.most <= most
        };
        let n = self.scan.columns.len();
        let named = |role: Role, least: f64, most: f64| {
            (0..n).find(|&at| speaks(&self.heading(at), role) && within(at, least, most))
        };
        let (year, month, day) = if self.scan.header.is_some() {
            (
                named(Role::Year, 1700.0, 2200.0)?,
                named(Role::Month, 1.0, 12.0)?,
                named(Role::Day, 1.0, 31.0),
            )
        } else {
            let year = (0..n).find(|&at| {
                within(at, 1700.0, 2200.0)
                    && at + 2 < n
                    && within(at + 1, 1.0, 12.0)
                    && within(at + 2, 1.0, 31.0)
            })?;
            (year, year + 1, Some(year + 2))
        };
        let hour = if self.scan.header.is_some() {
            named(Role::Hour, 0.0, 24.0)
                .filter(|at| Some(*at) != day && *at != month && *at != year)
        } else {
            None
        };
        let mut used = vec![year, month];
        used.extend(day);
        used.extend(hour);
        self.say(
            "time.parts",
            &format!(
                "year, month and day stand in the columns {}",
                used.iter()
                    .map(|at| self.label(*at))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            None,
        );
        let begins = self.year_begins(year, month);
        Some(Dated {
            column: year,
            has_time: hour.is_some(),
            has_offset: false,
            is_month: day.is_none(),
            rule: TimeRule {
                zones: std::collections::BTreeMap::new(),
                column: self.column_ref(year),
                patterns: Vec::new(),
                two_digit_years_from: None,
                parts: Some(DateParts {
                    year: self.column_ref(year),
                    month: self.column_ref(month),
                    day: day.map(|at| self.column_ref(at)),
                    hour: hour.map(|at| self.column_ref(at)),
                    year_begins: begins,
                }),
                time_column: None,
                time_patterns: Vec::new(),
            },
            used,
        })
    }

    /// The month in which the year of the file begins, where its words speak of a hydrological year.
    fn year_begins(&mut self, year: usize, month: usize) -> u32 {
        let name = super::lexicon::fold(&format!("{} {}", self.heading(year), self.heading(month)));
        if !["hydro", "water", "wy"]
            .iter()
            .any(|word| name.contains(word))
        {
            return 1;
        }
        if let Some(begins) = self.answers.year_begins() {
            return begins;
        }
        self.ask(
            "year",
            format!(
                "the columns {} and {} speak of a hydrological year: in which month does it begin",
                self.label(year),
                self.label(month)
            ),
            ["11", "10", "1"].map(str::to_owned).to_vec(),
            true,
        );
        1
    }

    /// Days as a worksheet counts them.
    fn serial(&mut self) -> Option<Dated> {
        let n = self.scan.columns.len();
        let fits = |at: &usize| {
            let numbers = &self.scan.columns[*at].numbers;
            let varies = self.scan.columns[*at].all.texts.len() > 1;
            numbers.count > 0
                && numbers.count == self.scan.columns[*at].filled
                && numbers.least > 10_000.0
                && numbers.most < 80_000.0
                && varies
        };
        let named = |at: &usize| {
            let name = self.heading(*at);
            speaks(&name, Role::Date) || speaks(&name, Role::Stamp) || speaks(&name, Role::Time)
        };
        let column = (0..n).filter(fits).find(named).or_else(|| {
            (0..1)
                .find(|at| fits(at) && self.scan.columns[*at].numbers.by_one * 2 > self.scan.count)
        })?;
        let pattern = match self.answers.dates() {
            Some(Dates::Pattern(pattern)) => {
                self.say(
                    "time.patterns",
                    "a person said from which day the worksheet counts",
                    None,
                );
                pattern
            }
            Some(Dates::Order(_)) | None => {
                let first = self
                    .scan
                    .rows
                    .first()
                    .map(|row| row.cells[column].clone())
                    .unwrap_or_default();
                self.ask("dates", format!("column {} holds numbers such as {first}, which a worksheet shows as dates: from which day does it count", self.label(column)), vec!["excel 1900".to_owned(), "excel 1904".to_owned()], true);
                "excel_1900"
            }
        };
        Some(Dated {
            column,
            // A count of days is read as a stamp with a time, be it midnight.
            has_time: true,
            has_offset: false,
            is_month: false,
            used: vec![column],
            rule: TimeRule {
                zones: std::collections::BTreeMap::new(),
                column: self.column_ref(column),
                patterns: vec![pattern.to_owned()],
                two_digit_years_from: None,
                parts: None,
                time_column: None,
                time_patterns: Vec::new(),
            },
        })
    }

    /// A time of day in a column of its own.
    fn time_of_day(&mut self, dated: &mut Dated) {
        let n = self.scan.columns.len();
        for at in (0..n).filter(|at| !dated.used.contains(at)) {
            let column = &self.scan.columns[at];
            let name = self.heading(at);
            let times: Vec<Reading> = column
                .forms
                .iter()
                .flat_map(super::forms::Form::readings)
                .filter(|reading| reading.has_time && !reading.has_date)
                .collect();
            let numbers = &column.numbers;
            let pattern = if !times.is_empty()
                && column.stamps() * 10 >= column.filled * 9
                && !column.is_numeric()
            {
                dated.has_offset |= times.iter().all(|reading| reading.has_offset);
                let mut patterns: Vec<String> =
                    times.into_iter().map(|reading| reading.pattern).collect();
                patterns.dedup();
                patterns
            } else if numbers.count == column.filled
                && numbers.count == numbers.whole
                && numbers.count > 0
                && (speaks(&name, Role::Hour) || speaks(&name, Role::Time))
                && numbers.least >= 0.0
                && numbers.most <= 24.0
            {
                vec!["H".to_owned()]
            } else if numbers.count == column.filled
                && (speaks(&name, Role::Hour) || speaks(&name, Role::Time))
                && column
                    .all
                    .texts
                    .keys()
                    .all(|text| text.len() == 4 && text.iter().all(u8::is_ascii_digit))
                && numbers.most <= 2400.0
                && numbers.count > 0
            {
                vec!["HHMM".to_owned()]
            } else {
                continue;
            };
            self.say(
                "time.time_column",
                &format!("the time of day stands in column {}", self.label(at)),
                None,
            );
            dated.rule.time_column = Some(self.column_ref(at));
            dated.rule.time_patterns = pattern;
            dated.has_time = true;
            dated.used.push(at);
            return;
        }
    }

    /// Whether a second column gives the other side of the interval; the beginning is then the stamp.
    fn interval(&mut self, dated: &mut Dated) -> bool {
        let n = self.scan.columns.len();
        let others: Vec<usize> = (0..n)
            .filter(|at| {
                !dated.used.contains(at)
                    && holds_stamps(&self.scan.columns[*at])
                    && !self.scan.columns[*at].is_numeric()
            })
            .collect();
        let name = self.heading(dated.column);
        let role = |at: usize, role: Role| speaks(&self.heading(at), role);
        let (starts, ends) = (speaks(&name, Role::Start), speaks(&name, Role::End));
        let partner = others
            .iter()
            .copied()
            .find(|&at| (starts && role(at, Role::End)) || (ends && role(at, Role::Start)));
        let Some(partner) = partner else {
            return false;
        };
        dated.used.push(partner);
        if ends && !starts {
            if let Some(patterns) = self.patterns(partner) {
                dated.rule.patterns = patterns
                    .into_iter()
                    .map(|reading| reading.pattern)
                    .collect();
                dated.rule.patterns.dedup();
            }
            dated.rule.column = self.column_ref(partner);
            dated.column = partner;
        }
        self.say("stamp", &format!("rows give beginning and end of their interval; the stamp is the beginning, column {}", self.label(dated.column)), None);
        true
    }

    /// The stamps of the first rows, by the drafted rule.
    fn read_stamps(&self, rule: &TimeRule) -> Vec<Option<i64>> {
        let compile = |texts: &[String]| -> Vec<Pattern> {
            texts
                .iter()
                .filter_map(|text| Pattern::compile_from(text, rule.two_digit_years_from).ok())
                .collect()
        };
        let (patterns, times) = (compile(&rule.patterns), compile(&rule.time_patterns));
        let time_at = rule
            .time_column
            .as_ref()
            .and_then(|column| self.place(column));
        let date_at = self.place(&rule.column);
        let mut cache = DateCache::default();
        let mut time_cache = DateCache::default();
        self.scan
            .rows
            .iter()
            .map(|row| {
                let date = match &rule.parts {
                    Some(parts) => self.date_of_parts(parts, &row.cells)?,
                    None => patterns
                        .iter()
                        .find_map(|pattern| {
                            pattern.read(row.cells.get(date_at?)?.as_bytes(), &mut cache)
                        })
                        .map(|stamp| stamp.millis)?,
                };
                let of_day = match time_at {
                    Some(at) => times
                        .iter()
                        .find_map(|pattern| {
                            pattern.read(row.cells.get(at)?.as_bytes(), &mut time_cache)
                        })
                        .map(|stamp| stamp.millis)?,
                    None => 0,
                };
                Some(date + of_day)
            })
            .collect()
    }

    fn date_of_parts(&self, parts: &DateParts, cells: &[String]) -> Option<i64> {
        let number = |column: &crate::ingest::profile::ColumnRef| {
            cells.get(self.place(column)?)?.trim().parse::<u32>().ok()
        };
        let year = i32::try_from(number(&parts.year)?).ok()?;
        let day = match &parts.day {
            Some(day) => number(day)?,
            None => 1,
        };
        let hour = match &parts.hour {
            Some(hour) => number(hour)?,
            None => 0,
        };
        let date = chrono::NaiveDate::from_ymd_opt(year, number(&parts.month)?, day)?;
        Some(
            date.and_time(chrono::NaiveTime::MIN)
                .and_utc()
                .timestamp_millis()
                + i64::from(hour) * 60 * MINUTE,
        )
    }
}

/// Whether nearly all cells of a column may be stamps.
fn holds_stamps(column: &Column) -> bool {
    column.filled > 0 && column.stamps() * 5 >= column.filled * 4
}

/// How far apart stamps are: the distance that most neighbours have.
fn spacing(stamps: &[Option<i64>]) -> Spacing {
    let known: Vec<i64> = stamps.iter().flatten().copied().collect();
    let mut steps: Vec<i64> = known
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .filter(|step| *step > 0)
        .collect();
    if steps.is_empty() {
        return Spacing::Other;
    }
    steps.sort_unstable();
    let median = steps[steps.len() / 2];
    let equal = steps.iter().filter(|step| **step == median).count();
    let of_day = known[0].rem_euclid(DAY);
    let same_time = known
        .iter()
        .filter(|stamp| stamp.rem_euclid(DAY) == of_day)
        .count()
        * 10
        >= known.len() * 9;
    if (28 * DAY..=31 * DAY).contains(&median) && same_time {
        return Spacing::Monthly;
    }
    if same_time && median % DAY == 0 && median < 8 * DAY {
        return Spacing::Daily(of_day);
    }
    if equal * 2 >= steps.len() && median % MINUTE == 0 && median < DAY {
        return Spacing::Minutes(median / MINUTE);
    }
    Spacing::Other
}
