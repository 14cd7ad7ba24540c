//! The entries of the profile, one after the other, each with its evidence.

use crate::domain::{Cause, Finding, StampMark};
use crate::ingest::profile::{Begin, ClockRule, ColumnRef, Rules, StationRule};
use crate::ingest::raw::FileFacts;

use super::answers::Answers;
use super::clocks::{self, ClockSaid};
use super::draft::{Asked, Built, Evidence, Preview, PreviewColumn};
use super::facts::Facts;
use super::lexicon::fold;
use super::roles::Is;
use super::scan::Scan;
use super::times::Times;

/// The draft while it is being made.
pub(super) struct Builder<'a> {
    pub(super) scan: &'a Scan,
    pub(super) facts: &'a Facts,
    pub(super) name: &'a str,
    pub(super) answers: &'a Answers,
    pub(super) rules: Rules,
    pub(super) contains: Vec<String>,
    evidence: Vec<Evidence>,
    questions: Vec<Asked>,
    findings: Vec<Finding>,
}

/// Drafts the rules; `None` when no column holds a time, or none can hold values.
pub(super) fn build(scan: &Scan, facts: &Facts, name: &str, answers: &Answers) -> Option<Built> {
    // A table of rows with one field more than names, all by commas, is one whose decimal commas were split.
    if scan.delimiter == b',' && scan.header.is_some() && has_split_decimals(scan) {
        return None;
    }
    let rules: Rules = toml::from_str(
        "agency = \"\"\nabout = \"\"\nshape = \"long\"\nclock = \"unstated\"\n[recognise]\n",
    )
    .ok()?;
    let mut builder = Builder {
        scan,
        facts,
        name,
        answers,
        rules,
        contains: Vec::new(),
        evidence: Vec::new(),
        questions: Vec::new(),
        findings: Vec::new(),
    };
    builder.dialect();
    let times = builder.times()?;
    let mut roles = builder.roles(&times);
    builder.clock(&times, &roles);
    builder.values(&times, &mut roles)?;
    builder.station(&roles);
    builder.begin();
    Some(builder.built(&roles))
}

fn has_split_decimals(scan: &Scan) -> bool {
    let n = scan.columns.len();
    let unnamed = scan.names[n - 1].is_empty();
    let whole = |at: usize| {
        let numbers = &scan.columns[at].numbers;
        numbers.count > 0 && numbers.count == numbers.whole
    };
    unnamed && n >= 3 && whole(n - 1) && whole(n - 2) && !scan.names[n - 2].is_empty()
}

