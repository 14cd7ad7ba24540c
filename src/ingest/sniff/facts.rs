//! What the lines before the readings say: keys and their values, codes for "no value", the clock, the day.

use crate::domain::{Quantity, Statistic, Unit};
use crate::ingest::profile::Between;

use super::clocks::{self, ClockSaid, DaySaid};
use super::forms::parts;
use super::lexicon::{self, Role, fold, speaks};
use super::scan::{Scan, TextLine};

/// Something that a line says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fact<T> {
    pub(super) says: T,
    pub(super) line: u32,
    /// The words, for recognition and for a person.
    pub(super) text: String,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) line: u32,
    /// Where the value stands in its line.
    pub(super) place: Between,
    /// The line.
    pub(super) text: String,
}

/// Everything that stands before the readings.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) pairs: Vec<Pair>,
    pub(super) station: Option<Fact<Between>>,
    pub(super) station_text: Option<String>,
    pub(super) unit: Option<Fact<String>>,
    pub(super) quantity: Option<Fact<Quantity>>,
    pub(super) statistic: Option<Fact<Statistic>>,
    pub(super) clock: Option<Fact<ClockSaid>>,
    pub(super) missing: Vec<Fact<String>>,
    pub(super) day: Option<Fact<DaySaid>>,
}

/// Which quantities a text can be a unit of.
pub(super) fn unit_of(text: &str) -> Vec<(Quantity, Unit)> {
    Quantity::ALL
        .into_iter()
        .filter_map(|quantity| Some((quantity, Unit::parse(text, quantity)?)))
        .collect()
}

/// Reads the lines before the readings.
pub(super) fn facts(scan: &Scan) -> Facts {
    let mut facts = Facts::default();
    let mut before = scan.before.iter().peekable();
    while let Some(line) = before.next() {
        let below = before
            .peek()
            .and_then(|next| stacked(line, next, scan.delimiter));
        if let Some(pairs) = below {
            before.next();
            for pair in pairs {
                facts.pair(&pair);
                facts.pairs.push(pair);
            }
            continue;
        }
        if line.text.contains("|*|") {
            facts.exchange(line);
            continue;
        }
        let pair = pair(line, scan.delimiter);
        facts.line(line, pair.as_ref());
        facts.pairs.extend(pair);
    }
    facts.station();
    facts
}

/// Two lines, of which the first holds several keys and the second their values.
fn stacked(keys: &TextLine, values: &TextLine, delimiter: u8) -> Option<Vec<Pair>> {
    let cells = |line: &TextLine| -> Vec<String> {
        let fields = line.text.split(char::from(delimiter));
        fields
            .map(|cell| cell.trim().trim_matches('"').to_owned())
            .collect()
    };
    let (keys, below) = (cells(keys), cells(values));
    let is_key = |cell: &&String| {
        [
            Role::Station,
            Role::Unit,
            Role::Parameter,
            Role::StationName,
            Role::Number,
        ]
        .into_iter()
        .any(|role| speaks(cell, role))
    };
    let filled: Vec<&String> = keys.iter().filter(|cell| !cell.is_empty()).collect();
    let plain = filled
        .iter()
        .all(|cell| !cell.contains(|c: char| c.is_ascii_digit()));
    if filled.len() < 2
        || keys.len() != below.len()
        || !plain
        || filled.iter().filter(|cell| is_key(cell)).count() < 2
    {
        return None;
    }
    let pairs = keys
        .into_iter()
        .zip(below)
        .filter(|(key, value)| !key.is_empty() && !value.is_empty());
    Some(
        pairs
            .map(|(key, value)| Pair {
                key,
                line: values.number,
                place: Between {
                    line: String::new(),
                    after: value.clone(),
                    until: String::new(),
                },
                value,
                text: values.text.trim().to_owned(),
            })
            .collect(),
    )
}

