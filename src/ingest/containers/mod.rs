//! What holds files: archives, workbooks, web pages. Whatever was handed over becomes parts, each a text that a
//! shape can walk; the names of members are shown and never used as paths.
//!
//! A sheet and a table of a page become lines of cells parted by TAB: line n is row n, field n is column n. That
//! text is kept like the member of an archive, so that a place in it can be quoted, and what was handed over is
//! kept beside it.

mod cells;
mod gzip;
mod page;
mod workbook;
mod zip;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::domain::{Cause, Finding, Findings};

use super::profile::{Profiles, Rules, ShapeName};

pub use zip::{is_harmless, is_zip};

/// Archives inside one another: agencies are known to send a zip of zips, and nobody sends more.
const DEEPEST: usize = 2;
/// Bytes that all parts of one file may have together.
const LARGEST: u64 = 4 << 30;

/// What a part was before it became lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Was {
    /// A text as it stands.
    Text,
    /// A sheet of a workbook: numbers and dates were typed.
    Sheet,
    /// A table of a web page, whose bytes had this encoding.
    Page(String),
    /// Text that a web page sets line by line, written as the agency writes its texts.
    Block(String),
}

/// A text inside what was handed over, or that itself.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// As the person knows it: `a.zip!b.csv`, `a.xlsx!Sheet1`, `a.html!table 1`, or the file itself.
    pub name: String,
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    pub(super) was: Was,
}

/// The texts inside a file, in order of their names, or the file itself when it holds no others. Whatever is refused is
/// said in `findings`; an archive with one bad member gives no part at all.
pub fn parts<'a>(bytes: &'a [u8], name: &str, findings: &mut Findings) -> Vec<Part<'a>> {
    let mut opener = Opener {
        parts: Vec::new(),
        budget: LARGEST,
        findings,
    };
    opener.open(Cow::Borrowed(bytes), name.to_owned(), 0);
    opener.parts
}

/// The files of a zip archive by their names, unopened; names that leave their folder, links, equal names and bombs
/// refuse the archive as a whole.
///
/// # Errors
///
/// A finding that says why the bytes are no zip archive that can be trusted.
pub fn members(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Box<Finding>> {
    let members = zip::members(bytes, LARGEST)?;
    Ok(members
        .into_iter()
        .map(|member| (member.name, member.bytes))
        .collect())
}

/// The name of the file that a part is, or of the page that it stands on: a table of a page has but a number.
pub(super) fn file_of(part: &str) -> &str {
    let last = |path: &'_ str| path.rfind(['/', '\\', '!']).map_or(0, |at| at + 1);
    let name = &part[last(part)..];
    let is_numbered = ["table ", "text "].iter().any(|word| {
        name.strip_prefix(word)
            .is_some_and(|n| n.bytes().all(|byte| byte.is_ascii_digit()))
    });
    match part
        .strip_suffix(name)
        .and_then(|page| page.strip_suffix('!'))
    {
        Some(page) if is_numbered => &page[last(page)..],
        _ => name,
    }
}

/// Whether the bytes are of a kind that holds others.
pub(super) fn is_container(bytes: &[u8]) -> bool {
    is_zip(bytes) || gzip::is_gzip(bytes) || workbook::is_old(bytes) || page::is_page(bytes)
}

struct Opener<'a, 'f> {
    parts: Vec<Part<'a>>,
    /// Bytes that further parts may have.
    budget: u64,
    findings: &'f mut Findings,
}

impl<'a> Opener<'a, '_> {
    fn open(&mut self, bytes: Cow<'a, [u8]>, name: String, depth: usize) {
        let opened = if gzip::is_gzip(&bytes) || is_zip(&bytes) {
            self.archive(&bytes, &name, depth)
        } else if workbook::is_old(&bytes) {
            self.sheets(workbook::old(&bytes), &name)
        } else if page::is_page(&bytes) {
            page::tables(&bytes).map(|tables| {
                for (table, text, encoding) in tables {
                    let was = if table.starts_with("text") {
                        Was::Block(encoding)
                    } else {
                        Was::Page(encoding)
                    };
                    self.part(format!("{name}!{table}"), text, was);
                }
            })
        } else {
            self.parts.push(Part {
                name,
                bytes,
                was: Was::Text,
            });
            return;
        };
        if let Err(finding) = opened {
            self.findings.push(finding.file(name));
        }
    }

    fn archive(&mut self, bytes: &[u8], name: &str, depth: usize) -> Result<(), Box<Finding>> {
        if let Some(kind) = zip::workbook(bytes) {
            zip::check(bytes, self.budget)?;
            return self.sheets(workbook::new(bytes, kind), name);
        }
        if depth == DEEPEST {
            return Err(Box::new(
                Finding::error(
                    Cause::NotAnExport,
                    "the archive lies in an archive that itself lies in one",
                )
                .hint("unpack the outer archive and import what is inside"),
            ));
        }
        let members = if gzip::is_gzip(bytes) {
            vec![gzip::member(bytes, name, self.budget)?]
        } else {
            zip::members(bytes, self.budget)?
        };
        if members.is_empty() {
            let finding = Finding::error(Cause::NotAnExport, "the archive holds no files");
            let hint = "it may be damaged, or the agency had nothing to send; download it again";
            return Err(Box::new(finding.hint(hint)));
        }
        let size: u64 = members.iter().map(|member| member.bytes.len() as u64).sum();
        self.budget = self.budget.saturating_sub(size);
        for member in members {
            let name = format!("{name}!{}", member.name);
            self.open(Cow::Owned(member.bytes), name, depth + 1);
        }
        Ok(())
    }

    fn sheets(
        &mut self,
        sheets: Result<workbook::Sheets, Box<Finding>>,
        name: &str,
    ) -> Result<(), Box<Finding>> {
        let sheets = sheets?;
        for finding in sheets.findings {
            self.findings.push(finding.file(name));
        }
        for (sheet, text) in sheets.texts {
            self.part(format!("{name}!{sheet}"), text, Was::Sheet);
        }
        Ok(())
    }

    fn part(&mut self, name: String, text: String, was: Was) {
        self.parts.push(Part {
            name,
            bytes: Cow::Owned(text.into_bytes()),
            was,
        });
    }
}

