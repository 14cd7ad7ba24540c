//! Clocks and day boundaries as headers say them in words.

use crate::domain::{Clock, LabelSide};
use crate::ingest::profile::DayText;

use super::lexicon::fold;

/// What a text says about the clock.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ClockSaid {
    /// One clock.
    Sure(Clock),
    /// Something that several clocks can be meant by; the likely ones.
    Unsure(Vec<&'static str>),
}

/// Abbreviations that mean one offset everywhere.
const SURE: [(&str, i32); 34] = [
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("TU", 0),
    ("TUC", 0),
    ("UTC0", 0),
    ("UT1", 0),
    ("Z", 0),
    ("WEZ", 0),
    ("WET", 0),
    ("MEZ", 60),
    ("CET", 60),
    ("MET", 60),
    ("SEČ", 60),
    ("SEC", 60),
    ("HNEC", 60),
    ("MESZ", 120),
    ("CEST", 120),
    ("MEST", 120),
    ("SELČ", 120),
    ("EET", 120),
    ("OEZ", 120),
    ("EEST", 180),
    ("SAST", 120),
    ("CAT", 120),
    ("EAT", 180),
    ("MSK", 180),
    ("МСК", 180),
    ("TRT", 180),
    ("JST", 540),
    ("ICT", 420),
    ("NPT", 345),
    ("PKT", 300),
    ("BRT", -180),
];

/// Abbreviations and words that several clocks share.
const UNSURE: [(&str, &[&str]); 18] = [
    ("MEZ/MESZ", &["Europe/Berlin", "UTC+01:00"]),
    ("CET/CEST", &["Europe/Berlin", "UTC+01:00"]),
    ("CST", &["UTC-06:00", "America/Chicago", "UTC+08:00"]),
    ("CDT", &["America/Chicago", "UTC-05:00"]),
    ("EST", &["UTC-05:00", "America/New_York", "UTC+10:00"]),
    ("EDT", &["America/New_York", "UTC-04:00"]),
    ("MST", &["UTC-07:00", "America/Denver", "UTC+08:00"]),
    ("PST", &["UTC-08:00", "America/Los_Angeles", "UTC+08:00"]),
    ("IST", &["UTC+05:30", "UTC+02:00", "Europe/Dublin"]),
    ("BST", &["Europe/London", "UTC+06:00", "UTC+01:00"]),
    ("AST", &["UTC-04:00", "UTC+03:00"]),
    ("LST", &["UTC"]),
    ("BDT", &["UTC+06:00", "UTC+08:00"]),
    ("ART", &["UTC-03:00"]),
    ("CLT", &["UTC-04:00", "America/Santiago"]),
    ("AEST", &["UTC+10:00", "Australia/Sydney"]),
    ("NZST", &["UTC+12:00", "Pacific/Auckland"]),
    ("WIB", &["UTC+07:00"]),
];

/// Words for the time of a place, whose clock they do not name.
const LOCAL: [&str; 18] = [
    "local",
    "ortszeit",
    "lokalzeit",
    "heure locale",
    "heure legale",
    "hora local",
    "hora oficial",
    "horario de brasilia",
    "ora locale",
    "ora solare",
    "lokale tijd",
    "czas lokalny",
    "mistni cas",
    "sommerzeit",
    "sommartid",
    "summer time",
    "местное",
    "daylight",
];

/// What a text says about the clock of its times; `None` where it says nothing.
pub(super) fn clock(text: &str) -> Option<ClockSaid> {
    if let Some(clock) = offset(text).or_else(|| zone(text)) {
        return Some(ClockSaid::Sure(clock));
    }
    let tokens: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '/'))
        .filter(|token| !token.is_empty())
        .collect();
    if let Some((_, likely)) = UNSURE.iter().find(|(word, _)| tokens.contains(word)) {
        return Some(ClockSaid::Unsure(likely.to_vec()));
    }
    let summer = tokens.iter().any(|token| matches!(*token, "MESZ" | "CEST"));
    let winter = tokens.iter().any(|token| matches!(*token, "MEZ" | "CET"));
    if summer && winter {
        return Some(ClockSaid::Unsure(vec!["Europe/Berlin", "UTC+01:00"]));
    }
    let sure = tokens
        .iter()
        .flat_map(|token| token.split('/'))
        .find_map(|token| SURE.iter().find(|(word, _)| *word == token));
    if let Some((_, minutes)) = sure {
        return Some(ClockSaid::Sure(Clock::Fixed(*minutes)));
    }
    let folded = fold(text);
    if [
        "universal time",
        "temps universel",
        "tiempo universal",
        "weltzeit",
        "tempo universal",
        "utc",
    ]
    .iter()
    .any(|words| {
        folded
            .split(|c: char| !c.is_alphanumeric() && c != ' ')
            .any(|part| part.contains(words) && (words.len() > 3 || part.trim() == *words))
    }) {
        return Some(ClockSaid::Sure(Clock::UTC));
    }
    LOCAL
        .iter()
        .any(|words| folded.contains(words))
        .then(|| ClockSaid::Unsure(Vec::new()))
}

