//! `thalweg cap BASIN --out DIR`: the warnings of the basin as messages of CAP 1.2.

use super::args::Cap;
use super::evaluate::open_imported;
use super::outcome::{Outcome, print, print_json, say};
use crate::app::{Sent, send_warnings};
use crate::domain::{Instant, PartyId};
use crate::engine::Request;
use crate::present::{Cancelled, CapWish};

pub(super) fn run(args: &Cap) -> Result<Outcome, Outcome> {
    let wish = wish(args)?;
    let as_of = args.as_of.as_deref().map(|text| {
        Instant::parse(text).ok_or_else(|| {
            Outcome::failed(format!(
                "--as-of {text} is no instant such as 2026-06-14T06:00:00Z"
            ))
        })
    });
    let (workspace, _) = open_imported(&args.basin)?;
    let request = Request {
        as_of: as_of.transpose()?,
        ..Request::default()
    };
    let evaluation = workspace.evaluate(&request)?;
    let sent = send_warnings(&workspace, &evaluation, (&wish, &args.out))?;
    if args.json {
        print_json(
            &serde_json::json!({ "as_of": evaluation.as_of, "status": evaluation.basin.sending.status, "messages": sent }),
        )?;
    } else {
        for one in &sent {
            tell(one);
        }
    }
    let is_refused = sent.iter().any(|one| one.outcome == "refused");
    Ok(if is_refused {
        Outcome::DoneWithErrors
    } else {
        Outcome::Done
    })
}

fn tell(sent: &Sent) {
    match (&sent.file, &sent.reason) {
        (Some(file), _) => {
            say(&format!("{}: {}", sent.party, sent.outcome));
            print(&file.display().to_string());
        }
        (None, Some(why)) if sent.outcome == "nothing" => say(&format!(
            "{}: no level is known to be reached and no warning is open; {why}",
            sent.party
        )),
        (None, Some(why)) => say(&format!("{}: {}: {why}", sent.party, sent.outcome)),
        (None, None) => say(&format!(
            "{}: all gauges are known to be below their levels, or have none, and no warning is open",
            sent.party
        )),
    }
}

fn wish(args: &Cap) -> Result<CapWish, Outcome> {
    let who = args
        .confirmed_by
        .as_deref()
        .map(str::trim)
        .filter(|who| !who.is_empty());
    let asked = args.all_clear || args.cancel.is_some();
    let Some(who) = who else {
        return if asked {
            Err(Outcome::Failed(
                "an all clear, and taking a warning back, need a person who answers for it"
                    .to_owned(),
                Some("name the person with --confirmed-by".to_owned()),
            ))
        } else {
            Ok(CapWish::default())
        };
    };
    Ok(CapWish {
        all_clear: args.all_clear.then(|| who.to_owned()),
        cancel: args.cancel.as_ref().map(|party| Cancelled {
            party: PartyId::new(party),
            reason: args.reason.clone().unwrap_or_default(),
            who: who.to_owned(),
        }),
    })
}
