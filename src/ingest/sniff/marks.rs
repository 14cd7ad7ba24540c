//! Decimal mark and mark between groups of three, from every number of the value columns.

use super::build::Builder;
use super::cells::Marks;
use super::roles::Is;
use crate::domain::{Cause, Finding, Unit};

/// What speaks for each reading of the marks.
#[derive(Default)]
struct Votes {
    /// Cells that only a decimal point explains, and the first of them.
    point: Option<(u32, String)>,
    /// Cells that only a decimal comma explains.
    comma: Option<(u32, String)>,
    /// Marks that part groups of three.
    groups: Option<(u8, u32, String)>,
    /// Cells of two readings.
    either: Option<(u8, u32, String)>,
}

impl Votes {
    fn take(&mut self, marks: Marks, line: u32, text: &str) {
        let at = || Some((line, text.to_owned()));
        match marks {
            Marks::Whole => {}
            Marks::Decimal(b'.') => self.point = self.point.take().or_else(at),
            Marks::Decimal(_) => self.comma = self.comma.take().or_else(at),
            Marks::Groups(mark, decimal) => {
                self.groups = self
                    .groups
                    .take()
                    .or_else(|| Some((mark, line, text.to_owned())));
                match (mark, decimal) {
                    (_, Some(b'.')) | (b',', None) => self.point = self.point.take().or_else(at),
                    (_, Some(_)) | (b'.', None) => self.comma = self.comma.take().or_else(at),
                    (_, None) => {}
                }
            }
            Marks::Either(mark) => {
                self.either = self
                    .either
                    .take()
                    .or_else(|| Some((mark, line, text.to_owned())));
            }
        }
    }
}

