//! The one call that window and command line share, on a small basin made here.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use thalweg::domain::{Cause, Freshness, Instant, PartyId, Step};
use thalweg::engine::{Control, DataView, EngineError, Evaluation, Request, Selection, Workspace};
use thalweg::feeds::{Client, Policy};

const BASIN: &str = r#"
schema = "basin/1"
name = "Small"
as_of = "2026-01-04T06:00:00Z"
clock = "UTC"
water_year_start_month = 10
languages = ["en"]
agreements = ["small"]
[[party]]
id = "UP"
name = "Upland"
clock = "UTC+01:00"
[[party]]
id = "DN"
name = "Downland"
clock = "UTC"
[[station]]
id = "gate"
name = "Gate"
state = "UP"
river = "Small"
km = 10.0
kind = "gauge"
border = ["UP", "DN"]
twin = "gate-down"
levels = [ { name = "Watch", rank = 1, discharge_m3s = 100.0 }, { name = "Alarm", rank = 2, discharge_m3s = 200.0 } ]
[[station]]
id = "gate-down"
name = "Gate, other bank"
state = "DN"
river = "Small"
km = 10.0
kind = "gauge"
[[source]]
id = "up"
state = "UP"
agency = "Upland Survey"
folder = "exports/up"
clock = "UTC"
stations = { "900" = "gate" }
late_after_h = 36.0
silent_after_h = 96.0
[[source]]
id = "down"
state = "DN"
agency = "Downland Survey"
FEED
folder = "exports/down"
clock = "UTC"
stations = { "901" = "gate-down" }
late_after_h = 36.0
silent_after_h = 96.0
[[source]]
id = "live"
state = "UP"
agency = "Upland Survey"
folder = "exports/live"
stations = { "16" = "gate" }
late_after_h = 1.0
silent_after_h = 3.0
"#;

const AGREEMENT: &str = r#"
schema = "treaty/1"
station = [ { id = "gate" } ]
[treaty]
id = "small"
title = "Small accord"
parties = [ { id = "UP", name = "Upland" }, { id = "DN", name = "Downland" } ]
unit = "m3/s"
clock = { tz = "UTC", day_start = "00:00", day_start_stated = true }
[calendar]
days = { kind = "split_month", starts = [1, 4] }
[[rule]]
id = "half"
kind = "split"
article = "Art. 1"
input = { series = "gate", calendar = "days", eval = "period_mean" }
bands = [ { from = 0, UP = [0, 0.5], DN = [0, 0.5] } ]
[ledger]
dn = { entitlement = "half.DN", delivered = "gate", carry = "none" }
"#;

/// An eHYD export of one gauge: start-stamped daily means.
fn export(number: &str, name: &str, days: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!(
        "Messstelle:                ;{name}\nHZB-Nummer:                ;{number}\nSachgebiet:                ;OWF\n\
         Exportzeitreihe:           ;Abfluss,I,Mit,T,1,F,Z,0,,,\nExportqualit\u{e4}t:            ;MAXQUAL\n\
         Einheit:                   ;m\u{b3}/s\nWerteformat:               ;2 Nachkommast.\nWerte:\n"
    );
    for (day, value) in days {
        text.push_str(&format!("{day} 00:00:00   ;  {value}\n"));
    }
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect()
}

struct Small {
    _dir: TempDir,
    root: PathBuf,
}

