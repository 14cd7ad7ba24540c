//! Bresk's values in the layout of USGS NWIS RDB: remarks, a row of names, a row of widths, tabulators. The unit stands
//! in the remarks and the parameter code only.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::{Day, Note, Reading, significant};
use crate::sample::clock::Minute;

/// What a retrieval is about.
pub(crate) struct Head<'a> {
    pub(crate) number: &'a str,
    pub(crate) name: &'a str,
    /// Parameter code, statistic code (none for single values) and the description of both.
    pub(crate) parameter: &'a str,
    pub(crate) statistic: Option<&'a str>,
    pub(crate) description: &'a str,
    /// When it was retrieved.
    pub(crate) retrieved: &'a str,
    /// One more remark.
    pub(crate) remark: Option<&'a str>,
}

impl Head<'_> {
    /// Name of the value column: a time-series number before the codes.
    fn column(&self) -> String {
        let series = 41_000 + u32::from(self.number.bytes().fold(0, u8::wrapping_add));
        match self.statistic {
            Some(statistic) => format!("{series}_{}_{statistic}", self.parameter),
            None => format!("{series}_{}", self.parameter),
        }
    }
}

/// Discharge as the agency rounds it: three digits, in ft³/s.
pub(crate) fn cubic_feet(cubic_metres: f64) -> f64 {
    significant(cubic_metres / 0.028_316_846_592, 3)
}

/// Daily values. `text` writes a value; days after `approved_until` are provisional.
pub(crate) fn daily(
    head: &Head<'_>,
    days: &[Day],
    approved_until: NaiveDate,
    text: impl Fn(f64) -> String,
) -> Vec<u8> {
    let mut file = remarks(head);
    let column = head.column();
    let _ = writeln!(file, "agency_cd\tsite_no\tdatetime\t{column}\t{column}_cd");
    file.push_str("5s\t15s\t20d\t14n\t10s\n");
    for day in days {
        let review = if day.date <= approved_until { "A" } else { "P" };
        let (value, code) = match (day.value, day.note) {
            (Some(value), Note::Plain) => (text(value), review.to_owned()),
            (Some(value), _) => (text(value), format!("{review}:e")),
            (None, Note::Ice) => ("Ice".to_owned(), review.to_owned()),
            (None, Note::Equipment) => ("Eqp".to_owned(), review.to_owned()),
            (None, _) => (String::new(), review.to_owned()),
        };
        let _ = writeln!(file, "BHS\t{}\t{}\t{value}\t{code}", head.number, day.date);
    }
    file.into_bytes()
}

/// Hourly depths in inches with a clock code in each row: EET in winter, EEST in summer.
pub(crate) fn hourly(head: &Head<'_>, readings: &[Reading]) -> Vec<u8> {
    let mut file = remarks(head);
    let column = head.column();
    let _ = writeln!(
        file,
        "agency_cd\tsite_no\tdatetime\ttz_cd\t{column}\t{column}_cd"
    );
    file.push_str("5s\t15s\t20d\t6s\t14n\t10s\n");
    for reading in readings {
        let (ahead, zone) = eastern(reading.at);
        let stamp = reading.at.ahead(ahead).format("%Y-%m-%d %H:%M");
        let value = reading
            .value
            .map_or_else(String::new, |value| format!("{value:.2}"));
        let _ = writeln!(file, "BHS\t{}\t{stamp}\t{zone}\t{value}\tP", head.number);
    }
    file.into_bytes()
}

/// Minutes ahead of UTC and the code of Bresk's clock: summer time from the last Sunday of March to the last Sunday of
/// October, 01:00 UTC.
fn eastern(at: Minute) -> (i64, &'static str) {
    use chrono::Datelike as _;
    let now = at.utc();
    let sunday = |month: u32| {
        let last = crate::sample::clock::date(now.year(), month, 31);
        let back = i64::from(last.weekday().num_days_from_sunday());
        Minute::at(last - chrono::Duration::days(back), 1, 0)
    };
    if sunday(3) <= at && at < sunday(10) {
        (180, "EEST")
    } else {
        (120, "EET")
    }
}

fn remarks(head: &Head<'_>) -> String {
    let mut text = String::new();
    let rule = "-".repeat(70);
    let _ = writeln!(text, "# {rule}");
    let _ = writeln!(
        text,
        "# Invented readings of an invented river, by the Bresk Hydrological Survey."
    );
    let _ = writeln!(
        text,
        "# Values marked P have not been reviewed and may change."
    );
    let _ = writeln!(text, "#\n# retrieved: {}", head.retrieved);
    if let Some(remark) = head.remark {
        let _ = writeln!(text, "# {remark}");
    }
    let _ = writeln!(text, "#\n# This file holds data of the following site:");
    let _ = writeln!(text, "#    BHS {} {}", head.number, head.name);
    let _ = writeln!(text, "# {rule}\n#");
    let _ = writeln!(text, "#    TS parameter statistic   Description");
    let column = head.column();
    let series = column.split('_').next().unwrap_or_default();
    let _ = writeln!(
        text,
        "# {series}     {}     {}   {}",
        head.parameter,
        head.statistic.unwrap_or("     "),
        head.description
    );
    let _ = writeln!(text, "#\n# Codes of values:");
    let _ = writeln!(text, "#   A  approved    P  provisional    e  estimated");
    let _ = writeln!(
        text,
        "#   Ice  under ice    Eqp  instrument out of order\n#"
    );
    text
}