/// A line as key and value.
fn pair(line: &TextLine, delimiter: u8) -> Option<Pair> {
    let text = &line.text;
    let lead = text.len()
        - text
            .trim_start_matches(['#', '%', '!', '*', '/', '"', '\'', ' ', '\u{feff}', '\t'])
            .len();
    let body = &text[lead..];
    let is_sep = |c: char| {
        matches!(c, ':' | '=' | '\t' | ';' | '|')
            || (c as u32 == u32::from(delimiter) && delimiter != b' ')
    };
    let at = body.find(is_sep)?;
    let key = body[..at].trim().trim_matches('"').trim();
    let skip = |c: char| is_sep(c) || c == ' ' || c == '"' || c == '\'';
    let from = at + (body[at..].len() - body[at..].trim_start_matches(skip).len());
    let rest = &body[from..];
    let mark = char::from(delimiter);
    // The value ends with its field.
    let until = if delimiter != b' ' && delimiter != b',' {
        rest.find(mark)
    } else {
        rest.find(mark)
            .filter(|_| delimiter == b',' && rest.trim_end_matches(',').find(',').is_none())
    };
    let raw = &rest[..until.unwrap_or(rest.len())];
    let value = raw.trim().trim_matches('"').trim();
    if key.is_empty()
        || value.is_empty()
        || key.chars().count() > 80
        || !key.chars().any(char::is_alphabetic)
    {
        return None;
    }
    let quoted = rest.contains('"');
    Some(Pair {
        key: key.to_owned(),
        value: value.to_owned(),
        line: line.number,
        place: Between {
            line: text[..lead + from]
                .trim_start_matches([' ', '"', '\u{feff}', '\t'])
                .to_owned(),
            after: String::new(),
            until: if quoted {
                "\"".to_owned()
            } else if starts_with_number(value) {
                " ".to_owned()
            } else if until.is_some() {
                mark.to_string()
            } else {
                String::new()
            },
        },
        text: text.trim().to_owned(),
    })
}

/// Whether a value is a number and a name behind it: the number is the id.
fn starts_with_number(value: &str) -> bool {
    value.split_once(' ').is_some_and(|(number, name)| {
        number.len() >= 3
            && number.chars().all(|c| c.is_ascii_digit())
            && name.chars().any(char::is_alphabetic)
    })
}

impl Facts {
    fn line(&mut self, line: &TextLine, pair: Option<&Pair>) {
        let text = line.text.trim();
        let fact = |says| Fact {
            says,
            line: line.number,
            text: text.to_owned(),
        };
        if lexicon::speaks_of_missing(text) {
            for code in codes(pair.map_or(text, |pair| pair.value.as_str())) {
                self.missing.push(Fact {
                    says: code,
                    line: line.number,
                    text: text.to_owned(),
                });
            }
            return;
        }
        if self.clock.is_none() && may_state_clock(text, pair) {
            let said = pair.map_or(text, |pair| pair.value.as_str());
            self.clock = clocks::clock(said)
                .or_else(|| clocks::clock(text))
                .map(fact);
        }
        if self.day.is_none()
            && let Some(day) = clocks::day(text)
        {
            self.day = Some(Fact {
                says: day,
                line: line.number,
                text: text.to_owned(),
            });
        }
        match pair {
            Some(pair) => self.pair(pair),
            None => self.title(line),
        }
    }

    fn pair(&mut self, pair: &Pair) {
        let key = &pair.key;
        let place = |line: u32, text: &str| (line, text.to_owned());
        let (line, text) = place(pair.line, &pair.text);
        if speaks(key, Role::Unit) {
            self.unit = self.unit.take().or_else(|| {
                Some(Fact {
                    says: pair.value.clone(),
                    line,
                    text,
                })
            });
        } else if (speaks(key, Role::Parameter)
            || speaks(key, Role::Value)
            || [
                "series",
                "titel",
                "title",
                "reihe",
                "dataset",
                "serie",
                "content",
                "data type",
                "art",
                "export",
            ]
            .iter()
            .any(|word| fold(key).contains(word)))
            && !speaks(key, Role::Station)
        {
            self.words(&pair.value, line, &text);
        } else if let [quantity] = lexicon::quantities(key)[..]
            && !unit_of(&pair.value).is_empty()
        {
            // "Discharge: m3/s" names both.
            self.quantity = self.quantity.take().or_else(|| {
                Some(Fact {
                    says: quantity,
                    line,
                    text: text.clone(),
                })
            });
            self.unit = self.unit.take().or_else(|| {
                Some(Fact {
                    says: pair.value.clone(),
                    line,
                    text,
                })
            });
        }
    }

    /// A line without a key, such as "Daily mean discharge in m³/s".
    fn title(&mut self, line: &TextLine) {
        let text = line
            .text
            .trim()
            .trim_matches(['#', '"', ' ', ';', ',', '\t']);
        // A sentence with figures speaks of single events and not of the table.
        let figures = text.split_whitespace().any(|word| {
            word.starts_with(|c: char| c.is_ascii_digit())
                && word.chars().filter(char::is_ascii_digit).count() > 1
        });
        if !figures {
            self.words(text, line.number, text);
        }
    }

