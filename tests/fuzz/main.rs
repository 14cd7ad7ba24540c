//! Damaged files through every reader: never a panic, never a wait, and a receipt that balances.
//!
//! A case is one of the fixtures, or two of them glued, changed by a handful of edits: bits turned, bytes deleted,
//! doubled, moved, cut, structural bytes and extreme numbers put in. The same goes for profiles, and for archives,
//! whose members and whose own bytes are changed. What was found is kept in `tests/fixtures/fuzz` and read first.
//!
//! A few cases run each time. The long run, some 20,000 cases a minute:
//!
//! `PROPTEST_CASES=1000000 cargo test --release --test fuzz -- --nocapture --test-threads 2`
//!
//! A case that fails is made as small as it gets and printed as the edits that make it; `THALWEG_FUZZ_KEEP=folder`
//! writes its bytes there, to be kept as a fixture.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

mod edits;
mod laws;

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use proptest::prelude::*;

use edits::{Edit, changed, edits};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");
const PROFILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/formats/");

/// Few cases, unless the environment says how many.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(24);
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..ProptestConfig::default()
    }
}

/// The files of a folder in order of their names; none when there is no such folder.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    paths.retain(|path| path.is_file());
    paths.sort();
    paths
        .iter()
        .map(|path| (name(path), fs::read(path).unwrap()))
        .collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// The fixtures of the profiles, a handful of small texts in other forms, and what earlier runs found.
fn corpus() -> &'static [(String, Vec<u8>)] {
    static CORPUS: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let mut all = files(&format!("{FIXTURES}formats"));
        all.extend(files(&format!("{FIXTURES}fuzz")));
        all.extend(
            FORMS
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())),
        );
        all
    })
}

/// Texts in forms that no profile need know: what the sniffer and the tree readers meet.
const FORMS: [(&str, &str); 9] = [
    (
        "unknown.csv",
        "Pegel;Datum;Wert [cm];Bem\n7;01.02.2024 06:00;1.234,5;\n7;02.02.2024 06:00;---;Eis\n7;03.02.2024 06:00;98,0;\n",
    ),
    (
        "blanks.txt",
        "# station 17\n 2024  1  1  3.50\n 2024  1  2  4.25\n 2024  1  3 -999.0\n",
    ),
    (
        "hours.csv",
        "date,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24\n2024-01-01,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24\n",
    ),
    (
        "days.csv",
        "year,month,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n2024,2,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,,\n",
    ),
    (
        "series.json",
        "{\"data\":[{\"stationId\":\"1.2.0\",\"unit\":\"m³/s\",\"observations\":[{\"time\":\"2024-01-01T11:00:00Z\",\"value\":2.5},{\"time\":\"2024-01-02T11:00:00Z\",\"value\":null}]}]}",
    ),
    (
        "features.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1.5,2.5]},\"properties\":{\"station\":\"7\",\"datetime\":\"2024-01-01T00:00:00Z\",\"value\":\"1.5\"}}]}",
    ),
    (
        "waterml1.xml",
        "<?xml version=\"1.0\"?><timeSeriesResponse xmlns=\"http://www.cuahsi.org/waterML/1.1/\"><timeSeries><sourceInfo><siteCode>7</siteCode></sourceInfo><variable><variableCode>00060</variableCode><unit><unitCode>cfs</unitCode></unit><noDataValue>-999999.0</noDataValue></variable><values><value qualifiers=\"P\" dateTime=\"2013-01-06T00:00:00\">68</value><value dateTime=\"2013-01-07T00:00:00\">&#54;7</value></values></timeSeries></timeSeriesResponse>",
    ),
    (
        "waterml2.xml",
        "<wml2:Collection xmlns:wml2=\"http://www.opengis.net/waterml/2.0\" xmlns:om=\"http://www.opengis.net/om/2.0\"><wml2:observationMember><om:result><wml2:MeasurementTimeseries><wml2:point><wml2:MeasurementTVP><wml2:time>2014-09-01</wml2:time><wml2:value>2690.0</wml2:value></wml2:MeasurementTVP></wml2:point></wml2:MeasurementTimeseries></om:result></wml2:observationMember></wml2:Collection>",
    ),
    (
        "table.html",
        "<html><body><table><tr><th>Fecha</th><th>Caudal (m3/s)</th></tr><tr><td>01/02/2024</td><td>3,5</td></tr><tr><td>02/02/2024</td><td>&nbsp;</td></tr></table></body></html>",
    ),
];

fn zipped(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in members {
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// One of the corpus, and another to splice from.
fn pair() -> impl Strategy<Value = (usize, usize)> {
    (0..corpus().len(), 0..corpus().len())
}

fn made(pair: (usize, usize), edits: &[Edit]) -> Vec<u8> {
    let [(_, base), (_, other)] = [pair.0, pair.1].map(|at| &corpus()[at]);
    changed(base, other, edits)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn damaged_texts((at, other) in pair(), edits in edits(8)) {
        laws::hold(&corpus()[at].0, &made((at, other), &edits));
    }

    #[test]
    fn damaged_members((at, other) in pair(), inner in edits(4), outer in edits(2)) {
        let member = ("a/b.csv".to_owned(), made((at, other), &inner));
        let second = ("c.txt".to_owned(), corpus()[other].1.clone());
        let zip = zipped(&[member, second]);
        let nested = zipped(&[("inner.zip".to_owned(), zip.clone())]);
        laws::hold("x.zip", &zip);
        laws::hold("x.zip", &changed(&zip, &nested, &outer));
        laws::hold("x.zip", &changed(&nested, &zip, &outer));
    }

    #[test]
    fn damaged_gzip((at, other) in pair(), inner in edits(4), outer in edits(2)) {
        let gzip = gzipped(&made((at, other), &inner));
        laws::hold("x.csv.gz", &gzip);
        laws::hold("x.csv.gz", &changed(&gzip, &gzip, &outer));
    }

    #[test]
    fn damaged_profiles(at in 0_usize..1_000, other in 0_usize..1_000, file in 0_usize..1_000, edits in edits(4)) {
        let all = files(PROFILES);
        let text = changed(&all[at % all.len()].1, &all[other % all.len()].1, &edits);
        laws::hold_for_profile(&text, corpus()[file % corpus().len()].1.clone());
    }

    #[test]
    fn any_bytes_at_all(bytes in proptest::collection::vec(any::<u8>(), 0..800), begins in edits::beginning()) {
        let mut file = begins.to_vec();
        file.extend(bytes);
        laws::hold("x", &file);
    }
}

/// Every cut of every fixture, which is what a broken download is.
#[test]
fn every_cut_of_every_text() {
    for (name, bytes) in corpus() {
        let step = 1 + bytes.len() / 40;
        for cut in (0..bytes.len()).step_by(step) {
            laws::hold(name, &bytes[..cut]);
        }
    }
}

#[test]
fn what_earlier_runs_found() {
    for (name, bytes) in files(&format!("{FIXTURES}fuzz")) {
        laws::hold(&name, &bytes);
    }
    for (_, text) in files(&format!("{FIXTURES}fuzz/profiles")) {
        laws::hold_for_profile(&text, corpus()[0].1.clone());
    }
}
