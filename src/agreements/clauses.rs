//! The clauses of an agreement as its file has them: the lines as written, to be read beside a figure.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::AgreementId;
use crate::domain::agreement::Clause;

/// Tables of an agreement file whose entries are clauses of their own.
const TABLES: [&str; 8] = [
    "series",
    "parameter",
    "table",
    "calendar",
    "condition",
    "rule",
    "ledger",
    "reading",
];

/// Every clause of an agreement's file, in file order; `file` is the file as a person knows it. A file that is
/// not valid has none.
pub fn clauses(text: &str, file: &str) -> Vec<Clause> {
    let Ok(root) = DeTable::parse(text) else {
        return Vec::new();
    };
    let treaty = root.get_ref().get("treaty");
    let Some(agreement) = treaty.and_then(|treaty| text_of(treaty, "id")) else {
        return Vec::new();
    };
    let agreement = AgreementId::new(&agreement);
    let lines = Lines::of(text);
    let mut found: Vec<Clause> = Vec::new();
    for table in TABLES {
        let Some(entries) = root.get_ref().get(table) else {
            continue;
        };
        for (id, entry) in entries_of(entries) {
            let (first, last) = lines.around(entry.span());
            found.push(clause(&agreement, (table, &id), entry).written(
                &lines,
                file,
                (first, last),
            ));
        }
    }
    found.sort_by_key(|clause| clause.line);
    found
}

/// The entries of `[[rule]]`, `rule = [ { … } ]`, `[calendar.x]` or `[calendar] x = { … }`, each with its id.
fn entries_of<'v, 'a>(
    entries: &'v Spanned<DeValue<'a>>,
) -> Vec<(String, &'v Spanned<DeValue<'a>>)> {
    match entries.get_ref() {
        DeValue::Array(array) => array
            .iter()
            .filter_map(|entry| Some((text_of(entry, "id")?, entry)))
            .collect(),
        DeValue::Table(table) => table
            .iter()
            .filter(|(_, entry)| entry.get_ref().is_table())
            .map(|(key, entry)| (key.get_ref().to_string(), entry))
            .collect(),
        _ => Vec::new(),
    }
}

fn field<'v, 'a>(entry: &'v Spanned<DeValue<'a>>, key: &str) -> Option<&'v DeValue<'a>> {
    entry.get_ref().get(key).map(Spanned::get_ref)
}

fn text_of(entry: &Spanned<DeValue<'_>>, key: &str) -> Option<String> {
    field(entry, key)?.as_str().map(str::to_owned)
}

fn is(entry: &Spanned<DeValue<'_>>, key: &str) -> Option<bool> {
    field(entry, key)?.as_bool()
}

