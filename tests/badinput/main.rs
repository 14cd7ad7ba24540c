//! The corpus of malformed and hostile files that lies beside the project: every case against what is expected of
//! it, through the public interface. `THALWEG_BADINPUT` names the folder that the corpus was made in.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it did"
)]

mod basin;
mod causes;
mod check;
mod corpus;
mod feeds;
mod messages;
mod packs;
mod profiles;
mod tables;
mod workspaces;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

use corpus::{Case, Corpus};

/// Longest time for a small file, seconds; the import writes its archive to the disk in this time too.
const SECONDS: f64 = 1.0;

/// What a case showed.
pub(crate) enum Verdict {
    /// As expected when empty, else the differences.
    Ran(Vec<String>),
    /// Belongs to a part that this program does not have, and which.
    NotOurs(&'static str),
}

#[test]
fn the_corpus_behaves_as_expected() {
    let Some(folder) = std::env::var_os("THALWEG_BADINPUT") else {
        println!("bad input: THALWEG_BADINPUT is not set, so the corpus did NOT run");
        return;
    };
    let corpus = Corpus::load(Path::new(&folder), "expectations.json");
    report(&run(&corpus));
}

#[test]
fn the_large_files_behave_as_expected() {
    let Some(folder) = std::env::var_os("THALWEG_BADINPUT_LARGE") else {
        println!("bad input: THALWEG_BADINPUT_LARGE is not set, so the large files did NOT run");
        return;
    };
    let corpus = Corpus::load(Path::new(&folder), "expectations-large.json");
    report(&run(&corpus));
}

fn run(corpus: &Corpus) -> Vec<(&Case, Verdict)> {
    let only = std::env::var("THALWEG_BADINPUT_ONLY").unwrap_or_default();
    let only: Vec<&str> = only.split(',').filter(|id| !id.is_empty()).collect();
    let mut told = Vec::new();
    for case in &corpus.cases {
        if !only.is_empty() && !only.iter().any(|id| case.id.starts_with(id)) {
            continue;
        }
        // Other work of the machine may take the time of one run, but not of three.
        let most = case.max_seconds.unwrap_or(SECONDS);
        let (mut verdict, mut seconds) = timed(corpus, case);
        for _ in 0..2 {
            if case.is_timed() && seconds > most {
                (verdict, seconds) = timed(corpus, case);
            }
        }
        told.push((case, timely(case, verdict, seconds)));
    }
    told
}

fn timed(corpus: &Corpus, case: &Case) -> (Verdict, f64) {
    let started = Instant::now();
    let verdict = catch_unwind(AssertUnwindSafe(|| one(corpus, case)))
        .unwrap_or_else(|_| Verdict::Ran(vec!["panicked".to_owned()]));
    (verdict, started.elapsed().as_secs_f64())
}

fn timely(case: &Case, verdict: Verdict, seconds: f64) -> Verdict {
    let most = case.max_seconds.unwrap_or(SECONDS);
    match verdict {
        Verdict::Ran(mut differences) => {
            if case.is_timed() && seconds > most {
                differences.push(format!("took {seconds:.1} s, at most {most} s expected"));
            }
            Verdict::Ran(differences)
        }
        other => other,
    }
}

fn one(corpus: &Corpus, case: &Case) -> Verdict {
    match case.kind.as_str() {
        "table" | "json" | "archive" => tables::run(corpus, case),
        "xml" if case.cause.starts_with("cap.") => messages::run(corpus, case),
        "xml" => tables::run(corpus, case),
        "toml" => workspaces::run(corpus, case),
        "http_replay" => feeds::run(corpus, case),
        "pack" => packs::run(corpus, case),
        other => panic!("{}: {other} is no kind of case", case.id),
    }
}

fn report(told: &[(&Case, Verdict)]) {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for (case, verdict) in told {
        match verdict {
            Verdict::NotOurs(why) => *others.entry(why).or_default() += 1,
            Verdict::Ran(different) => {
                let (good, all) = kinds.entry(&case.kind).or_default();
                *all += 1;
                if different.is_empty() {
                    *good += 1;
                } else {
                    differences.push(format!("{}: {}", case.id, different.join("\n     ")));
                }
            }
        }
    }
    for (kind, (good, all)) in &kinds {
        println!("bad input, {kind}: {good} of {all} as expected");
    }
    for (why, n) in &others {
        println!("bad input: {n} cases left aside, {why}");
    }
    let good: usize = kinds.values().map(|(good, _)| good).sum();
    let all: usize = kinds.values().map(|(_, all)| all).sum();
    for difference in &differences {
        println!("{difference}");
    }
    println!("bad input: {good} of {all} as expected");
    assert_eq!(differences.len(), 0, "the cases above are not as expected");
}