impl Builder<'_> {
    /// Settles decimal mark and thousands mark for these columns, or asks.
    pub(super) fn marks(&mut self, columns: &[usize], roles: &[Is]) {
        let mut votes = Votes::default();
        for &at in columns {
            for (marks, _, line, text) in &self.scan.columns[at].numbers.marks {
                votes.take(*marks, *line, text);
            }
        }
        // Where the values leave it open, the file's other numbers say which mark it writes.
        if votes.point.is_none() && votes.comma.is_none() {
            for (at, column) in self.scan.columns.iter().enumerate() {
                if columns.contains(&at) || column.stamps() > 0 || !column.is_numeric() {
                    continue;
                }
                for (marks, _, line, text) in &column.numbers.marks {
                    if let Marks::Decimal(_) = marks {
                        votes.take(*marks, *line, text);
                    }
                }
            }
        }
        let groups = votes.groups.as_ref().map(|(mark, ..)| *mark);
        let said = self.answers.decimal();
        let decimal = match (said, &votes.point, &votes.comma) {
            (Some(mark), ..) => {
                self.say(
                    "decimal",
                    "a person said which mark parts the decimals",
                    None,
                );
                mark
            }
            (None, Some((line, text)), None) => {
                self.say(
                    "decimal",
                    &format!("\"{text}\" can only be read with a decimal point"),
                    Some(*line),
                );
                '.'
            }
            (None, None, Some((line, text))) => {
                self.say(
                    "decimal",
                    &format!("\"{text}\" can only be read with a decimal comma"),
                    Some(*line),
                );
                ','
            }
            (None, Some((a, point)), Some((b, comma))) => {
                let question = format!(
                    "line {a} writes \"{point}\" and line {b} writes \"{comma}\": which mark parts the decimals; numbers of the other kind will be rejected"
                );
                self.ask(
                    "decimal",
                    question,
                    vec![".".to_owned(), ",".to_owned()],
                    true,
                );
                '.'
            }
            (None, None, None) => self.undecided(&votes, groups, columns, roles),
        };
        self.rules.decimal = decimal;
        let either = votes.either.as_ref().map(|(mark, ..)| *mark);
        let other = groups
            .or(either)
            .map(char::from)
            .filter(|mark| *mark != decimal);
        self.rules.thousands = self
            .answers
            .thousands()
            .or(other)
            .map(|mark| if mark == '\u{a0}' { ' ' } else { mark });
        if let Some(mark) = self.rules.thousands {
            self.say(
                "thousands",
                &format!("\"{mark}\" stands between groups of three digits"),
                votes.groups.as_ref().map(|(_, line, _)| *line),
            );
        }
    }

    /// Whether the readings of a column are beyond all rivers where its mark parts thousands.
    fn is_impossible_in_thousands(&self, at: usize, roles: &[Is]) -> bool {
        let Is::Value(quantity) = roles[at] else {
            return false;
        };
        let unit =
            super::facts::unit_in(&self.heading(at)).and_then(|unit| Unit::parse(&unit, quantity));
        let (_, most) = quantity.facts().plausible;
        unit.is_some_and(|unit| unit.to_si(self.scan.columns[at].numbers.least * 1000.0) > most)
    }

    /// Whether stamps begin with the year and hyphens part them: a file that keeps to the standard writes no groups.
    fn has_iso_dates(&self) -> bool {
        let time = self.rules.time.as_ref();
        time.is_some_and(|time| {
            !time.patterns.is_empty()
                && time
                    .patterns
                    .iter()
                    .all(|pattern| pattern.starts_with("yyyy-mm-dd") || pattern.starts_with("unix"))
        })
    }

    fn undecided(
        &mut self,
        votes: &Votes,
        groups: Option<u8>,
        columns: &[usize],
        roles: &[Is],
    ) -> char {
        let Some((mark, line, text)) = &votes.either else {
            return match groups {
                Some(b'.') => ',',
                _ => '.',
            };
        };
        // A file parted by commas writes a decimal comma only between quotation marks.
        let why = if *mark != b'.' {
            None
        } else if self.scan.delimiter == b',' || self.scan.delimiter == b' ' {
            Some("numbers with a point stand in a file parted by commas or blanks")
        } else if self.has_iso_dates() {
            Some(
                "three digits stand behind every point, and the dates are written as ISO 8601 writes them",
            )
        } else {
            None
        };
        if let Some(why) = why {
            self.say("decimal", why, Some(*line));
            if self.scan.delimiter != b',' {
                self.find(
                    Finding::warning(Cause::BadNumber, format!("every number has three digits behind its point, and the point is read as the decimal mark: {why}"))
                        .line(*line)
                        .text(text)
                        .hint("if it parts thousands, answer --set decimal=,"),
                );
            }
            return '.';
        }
        if columns
            .iter()
            .any(|at| self.is_impossible_in_thousands(*at, roles))
        {
            let says = format!(
                "with \"{}\" between thousands, values such as {text} would be higher than any river gauge",
                char::from(*mark)
            );
            self.say("decimal", &says, Some(*line));
            self.find(
                Finding::warning(
                    Cause::BadNumber,
                    format!(
                        "\"{}\" is read as the decimal mark: {says}",
                        char::from(*mark)
                    ),
                )
                .line(*line)
                .text(text)
                .hint("if it parts thousands, say so: --set decimal=…"),
            );
            return char::from(*mark);
        }
        let mark = char::from(*mark);
        let other = if mark == '.' { ',' } else { '.' };
        let plain: String = text.chars().filter(char::is_ascii_digit).collect();
        let question = format!(
            "\"{text}\" (line {line}) can be read in two ways and no other number decides: is \"{mark}\" the decimal mark, or does it part thousands ({plain}), the decimal mark being \"{other}\""
        );
        // A file parted by commas is of a country that parts thousands by them.
        let choices = if self.scan.delimiter == b',' {
            [other, mark]
        } else {
            [mark, other]
        };
        self.ask(
            "decimal",
            question,
            choices.map(String::from).to_vec(),
            true,
        );
        mark
    }
}
