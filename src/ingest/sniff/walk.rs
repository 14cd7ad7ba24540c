//! The way through the parts of a stamp: date, time of day and offset, in either order.

use super::forms::{FOUR, Form, Order, Part, Reading, TWO, is_day, is_month, is_year};

/// One way through the parts of a form.
pub(super) struct Reader<'a> {
    form: &'a Form,
    at: usize,
    run: usize,
    pub(super) reading: Reading,
}

impl<'a> Reader<'a> {
    /// At the first part.
    pub(super) fn new(form: &'a Form, reading: Reading) -> Self {
        Self {
            form,
            at: 0,
            run: 0,
            reading,
        }
    }

    /// Walks through all parts; false where they are no stamp in this order.
    pub(super) fn whole(&mut self) -> bool {
        let start = (self.at, self.run, self.reading.clone());
        if self.date()
            && self.full_stop()
            && (self.is_end() || (self.gap() && self.time_and_offset()) || self.suffix())
            && self.is_end()
        {
            return true;
        }
        (self.at, self.run, self.reading) = start.clone();
        if self.time() && self.gap() && self.date() && self.is_end() {
            return true;
        }
        (self.at, self.run, self.reading) = start;
        self.reading.order == Order::Sure && self.time_and_offset() && self.is_end()
    }

    /// Some languages set a full stop behind the year as well.
    fn full_stop(&mut self) -> bool {
        if self.peek(0) == Some(Part::Mark(b'.')) && self.reading.pattern.contains('.') {
            self.take(1, 0, ".");
        }
        true
    }

    fn is_end(&self) -> bool {
        self.at == self.form.parts.len()
    }

    fn peek(&self, ahead: usize) -> Option<Part> {
        self.form.parts.get(self.at + ahead).copied()
    }

    /// The range of the run of digits `ahead` runs from here.
    fn range(&self, ahead: usize) -> (u64, u64) {
        self.form
            .ranges
            .get(self.run + ahead)
            .copied()
            .unwrap_or((1, 0))
    }

    fn all(&self, ahead: usize, holds: fn(u64) -> bool) -> bool {
        let (least, most) = self.range(ahead);
        holds(least) && holds(most)
    }

    fn take(&mut self, parts: usize, runs: usize, pattern: &str) -> bool {
        self.at += parts;
        self.run += runs;
        self.reading.pattern.push_str(pattern);
        true
    }

    fn mark(&mut self, mark: u8) -> bool {
        self.peek(0) == Some(Part::Mark(mark)) && self.take(1, 0, &char::from(mark).to_string())
    }

    /// A full stop behind the short name of a month belongs to the name.
    fn abbreviated(&self, ahead: usize) -> usize {
        let stop = self.peek(ahead) == Some(Part::Mark(b'.'));
        usize::from(stop && matches!(self.peek(ahead + 1), Some(Part::Mark(b' ' | b'-' | b'/'))))
    }

    fn date(&mut self) -> bool {
        self.reading.has_date = true;
        if self.peek(2) == Some(Part::Word)
            && self.abbreviated(3) == 1
            && self.reading.order == Order::Sure
        {
            let (Some(TWO), Some(Part::Mark(a)), Some(Part::Mark(b))) =
                (self.peek(0), self.peek(1), self.peek(4))
            else {
                return false;
            };
            let Some(year @ (FOUR | TWO)) = self.peek(5) else {
                return false;
            };
            let yyyy = self.year(year);
            let (a, b) = (char::from(a), char::from(b));
            return self.all(0, is_day) && self.take(6, 2, &format!("d{a}mon{b}{yyyy}"));
        }
        let sep = |part: Option<Part>| match part {
            Some(Part::Mark(mark @ (b'-' | b'/' | b'.' | b' ' | b','))) => Some(char::from(mark)),
            _ => None,
        };
        let parts = [
            self.peek(0),
            self.peek(1),
            self.peek(2),
            self.peek(3),
            self.peek(4),
        ];
        let order = self.reading.order;
        match (parts[0], sep(parts[1]), parts[2], sep(parts[3]), parts[4]) {
            (Some(FOUR), Some(a), Some(TWO), Some(b), Some(TWO)) if order == Order::Sure => {
                if !self.all(0, is_year) {
                    return false;
                }
                if self.all(1, is_month) && self.all(2, is_day) {
                    self.take(5, 3, &format!("yyyy{a}mm{b}dd"))
                } else {
                    self.all(1, is_day)
                        && self.all(2, is_month)
                        && self.take(5, 3, &format!("yyyy{a}dd{b}mm"))
                }
            }
            (Some(TWO), Some(a), Some(TWO), Some(b), Some(year @ (FOUR | TWO))) => {
                self.numbers(a, b, year)
            }
            (Some(TWO), Some(a), Some(Part::Word), Some(b), Some(year @ (FOUR | TWO)))
                if order == Order::Sure =>
            {
                let yyyy = self.year(year);
                self.all(0, is_day) && self.take(5, 2, &format!("d{a}mon{b}{yyyy}"))
            }
            (Some(Part::Word), Some(a), Some(TWO), Some(b), Some(year @ (FOUR | TWO)))
                if order == Order::Sure =>
            {
                let yyyy = self.year(year);
                self.all(0, is_day) && self.take(5, 2, &format!("mon{a}d{b}{yyyy}"))
            }
            (Some(Part::Word), Some(a), Some(TWO), Some(','), Some(Part::Mark(b' ')))
                if order == Order::Sure =>
            {
                self.peek(5) == Some(FOUR)
                    && self.all(0, is_day)
                    && self.take(6, 2, &format!("mon{a}d, yyyy"))
            }
            (Some(Part::Digits(8)), ..) if order == Order::Sure => {
                let ymd = |value: u64| {
                    is_year(value / 10_000) && is_month(value / 100 % 100) && is_day(value % 100)
                };
                self.all(0, ymd) && self.take(1, 1, "yyyymmdd")
            }
            (Some(FOUR), Some(a), Some(TWO), None, _)
                if order == Order::Sure && self.all(1, is_month) =>
            {
                self.reading.is_month = true;
                self.all(0, is_year) && self.take(3, 2, &format!("yyyy{a}mm"))
            }
            (Some(TWO), Some(a), Some(FOUR), None, _)
                if order == Order::Sure && self.all(0, is_month) =>
            {
                self.reading.is_month = true;
                self.all(1, is_year) && self.take(3, 2, &format!("mm{a}yyyy"))
            }
            _ => false,
        }
    }