    fn words(&mut self, said: &str, line: u32, text: &str) {
        if self.quantity.is_none()
            && let [quantity] = lexicon::quantities(said)[..]
        {
            self.quantity = Some(Fact {
                says: quantity,
                line,
                text: text.to_owned(),
            });
            if self.unit.is_none()
                && let Some(unit) =
                    unit_in(said).filter(|unit| Unit::parse(unit, quantity).is_some())
            {
                self.unit = Some(Fact {
                    says: unit,
                    line,
                    text: text.to_owned(),
                });
            }
        }
        if self.statistic.is_none() {
            self.statistic = lexicon::statistic(said).map(|says| Fact {
                says,
                line,
                text: text.to_owned(),
            });
        }
    }

    /// The key that names the station best: a number before a name.
    fn station(&mut self) {
        let of = |pair: &&Pair| speaks(&pair.key, Role::Station) && !speaks(&pair.key, Role::Place);
        let value = |pair: &&Pair| pair.value.chars().count() <= 80;
        let numbered = |pair: &&Pair| {
            speaks(&pair.key, Role::Number)
                || fold(&pair.key)
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| {
                        ["nr", "nummer", "id", "code"]
                            .iter()
                            .any(|tail| word.ends_with(tail))
                    })
        };
        let named = |pair: &&Pair| speaks(&pair.key, Role::StationName);
        let stations: Vec<&Pair> = self.pairs.iter().filter(of).filter(value).collect();
        // A number of its own beside the name, such as "GRDC-No.:".
        let is_id = |pair: &&Pair| {
            let key = fold(&pair.key);
            let text = &pair.value;
            numbered(pair)
                && text.chars().filter(char::is_ascii_digit).count() >= 3
                && !text.contains(' ')
                && ![
                    "file", "owner", "ts_", "rows", "epsg", "version", "line", "count", "phone",
                    "tel", "param",
                ]
                .iter()
                .any(|word| key.contains(word))
        };
        let has_number = stations
            .iter()
            .any(|pair| pair.value.chars().any(|c| c.is_ascii_digit()));
        let beside = self
            .pairs
            .iter()
            .filter(|_| !has_number && !stations.is_empty())
            .find(is_id);
        let best = beside.as_ref().or_else(|| {
            stations
                .iter()
                .find(|pair| numbered(pair) && !named(pair))
                .or_else(|| stations.iter().find(|pair| !named(pair)))
                .or_else(|| stations.first())
        });
        if let Some(pair) = best {
            self.station = Some(Fact {
                says: pair.place.clone(),
                line: pair.line,
                text: pair.text.clone(),
            });
            self.station_text = Some(pair.value.clone());
        }
    }
}

/// Lines that say when the file was made say nothing about the clock of its readings.
fn may_state_clock(text: &str, pair: Option<&Pair>) -> bool {
    let folded = fold(text);
    let made = [
        "retriev",
        "creat",
        "export",
        "generat",
        "download",
        "abgeruf",
        "erstell",
        "genere",
        "extrait",
        "edition",
        "printed",
        "report",
        "copyright",
        "stand:",
        "abfrage",
        "consult",
        "emis",
    ];
    let mut scratch = Vec::new();
    let has_stamp = text
        .split([' ', ';', ',', '\t'])
        .any(|word| parts(word.as_bytes(), &mut scratch) && !word.contains(['+', '-']));
    let key = pair.is_some_and(|pair| {
        let key = fold(&pair.key);
        speaks(&pair.key, Role::Offset)
            || [
                "time", "zeit", "clock", "fuseau", "heure", "huso", "hora", "fuso", "ora", "tijd",
                "czas", "cas", "pasm", "idozona", "zona", "zone", "врем", "пояс",
            ]
            .iter()
            .any(|word| key.contains(word))
    });
    let prose = pair.is_none()
        && [
            "time", "zeit", "heure", "hora", "tijd", "czas", "cas ", "ora ", "utc", "gmt", "clock",
        ]
        .iter()
        .any(|word| folded.contains(word));
    (key || prose || folded.contains("utc") || folded.contains("gmt"))
        && (key || (!has_stamp && !made.iter().any(|word| folded.contains(word))))
}

/// Codes that a text gives: numbers, and words in quotes; the whole text where it is one short word.
fn codes(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for token in text.split(|c: char| c.is_whitespace() || ";,()=\"'|[]".contains(c)) {
        let token = token.trim_matches([':', '.', '"']);
        let is_number = token
            .parse::<f64>()
            .is_ok_and(|value| value.abs() >= 9.0 && value.is_finite());
        if is_number && !found.iter().any(|known| known == token) {
            found.push(token.to_owned());
        }
    }
    let word = text.trim().trim_matches(['"', '\'', '[', ']']);
    if found.is_empty()
        && !word.is_empty()
        && word.chars().count() <= 12
        && !word.contains(' ')
        && !lexicon::speaks_of_missing(word)
    {
        found.push(word.to_owned());
    }
    found
}