impl Small {
    fn new(feed: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let root = dir.path().join("small");
        fs::create_dir_all(root.join("agreements")).unwrap();
        for folder in ["exports/up", "exports/down", "exports/live"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::write(root.join("basin.toml"), BASIN.replace("FEED", feed)).unwrap();
        fs::write(root.join("agreements/small.toml"), AGREEMENT).unwrap();
        Self { _dir: dir, root }
    }

    fn put(&self, file: &str, bytes: &[u8]) -> PathBuf {
        let path = self.root.join(file);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn evaluated(&self, request: &Request) -> (Workspace, Evaluation) {
        let (workspace, _) = Workspace::open(&self.root).unwrap();
        workspace.import(&Selection::All, &Control::new()).unwrap();
        let evaluation = workspace.evaluate(request).unwrap();
        (workspace, evaluation)
    }
}

const THREE_DAYS: [(&str, &str); 3] = [
    ("01.01.2026", "90"),
    ("02.01.2026", "150,5"),
    ("03.01.2026", "120"),
];

#[test]
fn a_day_goes_all_the_way_from_the_file_to_the_ledger_and_back() {
    let small = Small::new("");
    small.put("exports/up/900.csv", &export("900", "Gate", &THREE_DAYS));
    let (workspace, evaluation) = small.evaluated(&Request::default());
    let row = &evaluation.ledger[0];
    // By hand: mean of 90, 150.5 and 120 is 120.1666…, half of it 60.0833…
    let mean = 360.5 / 3.0;
    assert!((row.delivered.unwrap() - mean).abs() < 1e-9, "{row:?}");
    assert!(
        (row.entitlement.unwrap() - mean / 2.0).abs() < 1e-9,
        "{row:?}"
    );
    assert!((row.balance.unwrap() - mean / 2.0).abs() < 1e-9, "{row:?}");
    let tree = workspace.explain(&row.figure, &Request::default()).unwrap();
    let text = serde_json::to_string(&tree).unwrap();
    assert!(text.contains("02.01.2026 00:00:00   ;  150,5"), "{text}");
    assert!(text.contains("exports/up/900.csv"), "{text}");
    assert!(
        text.contains("\"line\":10"),
        "the second day stands in line 10: {text}"
    );
}

#[test]
fn a_gauge_stands_against_its_own_states_levels_and_nobody_else_is_calm() {
    let small = Small::new("");
    small.put("exports/up/900.csv", &export("900", "Gate", &THREE_DAYS));
    let (_, evaluation) = small.evaluated(&Request::default());
    let gate = &evaluation.gauges[0];
    assert_eq!(gate.warning.native.as_deref(), Some("Watch"));
    assert_eq!(gate.warning.rank, Some(1));
    assert_eq!(gate.freshness, Freshness::OnTime);
    let other = &evaluation.gauges[1];
    assert_eq!(
        other.warning.rank, None,
        "a gauge without a reading is unknown"
    );
    assert_eq!(other.freshness, Freshness::Silent);
    assert!(evaluation.findings.iter().any(|finding| finding.cause == Cause::Late && finding.entry.as_deref() == Some("down")));
}

#[test]
fn a_live_feed_that_died_is_silent_though_daily_values_still_come() {
    let small = Small::new("");
    small.put("exports/up/900.csv", &export("900", "Gate", &THREE_DAYS));
    let live = "\u{feff}Quelle:;\"Upland Survey\"\nDatenbankabfrage:;\"04.01.2026 07:00\"\nZeitbezug:;MEZ\n\
        Messstellen-Name:;Gate\nMessstellen-Nr.:;16\nGewässer:;Small\n\nDatum;\"Wasserstand [cm]\";Prüfstatus\n\
        \"2026-01-02 00:45\";210,00;Rohdaten\n\"2026-01-02 01:00\";212,00;Rohdaten\n";
    small.put("exports/live/16.csv", live.as_bytes());
    let (workspace, evaluation) = small.evaluated(&Request::default());
    let gate = &evaluation.gauges[0];
    let latest = gate.latest.unwrap();
    assert_eq!(
        (latest.stage_m, latest.discharge_m3s),
        (Some(2.12), Some(120.0))
    );
    assert_eq!(latest.stage_time, Instant::parse("2026-01-02T00:00:00Z"));
    assert_eq!(
        latest.discharge_time,
        Instant::parse("2026-01-04T00:00:00Z")
    );
    assert_eq!(gate.freshness, Freshness::Silent);
    assert_eq!(
        gate.age_minutes,
        Some(3240),
        "two days and six hours since the last stage"
    );
    let tree = workspace
        .explain("gauge/gate/latest", &Request::default())
        .unwrap();
    let text = serde_json::to_string(&tree).unwrap();
    assert!(
        text.contains("\\\"2026-01-02 01:00\\\";212,00;Rohdaten"),
        "{text}"
    );
    assert!(text.contains("last daily discharge of gate"), "{text}");
}

#[test]
fn an_earlier_as_of_instant_does_not_know_later_readings() {
    let small = Small::new("");
    small.put("exports/up/900.csv", &export("900", "Gate", &THREE_DAYS));
    let request = Request {
        as_of: Instant::parse("2026-01-02T12:00:00Z"),
        ..Request::default()
    };
    let (_, evaluation) = small.evaluated(&request);
    assert_eq!(
        evaluation.gauges[0].latest.unwrap().discharge_m3s,
        Some(90.0)
    );
    assert_eq!(evaluation.gauges[0].warning.rank, Some(0));
    let last = evaluation.series[0].columns().time.last().unwrap();
    assert!(
        *last <= evaluation.as_of.millis(),
        "a plot shows what was not known yet"
    );
    let row = &evaluation.ledger[0];
    assert_eq!(
        row.delivered,
        Some(90.0),
        "the account runs on what was known: {row:?}"
    );
}

#[test]
fn a_reissue_revises_and_the_newest_word_counts() {
    let small = Small::new("");
    small.put("exports/up/900.csv", &export("900", "Gate", &THREE_DAYS));
    small.put(
        "exports/up/900_reissued.csv",
        &export("900", "Gate", &[("02.01.2026", "250,5")]),
    );
    let (workspace, _) = Workspace::open(&small.root).unwrap();
    let report = workspace.import(&Selection::All, &Control::new()).unwrap();
    let revised: Vec<u64> = report.files.iter().map(|file| file.revised).collect();
    assert_eq!((report.revision, revised), (2, vec![0, 1]));
    let evaluation = workspace.evaluate(&Request::default()).unwrap();
    assert!((evaluation.ledger[0].delivered.unwrap() - 460.5 / 3.0).abs() < 1e-9);
    let tree = workspace
        .explain(&evaluation.ledger[0].figure, &Request::default())
        .unwrap();
    assert!(
        serde_json::to_string(&tree)
            .unwrap()
            .contains("900_reissued.csv")
    );
}

#[test]
fn a_single_reading_goes_on_with_its_series() {
    let small = Small::new("");
    let header = " ID,Date,Water Level / Niveau d'eau (m),Grade,Symbol / Symbole,QA/QC,\
                  Discharge / D\u{e9}bit (cms),Grade,Symbol / Symbole,QA/QC\n";
    let rows = |minutes: &[u32]| {
        let rows = minutes.iter().map(|minute| {
            format!(
                "16,2026-01-03T{:02}:{:02}:00+00:00,1.5{minute:02},,,1,20,,,1\n",
                minute / 60,
                minute % 60
            )
        });
        format!("{header}{}", rows.collect::<String>()).into_bytes()
    };
    let (workspace, _) = Workspace::open(&small.root).unwrap();
    for (file, minutes) in [
        ("exports/live/long.csv", &[0, 15, 30, 45][..]),
        ("exports/live/one.csv", &[60]),
    ] {
        small.put(file, &rows(minutes));
        workspace.import(&Selection::All, &Control::new()).unwrap();
    }
    let keys = workspace.keys();
    assert_eq!(keys.len(), 2, "{keys:?}");
    for key in &keys {
        assert_eq!(key.step, Step::Minutes(15));
        assert_eq!(workspace.series(key).unwrap().len(), 5);
    }
}

#[test]
fn a_provisional_export_that_comes_late_is_named_and_takes_no_approval_back() {
    let small = Small::new("");
    let rdb = |value: &str, code: &str| {
        let fixture = include_str!("fixtures/formats/us-usgs-rdb.dv.txt");
        let head = fixture.split("BRWS\t04291000\t2020").next().unwrap();
        format!("{head}BRWS\t900\t2026-01-02\t{value}\t{code}\t4.1\tA\n")
    };
    small.put("exports/up/a.txt", rdb("466", "A").as_bytes());
    small.put("exports/up/b.txt", rdb("999", "P").as_bytes());
    let (_, evaluation) = small.evaluated(&Request::default());
    let told: Vec<String> = evaluation
        .findings
        .iter()
        .filter(|one| one.cause == Cause::Revised)
        .map(|one| format!("{} {}", one.file.as_deref().unwrap(), one.message))
        .collect();
    assert_eq!(
        told,
        [
            "exports/up/b.txt 1 approved reading would have been replaced by a provisional one or a gap of this file; both are kept and the approved one counts"
        ]
    );
    let cubic_metres = evaluation.gauges[0].latest.unwrap().discharge_m3s.unwrap();
    assert!((cubic_metres - 466.0 * 0.028_316_846_592).abs() < 1e-9);
}

#[test]
fn each_delegation_can_look_with_its_own_gauge() {
    let small = Small::new("");
    let dates: Vec<String> = (1..=31).map(|day| format!("{day:02}.12.2025")).collect();
    let month = |value: &'static str| -> Vec<(&str, &str)> {
        dates.iter().map(|date| (date.as_str(), value)).collect()
    };
    small.put("exports/up/900.csv", &export("900", "Gate", &month("100")));
    small.put(
        "exports/down/901.csv",
        &export("901", "Gate, other bank", &month("90")),
    );
    let request = Request {
        view: DataView::Party(PartyId::new("DN")),
        ..Request::default()
    };
    let (workspace, own) = small.evaluated(&request);
    let agreed = workspace.evaluate(&Request::default()).unwrap();
    assert_eq!(agreed.ledger[0].delivered, Some(100.0));
    assert_eq!(own.ledger[0].delivered, Some(90.0));
    let said = agreed
        .findings
        .iter()
        .find(|finding| finding.cause == Cause::Disagreement)
        .expect("two gauges of one section that differ by a tenth are named");
    // By hand: 31 days of 10 m³/s are 31 · 86,400 · 10 = 26,784,000 m³.
    assert!(said.message.contains("-10.0 %"), "{}", said.message);
    assert!(said.message.contains("-26.8 hm³"), "{}", said.message);
}

#[test]
fn a_file_from_elsewhere_finds_its_source_or_says_why_not() {
    let small = Small::new("");
    let (workspace, _) = Workspace::open(&small.root).unwrap();
    let outside = TempDir::new().unwrap();
    let known = outside.path().join("any name.csv");
    fs::write(&known, export("900", "Gate", &THREE_DAYS)).unwrap();
    let report = workspace
        .import(&Selection::Files(vec![known]), &Control::new())
        .unwrap();
    assert_eq!(report.files[0].added, 3, "{report:?}");
    let stranger = outside.path().join("stranger.csv");
    fs::write(&stranger, export("777", "Nowhere", &THREE_DAYS)).unwrap();
    let report = workspace
        .import(&Selection::Files(vec![stranger]), &Control::new())
        .unwrap();
    assert_eq!(report.files[0].added, 0);
    assert!(report.files[0].findings.has_errors(), "{report:?}");
}

#[test]
fn a_cancelled_import_keeps_nothing() {
    let small = Small::new("");
    small.put("exports/up/900.csv", &export("900", "Gate", &THREE_DAYS));
    let (workspace, _) = Workspace::open(&small.root).unwrap();
    let control = Control::new();
    control.cancel();
    assert!(matches!(
        workspace.import(&Selection::All, &control),
        Err(EngineError::Cancelled)
    ));
    assert_eq!(
        workspace
            .evaluate(&Request::default())
            .unwrap()
            .archive
            .readings,
        0
    );
}

/// Serves one answer per connection on loopback, in order, and ends.
fn serve(answers: Vec<Vec<u8>>) -> (u16, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let mut asked = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut part = [0; 1024];
            while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                let n = stream.read(&mut part).unwrap();
                request.extend_from_slice(&part[..n]);
            }
            asked.push(String::from_utf8_lossy(&request).to_lowercase());
            stream.write_all(&answer).unwrap();
        }
        asked
    });
    (port, server)
}

