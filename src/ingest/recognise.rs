//! Whose file is it? Every profile is asked; "not mine" is an answer with a reason.

use super::profile::{Recognise, Rules};

/// The first part of a file as a profile's encoding reads it.
pub(super) struct Head<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> Head<'a> {
    /// Lines without ends, whatever ends them.
    pub(super) fn new(text: &'a str) -> Self {
        let lines = if text.contains('\n') {
            text.split('\n')
                .map(|line| line.trim_end_matches('\r'))
                .collect()
        } else {
            text.split('\r').collect()
        };
        Self { text, lines }
    }
}

/// `Ok` when the profile claims the file, else why it declines.
pub(super) fn claims(rules: &Rules, head: &Head<'_>) -> Result<(), String> {
    let recognise = &rules.recognise;
    if let Some(starts) = &recognise.starts
        && !head.text.trim_start().starts_with(starts.as_str())
    {
        return Err(format!("does not begin with \"{starts}\""));
    }
    if let Some(absent) = recognise
        .contains
        .iter()
        .find(|part| !head.text.contains(part.as_str()))
    {
        return Err(format!("\"{absent}\" stands nowhere"));
    }
    if let Some(there) = recognise
        .absent
        .iter()
        .find(|part| head.text.contains(part.as_str()))
    {
        return Err(format!("\"{there}\" stands there"));
    }
    let looked_at: Vec<&str> = head
        .lines
        .iter()
        .copied()
        .filter(|line| !is_remark(rules, line))
        .take(recognise.within)
        .collect();
    if let Some(absent) = recognise.lines.iter().find(|begin| {
        !looked_at
            .iter()
            .any(|line| line.trim_start().starts_with(begin.as_str()))
    }) {
        return Err(format!("no line begins with \"{absent}\""));
    }
    header(rules, recognise, &looked_at)
}

fn header(rules: &Rules, recognise: &Recognise, lines: &[&str]) -> Result<(), String> {
    if recognise.header.is_empty() {
        return Ok(());
    }
    let mut best: Option<(usize, String)> = None;
    for line in lines {
        match header_fits(rules, line) {
            Ok(()) => return Ok(()),
            Err((found, absent)) => {
                if best.as_ref().is_none_or(|(most, _)| found > *most) {
                    best = Some((found, absent));
                }
            }
        }
    }
    let absent = best.map_or_else(|| recognise.header[0].clone(), |(_, absent)| absent);
    Err(format!("no line has the column \"{absent}\""))
}

/// Whether `line` is the row of column names; else how many were found and which was not.
fn header_fits(rules: &Rules, line: &str) -> Result<(), (usize, String)> {
    let names = column_names(rules, line);
    let has = |wanted: &String| names.iter().any(|(name, _)| name == wanted);
    let recognise = &rules.recognise;
    let found = recognise.header.iter().filter(|name| has(name)).count();
    if let Some(absent) = recognise.header.iter().find(|name| !has(name)) {
        return Err((found, absent.clone()));
    }
    if recognise.any_header.is_empty() || recognise.any_header.iter().any(has) {
        Ok(())
    } else {
        Err((found, recognise.any_header.join("\" or \"")))
    }
}

/// Whether `line` is the row of column names that the profile asks for.
pub(super) fn is_header(rules: &Rules, line: &str) -> bool {
    !rules.recognise.header.is_empty() && header_fits(rules, line).is_ok()
}

fn is_remark(rules: &Rules, line: &str) -> bool {
    rules
        .comment
        .as_ref()
        .is_some_and(|comment| line.starts_with(comment.as_str()))
}

/// The names of the columns of a header row, each without its unit, and the unit.
pub(super) fn column_names(rules: &Rules, line: &str) -> Vec<(String, Option<String>)> {
    let Some(delimiter) = rules.delimiter else {
        return Vec::new();
    };
    let brackets = rules.brackets.as_ref().and_then(|pair| {
        let mut pair = pair.chars();
        Some((pair.next()?, pair.next()?))
    });
    line.split(delimiter)
        .map(|field| {
            let field = field.trim().trim_matches('"').trim();
            let parts = brackets.and_then(|(open, close)| {
                let (name, unit) = field.strip_suffix(close)?.rsplit_once(open)?;
                Some((name.trim().to_owned(), Some(unit.trim().to_owned())))
            });
            parts.unwrap_or_else(|| (field.to_owned(), None))
        })
        .collect()
}
