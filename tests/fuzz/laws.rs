//! What holds for any bytes whatever.
#![expect(clippy::panic, reason = "a case that fails says why")]

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use thalweg::domain::{Clock, Findings};
use thalweg::harmonise::{Declared, resolve};
use thalweg::ingest::{Profiles, RawTable, parts, read, sniff};

/// A case that takes longer hangs. Cases are below 256 KiB, and take a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);

type Job = Box<dyn FnOnce() + Send>;

/// A thread that does the work, so that a case that never ends can be told.
struct Worker {
    jobs: Sender<Job>,
    done: Receiver<Result<(), String>>,
}

fn worker() -> Worker {
    let (jobs, take) = channel::<Job>();
    let (tell, done) = channel();
    std::thread::spawn(move || {
        while let Ok(job) = take.recv() {
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
            let told = tell.send(outcome.map_err(|panic| {
                panic
                    .downcast_ref::<String>()
                    .cloned()
                    .or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()))
                    .unwrap_or_default()
            }));
            if told.is_err() {
                break;
            }
        }
    });
    Worker { jobs, done }
}

/// Does a job within the time that it is given; fails as the job failed.
fn within_time(bytes: &[u8], job: impl FnOnce() + Send + 'static) {
    thread_local! {
        static WORKER: std::cell::RefCell<Worker> = std::cell::RefCell::new(worker());
    }
    WORKER.with_borrow_mut(|own| {
        own.jobs.send(Box::new(job)).expect("the worker lives");
        let outcome = own.done.recv_timeout(PATIENCE);
        if outcome.is_err() {
            *own = worker();
        }
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(why)) => {
                keep(bytes);
                panic!("{why}");
            }
            Err(_) => {
                keep(bytes);
                panic!("no answer after {PATIENCE:?}");
            }
        }
    });
}

/// Writes the bytes of a case that fails where the environment says; the last one is the smallest.
fn keep(bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("THALWEG_FUZZ_KEEP") {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("case").replace(':', "_");
        let path = std::path::Path::new(&folder).join(name);
        std::fs::write(path, bytes).expect("the folder to keep cases in");
    }
}

fn shipped() -> Arc<Profiles> {
    static SHIPPED: OnceLock<Arc<Profiles>> = OnceLock::new();
    Arc::clone(SHIPPED.get_or_init(|| Arc::new(Profiles::shipped())))
}

/// Reads the bytes as a file of this name, and proposes what they may be.
pub(crate) fn hold(name: &str, bytes: &[u8]) {
    let name = name.to_owned();
    let copy = bytes.to_vec();
    within_time(bytes, move || {
        let mut findings = Findings::new();
        let tables = read(&copy, &name, &shipped(), None, &mut findings);
        tell(&tables, &findings, &name);
        if tables.is_empty() {
            assert!(findings.iter().next().is_some(), "refused without a word");
            for part in parts(&copy, &name, &mut Findings::new()) {
                drafted(&part.bytes, &part.name);
            }
        }
    });
}

/// Reads the text as a profile, and a file by every profile, whether it claims the file or not.
pub(crate) fn hold_for_profile(text: &[u8], file: Vec<u8>) {
    static TURN: Mutex<usize> = Mutex::new(0);
    let text = String::from_utf8_lossy(text).into_owned();
    let case = text.clone();
    let turn = {
        let mut turn = TURN.lock().expect("no case panics while it counts");
        *turn += 1;
        *turn
    };
    within_time(case.as_bytes(), move || {
        let mut own = Profiles::default();
        if let Err(finding) = own.add("xx-fuzz", &text) {
            assert!(finding.hint.is_some(), "no remedy: {finding}");
        }
        let all = shipped();
        let forced = all
            .iter()
            .nth(turn % all.iter().count())
            .expect("a profile");
        for (profiles, only) in [(&own, None), (&*all, Some(&forced.id))] {
            let mut findings = Findings::new();
            let tables = read(&file, "x", profiles, only, &mut findings);
            tell(&tables, &findings, "x");
        }
    });
}

/// Drafts a profile, answers what it asks with the first choices, and reads the file by it. Its TOML says the same.
fn drafted(bytes: &[u8], name: &str) {
    let Some(mut draft) = sniff::draft(bytes, name) else {
        return;
    };
    for _ in 0..8 {
        let open: Vec<(String, String)> = draft
            .questions()
            .iter()
            .filter_map(|asked| Some((asked.key.clone(), asked.choices.first()?.clone())))
            .collect();
        for (key, choice) in &open {
            draft.answer(key, choice).expect("a choice is an answer");
        }
    }
    if !draft.is_ready() {
        return;
    }
    let profile = draft.profile("own");
    let mut own = Profiles::default();
    let added = own.add("own", &draft.to_toml());
    assert!(added.is_ok(), "{added:?}\n{}", draft.to_toml());
    let again = own.get(&profile.id).expect("just added");
    assert_eq!(
        again.rules, profile.rules,
        "the draft's TOML says something else"
    );
    for only in [None, Some(&profile.id)] {
        let mut findings = Findings::new();
        let tables = read(bytes, name, &own, only, &mut findings);
        tell(&tables, &findings, name);
    }
}

fn tell(tables: &[RawTable], findings: &Findings, name: &str) {
    for table in tables {
        assert!(table.receipt.balances(), "{}", table.receipt);
        assert_eq!(table.flags.len(), table.qualities.len());
        for series in &table.series {
            let n = series.time.len();
            let lengths = [
                series.value.len(),
                series.flag.len(),
                series.line.len(),
                series.column.len(),
            ];
            assert_eq!(lengths, [n; 4]);
            assert!(!series.value.iter().any(|value| value.is_infinite()));
            assert!(
                series
                    .flag
                    .iter()
                    .all(|&flag| usize::from(flag) < table.flags.len())
            );
        }
        harmonised(table);
    }
    for finding in findings.iter() {
        assert!(finding.hint.is_some(), "no remedy: {finding}");
        assert!(
            finding
                .file
                .as_deref()
                .is_some_and(|file| file.starts_with(name)),
            "no file: {finding}"
        );
    }
}

fn harmonised(table: &RawTable) {
    for clock in ["UTC+01:00", "Europe/Kyiv"] {
        let declared = Declared {
            clock: Clock::parse(clock),
            ..Declared::default()
        };
        let mut findings = Findings::new();
        let harmonised = resolve(table, &declared, &mut findings);
        assert!(harmonised.receipt.balances(), "{}", harmonised.receipt);
        for series in &harmonised.series {
            let times = &series.columns().time;
            assert!(times.is_sorted_by(|a, b| a < b), "an instant stands twice");
        }
    }
}
