//! `thalweg agreement FILE --inputs CSV`: an agreement on tidy series, without a basin.

use std::path::Path;

use super::agreement_text::text;
use super::args::Agreement;
use super::outcome::{Outcome, print, print_json, say_findings};
use super::table::{Lean, table};
use crate::agreements;
use crate::engine::{self, AgreementInputs};

/// The page of the language, as it lies beside the shipped agreements.
const LANGUAGE: &str = include_str!("../../assets/agreements/README.md");

/// What stands below `thalweg agreement --help`.
pub(super) fn after_help() -> String {
    let ids: Vec<&str> = agreements::SHIPPED.iter().map(|(id, _)| *id).collect();
    format!(
        "Agreements that come with the program: {}\n\n\
         An agreement is one TOML file; `thalweg agreement --language` prints how it is written, \
         `thalweg agreement ID --show` the file of one, `thalweg check FILE.toml` all faults of one.\n\n\
         Example: thalweg agreement {} --inputs flows.csv",
        ids.join(", "),
        ids.first().copied().unwrap_or("my-river.toml"),
    )
}

pub(super) fn run(args: &Agreement) -> Result<Outcome, Outcome> {
    if args.language {
        print(LANGUAGE);
        return Ok(Outcome::Done);
    }
    if let (true, Some(agreement)) = (args.show, &args.agreement) {
        print(&engine::agreement_text(agreement)?);
        return Ok(Outcome::Done);
    }
    let (Some(agreement), Some(inputs)) = (&args.agreement, &args.inputs) else {
        print(&list());
        return Ok(Outcome::Done);
    };
    evaluate(args, agreement, inputs)
}

/// Ids and titles of the shipped agreements.
fn list() -> String {
    let rows: Vec<Vec<String>> = agreements::SHIPPED
        .iter()
        .map(|(id, text)| {
            let title = agreements::load(text, id)
                .0
                .map(|agreement| agreement.title);
            vec![(*id).to_owned(), title.unwrap_or_default()]
        })
        .collect();
    table(&[("agreement", Lean::Left), ("title", Lean::Left)], &rows)
}

fn evaluate(args: &Agreement, agreement: &str, values: &Path) -> Result<Outcome, Outcome> {
    let inputs = AgreementInputs {
        agreement: agreement.to_owned(),
        inputs: values.to_owned(),
        facts: args.facts.clone(),
        from: date(args.from.as_deref())?,
        to: date(args.to.as_deref())?,
    };
    let outcome = engine::evaluate_agreement(&inputs)?;
    if args.json {
        print_json(&serde_json::json!({
            "ledger": outcome.ledger, "shares": outcome.shares, "triggers": outcome.triggers, "findings": outcome.findings,
        }))?;
    } else {
        print(&text(&outcome));
        say_findings(&outcome.findings);
    }
    Ok(Outcome::of(&outcome.findings))
}

pub(super) fn date(text: Option<&str>) -> Result<Option<chrono::NaiveDate>, Outcome> {
    text.map(|text| {
        text.parse().map_err(|_| {
            Outcome::Failed(
                format!("{text:?} is no date"),
                Some("write 2008-01-31".to_owned()),
            )
        })
    })
    .transpose()
}
