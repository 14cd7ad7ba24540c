//! A data pack that another state sent (BagIt 1.0, RFC 8493, a folder or a zip): whether it holds exactly what its
//! SHA-256 manifests say. Nothing is written, followed or fetched, and no name of a manifest is ever opened.

mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::EngineError;
use crate::domain::{Cause, FileHash, Finding, Findings};
use crate::ingest;

const PAYLOAD: &str = "manifest-sha256.txt";
const TAGS: &str = "tagmanifest-sha256.txt";
/// Faults that are named one by one.
const MOST_FAULTS: usize = 100;
const AGAIN: &str = "do not use the pack; ask the sender for it again and compare the new one";

/// A file of a pack.
struct Member {
    bytes: u64,
    sha256: FileHash,
    /// What stands in it; none for payload.
    text: Option<Vec<u8>>,
}

struct Pack {
    /// How a person finds a file of the pack: this, then the file's name.
    prefix: String,
    /// By name below the pack's folder, parted by `/`.
    files: BTreeMap<String, Member>,
    findings: Findings,
}

/// Whether a path is a data pack to verify: a folder that holds `bagit.txt`, or a zip archive.
pub fn is_pack(path: &Path) -> bool {
    let mut start = [0; 4];
    path.join("bagit.txt").is_file()
        || (path.is_file()
            && File::open(path).is_ok_and(|mut file| file.read_exact(&mut start).is_ok())
            && ingest::is_zip(&start))
}

/// Every difference between a data pack and its manifests. A right pack still gives the warning that its origin is
/// not proven, for no signature is verified.
///
/// # Errors
///
/// A file of the pack cannot be read.
pub fn check_pack(path: &Path) -> Result<Findings, EngineError> {
    let mut pack = if path.is_dir() {
        files::from_folder(path)?
    } else {
        files::from_zip(path)?
    };
    if !pack.findings.has_errors() {
        pack.verify();
    }
    Ok(pack.findings)
}

fn fault(message: impl Into<String>) -> Finding {
    Finding::error(Cause::Pack, message).hint(AGAIN)
}

impl Pack {
    fn new(prefix: String) -> Self {
        Self {
            prefix,
            files: BTreeMap::new(),
            findings: Findings::new(),
        }
    }

    /// Says something of a file of the pack, or of the pack when the file has no name.
    fn fault_in(&mut self, file: &str, finding: Finding) {
        let whole = format!("{}{file}", self.prefix);
        let place = whole.trim_end_matches(['!', '/']);
        self.findings.push(finding.file(place));
    }

    /// The text of a file beside the payload; one that is there and cannot be read is said.
    fn text(&mut self, file: &str) -> Option<String> {
        let member = self.files.get(file)?;
        let text = member
            .text
            .clone()
            .and_then(|text| String::from_utf8(text).ok());
        if text.is_none() {
            self.fault_in(
                file,
                fault("the file is no UTF-8 text, or larger than 16 MiB"),
            );
        }
        text
    }

    fn verify(&mut self) {
        self.declaration();
        self.equal_names();
        if self.files.contains_key("fetch.txt") {
            let finding = fault("the pack asks this computer to download the rest of its files")
                .hint("addresses in a pack are never followed; ask the sender for a pack that is complete");
            self.fault_in("fetch.txt", finding);
        }
        self.payload();
        self.tags();
        self.oxum();
        self.origin();
    }

    fn declaration(&mut self) {
        let text = self.text("bagit.txt").unwrap_or_default();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        if lines != ["BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"] {
            let finding = fault("bagit.txt does not declare BagIt 1.0 in UTF-8")
                .text(&text)
                .hint("ask the sender for a pack of BagIt 1.0 (RFC 8493)");
            self.fault_in("bagit.txt", finding);
        }
    }

    fn equal_names(&mut self) {
        let mut seen = BTreeSet::new();
        let twice = |name: &&String| !seen.insert(name.to_lowercase());
        let twice: Vec<String> = self.files.keys().filter(twice).cloned().collect();
        for name in twice {
            let message = "two files have the same name but for capitals, which is one file on Windows and macOS";
            self.fault_in("", fault(message).text(&name));
        }
    }

