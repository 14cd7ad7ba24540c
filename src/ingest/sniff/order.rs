//! Which form a stamp has: the order of day and month, and the century of years of two digits.

use crate::ingest::stamp::{DateCache, Pattern};

use super::answers::Dates;
use super::build::Builder;
use super::forms::{Order, Reading};

const DAY: i64 = 86_400_000;

impl Builder<'_> {
    /// The patterns of a column, with one order of day and month for all of them.
    pub(super) fn patterns(&mut self, at: usize) -> Option<Vec<Reading>> {
        let column = &self.scan.columns[at];
        let mut by_form: Vec<Vec<Reading>> = Vec::new();
        for form in &column.forms {
            let mut readings: Vec<Reading> = form
                .readings()
                .into_iter()
                .filter(|reading| reading.has_date)
                .collect();
            if readings.len() > 1 {
                readings.retain(|reading| self.reads(at, &reading.pattern));
            }
            // Forms of single cells are faults, not dialects.
            if !readings.is_empty() && (form.count * 50 >= column.filled || column.forms.len() == 1)
            {
                by_form.push(readings);
            }
        }
        let mut orders: Vec<Order> = Vec::new();
        for order in [Order::DayFirst, Order::MonthFirst, Order::YearFirst] {
            let fits = |readings: &Vec<Reading>| {
                readings
                    .iter()
                    .any(|reading| reading.order == order || reading.order == Order::Sure)
            };
            if by_form.iter().all(fits)
                && by_form
                    .iter()
                    .flatten()
                    .any(|reading| reading.order == order)
            {
                orders.push(order);
            }
        }
        let order = self.order(at, &orders, &by_form);
        let chosen: Vec<Reading> = by_form
            .into_iter()
            .filter_map(|readings| {
                let one = readings
                    .iter()
                    .position(|reading| {
                        Some(reading.order) == order || reading.order == Order::Sure
                    })
                    .unwrap_or(0);
                readings.into_iter().nth(one)
            })
            .collect();
        (!chosen.is_empty()).then_some(chosen)
    }

    /// Whether a pattern reads nearly all of the first rows of a column.
    fn reads(&self, at: usize, pattern: &str) -> bool {
        let Ok(pattern) = Pattern::compile_from(pattern, Some(1950)) else {
            return false;
        };
        let mut cache = DateCache::default();
        let cells: Vec<&str> = self
            .scan
            .rows
            .iter()
            .map(|row| row.cells[at].as_str())
            .filter(|cell| !cell.is_empty())
            .collect();
        let read = cells
            .iter()
            .filter(|cell| pattern.read(cell.as_bytes(), &mut cache).is_some())
            .count();
        read > 0
    }

    /// Settles which of day and month comes first.
    fn order(&mut self, at: usize, orders: &[Order], by_form: &[Vec<Reading>]) -> Option<Order> {
        let [first, _, ..] = orders else {
            if let [order] = orders {
                let what = match order {
                    Order::DayFirst => {
                        "a number above 12 stands in the second place nowhere and in the first place somewhere: the day comes first"
                    }
                    Order::MonthFirst => {
                        "a number above 12 stands in the first place nowhere and in the second place somewhere: the month comes first"
                    }
                    Order::YearFirst | Order::Sure => {
                        "only one order of year, month and day gives dates that exist"
                    }
                };
                self.say("time.patterns", what, None);
            }
            return orders.first().copied();
        };
        if let Some(Dates::Order(order)) = self.answers.dates()
            && orders.contains(&order)
        {
            self.say(
                "time.patterns",
                "a person said in which order day and month stand",
                None,
            );
            return Some(order);
        }
        let text = self.scan.columns[at].forms[0].text.clone();
        let short = by_form
            .iter()
            .flatten()
            .all(|reading| reading.is_short || reading.order == Order::Sure);
        if !short
            && text.contains('.')
            && text.matches('.').count() >= 2
            && orders.contains(&Order::DayFirst)
        {
            self.say("time.patterns", "dates with points put the day first", None);
            return Some(Order::DayFirst);
        }
        let steady: Vec<Order> = orders
            .iter()
            .copied()
            .filter(|order| self.is_steady(at, *order, by_form))
            .collect();
        if let [order] = steady[..]
            && !short
        {
            let says = format!(
                "\"{text}\" can be read in two ways; only this one gives steps of one length"
            );
            self.say("time.patterns", &says, None);
            return Some(order);
        }
        let choices = orders
            .iter()
            .filter_map(|order| {
                by_form
                    .iter()
                    .flatten()
                    .find(|reading| reading.order == *order)
            })
            .map(|reading| {
                reading
                    .pattern
                    .split([' ', 'T'])
                    .find(|part| part.contains('m'))
                    .unwrap_or("dd/mm/yyyy")
                    .to_owned()
            })
            .collect();
        let line = self.scan.columns[at].forms[0].line;
        self.ask("dates", format!("in which order do day, month and year stand in dates such as \"{text}\" (line {line}); no number in column {} decides it", self.label(at)), choices, true);
        Some(*first)
    }

    /// Whether an order gives steps of one length, and not only the same day of every month.
    fn is_steady(&self, at: usize, order: Order, by_form: &[Vec<Reading>]) -> bool {
        let patterns: Vec<Pattern> = by_form
            .iter()
            .filter_map(|readings| {
                readings
                    .iter()
                    .find(|reading| reading.order == order || reading.order == Order::Sure)
            })
            .filter_map(|reading| Pattern::compile_from(&reading.pattern, Some(1950)).ok())
            .collect();
        let mut cache = DateCache::default();
        let stamps: Vec<i64> = self
            .scan
            .rows
            .iter()
            .filter_map(|row| {
                patterns
                    .iter()
                    .find_map(|pattern| pattern.read(row.cells[at].as_bytes(), &mut cache))
            })
            .map(|stamp| stamp.millis)
            .collect();
        let steps: Vec<i64> = stamps
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .filter(|step| *step != 0)
            .collect();
        let whole_months = |steps: &[i64]| {
            steps
                .iter()
                .all(|step| (28..=31).contains(&(step.abs() / DAY)) || *step < -300 * DAY)
        };
        steps.len() >= 3 && (steps.iter().all(|step| *step == steps[0]) || whole_months(&steps))
    }

    /// The first year that a year of two digits can mean.
    pub(super) fn century(&mut self, at: usize) -> Option<i32> {
        if let Some(from) = self.answers.century() {
            self.say(
                "time.two_digit_years_from",
                "a person said which century the years are of",
                None,
            );
            return Some(from);
        }
        let mut texts: Vec<&str> = self
            .scan
            .before
            .iter()
            .map(|line| line.text.as_str())
            .collect();
        texts.push(self.name);
        let stamps = self
            .scan
            .rows
            .first()
            .map(|row| row.cells[at].clone())
            .unwrap_or_default();
        let years: Vec<i32> = texts
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_ascii_digit()))
            .filter(|run| run.len() == 4)
            .filter_map(|run| run.parse().ok())
            .filter(|year| (1800..=2100).contains(year))
            .collect();
        let runs: Vec<i32> = stamps
            .split(|c: char| !c.is_ascii_digit())
            .filter(|run| run.len() == 2)
            .filter_map(|run| run.parse().ok())
            .collect();
        if let Some(year) = years.iter().find(|year| runs.contains(&(*year % 100))) {
            let says = format!("the file speaks of the year {year}");
            self.say("time.two_digit_years_from", &says, None);
            return Some(year - 50);
        }
        let text = self.scan.columns[at].forms[0].text.clone();
        self.ask("century", format!("years such as in \"{text}\" have two digits: what is the first year that they can mean"), ["1950", "1900", "2000"].map(str::to_owned).to_vec(), true);
        Some(1950)
    }
}
