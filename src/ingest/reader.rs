//! One file from bytes to tables.

use std::sync::Arc;

use crate::domain::{Cause, FileHash, Finding, Findings, ProfileId, Receipt, Severity};

use super::blocks::Whole;
use super::claim::{Claim, claim};
use super::complaints::Complaints;
use super::containers::{self, Part, Was};
use super::decode::{Coding, Source};
use super::issued::issued;
use super::profile::{Profile, Profiles, Rules, ShapeName};
use super::raw::{FileFacts, RawTable};
use super::table::Table;
use super::tree;
use super::{besides, counter, fixed, refuse, shapes, verdict};

/// Reads one file. What holds files or tables gives one table for each (`a.zip!b.csv`, `a.xlsx!Sheet1`), any other
/// file one table or none.
///
/// `only` names the profile that a person or the basin has settled on; without it exactly one profile must
/// claim the file. What is not understood is named in `findings`, with line and column; nothing is guessed.
/// The receipt of each table balances.
pub fn read(
    bytes: &[u8],
    name: &str,
    profiles: &Profiles,
    only: Option<&ProfileId>,
    findings: &mut Findings,
) -> Vec<RawTable> {
    let mut tables = Vec::new();
    let mut unclaimed = Findings::new();
    for part in containers::parts(bytes, name, findings) {
        let is_whole = part.name == name;
        if !is_whole && is_companion(&part.bytes, profiles) {
            findings.push(
                Finding::note(
                    Cause::NotAnExport,
                    "the file comes along with the exports and holds no readings",
                )
                .file(part.name)
                .hint("nothing needs to be done"),
            );
            continue;
        }
        let mut own = Findings::new();
        match read_part(&part, profiles, only, &mut own) {
            Some(table) => {
                findings.append(own);
                tables.push(table);
            }
            None => unclaimed.append(own),
        }
    }
    // Beside exports that were read, a file that nobody claims is a thing to look at and not a failed import.
    for mut finding in unclaimed {
        if !tables.is_empty() && finding.cause == Cause::Unrecognised {
            finding.severity = Severity::Warning;
        }
        findings.push(finding);
    }
    tables
}

fn read_part(
    part: &Part<'_>,
    profiles: &Profiles,
    only: Option<&ProfileId>,
    findings: &mut Findings,
) -> Option<RawTable> {
    let read = |profiles: &Profiles, findings: &mut Findings| {
        read_one(&part.bytes, &part.name, profiles, only, findings)
    };
    let mut table = match &part.was {
        Was::Text | Was::Block(_) => read(profiles, findings),
        was => read(&containers::for_cells(profiles, was), findings),
    }?;
    match &part.was {
        Was::Text => {}
        Was::Sheet => "a workbook's own".clone_into(&mut table.facts.encoding),
        Was::Page(encoding) | Was::Block(encoding) => table.facts.encoding.clone_from(encoding),
    }
    Some(table)
}

fn is_companion(bytes: &[u8], profiles: &Profiles) -> bool {
    profiles.iter().any(|profile| {
        let source = Source::new(bytes);
        let head = source.head(&source.coding(&profile.rules.encodings));
        profile
            .rules
            .companions
            .iter()
            .any(|words| head.trim_start().starts_with(words.as_str()))
    })
}