fn date(value: &DeValue<'_>) -> Option<NaiveDate> {
    match value {
        DeValue::Datetime(date) => date.to_string().get(..10)?.parse().ok(),
        DeValue::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn clause(
    agreement: &AgreementId,
    (table, id): (&str, &str),
    entry: &Spanned<DeValue<'_>>,
) -> Clause {
    let effective = |end: &str| {
        let span = field(entry, "effective").or_else(|| field(entry, "in_force"))?;
        date(span.get(end)?.get_ref())
    };
    let confidence = match field(entry, "confidence") {
        Some(DeValue::Float(value)) => value.as_str().parse().ok(),
        Some(DeValue::Integer(value)) => value.as_str().parse().ok(),
        _ => None,
    };
    Clause {
        agreement: agreement.clone(),
        table: table.to_owned(),
        id: id.to_owned(),
        title: text_of(entry, "title").unwrap_or_default(),
        article: text_of(entry, "article").unwrap_or_default(),
        confidence,
        is_stated: is(entry, "stated").unwrap_or(true),
        is_enabled: is(entry, "enabled").unwrap_or(true),
        effective: (effective("from"), effective("to")),
        file: String::new(),
        line: 1,
        text: String::new(),
    }
}

impl Clause {
    fn written(mut self, lines: &Lines<'_>, file: &str, (first, last): (usize, usize)) -> Self {
        self.text = lines.text.get(first..=last).unwrap_or_default().join("\n");
        file.clone_into(&mut self.file);
        self.line = u32::try_from(first + 1).unwrap_or(u32::MAX);
        self
    }
}

/// A file by lines.
struct Lines<'a> {
    text: Vec<&'a str>,
    /// Byte that each line begins on.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Self {
            text: text.lines().collect(),
            starts,
        }
    }

    fn line_of(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
    }

    fn trimmed(&self, line: usize) -> &str {
        self.text.get(line).map_or("", |line| line.trim())
    }

    /// First and last line of the entry whose value or heading has this span: the comment above it, the entry, and
    /// for an entry with a heading of its own everything up to what belongs to the next one.
    fn around(&self, span: std::ops::Range<usize>) -> (usize, usize) {
        let head = self.line_of(span.start);
        let mut first = head;
        while first > 0 && self.trimmed(first - 1).starts_with('#') {
            first -= 1;
        }
        let heading = self.trimmed(head);
        let last = if heading.starts_with('[') {
            self.end_of_table(head, heading)
        } else {
            self.line_of(span.end.saturating_sub(1))
        };
        (first, last)
    }

    fn end_of_table(&self, head: usize, heading: &str) -> usize {
        let name = heading.trim_matches(|c| c == '[' || c == ']');
        let name = name.split(']').next().unwrap_or(name);
        let below = format!("[{name}.");
        let next = (head + 1..self.text.len()).find(|line| {
            let line = self.trimmed(*line);
            is_heading(line) && !line.trim_start_matches('[').starts_with(&below[1..])
        });
        let mut last = next.unwrap_or(self.text.len()).saturating_sub(1);
        // Comment and blank lines before the next heading are not part of this entry.
        while last > head && (self.trimmed(last).is_empty() || self.trimmed(last).starts_with('#'))
        {
            last -= 1;
        }
        last
    }
}

/// `[rule]` or `[[rule]]`, not an array that goes on from the line above.
fn is_heading(line: &str) -> bool {
    let inner = line.split('#').next().unwrap_or_default().trim();
    let Some(inner) = inner
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
    else {
        return false;
    };
    let inner = inner
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
        .unwrap_or(inner);
    let is_key = |c: char| c.is_alphanumeric() || "_-.\"' ".contains(c);
    inner.starts_with(|c: char| c.is_alphabetic() || c == '"') && inner.chars().all(is_key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreements::shipped;

    #[test]
    fn a_clause_is_the_lines_of_the_file_from_its_comment_to_its_last_key() {
        let text = shipped("ganges-1996").expect("it ships");
        let found = clauses(text, "ganges-1996.toml");
        let lines: Vec<&str> = text.lines().collect();
        let rule = found
            .iter()
            .find(|clause| clause.id == "formula")
            .expect("the formula");
        assert_eq!(rule.table, "rule");
        assert_eq!(rule.article, "Annexure I");
        let written: Vec<&str> = rule.text.lines().collect();
        let first = rule.line as usize - 1;
        assert_eq!(lines[first..first + written.len()], written);
        assert!(written[0].starts_with('#'), "{}", rule.text);
        assert_eq!(written.last(), Some(&"]"), "{}", rule.text);
        assert!(written.contains(&"[[rule]]"));
        let heads = written.iter().filter(|line| line.starts_with("[[")).count();
        assert_eq!(heads, 1, "{}", rule.text);
    }

    #[test]
    fn inline_entries_and_named_tables_are_clauses_too() {
        let text = shipped("ganges-1996").expect("it ships");
        let found = clauses(text, "ganges-1996.toml");
        let series = found
            .iter()
            .find(|clause| clause.table == "series")
            .expect("a series");
        assert_eq!(series.id, "farakka_total");
        assert!(series.text.contains("nav_lock"), "{}", series.text);
        let calendar = found
            .iter()
            .find(|clause| clause.table == "calendar")
            .expect("a calendar");
        assert_eq!(calendar.id, "decad");
        assert!(calendar.text.contains("starts"), "{}", calendar.text);
    }
}
