//! The entries of the profile, one after the other, each with its evidence.

use crate::domain::{Cause, Finding};
use crate::ingest::containers::file_of;
use crate::ingest::profile::{Begin, ColumnRef, Rules};
use crate::ingest::raw::FileFacts;

use super::answers::Answers;
use super::draft::{Asked, Built, Evidence, Preview, PreviewColumn};
use super::facts::Facts;
use super::roles::Is;
use super::scan::Scan;
use super::stations::stem;

/// The draft while it is being made.
pub(super) struct Builder<'a> {
    pub(super) scan: &'a Scan,
    pub(super) facts: &'a Facts,
    pub(super) name: &'a str,
    pub(super) answers: &'a Answers,
    pub(super) rules: Rules,
    pub(super) contains: Vec<String>,
    /// Whether the row of names has a name for each field, as the reader finds it.
    named: bool,
    /// Numbers that look like codes for "no value", with what is asked about them.
    pub(super) codes: Vec<(String, String)>,
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
        named: has_names(scan),
        codes: Vec::new(),
        evidence: Vec::new(),
        questions: Vec::new(),
        findings: Vec::new(),
    };
    builder.dialect();
    let roles = if builder.is_grid() {
        builder.grid()?
    } else {
        let times = builder.times()?;
        let mut roles = builder.roles(&times);
        builder.clock(&times, &roles);
        builder.values(&times, &mut roles)?;
        roles
    };
    builder.ask_codes();
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
            line: line.filter(|line| *line > 0),
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

    /// Asks once about all numbers that look like codes.
    fn ask_codes(&mut self) {
        let Some((_, first)) = self.codes.first().cloned() else {
            return;
        };
        let mut codes: Vec<String> = self.codes.iter().map(|(code, _)| code.clone()).collect();
        codes.sort();
        codes.dedup();
        self.ask(
            "missing",
            format!("does {first} mean that there is no value"),
            vec![codes.join(" "), "none".to_owned()],
            false,
        );
    }

    /// Notes what is assumed, or left out.
    pub(super) fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The name of a column with what stands below it: units, a second language.
    pub(super) fn heading(&self, at: usize) -> String {
        let mut heading = self.scan.names[at].clone();
        for row in &self.scan.between {
            if let Some(cell) = row
                .cells
                .get(at)
                .filter(|cell| cell.chars().any(char::is_alphanumeric))
            {
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
        if name.is_empty() || !self.named {
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

    pub(super) fn facts_text(&self) -> String {
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
            (Some(line), _) if self.named => {
                let mut names: Vec<String> = self
                    .scan
                    .names
                    .iter()
                    .filter(|name| !name.is_empty())
                    .cloned()
                    .collect();
                names.dedup();
                if let Some((open, close)) = self.rules.brackets.as_ref().and_then(|pair| {
                    let mut pair = pair.chars();
                    Some((pair.next()?, pair.next()?))
                }) {
                    for name in &mut names {
                        if let Some((stem, _)) = name
                            .strip_suffix(close)
                            .and_then(|rest| rest.rsplit_once(open))
                        {
                            *name = stem.trim().to_owned();
                        }
                    }
                }
                self.rules.recognise.header = names;
                self.rules.recognise.within = self
                    .rules
                    .recognise
                    .within
                    .max(self.scan.before.len() * 2 + 40);
                self.rules.rows_after_header = self.scan.between.len();
                self.rules.recognise.lines.extend(self.section());
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

    /// What a further export in the same file begins with: the first line's key, where it comes again.
    fn section(&self) -> Option<String> {
        let first = self.facts.pairs.first()?;
        let is_first = self
            .scan
            .before
            .first()
            .is_some_and(|line| line.number == first.line);
        let begin = first.place.line.trim().to_owned();
        let again = |text: &str| text.trim_start().starts_with(begin.as_str());
        (is_first && !begin.is_empty() && self.scan.odd.iter().any(|(line, _)| again(&line.text)))
            .then(|| begin.clone())
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
}

pub(super) fn file_name(name: &str) -> &str {
    file_of(name)
}

/// Whether the row of names has a name for each field, as the reader finds it.
fn has_names(scan: &Scan) -> bool {
    scan.header.as_ref().is_some_and(|line| {
        let mark = char::from(scan.delimiter);
        let fields = line.text.trim_start_matches('\u{feff}').split(mark).count();
        scan.delimiter != b' ' && (fields == scan.names.len() || line.text.contains('"'))
    })
}
