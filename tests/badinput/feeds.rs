//! Replies of a server, replayed on loopback through a basin with a feed.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

use thalweg::domain::{Finding, Severity};
use thalweg::engine::{Control, Request};
use thalweg::feeds::{
    Backoff, Client, FetchError, Fetched, Outcome, Policy, Polling, ProxyUse, Validators,
};

use crate::basin::{Basin, SOURCE, Setting};
use crate::corpus::{Case, Corpus, Expectation};
use crate::{Verdict, check};

/// A server that answers every request with the same bytes and closes.
fn serve(bytes: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                request.push(byte[0]);
            }
            // A client that has read enough may have hung up.
            let _ = stream.write_all(&bytes);
        }
    });
    format!("http://{address}/feed.csv")
}

fn policy() -> Policy {
    Policy {
        plain_http_hosts: ["127.0.0.1".to_owned(), "169.254.169.254".to_owned()].into(),
        private_hosts: ["127.0.0.1".to_owned()].into(),
        proxy: ProxyUse::Direct,
        idle_timeout: Duration::from_secs(2),
        ..Policy::polling()
    }
}

pub(crate) fn run(corpus: &Corpus, case: &Case) -> Verdict {
    if case.cause == "feed.not_modified" {
        return Verdict::Ran(not_modified(corpus, case));
    }
    if case.next_try_min_s.is_some() || case.next_try_max_s.is_some() {
        return Verdict::Ran(next_try(corpus, case));
    }
    let basin = Basin::new(&Setting {
        now: corpus.now(case),
        format: None,
        profile: Some("xx-tidy-csv"),
        stations: Vec::new(),
        feed: Some(serve(corpus.bytes(case))),
    });
    if let Some(before) = &case.after {
        let bytes = corpus.bytes(corpus.case(before));
        let head = bytes.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
        basin.import(SOURCE, "before.csv", &bytes[head + 4..]);
    }
    Verdict::Ran(polled(case, &basin))
}

fn polled(case: &Case, basin: &Basin) -> Vec<String> {
    let mut differences = Vec::new();
    let workspace = basin.open();
    let client = Client::new(policy()).unwrap();
    let report = workspace.poll_feeds(&client, &Control::default());
    let is_refusal = case.expectation == Expectation::RejectFile;
    let mut said: Vec<Finding> = report
        .findings
        .into_iter()
        // That a feed brings nothing is a warning on the board; nothing of it is taken in.
        .map(|finding| Finding {
            severity: if is_refusal {
                Severity::Error
            } else {
                finding.severity
            },
            ..finding
        })
        .collect();
    drop(workspace);
    let archive = thalweg::archive::Archive::open(&basin.root().join("archive")).unwrap();
    said.extend(
        archive
            .files()
            .iter()
            .flat_map(|file| file.findings.iter().cloned()),
    );
    drop(archive);
    for entry in std::fs::read_dir(basin.root().join(SOURCE)).unwrap() {
        let path = entry.unwrap().path();
        for file in basin.import_file(path) {
            said.extend(file.findings);
        }
    }
    let rows: u64 = basin
        .series()
        .iter()
        .map(|(_, series)| series.len() as u64)
        .sum();
    let expected = if is_refusal {
        0
    } else {
        case.rows_ok.unwrap_or(0)
    };
    if rows != expected {
        differences.push(format!(
            "{rows} rows are in the archive, {expected} expected"
        ));
    }
    if case.newest.is_some() {
        said.extend(basin.open().evaluate(&Request::default()).unwrap().findings);
    }
    if let Some(newest) = &case.newest {
        let newest = thalweg::domain::Instant::parse(newest).unwrap().millis();
        let series = basin.series();
        let last = series
            .iter()
            .filter_map(|(_, series)| series.columns().time.last());
        if last.max() != Some(&newest) {
            differences.push("the newest reading is another".to_owned());
        }
    }
    check::findings(case, &said, &mut differences);
    differences
}

fn asked(corpus: &Corpus, case: &Case, previous: &Validators) -> Result<Fetched, FetchError> {
    let url = serve(corpus.bytes(case));
    Client::new(policy()).unwrap().get(&url, previous)
}

/// The server is asked for something newer than what it gave.
fn not_modified(corpus: &Corpus, case: &Case) -> Vec<String> {
    let previous = Validators {
        etag: Some("\"a1\"".to_owned()),
        last_modified: None,
    };
    match asked(corpus, case, &previous) {
        Ok(Fetched::NotModified { .. }) => Vec::new(),
        other => vec![format!("{other:?}")],
    }
}

/// How long the feed is left alone after such an answer.
fn next_try(corpus: &Corpus, case: &Case) -> Vec<String> {
    let mut differences = Vec::new();
    let answer = asked(corpus, case, &Validators::default());
    let Err(FetchError::Transient {
        mut retry_after, ..
    }) = answer
    else {
        return vec![format!("{answer:?}")];
    };
    let text = String::from_utf8(corpus.bytes(case)).unwrap();
    let date = text
        .lines()
        .find_map(|line| line.strip_prefix("Retry-After: "))
        .filter(|text| text.contains("GMT"));
    if let Some(date) = date {
        // A date is counted from now, which for the corpus is its own.
        retry_after = thalweg::feeds::retry_after(date, corpus.now(case));
    }
    let mut polling = Polling::new(Duration::from_secs(60), Backoff::default());
    let wait = polling
        .next(Outcome::Failed(retry_after), 0.5)
        .as_secs_f64();
    if case.next_try_min_s.is_some_and(|least| wait < least) {
        differences.push(format!("asked again after {wait} s already"));
    }
    if case.next_try_max_s.is_some_and(|most| wait > most) {
        differences.push(format!("asked again after {wait} s only"));
    }
    differences
}
