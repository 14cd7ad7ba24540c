//! The one profile whose file it is. Every profile is asked; where none claims the file, every profile is asked again
//! whether it is its own with other marks, as a worksheet of another country writes it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::domain::finding::quote;
use crate::domain::spelling::nearest;
use crate::domain::{Cause, Finding, ProfileId};

use super::columns::column_names;
use super::decode::Source;
use super::profile::{Begin, Profile, Profiles, Rules, ShapeName};
use super::recognise::{Head, NO_TIMES, claims, closeness, other_decimal};
use super::tree::Doc;
use super::{refuse, shapes};

/// So many profiles that decline are named.
const NAMED: usize = 3;
/// What may stand between fields in place of a profile's own delimiter.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// The profile that reads a file, and the rules by which it does.
pub(super) struct Claim<'p> {
    pub(super) profile: &'p Profile,
    /// One of its dialects, perhaps with other marks.
    pub(super) rules: Cow<'p, Rules>,
    /// Says which marks differ.
    pub(super) said: Option<Finding>,
}

/// The first part of a file in each of the encodings that profiles read it by.
struct Texts(BTreeMap<String, String>);

impl Texts {
    fn of(source: &Source<'_>, profiles: &[&Profile]) -> Self {
        let mut texts = BTreeMap::new();
        for rules in profiles.iter().flat_map(|profile| profile.dialects()) {
            let coding = source.coding(&rules.encodings);
            let head = || source.head(&coding);
            texts.entry(coding.name.clone()).or_insert_with(head);
        }
        Self(texts)
    }
}

/// The heads of a file by the name of the encoding.
type Heads<'t> = BTreeMap<&'t str, Head<'t>>;

/// A file as nested values, or why it cannot be read as such; `None` for a file of lines.
type Document<'d> = Option<&'d Result<Doc<'d>, Box<Finding>>>;

/// The one profile that claims the file.
pub(super) fn claim<'p>(
    source: &Source<'_>,
    document: Document<'_>,
    profiles: &'p Profiles,
    only: Option<&ProfileId>,
) -> Result<Claim<'p>, Box<Finding>> {
    let asked: Vec<&Profile> = profiles
        .iter()
        .filter(|profile| only.is_none_or(|only| profile.id == *only))
        .collect();
    if let (Some(only), true) = (only, asked.is_empty()) {
        return Err(Box::new(
            Finding::error(
                Cause::Unrecognised,
                format!("there is no profile \"{only}\""),
            )
            .hint("name one of the profiles that `thalweg inspect` lists"),
        ));
    }
    let texts = Texts::of(source, &asked);
    let heads: Heads<'_> = texts
        .0
        .iter()
        .map(|(name, text)| (name.as_str(), Head::new(text)))
        .collect();
    let head = |rules: &Rules| heads.get(source.coding(&rules.encodings).name.as_str());
    let mut claimed: Vec<(&Profile, &Rules)> = Vec::new();
    let mut declined: Vec<(&Profile, &Rules, String)> = Vec::new();
    for &profile in &asked {
        let mut why = None;
        for rules in profile.dialects() {
            let Some(head) = head(rules) else { continue };
            let answer = claims(rules, head).and_then(|()| built(rules, document));
            match answer {
                // Where the profile is named and the columns are its own, the rows say best what is wrong with them.
                Err(reason)
                    if only.is_some()
                        && reason == NO_TIMES
                        && rules.begin == Begin::AfterHeader =>
                {
                    claimed.push((profile, rules));
                    why = None;
                    break;
                }
                Ok(()) => {
                    claimed.push((profile, rules));
                    why = None;
                    break;
                }
                Err(reason) => why = why.or(Some((rules, reason))),
            }
        }
        if let Some((rules, why)) = why {
            declined.push((profile, rules, why));
        }
    }
    match claimed[..] {
        [(profile, rules)] => {
            let decimal = head(rules).and_then(|head| twin_decimal(rules, head));
            Ok(match decimal {
                Some(decimal) => with_marks(profile, rules, rules.delimiter, decimal),
                None => Claim {
                    profile,
                    rules: Cow::Borrowed(rules),
                    said: None,
                },
            })
        }
        [] => {
            if let Some(twin) = twin(&asked, head) {
                return Ok(twin);
            }
            if let Some(Err(fault)) = document {
                return Err(fault.clone());
            }
            if let ([(_, rules, why)], Some(text)) = (&declined[..], texts.0.values().next())
                && only.is_some()
                && refuse::service_answer(text).is_none()
            {
                return Err(Box::new(not_its_own(rules, why, text)));
            }
            let far = |(profile, rules, why): &(&Profile, &Rules, String)| {
                let of_lines = || head(rules).map_or(0, |head| closeness(rules, head));
                let near = match (rules.shape, document) {
                    (ShapeName::Tree, Some(Ok(document))) => {
                        shapes::tree::closeness(rules, document)
                    }
                    (ShapeName::Tree, _) => 0,
                    // A document of nested values is hardly an export of lines.
                    (_, Some(_)) => of_lines() / 4,
                    _ => of_lines(),
                };
                (100 - near, format!("{}: {why}", profile.id))
            };
            let mut declined: Vec<(usize, String)> = declined.iter().map(far).collect();
            declined.sort();
            let text = texts.0.values().next();
            Err(Box::new(nobody(&declined, text.map_or("", String::as_str))))
        }
        _ => Err(Box::new(too_many(&claimed))),
    }
}