/// `UTC+1`, `UTC -06:00`, `GMT+01`, `UTC+0200`. A POSIX name such as `Etc/GMT-2` means the opposite sign.
fn offset(text: &str) -> Option<Clock> {
    let upper = text.to_ascii_uppercase().replace(['−', '–'], "-");
    let mut from = 0;
    while let Some(at) = ["UTC", "GMT"]
        .iter()
        .filter_map(|word| upper[from..].find(word))
        .min()
    {
        let at = from + at;
        from = at + 3;
        let is_posix = upper[..at].ends_with("ETC/");
        let rest = upper[from..].trim_start();
        let Some(sign) = rest
            .strip_prefix(['+', '-', '±'])
            .map(|_| rest.starts_with('-'))
        else {
            continue;
        };
        let rest = rest.trim_start_matches(['+', '-', '±']).trim_start();
        let digits: String = rest
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == ':')
            .collect();
        let Some(minutes) = minutes(&digits) else {
            continue;
        };
        let negative = sign != is_posix;
        return Some(Clock::Fixed(if negative { -minutes } else { minutes }));
    }
    None
}

fn minutes(digits: &str) -> Option<i32> {
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if digits.len() > 2 => digits.split_at(digits.len() - 2),
        None => (digits, "0"),
    };
    let total =
        hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok().filter(|n| *n < 60)?;
    (total <= 14 * 60).then_some(total)
}

fn zone(text: &str) -> Option<Clock> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "/_-+".contains(c)))
        .filter(|token| token.contains('/') && token.len() > 6 && !token.starts_with("Etc"))
        .find_map(Clock::parse)
}

/// A clock as a person types it: `UTC`, `+1`, `GMT+01:00`, `MEZ`, `Europe/Lisbon`.
pub fn typed(text: &str) -> Option<Clock> {
    let text = text.trim();
    if let Some(clock) = Clock::parse(text) {
        return Some(clock);
    }
    if text.starts_with(['+', '-', '−']) {
        return offset(&format!("UTC{text}"));
    }
    let upper = text.to_uppercase();
    match clock(text).or_else(|| clock(&upper))? {
        ClockSaid::Sure(clock) => Some(clock),
        ClockSaid::Unsure(_) => None,
    }
}

/// A day as a person types it: `00:00`, `midnight`, `07:00`, `08:00 end`, `9`.
pub fn typed_day(text: &str) -> Option<DayText> {
    let folded = fold(text.trim());
    let label = if ["end", "ende", "fin", "fine", "koniec"]
        .iter()
        .any(|word| folded.contains(word))
    {
        LabelSide::End
    } else {
        LabelSide::Start
    };
    if [
        "midnight",
        "mitternacht",
        "minuit",
        "medianoche",
        "calendar",
    ]
    .iter()
    .any(|word| folded.contains(word))
    {
        return Some(DayText {
            begins: "00:00".to_owned(),
            label,
        });
    }
    let digits: String = folded
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || *c == ':' || *c == 'h')
        .collect();
    let (hours, minutes) = digits.split_once([':', 'h']).unwrap_or((&digits, "0"));
    let hours: u32 = hours.parse().ok().filter(|hours| *hours <= 24)?;
    let minutes: u32 = if minutes.is_empty() {
        0
    } else {
        minutes.get(..minutes.len().min(2))?.parse().ok()?
    };
    (minutes < 60).then(|| DayText {
        begins: format!("{:02}:{minutes:02}", hours % 24),
        label,
    })
}

/// What a text says about the beginning of the day.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum DaySaid {
    /// Which day.
    Sure(DayText),
    /// When it begins, but not which date it bears.
    Begins(String),
}

