//! The form of a stamp, and the patterns that it may mean.

use super::walk::Reader;

/// A part of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// So many digits; one and two are the same kind.
    Digits(u8),
    /// Letters.
    Word,
    /// Any other byte, and the `T` and `Z` of ISO 8601.
    Mark(u8),
}

pub(super) const TWO: Part = Part::Digits(2);
pub(super) const FOUR: Part = Part::Digits(4);

/// Longest cell that can be a stamp.
const LONGEST: usize = 40;

/// The parts of a cell; false where it cannot be a stamp.
pub(super) fn parts(cell: &[u8], into: &mut Vec<Part>) -> bool {
    into.clear();
    if cell.len() < 4 || cell.len() > LONGEST {
        return false;
    }
    let mut at = 0;
    let mut runs = 0;
    let mut word = false;
    while at < cell.len() {
        let rest = &cell[at..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let letters = rest.iter().take_while(|byte| is_letter(**byte)).count();
        if digits > 0 {
            let len = u8::try_from(digits.max(2)).unwrap_or(u8::MAX);
            into.push(Part::Digits(len));
            runs += 1;
            at += digits;
        } else if letters == 1 && matches!(rest[0], b'T' | b't' | b'Z' | b'z') && runs >= 1 {
            into.push(Part::Mark(rest[0].to_ascii_uppercase()));
            at += 1;
        } else if letters > 0 {
            into.push(Part::Word);
            word = true;
            at += letters;
        } else {
            // Several blanks are one.
            if !(rest[0] == b' ' && into.last() == Some(&Part::Mark(b' '))) {
                into.push(Part::Mark(rest[0]));
            }
            at += 1;
        }
    }
    match (runs, word) {
        (1, false) => matches!(into[..], [Part::Digits(6 | 8 | 10 | 12 | 13 | 14)]),
        (2, false) => {
            matches!(into[..], [TWO, Part::Mark(b':'), TWO])
                || matches!(into[..], [FOUR, Part::Mark(b'-' | b'/'), TWO])
                || matches!(into[..], [TWO, Part::Mark(b'-' | b'/'), FOUR])
                || matches!(
                    into[..],
                    [
                        Part::Digits(8),
                        Part::Mark(b' ' | b'T' | b'-' | b'_'),
                        Part::Digits(4 | 6)
                    ]
                )
                || matches!(
                    into[..],
                    [
                        Part::Digits(8),
                        Part::Mark(b'T'),
                        Part::Digits(4 | 6),
                        Part::Mark(b'Z')
                    ]
                )
        }
        (n, _) => {
            n >= 2
                && into.len() <= 24
                && into
                    .iter()
                    .filter(|part| matches!(part, Part::Mark(_)))
                    .count()
                    >= n - 1
        }
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// Which of two numbers of a date comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    /// Day before month.
    DayFirst,
    /// Month before day.
    MonthFirst,
    /// The year of two digits first.
    YearFirst,
    /// There is only one way.
    Sure,
}

/// A way to read a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The pattern.
    pub(super) pattern: String,
    /// The order of day and month.
    pub(super) order: Order,
    /// Whether it has a date.
    pub(super) has_date: bool,
    /// Whether it has a time of day.
    pub(super) has_time: bool,
    /// Whether it states its offset.
    pub(super) has_offset: bool,
    /// Whether its year has two digits.
    pub(super) is_short: bool,
    /// Whether it gives a month without a day.
    pub(super) is_month: bool,
}

/// A form of stamp with the range of each of its numbers.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) parts: Vec<Part>,
    /// How many cells have it.
    pub(super) count: u64,
    /// First line.
    pub(super) line: u32,
    /// First cell.
    pub(super) text: String,
    /// Smallest and largest value of each run of digits.
    pub(super) ranges: Vec<(u64, u64)>,
    /// The words of its cells, in small letters.
    pub(super) words: Vec<String>,
    /// Whether a run of digits always has the same length.
    fixed: bool,
    len: usize,
}

impl Form {
    pub(super) fn new(parts: &[Part], line: u32, cell: &[u8]) -> Self {
        let runs = parts
            .iter()
            .filter(|part| matches!(part, Part::Digits(_)))
            .count();
        Self {
            parts: parts.to_vec(),
            count: 0,
            line,
            text: String::from_utf8_lossy(cell).into_owned(),
            ranges: vec![(u64::MAX, 0); runs],
            words: Vec::new(),
            fixed: true,
            len: cell.len(),
        }
    }

    pub(super) fn is(&self, parts: &[Part]) -> bool {
        self.parts == parts
    }

    /// Takes a cell of this form in.
    pub(super) fn add(&mut self, cell: &[u8], parts: &[Part]) {
        self.count += 1;
        self.fixed &= cell.len() == self.len;
        let runs = cell
            .split(|byte| !byte.is_ascii_digit())
            .filter(|run| !run.is_empty());
        for (range, run) in self.ranges.iter_mut().zip(runs) {
            let value = run.iter().fold(0_u64, |value, byte| {
                value
                    .saturating_mul(10)
                    .saturating_add(u64::from(byte - b'0'))
            });
            *range = (range.0.min(value), range.1.max(value));
        }
        if parts.contains(&Part::Word) && self.words.len() < 64 {
            let text = String::from_utf8_lossy(cell).to_lowercase();
            let words = text
                .split(|c: char| !c.is_alphabetic())
                .filter(|word| word.chars().count() > 1);
            for word in words {
                if !self.words.iter().any(|known| known == word) {
                    self.words.push(word.to_owned());
                }
            }
        }
    }