fn client() -> Client {
    let here = BTreeSet::from(["127.0.0.1".to_owned()]);
    Client::new(Policy {
        plain_http_hosts: here.clone(),
        private_hosts: here,
        attempts: 1,
        ..Policy::default()
    })
    .unwrap()
}

#[test]
fn a_feed_brings_an_export_and_a_failure_is_never_an_empty_series() {
    let body = export("901", "Gate, other bank", &THREE_DAYS);
    let mut good = format!(
        "HTTP/1.1 200 OK\r\nETag: \"one\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    good.extend(&body);
    let bad = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        .to_vec();
    let (port, server) = serve(vec![good, bad]);
    let small = Small::new(&format!(
        "feed = \"http://127.0.0.1:{port}/901.csv\"\nevery_min = 15"
    ));
    let (workspace, _) = Workspace::open(&small.root).unwrap();
    let first = workspace.poll_feeds(&client(), &Control::new());
    assert_eq!((first.n_asked, first.n_new), (1, 1), "{first:?}");
    let before = workspace.evaluate(&Request::default()).unwrap();
    assert_eq!(before.gauges[1].latest.unwrap().discharge_m3s, Some(120.0));
    // A new program on the same basin knows no validators and asks again; the answer is a failure.
    drop(workspace);
    let (again, _) = Workspace::open(&small.root).unwrap();
    let second = again.poll_feeds(&client(), &Control::new());
    assert_eq!((second.n_asked, second.n_new), (1, 0), "{second:?}");
    assert!(
        second
            .findings
            .iter()
            .any(|finding| finding.cause == Cause::Fetch),
        "{second:?}"
    );
    let after = again.evaluate(&Request::default()).unwrap();
    assert_eq!(
        after.gauges[1].latest, before.gauges[1].latest,
        "what was known stays known"
    );
    assert!(
        after.sources[1].fetch.is_some(),
        "the board says what the feed said"
    );
    assert_eq!(server.join().unwrap().len(), 2);
    assert!(kept_payloads(&small.root.join("exports/down")) == 1);
}

fn kept_payloads(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}