    fn year(&mut self, part: Part) -> &'static str {
        self.reading.is_short = part == TWO;
        if part == TWO { "yy" } else { "yyyy" }
    }

    fn numbers(&mut self, a: char, b: char, year: Part) -> bool {
        if year == FOUR && !self.all(2, is_year) {
            return false;
        }
        let order = self.reading.order;
        match order {
            Order::DayFirst if self.all(0, is_day) && self.all(1, is_month) => {
                let yyyy = self.year(year);
                self.take(5, 3, &format!("dd{a}mm{b}{yyyy}"))
            }
            Order::MonthFirst if self.all(0, is_month) && self.all(1, is_day) => {
                let yyyy = self.year(year);
                self.take(5, 3, &format!("mm{a}dd{b}{yyyy}"))
            }
            Order::YearFirst if year == TWO && self.all(1, is_month) && self.all(2, is_day) => {
                self.reading.is_short = true;
                self.take(5, 3, &format!("yy{a}mm{b}dd"))
            }
            _ => false,
        }
    }

    /// What stands between date and time.
    fn gap(&mut self) -> bool {
        if self.peek(0) == Some(Part::Mark(b',')) && self.peek(1) == Some(Part::Mark(b' ')) {
            return self.take(2, 0, ", ");
        }
        self.mark(b' ')
            || self.mark(b'T')
            || self.mark(b'-')
            || self.mark(b',')
            || self.mark(b'_')
            || self.mark(b':')
            || self.mark(b'/')
    }

    fn time(&mut self) -> bool {
        let hour = |value: u64| value <= 24;
        let sixty = |value: u64| value < 61;
        let Some(Part::Mark(sep @ (b':' | b'.'))) = self.peek(1) else {
            return self.bare_time();
        };
        if self.peek(0) != Some(TWO)
            || self.peek(2) != Some(TWO)
            || !self.all(0, hour)
            || !self.all(1, sixty)
        {
            return false;
        }
        self.reading.has_time = true;
        let mark = char::from(sep);
        self.take(3, 2, &format!("HH{mark}MM"));
        if self.peek(0) == Some(Part::Mark(sep)) && self.peek(1) == Some(TWO) && self.all(0, sixty)
        {
            self.take(2, 1, &format!("{mark}SS"));
            let fraction = matches!(
                (self.peek(0), self.peek(1)),
                (Some(Part::Mark(b'.' | b',')), Some(Part::Digits(_)))
            );
            if fraction {
                self.take(2, 1, "f");
            }
        }
        true
    }

    /// A time of day without marks.
    fn bare_time(&mut self) -> bool {
        let (pattern, holds): (&str, fn(u64) -> bool) = match self.peek(0) {
            Some(FOUR) => ("HHMM", |value| value / 100 <= 24 && value % 100 < 60),
            Some(Part::Digits(6)) => ("HHMMSS", |value| value / 10_000 <= 24 && value % 100 < 61),
            _ => return false,
        };
        self.reading.has_time = true;
        self.all(0, holds) && self.take(1, 1, pattern)
    }

    fn time_and_offset(&mut self) -> bool {
        self.time() && (self.is_end() || self.suffix())
    }

    /// An offset, or the half of the day, or `UTC`.
    fn suffix(&mut self) -> bool {
        let blank = usize::from(self.peek(0) == Some(Part::Mark(b' ')));
        let gap = if blank == 1 { " " } else { "" };
        match (
            self.peek(blank),
            self.peek(blank + 1),
            self.peek(blank + 2),
            self.peek(blank + 3),
        ) {
            (Some(Part::Mark(b'Z')), None, ..) => {
                self.reading.has_offset = true;
                self.take(blank + 1, 0, &format!("{gap}z"))
            }
            (Some(Part::Mark(b'+' | b'-')), Some(TWO), Some(Part::Mark(b':')), Some(TWO)) => {
                self.reading.has_offset = true;
                self.take(blank + 4, 2, &format!("{gap}z"))
            }
            (Some(Part::Mark(b'+' | b'-')), Some(Part::Digits(2 | 4)), None, _) => {
                self.reading.has_offset = true;
                self.take(blank + 2, 1, &format!("{gap}z"))
            }
            (Some(Part::Word), ..) => self.word(blank, gap),
            _ => false,
        }
    }

    fn word(&mut self, blank: usize, gap: &str) -> bool {
        let words = &self.form.words;
        let halves = ["am", "pm"];
        if words.iter().all(|word| halves.contains(&word.as_str())) && !words.is_empty() {
            return self.take(blank + 1, 0, &format!("{gap}ap"));
        }
        if words.len() == 1 && words[0] == "utc" && self.peek(blank + 1).is_none() {
            // The reader takes the word for an offset of nothing.
            self.reading.has_offset = true;
            return self.take(blank + 1, 0, "");
        }
        false
    }
}
