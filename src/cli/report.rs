//! `thalweg report BASIN --out X.html`: the statement of account.

use super::args::Report;
use super::evaluate::open_imported;
use super::outcome::{Outcome, print, print_json};
use crate::engine::Request;
use crate::present::{Words, statement};
use crate::report::statement_html;

pub(super) fn run(args: &Report) -> Result<Outcome, Outcome> {
    let (workspace, _) = open_imported(&args.basin)?;
    let evaluation = workspace.evaluate(&Request::default())?;
    let languages = args.language.as_deref().map_or_else(
        || evaluation.basin.languages.clone(),
        |list| list.split(',').map(|tag| tag.trim().to_owned()).collect(),
    );
    let view = statement(&evaluation, &Words::new(&languages));
    if let Some(out) = &args.out {
        std::fs::write(out, statement_html(&view)).map_err(|error| {
            Outcome::Failed(
                format!("{} could not be written: {error}", out.display()),
                Some("name another file with --out".to_owned()),
            )
        })?;
    }
    match (&args.out, args.json) {
        (_, true) => print_json(&view)?,
        (Some(out), false) => print(&out.display().to_string()),
        (None, false) => print(&statement_html(&view)),
    }
    Ok(Outcome::of(&evaluation.findings))
}