fn read_one(
    bytes: &[u8],
    name: &str,
    profiles: &Profiles,
    only: Option<&ProfileId>,
    findings: &mut Findings,
) -> Option<RawTable> {
    if let Some(finding) = refuse::what_else(bytes) {
        findings.push(finding.file(name));
        return None;
    }
    let source = Source::new(bytes);
    let text = tree::text(&source);
    let document = text.as_ref().map(|text| match text {
        Ok(text) => tree::parse(text),
        Err(fault) => Err(fault.clone()),
    });
    let Claim {
        profile,
        rules,
        said,
    } = match claim(&source, document.as_ref(), profiles, only) {
        Ok(claimed) => claimed,
        Err(finding) => {
            findings.push(finding.file(name));
            return None;
        }
    };
    let rules = &*rules;
    let (mut table, facts) = begin(&source, rules, Complaints::new(name, findings));
    if let Some(said) = said {
        table.complaints.say(said);
    }
    besides::before(rules, &source, &mut table);
    // Fields at fixed places become fields between tabulators; the bytes that are kept stay the agency's.
    let cut =
        (!rules.fixed.is_empty()).then(|| (fixed::rules(rules), fixed::laid_out(rules, &source)));
    let laid = cut
        .as_ref()
        .map(|(rules, text)| (rules, source.of_text(text)));
    let (walked, rows) = laid
        .as_ref()
        .map_or((rules, &source), |(rules, laid)| (*rules, laid));
    match rules.shape {
        ShapeName::Long => {
            let mut blocks = Whole::new(&rows.bytes, rows.line_end);
            shapes::long::read(walked, &mut blocks, &mut table, &mut |_| {});
        }
        ShapeName::Rdb => shapes::rdb::read(walked, rows, &mut table),
        ShapeName::Zrxp => shapes::zrxp::read(walked, rows, &mut table),
        ShapeName::Grid => shapes::grid::read(walked, rows, &mut table),
        ShapeName::WideDays => shapes::wide_days::read(walked, rows, &mut table),
        ShapeName::WatermlJson => shapes::waterml_json::read(walked, rows, &mut table),
        ShapeName::Tree => {
            if let Some(Ok(document)) = &document {
                shapes::tree::read(rules, document, &mut table);
            }
        }
    }
    besides::after(rules, &source, &mut table);
    counter::rises(rules, &mut table);
    let mut read = finish(table, profile, facts, FileHash::of(bytes))?;
    read.issued = issued(rules, &source.head(&source.coding(&rules.encodings)));
    read.facts.bytes = bytes.len() as u64;
    read.bytes = Arc::from(bytes);
    Some(read)
}

/// The table of a file that has been recognised, without readings, and what kind of file it is.
pub(super) fn begin<'f>(
    source: &Source<'_>,
    rules: &Rules,
    complaints: Complaints<'f>,
) -> (Table<'f>, FileFacts) {
    let coding = source.coding(&rules.encodings);
    let facts = facts(source, &coding, rules);
    let broken = source.is_broken_utf8() && coding.is_utf8();
    let mut table = Table::new(coding, &rules.unflagged, complaints);
    table.broken = broken;
    (table, facts)
}

fn facts(source: &Source<'_>, coding: &Coding, rules: &Rules) -> FileFacts {
    let delimiter = match rules.delimiter {
        Some(' ') => "blanks".to_owned(),
        Some('\t') => "TAB".to_owned(),
        Some(mark) => mark.to_string(),
        None if !rules.fixed.is_empty() => "fixed width".to_owned(),
        None => String::new(),
    };
    FileFacts {
        bytes: 0,
        encoding: coding.name.clone(),
        line_ending: source.line_end.name().to_owned(),
        delimiter,
        decimal: rules.decimal.to_string(),
        shape: rules.shape.word().to_owned(),
    }
}

/// Settles the receipt; a file of which more than a fifth is not understood is refused as a whole.
pub(super) fn finish(
    mut table: Table<'_>,
    profile: &Profile,
    facts: FileFacts,
    sha256: FileHash,
) -> Option<RawTable> {
    say_unknown_flags(&mut table, profile);
    if table.series.is_empty()
        && table.receipt == Receipt::default()
        && !table.complaints.has_errors()
    {
        table.complaints.say(
            Finding::warning(Cause::Incomplete, "the file holds no readings").hint(
                "no data is not \"all clear\": check what was asked for, and ask again later",
            ),
        );
    }
    let receipt = &mut table.receipt;
    let spent = receipt.rejected + receipt.duplicate + receipt.missing;
    receipt.kept = receipt.read - spent;
    verdict::settle(&mut table);
    let receipt = table.receipt;
    let (flags, qualities) = table.flags.into_columns();
    let file = table.complaints.file().to_owned();
    table.complaints.finish();
    Some(RawTable {
        file,
        sha256,
        bytes: Arc::from([]),
        profile: profile.id.clone(),
        facts,
        issued: None,
        series: table.series,
        flags,
        qualities,
        receipt,
    })
}

fn say_unknown_flags(table: &mut Table<'_>, profile: &Profile) {
    let unknown = table.flags.unknown();
    if !unknown.is_empty() {
        let finding = Finding::note(
            Cause::UnknownUnit,
            "flags that the profile does not know change nothing about the quality of their readings",
        )
        .text(&unknown.join(" "))
        .hint(format!("add them to [quality] of the profile {}", profile.id));
        table.complaints.say(finding);
    }
}