/// Whether the document is built as the profile says; profiles of lines ask nothing more than their lines.
fn built(rules: &Rules, document: Document<'_>) -> Result<(), String> {
    match (rules.shape, document) {
        (ShapeName::Tree, Some(Ok(document))) => shapes::tree::claims(rules, document),
        (ShapeName::Tree, Some(Err(fault))) => Err(fault.message.clone()),
        (ShapeName::Tree, None) => Err("it is neither JSON nor XML".to_owned()),
        _ => Ok(()),
    }
}

/// The other decimal mark, where the numbers of the file certainly have it.
fn twin_decimal(rules: &Rules, head: &Head<'_>) -> Option<char> {
    let is_asked = rules.shape == ShapeName::Long && rules.thousands.is_none();
    other_decimal(rules, head).filter(|decimal| is_asked && rules.delimiter != Some(*decimal))
}

/// The one profile that would claim the file if another mark stood between its fields.
fn twin<'p, 't: 'h, 'h>(
    asked: &[&'p Profile],
    head: impl Fn(&Rules) -> Option<&'h Head<'t>>,
) -> Option<Claim<'p>> {
    let mut found = Vec::new();
    for &profile in asked {
        for rules in profile.dialects() {
            let is_asked = rules.shape == ShapeName::Long
                && rules.begin == Begin::AfterHeader
                && rules.recognise.header.len() > 1;
            let Some(head) = head(rules).filter(|_| is_asked) else {
                continue;
            };
            for delimiter in DELIMITERS {
                if rules.delimiter == Some(delimiter) {
                    continue;
                }
                let mut other = rules.clone();
                other.delimiter = Some(delimiter);
                if claims(&other, head).is_err() {
                    continue;
                }
                // A number cannot hold what parts the fields.
                let decimal = if delimiter == ',' {
                    '.'
                } else {
                    twin_decimal(&other, head).unwrap_or(rules.decimal)
                };
                found.push(with_marks(profile, rules, Some(delimiter), decimal));
            }
        }
    }
    if found.len() == 1 { found.pop() } else { None }
}