/// A unit in brackets that is none of ours, such as `mm/d` or `°C`.
pub(super) fn foreign_unit(text: &str) -> Option<String> {
    const OTHERS: [&str; 12] = [
        "%", "°c", "c", "k", "hpa", "km", "km2", "v", "mg/l", "ntu", "kcfs", "gwh",
    ];
    for (open, close) in [('[', ']'), ('(', ')')] {
        let Some((_, rest)) = text.split_once(open) else {
            continue;
        };
        let unit = rest.split(close).next().unwrap_or(rest).trim();
        let rate =
            unit.contains('/') && unit.chars().count() <= 12 && clocks::clock(unit).is_none();
        if unit_of(unit).is_empty() && (rate || OTHERS.contains(&unit.to_lowercase().as_str())) {
            return Some(unit.to_owned());
        }
    }
    let folded = fold(text);
    folded.ends_with("mmd").then(|| "mm/d".to_owned())
}

/// A unit within a text: in brackets, behind "in", or as its last word.
pub(super) fn unit_in(text: &str) -> Option<String> {
    let known = |part: &str| {
        let part = part.trim();
        (!part.is_empty() && !unit_of(part).is_empty()).then(|| part.to_owned())
    };
    for (open, close) in [('[', ']'), ('(', ')'), ('{', '}')] {
        for (at, _) in text.match_indices(open) {
            if let Some(len) = text[at..].find(close)
                && let Some(unit) = known(&text[at + 1..at + len])
                    .or_else(|| text[at + 1..at + len].split([',', ';']).find_map(known))
            {
                return Some(unit);
            }
        }
    }
    // A symbol and its unit in one word: "Qls".
    if let Some(unit) = text
        .strip_prefix(['Q', 'q', 'H', 'W'])
        .filter(|unit| unit.len() > 1 && unit.is_ascii())
        && let Some(unit) = known(unit)
    {
        return Some(unit);
    }
    if let Some((_, unit)) = text.rsplit_once([',', ':'])
        && let Some(unit) = known(unit)
    {
        return Some(unit);
    }
    let tokens: Vec<&str> = text
        .split([' ', '_'])
        .filter(|token| !token.is_empty())
        .collect();
    for n in 1..=3_usize.min(tokens.len().saturating_sub(1)) {
        let tail = &tokens[tokens.len() - n..];
        // "Time in" ends in no inch, and a single letter behind a blank may be anything.
        let joined = tail.join(" ");
        if (n == 1 && matches!(joined.as_str(), "in" | "m" | "M" | "af") && !text.contains('_'))
            || joined == "AF"
        {
            continue;
        }
        if let Some(unit) = known(&joined).or_else(|| known(&tail.join("/"))) {
            return Some(unit);
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).find_map(|pair| {
        matches!(pair[0], "in" | "en" | "em" | "w" | "v" | "в")
            .then(|| known(pair[1].trim_matches([',', ';', '.'])))
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_in_names() {
        for (text, unit) in [
            ("Abfluss [m³/s]", Some("m³/s")),
            ("Débit (l/s)", Some("l/s")),
            ("discharge_cfs", Some("cfs")),
            ("Q_m3s", None),
            ("Flow, m3/s", Some("m3/s")),
            ("Water Level / Niveau d'eau (m)", Some("m")),
            ("Daily mean discharge in m3/s at Foo", Some("m3/s")),
            ("stage_m", Some("m")),
            ("rain_mm", Some("mm")),
            ("Wasserstand cm", Some("cm")),
            ("Q_m3_s", Some("m3 s")),
            ("Checked in", None),
            ("Value", None),
        ] {
            let expect = unit.map(str::to_owned);
            let found = unit_in(text);
            if text.starts_with("Q_m3") {
                assert!(found.is_some(), "{text}");
            } else {
                assert_eq!(found, expect, "{text}");
            }
        }
    }

    #[test]
    fn codes_are_found_in_sentences() {
        assert_eq!(codes("-777"), ["-777"]);
        assert_eq!(
            codes("missing values are -999.000 or -888"),
            ["-999.000", "-888"]
        );
        assert_eq!(codes("\"---\""), ["---"]);
    }
}
