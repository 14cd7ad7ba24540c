//! `thalweg check BASIN | AGREEMENT | PACK | MESSAGE`: every fault at once.

use std::path::Path;

use super::args::Check;
use super::outcome::{Outcome, print, print_json, severity_word};
use crate::domain::Findings;
use crate::engine;

pub(super) fn run(args: &Check) -> Result<Outcome, Outcome> {
    let path = Path::new(&args.what);
    let findings = if engine::is_pack(path) {
        engine::check_pack(path)?
    } else if engine::is_message(path) {
        engine::check_message(path)?
    } else if path.is_dir() {
        engine::check_basin(path)?
    } else {
        engine::check_agreement(&args.what)?
    };
    if args.json {
        print_json(&serde_json::json!({ "ok": !findings.has_errors(), "findings": findings }))?;
    } else {
        print(&text(&findings));
    }
    Ok(Outcome::of(&findings))
}

fn text(findings: &Findings) -> String {
    if findings.is_empty() {
        return "nothing to report".to_owned();
    }
    findings
        .iter()
        .map(|finding| format!("{}: {finding}\n", severity_word(finding.severity)))
        .collect()
}