    /// Every way to read the form that the ranges of all its cells allow.
    pub(super) fn readings(&self) -> Vec<Reading> {
        if let [Part::Digits(n)] = self.parts[..] {
            return self.digits_alone(n);
        }
        let mut found = Vec::new();
        for order in [
            Order::Sure,
            Order::DayFirst,
            Order::MonthFirst,
            Order::YearFirst,
        ] {
            let mut reader = Reader::new(self, blank(order));
            if reader.whole() {
                found.push(reader.reading);
            }
        }
        found.dedup_by(|a, b| a.pattern == b.pattern);
        found
    }

    fn digits_alone(&self, n: u8) -> Vec<Reading> {
        let (least, most) = self.ranges[0];
        let sure = |pattern: &str, has_time: bool| Reading {
            pattern: pattern.to_owned(),
            has_date: true,
            has_time,
            ..blank(Order::Sure)
        };
        let tail = u32::from(n).saturating_sub(8);
        let ymd = |value: u64| {
            let date = value / 10_u64.pow(tail);
            is_year(date / 10_000) && is_month(date / 100 % 100) && is_day(date % 100)
        };
        let mut found = Vec::new();
        match n {
            8 if ymd(least) && ymd(most) => found.push(sure("yyyymmdd", false)),
            8 => {
                for (pattern, order) in [
                    ("ddmmyyyy", Order::DayFirst),
                    ("mmddyyyy", Order::MonthFirst),
                ] {
                    if is_year(least % 10_000) && is_year(most % 10_000) {
                        found.push(Reading {
                            order,
                            ..sure(pattern, false)
                        });
                    }
                }
            }
            10 if ymd(least) && ymd(most) => found.push(sure("yyyymmddHH", true)),
            10 => found.push(Reading {
                has_offset: true,
                ..sure("unix_s", true)
            }),
            13 => found.push(Reading {
                has_offset: true,
                ..sure("unix_ms", true)
            }),
            12 if ymd(least) && ymd(most) => found.push(sure("yyyymmddHHMM", true)),
            14 if ymd(least) && ymd(most) => found.push(sure("yyyymmddHHMMSS", true)),
            6 if is_year(least / 100)
                && is_year(most / 100)
                && is_month(least % 100)
                && is_month(most % 100) =>
            {
                found.push(Reading {
                    is_month: true,
                    ..sure("yyyymm", false)
                });
            }
            _ => {}
        }
        found
    }
}

fn blank(order: Order) -> Reading {
    Reading {
        pattern: String::new(),
        order,
        has_date: false,
        has_time: false,
        has_offset: false,
        is_short: false,
        is_month: false,
    }
}

pub(super) fn is_year(value: u64) -> bool {
    (1700..=2200).contains(&value)
}

pub(super) fn is_month(value: u64) -> bool {
    (1..=12).contains(&value)
}

pub(super) fn is_day(value: u64) -> bool {
    (1..=31).contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str]) -> Vec<String> {
        let mut scratch = Vec::new();
        assert!(parts(cells[0].as_bytes(), &mut scratch), "{}", cells[0]);
        let mut form = Form::new(&scratch, 1, cells[0].as_bytes());
        for cell in cells {
            assert!(
                parts(cell.as_bytes(), &mut scratch) && form.is(&scratch),
                "{cell}"
            );
            form.add(cell.as_bytes(), &scratch);
        }
        form.readings()
            .into_iter()
            .map(|reading| reading.pattern)
            .collect()
    }

    #[test]
    fn forms_become_patterns() {
        for (cells, patterns) in [
            (&["2024-01-31"][..], &["yyyy-mm-dd"][..]),
            (&["2024-01-31T00:15:00Z"], &["yyyy-mm-ddTHH:MM:SSz"]),
            (
                &["2024-01-31T00:15:00.000+01:00"],
                &["yyyy-mm-ddTHH:MM:SSfz"],
            ),
            (&["2024-01-31 00:15 +0100"], &["yyyy-mm-dd HH:MM z"]),
            (
                &["1.2.2024 7:15", "12.10.2024 17:00"],
                &["dd.mm.yyyy HH:MM", "mm.dd.yyyy HH:MM"],
            ),
            (&["31/01/2024"], &["dd/mm/yyyy"]),
            (&["01/31/2024"], &["mm/dd/yyyy"]),
            (&["01/02/2024"], &["dd/mm/yyyy", "mm/dd/yyyy"]),
            (&["01/02/03"], &["dd/mm/yy", "mm/dd/yy", "yy/mm/dd"]),
            (&["5-Jan-2024"], &["d-mon-yyyy"]),
            (&["20240131"], &["yyyymmdd"]),
            (&["202401310015"], &["yyyymmddHHMM"]),
            (&["31012024"], &["ddmmyyyy", "mmddyyyy"]),
            (&["1704067200"], &["unix_s"]),
            (&["2024013105"], &["yyyymmddHH"]),
            (&["1704067200000"], &["unix_ms"]),
            (&["00:15:00"], &["HH:MM:SS"]),
            (&["10:00:00 01/15/23"], &["HH:MM:SS mm/dd/yy"]),
            (&["1/15/2023 3:05 PM"], &["mm/dd/yyyy HH:MM ap"]),
            (&["2024-01"], &["yyyy-mm"]),
            (&["2024-01-31 00:15 UTC"], &["yyyy-mm-dd HH:MM"]),
        ] {
            assert_eq!(read(cells), patterns, "{cells:?}");
        }
    }
}