    fn payload(&mut self) {
        let Some(listed) = self.manifest(PAYLOAD) else {
            let others = |name: &&String| name.starts_with("manifest-");
            let message = match self.files.keys().find(others) {
                Some(other) => format!("the pack has only {other}; only SHA-256 is taken as proof"),
                None => format!("the pack has no {PAYLOAD}, so nothing says what it should hold"),
            };
            let hint = "ask the sender for a pack with a SHA-256 manifest";
            self.fault_in("", fault(message).hint(hint));
            return;
        };
        if listed.is_empty() {
            self.fault_in(PAYLOAD, fault("the manifest lists no file"));
        }
        let extra: Vec<String> = self
            .files
            .keys()
            .filter(|name| name.starts_with("data/") && !listed.contains(*name))
            .take(MOST_FAULTS)
            .cloned()
            .collect();
        for name in extra {
            self.fault_in(
                PAYLOAD,
                fault("a file under data/ is not listed in the manifest").text(&name),
            );
        }
    }

    fn tags(&mut self) {
        let Some(listed) = self.manifest(TAGS) else {
            let message =
                format!("the pack has no {TAGS}, so a change of its other files would not be seen");
            let finding = Finding::warning(Cause::Pack, message)
                .hint("ask the sender to seal these files too");
            self.fault_in("", finding);
            return;
        };
        if !listed.contains(PAYLOAD) {
            let message = format!("{PAYLOAD} is not listed, so a change of it would not be seen");
            self.fault_in(TAGS, fault(message));
        }
    }

    /// Compares a manifest with the files; the names that it lists, or none without such a manifest.
    fn manifest(&mut self, manifest: &str) -> Option<BTreeSet<String>> {
        self.files.get(manifest)?;
        let text = self.text(manifest).unwrap_or_default();
        let (mut listed, mut folded) = (BTreeSet::new(), BTreeSet::new());
        let mut faults = 0;
        for (line, n) in text.lines().zip(1..) {
            let (shown, message) = match entry(line) {
                None => (
                    line.to_owned(),
                    Some("the line is no SHA-256 sum and a name"),
                ),
                Some((sum, name)) => {
                    let is_twice = !folded.insert(name.to_lowercase());
                    let message =
                        is_twice.then_some("the name is listed twice, perhaps in other capitals");
                    let message = message.or_else(|| self.difference(manifest, &sum, &name));
                    listed.insert(name.clone());
                    (name, message)
                }
            };
            if let Some(message) = message {
                faults += 1;
                self.fault_in(manifest, fault(message).line(n).text(&shown));
            }
            if faults == MOST_FAULTS {
                self.fault_in(manifest, fault("further lines were not looked at").line(n));
                break;
            }
        }
        Some(listed)
    }

    fn difference(&self, manifest: &str, sum: &str, name: &str) -> Option<&'static str> {
        let is_payload = name.starts_with("data/");
        if !ingest::is_harmless(name) || is_payload != (manifest == PAYLOAD) {
            return Some(
                "the manifest names a file that does not belong to it or lies outside the pack",
            );
        }
        match self.files.get(name) {
            None => Some("a file of the manifest is missing"),
            Some(member) if member.sha256.as_str() != sum => {
                Some("the file is not the one that was sealed: its SHA-256 sum differs")
            }
            Some(_) => None,
        }
    }

    fn oxum(&mut self) {
        let text = self.text("bag-info.txt").unwrap_or_default();
        let payload = || {
            self.files
                .iter()
                .filter(|(name, _)| name.starts_with("data/"))
        };
        let bytes: u64 = payload().map(|(_, member)| member.bytes).sum();
        let held = format!("{bytes}.{}", payload().count());
        for (line, n) in text.lines().zip(1..) {
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            if key.eq_ignore_ascii_case("Payload-Oxum") && value.trim() != held {
                let message = format!(
                    "the pack holds {held} (bytes.files), but its Payload-Oxum says otherwise"
                );
                self.fault_in("bag-info.txt", fault(message).line(n).text(value.trim()));
            }
        }
    }

    fn origin(&mut self) {
        if !self.findings.has_errors() {
            let finding = Finding::warning(Cause::Pack, "unsigned: its origin is not proven").hint(
                "compare the SHA-256 sum of the tag manifest with the sender by another way, such as the telephone",
            );
            self.fault_in("", finding);
        }
    }
}

/// Sum in small letters and name of a manifest's line; `%0A`, `%0D` and `%25` stand for what cannot be written.
fn entry(line: &str) -> Option<(String, String)> {
    let (sum, name) = line.split_once([' ', '\t'])?;
    let is_sum = sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = name.trim_start_matches([' ', '\t']);
    let name = ["%0A", "%0a", "%0D", "%0d"]
        .iter()
        .fold(name.to_owned(), |name, code| name.replace(code, "\n"));
    is_sum.then(|| (sum.to_ascii_lowercase(), name.replace("%25", "%")))
}