impl Builder<'_> {
    /// Notes what speaks for an entry.
    pub(super) fn say(&mut self, entry: &str, says: &str, line: Option<u32>) {
        self.evidence.push(Evidence {
            entry: entry.to_owned(),
            says: says.to_owned(),
            line,
        });
    }

    /// Asks what only a person can know.
    pub(super) fn ask(
        &mut self,
        key: &str,
        question: String,
        choices: Vec<String>,
        blocking: bool,
    ) {
        if !self.questions.iter().any(|asked| asked.key == key) {
            self.questions.push(Asked {
                key: key.to_owned(),
                question,
                choices,
                blocking,
            });
        }
    }

    /// Notes what is assumed, or left out.
    pub(super) fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The name of a column with what stands below it: units, a second language.
    pub(super) fn heading(&self, at: usize) -> String {
        let mut heading = self.scan.names[at].clone();
        for row in &self.scan.between {
            if let Some(cell) = row.cells.get(at).filter(|cell| !cell.is_empty()) {
                heading.push_str(&format!(" [{cell}]"));
            }
        }
        heading
    }

    /// A column as a person finds it.
    pub(super) fn label(&self, at: usize) -> String {
        let name = &self.scan.names[at];
        if name.is_empty() {
            format!("{}", at + 1)
        } else {
            format!("\"{name}\"")
        }
    }

    /// The key of a column in questions.
    pub(super) fn key_of(&self, at: usize) -> String {
        let name = &self.scan.names[at];
        if name.is_empty() {
            format!("{}", at + 1)
        } else {
            name.clone()
        }
    }

    /// How the profile names a column.
    pub(super) fn column_ref(&self, at: usize) -> ColumnRef {
        let name = &self.scan.names[at];
        if name.is_empty() || !self.has_names() {
            return ColumnRef::Place(at + 1);
        }
        let nth = self.scan.names[..=at]
            .iter()
            .filter(|known| *known == name)
            .count();
        if nth == 1 {
            ColumnRef::Name(name.clone())
        } else {
            ColumnRef::Nth {
                name: name.clone(),
                nth,
            }
        }
    }

    /// The place of a column that this builder named.
    pub(super) fn place(&self, column: &ColumnRef) -> Option<usize> {
        (0..self.scan.columns.len()).find(|at| self.column_ref(*at) == *column)
    }

    /// Whether the row of names has a name for each field, as the reader finds it.
    fn has_names(&self) -> bool {
        self.scan.header.as_ref().is_some_and(|line| {
            let mark = char::from(self.scan.delimiter);
            let fields = line.text.trim_start_matches('\u{feff}').split(mark).count();
            self.scan.delimiter != b' '
                && (fields == self.scan.names.len() || line.text.contains('"'))
        })
    }

    fn dialect(&mut self) {
        self.rules.encodings = vec![self.scan.encoding.clone()];
        self.rules.delimiter = Some(char::from(self.scan.delimiter));
        self.rules.quote = self.scan.quote.map(char::from);
        self.rules.comment = self.scan.comment.clone();
        if self.scan.encoding_is_guess {
            let says = format!(
                "the bytes are no UTF-8; {} is the most probable of the other encodings",
                self.scan.encoding
            );
            self.say("encodings", &says, None);
        }
        let mark = match self.scan.delimiter {
            b'\t' => "TAB".to_owned(),
            b' ' => "blanks".to_owned(),
            mark => format!("\"{}\"", char::from(mark)),
        };
        let says = format!(
            "{mark} parts {} rows into {} fields",
            self.scan.count,
            self.scan.columns.len()
        );
        self.say(
            "delimiter",
            &says,
            self.scan.rows.first().map(|row| row.line),
        );
    }

    /// The clock: in the stamps, in the words above them, or asked.
    fn clock(&mut self, times: &Times, roles: &[Is]) {
        if times.has_offset {
            self.rules.clock = ClockRule::InStamp;
            self.say("clock", "every stamp states its offset", None);
            return;
        }
        let headings: Vec<(String, u32)> = times
            .used
            .iter()
            .map(|at| {
                (
                    self.heading(*at),
                    self.scan.header.as_ref().map_or(0, |line| line.number),
                )
            })
            .collect();
        let mut likely: Vec<&'static str> = Vec::new();
        let mut said = None;
        for (text, line) in &headings {
            match clocks::clock(text) {
                Some(ClockSaid::Sure(clock)) => said = said.or(Some((clock, text.clone(), *line))),
                Some(ClockSaid::Unsure(choices)) => likely.extend(choices),
                None => {}
            }
        }
        if said.is_none()
            && let Some(fact) = &self.facts.clock
        {
            match &fact.says {
                ClockSaid::Sure(clock) => {
                    said = Some((*clock, fact.text.clone(), fact.line));
                    self.contains.push(fact.text.clone());
                }
                ClockSaid::Unsure(choices) => likely.extend(choices),
            }
        }
        let column = roles.iter().position(|role| *role == Is::Clock);
        if said.is_none()
            && let Some(at) = column
            && self.clock_column(at, &mut likely)
        {
            return;
        }
        match (said, self.answers.clock()) {
            (Some((clock, text, line)), None) => {
                self.rules.clock = ClockRule::Stated(clock);
                self.say(
                    "clock",
                    &format!("\"{text}\" says so"),
                    Some(line).filter(|line| *line > 0),
                );
            }
            (_, Some(clock)) => {
                self.rules.clock = ClockRule::Assumed(clock);
                self.say(
                    "clock",
                    "a person said which clock the times were read from",
                    None,
                );
            }
            (None, None) => {
                let mut choices: Vec<String> =
                    likely.iter().map(|&choice| choice.to_owned()).collect();
                choices.extend(["UTC", "UTC+01:00", "Europe/Berlin"].map(str::to_owned));
                let mut seen = Vec::new();
                choices.retain(|choice| {
                    !seen.contains(choice) && {
                        seen.push(choice.clone());
                        true
                    }
                });
                let question = if likely.is_empty() {
                    "which clock were the times read from; nothing in the file says it (an offset such as UTC+01:00, or an IANA zone where summer time is kept)".to_owned()
                } else {
                    "which clock were the times read from; the words of the file can mean several"
                        .to_owned()
                };
                self.ask("clock", question, choices, true);
            }
        }
    }

    /// A column that names the clock of every row.
    fn clock_column(&mut self, at: usize, likely: &mut Vec<&'static str>) -> bool {
        let texts: Vec<String> = self.scan.columns[at]
            .all
            .texts
            .keys()
            .map(|text| String::from_utf8_lossy(text).into_owned())
            .collect();
        let american = texts
            .iter()
            .any(|text| matches!(text.as_str(), "CDT" | "EDT" | "MDT" | "PDT"));
        let mut map = std::collections::BTreeMap::new();
        for text in &texts {
            let own = match text.as_str() {
                "EST" if american => Some(-300),
                "CST" | "EDT" if american => Some(if text == "CST" { -360 } else { -240 }),
                "CDT" => Some(-300),
                "MST" if american => Some(-420),
                "MDT" => Some(-360),
                "PST" if american => Some(-480),
                "PDT" => Some(-420),
                _ => None,
            };
            let clock = own
                .map(crate::domain::Clock::Fixed)
                .or_else(|| clocks::typed(text));
            match (clock, clocks::clock(text)) {
                (Some(clock @ crate::domain::Clock::Fixed(_)), _) => {
                    map.insert(text.clone(), clock);
                }
                (_, Some(ClockSaid::Unsure(choices))) => likely.extend(choices),
                _ => {}
            }
        }
        if map.len() != texts.len() || map.is_empty() || self.scan.columns[at].empty > 0 {
            return false;
        }
        self.rules.clock = ClockRule::Column {
            column: self.column_ref(at),
            map,
        };
        self.say(
            "clock",
            &format!("column {} names the clock of each row", self.label(at)),
            None,
        );
        true
    }

    /// Where the station stands; asked, and not waited for, where nothing names it.
    fn station(&mut self, roles: &[Is]) {
        if self
            .rules
            .station
            .as_ref()
            .is_some_and(|rule| rule.per_column)
        {
            return;
        }
        let column = |of: Is| roles.iter().position(|role| *role == of);
        let mut rule = StationRule::default();
        let name_column = column(Is::StationName).map(|at| self.column_ref(at));
        if let Some(said) = self.answers.station() {
            self.said_station(&mut rule, &said.to_owned());
        } else if let Some(at) = column(Is::Station) {
            rule.column = Some(self.column_ref(at));
            rule.name_column = name_column.filter(|name| Some(name) != rule.column.as_ref());
            self.say(
                "station",
                &format!("column {} names the station", self.label(at)),
                None,
            );
        } else if let Some(at) = column(Is::StationName) {
            rule.column = Some(self.column_ref(at));
            self.say(
                "station",
                &format!("column {} names the station", self.label(at)),
                None,
            );
        } else if let Some(fact) = &self.facts.station {
            rule.in_line = Some(fact.says.clone());
            let says = format!("\"{}\" names the station", fact.text);
            self.say("station", &says, Some(fact.line));
        } else if let Some(id) = in_brackets(&self.facts_text()) {
            rule.fixed = Some(id);
            self.say("station", "the lines before the readings name it", None);
        } else {
            let guess = stem(self.name);
            let mut choices = vec![guess.clone()];
            choices.extend(number_of(&guess).filter(|number| *number != guess));
            let question = "which station is this; nothing in the file names it (an id, or the name of a column)".to_owned();
            self.ask("station", question, choices, false);
            self.find(
                Finding::warning(Cause::UnknownStation, format!("nothing in the file names its station, so the name of the file stands for it: {guess}"))
                    .hint("say which station it is: --set station=…"),
            );
            rule.fixed = Some(guess);
        }
        self.rules.station = Some(rule);
    }

    /// What a person said: the name of a column, a key of the header, or an id.
    fn said_station(&mut self, rule: &mut StationRule, said: &str) {
        let wanted = fold(said);
        let column = (0..self.scan.columns.len())
            .find(|at| !self.scan.names[*at].is_empty() && fold(&self.scan.names[*at]) == wanted);
        let pair = self
            .facts
            .pairs
            .iter()
            .find(|pair| fold(&pair.key) == wanted);
        if let Some(at) = column {
            rule.column = Some(self.column_ref(at));
        } else if let Some(pair) = pair {
            rule.in_line = Some(pair.place.clone());
        } else {
            rule.fixed = Some(said.to_owned());
        }
        self.say("station", "a person said which station it is", None);
    }

    fn facts_text(&self) -> String {
        self.scan
            .before
            .iter()
            .map(|line| line.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Where the readings begin, and how the profile knows its own.
    fn begin(&mut self) {
        let n = self.scan.columns.len();
        let mut contains = std::mem::take(&mut self.contains);
        contains.sort();
        contains.dedup();
        self.rules.recognise.contains = contains;
        match (&self.scan.header, self.scan.before.last()) {
            (Some(line), _) if self.has_names() => {
                let mut names: Vec<String> = self
                    .scan
                    .names
                    .iter()
                    .filter(|name| !name.is_empty())
                    .cloned()
                    .collect();
                names.dedup();
                self.rules.recognise.header = names;
                self.rules.recognise.within = self
                    .rules
                    .recognise
                    .within
                    .max(self.scan.before.len() * 2 + 40);
                self.rules.rows_after_header = self.scan.between.len();
                self.say(
                    "recognise",
                    "a row of names stands before the readings",
                    Some(line.number),
                );
            }
            (Some(line), _) => {
                let last = self.scan.between.last().map_or(line.number, |row| row.line);
                self.rules.begin = Begin::AfterLine(
                    line.text.trim().trim_start_matches('\u{feff}').to_owned(),
                    n,
                );
                self.rules.rows_after_header = usize::try_from(last - line.number).unwrap_or(0);
                self.rules.recognise.lines =
                    vec![line.text.trim().trim_start_matches('\u{feff}').to_owned()];
            }
            (None, Some(line)) => {
                self.rules.begin = Begin::AfterLine(line.text.trim().to_owned(), n);
                self.rules.recognise.lines = vec![line.text.trim().to_owned()];
            }
            (None, None) => {
                self.rules.begin = Begin::FirstRow;
                self.rules.columns = (1..=n).map(|at| at.to_string()).collect();
                self.rules.recognise.fields = vec![n];
            }
        }
    }

    fn built(mut self, roles: &[Is]) -> Built {
        let title = self.facts.pairs.first().map_or_else(
            || stem(self.name),
            |pair| format!("{}: {}", pair.key, pair.value),
        );
        self.rules.agency = "unknown".to_owned();
        self.rules.about = format!("drafted from {} ({title})", file_name(self.name));
        if self.scan.encoding_is_guess {
            self.find(
                Finding::note(Cause::BadEncoding, format!("the encoding is not stated; {} is taken for names and flags, and no number depends on it", self.scan.encoding))
                    .hint("name another one with --set encoding=… if names look wrong"),
            );
        }
        let columns = (0..roles.len())
            .map(|at| PreviewColumn {
                name: if self.scan.names[at].is_empty() {
                    format!("{}", at + 1)
                } else {
                    self.scan.names[at].clone()
                },
                role: roles[at].role(),
            })
            .collect();
        Built {
            facts: FileFacts {
                bytes: 0,
                encoding: self.scan.encoding_name.clone(),
                line_ending: self.scan.line_end.to_owned(),
                delimiter: match self.scan.delimiter {
                    b'\t' => "TAB".to_owned(),
                    b' ' => "blanks".to_owned(),
                    mark => char::from(mark).to_string(),
                },
                decimal: self.rules.decimal.to_string(),
                shape: self.rules.shape.word().to_owned(),
            },
            rules: self.rules,
            evidence: self.evidence,
            questions: self.questions,
            findings: self.findings,
            preview: Preview {
                columns,
                ..Preview::default()
            },
        }
    }

    /// The mark of stamps, where the file says nothing and it would move an instant.
    pub(super) fn stamp_mark(&mut self, times: &Times) -> StampMark {
        if times.is_interval {
            return StampMark::Start;
        }
        if let Some(mark) = self.answers.stamp() {
            self.say("stamp", "a person said what a stamp marks", None);
            return mark;
        }
        let text = fold(&self.facts_text());
        let ends = [
            "end of interval",
            "end of the interval",
            "intervallende",
            "ende des intervalls",
            "period ending",
            "interval end",
            "hour ending",
            "fin de periode",
            "fin del intervalo",
        ];
        let starts = [
            "start of interval",
            "start of the interval",
            "beginning of",
            "intervallbeginn",
            "intervallanfang",
            "interval start",
            "hour beginning",
            "debut de periode",
            "inicio del intervalo",
        ];
        if ends.iter().any(|words| text.contains(words)) {
            self.say(
                "stamp",
                "the lines before the readings say that a stamp marks the end",
                None,
            );
            return StampMark::End;
        }
        if starts.iter().any(|words| text.contains(words)) {
            self.say(
                "stamp",
                "the lines before the readings say that a stamp marks the beginning",
                None,
            );
            return StampMark::Start;
        }
        self.ask(
            "stamp",
            "does a stamp mark the end or the start of its interval".to_owned(),
            ["end", "start", "middle"].map(str::to_owned).to_vec(),
            false,
        );
        self.find(
            Finding::warning(Cause::BadTime, "nothing says whether a stamp marks the start or the end of its interval; the end is assumed")
                .hint("ask the agency, and say it: --set stamp=start"),
        );
        StampMark::End
    }
}

fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\', '!']).next().unwrap_or(name)
}

/// The name of a file without folders and ending.
fn stem(name: &str) -> String {
    let name = file_name(name);
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned()
}

/// The longest run of digits in a file name that is no date.
fn number_of(stem: &str) -> Option<String> {
    stem.split(|c: char| !c.is_ascii_digit())
        .filter(|run| {
            run.len() >= 4
                && !(run.len() == 8 && run.starts_with(['1', '2']))
                && !(run.len() == 4 && run.starts_with(['1', '2']))
        })
        .max_by_key(|run| run.len())
        .map(str::to_owned)
}

/// An id such as `@08461200` or `(station 6342800)` in a line of prose.
fn in_brackets(text: &str) -> Option<String> {
    let at = text.find('@')?;
    let id: String = text[at + 1..]
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_')
        .collect();
    (id.len() >= 3 && id.chars().any(|c| c.is_ascii_digit())).then_some(id)
}