/// The profiles as they read cells: an agency's table is the same table in a sheet, parted by TAB, and the numbers
/// and dates of a sheet are written one way whatever the agency's own.
pub(super) fn for_cells(profiles: &Profiles, was: &Was) -> Profiles {
    let mut profiles = profiles.clone();
    profiles.change(|rules| in_cells(rules, was));
    profiles
}

/// Whether the rules are for lines, and if so changes them.
fn in_cells(rules: &mut Rules, was: &Was) -> bool {
    if !is_of_lines(rules.shape) {
        return false;
    }
    rules.delimiter = Some('\t');
    rules.quote = None;
    rules.fixed.clear();
    if *was == Was::Sheet {
        rules.decimal = '.';
        rules.thousands = None;
        for patterns in [
            rules.time.as_mut().map(|time| &mut time.patterns),
            rules.grid.as_mut().map(|grid| &mut grid.patterns),
        ] {
            add(patterns, &["yyyy-mm-dd HH:MM:SS", "yyyy-mm-dd"]);
        }
        let of_day = rules
            .time
            .as_mut()
            .filter(|time| time.time_column.is_some());
        add(of_day.map(|time| &mut time.time_patterns), &["HH:MM:SS"]);
    }
    true
}

/// Adds the forms that a sheet writes to those that the agency writes.
fn add(patterns: Option<&mut Vec<String>>, more: &[&str]) {
    let Some(patterns) = patterns else {
        return;
    };
    for &pattern in more {
        if !patterns.iter().any(|known| known == pattern) {
            patterns.push(pattern.to_owned());
        }
    }
}

fn is_of_lines(shape: ShapeName) -> bool {
    match shape {
        ShapeName::Long | ShapeName::Rdb | ShapeName::WideDays | ShapeName::Grid => true,
        ShapeName::Zrxp | ShapeName::WatermlJson | ShapeName::Tree => false,
    }
}

#[cfg(test)]
mod tests {
    use super::file_of;

    #[test]
    fn a_table_of_a_page_is_named_after_the_page() {
        for (part, expect) in [
            ("a/b.html!table 2", "b.html"),
            ("a/b.zip!c/d.html!text 1", "d.html"),
            ("a/b.zip!c/d.csv", "d.csv"),
            ("b.xlsx!Neustadt", "Neustadt"),
            ("b.csv", "b.csv"),
            ("table 2", "table 2"),
        ] {
            assert_eq!(file_of(part), expect, "{part}");
        }
    }
}