fn with_marks<'p>(
    profile: &'p Profile,
    rules: &Rules,
    delimiter: Option<char>,
    decimal: char,
) -> Claim<'p> {
    let name = |mark: char| match mark {
        '\t' => "a tabulator".to_owned(),
        ' ' => "blanks".to_owned(),
        mark => format!("\"{mark}\""),
    };
    let mut said = Vec::new();
    if let (Some(own), Some(other)) = (rules.delimiter, delimiter)
        && own != other
    {
        said.push(format!(
            "{} between fields and not {}",
            name(other),
            name(own)
        ));
    }
    if rules.decimal != decimal {
        said.push(format!(
            "the decimal mark {} and not {}",
            name(decimal),
            name(rules.decimal)
        ));
    }
    let finding = Finding::note(
        Cause::HeaderDisagrees,
        format!(
            "the export has other marks than the agency usually writes: {}",
            said.join(", and ")
        ),
    )
    .hint(
        "compare a value with the agency's page; if a worksheet saved the file, take the original",
    );
    let mut rules = rules.clone();
    (rules.delimiter, rules.decimal) = (delimiter, decimal);
    Claim {
        profile,
        rules: Cow::Owned(rules),
        said: (!said.is_empty()).then_some(finding),
    }
}

/// Why a file is not that of the profile which a person or the basin has named.
fn not_its_own(rules: &Rules, why: &str, text: &str) -> Finding {
    let is_remark = |line: &str| {
        rules
            .comment
            .as_ref()
            .is_some_and(|comment| line.starts_with(comment.as_str()))
    };
    let (number, line) = (1..)
        .zip(text.lines())
        .find(|(_, line)| !line.trim().is_empty() && !is_remark(line))
        .unwrap_or((1, ""));
    // Only a profile that finds its columns by name can be in doubt about them.
    let is_named = rules.shape == ShapeName::Long && rules.begin == Begin::AfterHeader;
    let names = if is_named {
        column_names(rules, line)
    } else {
        Vec::new()
    };
    let twice = names.iter().enumerate().find(|(at, (name, _))| {
        rules.recognise.header.contains(name) && names[..*at].iter().any(|(other, _)| other == name)
    });
    if let Some((_, (name, _))) = twice {
        return Finding::error(
            Cause::Unrecognised,
            format!(
                "two columns are called \"{}\", so it is unclear which counts",
                quote(name)
            ),
        )
        .line(number)
        .text(line)
        .hint("give each column its own name");
    }
    let has_delimiter = DELIMITERS.iter().any(|mark| line.contains(*mark));
    if !has_delimiter && line.trim().contains("  ") {
        return Finding::error(
            Cause::Unrecognised,
            "the columns seem to be parted by blanks or to stand at fixed places, which the profile does not expect",
        )
        .line(number)
        .text(line)
        .hint("let the program propose a profile for the file, or name another one");
    }
    let wanted = rules
        .recognise
        .header
        .iter()
        .find(|name| why.contains(&format!("\"{name}\"")));
    let near =
        wanted.and_then(|wanted| nearest(wanted, names.iter().map(|(name, _)| name.as_str())));
    let hint = match near {
        Some(near) => format!("did you mean the column \"{near}\"? Correct its name, or write a profile for this export"),
        None => "write a profile for the export, or name another one if the agency has changed its layout".to_owned(),
    };
    Finding::error(
        Cause::Unrecognised,
        format!("the named profile does not claim the file: {why}"),
    )
    .line(number)
    .text(line)
    .hint(hint)
}

fn nobody(declined: &[(usize, String)], text: &str) -> Finding {
    if let Some(answer) = refuse::service_answer(text) {
        return answer;
    }
    let near: Vec<&str> = declined
        .iter()
        .take(NAMED)
        .map(|(_, why)| why.as_str())
        .collect();
    let others = match declined.len().saturating_sub(NAMED) {
        0 => String::new(),
        1 => "; another one is further away".to_owned(),
        n => format!("; {n} others are further away"),
    };
    Finding::error(
        Cause::Unrecognised,
        format!("no profile claims the file; nearest are {}{others}", near.join("; ")),
    )
    .text(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default())
    .hint("write a profile for the export, or name one with --profile if the agency has changed its layout")
}

fn too_many(claimed: &[(&Profile, &Rules)]) -> Finding {
    let names: Vec<&str> = claimed
        .iter()
        .map(|(profile, _)| profile.id.as_str())
        .collect();
    Finding::error(
        Cause::Unrecognised,
        format!(
            "more than one profile claims the file: {}",
            names.join(", ")
        ),
    )
    .hint("name the right one with --profile, or in basin.toml")
}