/// What a text says about the day that its daily values cover; `None` where it says nothing.
pub(super) fn day(text: &str) -> Option<DaySaid> {
    let mut folded = fold(text).replace(['–', '—'], "-");
    for length in ["24 hours", "24-hour", "24 h ", "24h "] {
        folded = folded.replace(length, "daily ");
    }
    let hours = clock_times(&folded);
    let says = [
        "day", "dai", "tag", "jour", "dia", "giorno", "dag", "dob", "den", "24", "hydrolog", "сут",
    ]
    .iter()
    .any(|word| folded.contains(word));
    if !says {
        return None;
    }
    let midnight = [
        "midnight to midnight",
        "midnight-midnight",
        "calendar day",
        "kalendertag",
        "jour civil",
        "dia civil",
        "dia natural",
    ];
    if midnight.iter().any(|words| folded.contains(words)) {
        return Some(DaySaid::Sure(DayText {
            begins: "00:00".to_owned(),
            label: LabelSide::Start,
        }));
    }
    match hours[..] {
        [(0, 0), (24, 0) | (0, 0) | (23, 59)] => Some(DaySaid::Sure(DayText {
            begins: "00:00".to_owned(),
            label: LabelSide::Start,
        })),
        [(a, b), (c, d)] if (a, b) == (c, d) && a > 0 => {
            Some(DaySaid::Begins(format!("{a:02}:{b:02}")))
        }
        [(a, b)] if begins(&folded) => Some(DaySaid::Begins(format!("{:02}:{b:02}", a % 24))),
        _ => None,
    }
}

fn begins(folded: &str) -> bool {
    [
        "begin", "start", "ending", "ends", "beginn", "ende", "debut", "inicio", "inizio",
        "aanvang", "poczat",
    ]
    .iter()
    .any(|word| folded.contains(word))
}

/// Times of day in a text: `07:00`, `7 h`, `08-08`.
fn clock_times(text: &str) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let run: String = rest[at..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let behind = &rest[at + run.len()..];
        let minutes: Option<u32> = behind
            .strip_prefix([':', 'h'])
            .and_then(|tail| tail.get(..2))
            .and_then(|tail| tail.parse().ok())
            .filter(|minutes| *minutes < 60);
        let is_hour = run.len() <= 2;
        let marked = minutes.is_some()
            || behind.trim_start().starts_with('h')
            || behind.trim_start().starts_with("uhr")
            || behind.starts_with('-')
            || rest[..at].ends_with('-');
        if let Ok(hour) = run.parse::<u32>()
            && is_hour
            && marked
            && hour <= 24
        {
            found.push((hour, minutes.unwrap_or(0)));
        }
        rest = behind;
        if minutes.is_some() {
            rest = &rest[3..];
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_read_from_the_words_of_headers() {
        let fixed = |minutes| Some(ClockSaid::Sure(Clock::Fixed(minutes)));
        for (text, expect) in [
            ("Timestamp (UTC-06:00)", fixed(-360)),
            ("Zeit [MEZ]", fixed(60)),
            ("Date (TU)", fixed(0)),
            ("time GMT+1", fixed(60)),
            ("Etc/GMT-2 (UTC+0200)", fixed(120)),
            ("Datum und Uhrzeit (UTC)", fixed(0)),
            ("timestamp_utc", fixed(0)),
            ("Fecha/Hora", None),
            ("Date/Time", None),
            ("Discharge", None),
        ] {
            assert_eq!(clock(text), expect, "{text}");
        }
        assert!(matches!(clock("Time (CST)"), Some(ClockSaid::Unsure(_))));
        assert!(matches!(
            clock("Fecha (hora local)"),
            Some(ClockSaid::Unsure(_))
        ));
        assert_eq!(typed("+01:00"), Some(Clock::Fixed(60)));
        assert_eq!(typed("utc+1"), Some(Clock::Fixed(60)));
        assert_eq!(typed("mez"), Some(Clock::Fixed(60)));
        assert_eq!(typed("CST"), None);
    }

    #[test]
    fn days_are_read_from_the_words_of_headers() {
        let begins = |text: &str| Some(DaySaid::Begins(text.to_owned()));
        assert_eq!(day("Tagessumme 07:00 - 07:00"), begins("07:00"));
        assert_eq!(day("24 h ending 08:00"), begins("08:00"));
        assert!(matches!(
            day("daily mean 00:00-24:00"),
            Some(DaySaid::Sure(_))
        ));
        assert_eq!(day("Daily discharge"), None);
        assert_eq!(
            typed_day("08:00 end").map(|day| (day.begins, day.label)),
            Some(("08:00".to_owned(), LabelSide::End))
        );
        assert_eq!(
            typed_day("midnight").map(|day| day.begins),
            Some("00:00".to_owned())
        );
        assert_eq!(
            typed_day("7").map(|day| day.begins),
            Some("07:00".to_owned())
        );
    }
}
