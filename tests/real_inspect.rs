//! Real exports as delivered, through the command line, down to instants. The figures were obtained without this
//! program, with a dozen lines of Python on the raw files (split, float, min, max, sum).
//!
//! Runs when `THALWEG_REAL` names the folder of real exports, and says so when not.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise and says when it did not run"
)]

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

struct Expected {
    file: &'static str,
    profile: &'static str,
    station: &'static str,
    quantity: &'static str,
    first: &'static str,
    last: &'static str,
    counts: (u64, u64),
    min: f64,
    max: f64,
    sum: f64,
}

const EXPECTED: [Expected; 7] = [
    // Daily means valid from 00:00 MEZ until the next stamp: the first one ends at 23:00 UTC of the same date. The
    // largest, 10,185 m³/s, is of 2002-08-15; the last value is "Lücke".
    Expected {
        file: "at_ehyd_hzb/Q-Tagesmittel-207373.csv",
        profile: "at-ehyd-csv",
        station: "207373",
        quantity: "discharge",
        first: "1996-01-01T23:00:00Z",
        last: "2012-12-31T23:00:00Z",
        counts: (6210, 1),
        min: 722.0,
        max: 10_185.0,
        sum: 11_813_365.442_5,
    },
    // Stage in cm on a fixed MEZ clock, 96 stamps a day on both days on which summer time begins and ends.
    Expected {
        file: "de_lfu_bayern/16005701_01.01.2025_30.11.2025_ezw_0.csv",
        profile: "de-gkd-csv",
        station: "16005701",
        quantity: "stage",
        first: "2024-12-31T23:00:00Z",
        last: "2025-11-30T23:00:00Z",
        counts: (32_065, 0),
        min: 0.90,
        max: 2.70,
        sum: 35_726.52,
    },
    // 466 and 362 ft³/s, daily means at UTC-05:00.
    Expected {
        file: "us_usgs/waterservices_dv.txt",
        profile: "us-usgs-waterml-json",
        station: "01491000",
        quantity: "discharge",
        first: "2020-02-15T05:00:00Z",
        last: "2020-02-16T05:00:00Z",
        counts: (2, 0),
        min: 362.0 * 0.028_316_846_592,
        max: 466.0 * 0.028_316_846_592,
        sum: 828.0 * 0.028_316_846_592,
    },
    Expected {
        file: "ca_wsc/BC_hourly_hydrometric.csv",
        profile: "ca-wsc-csv",
        station: "08GA043",
        quantity: "discharge",
        first: "2020-01-19T12:45:00Z",
        last: "2020-01-19T12:45:00Z",
        counts: (1, 0),
        min: 18.8,
        max: 18.8,
        sum: 18.8,
    },
    Expected {
        file: "ca_wsc/BC_hourly_hydrometric.csv",
        profile: "ca-wsc-csv",
        station: "10CD005",
        quantity: "stage",
        first: "2020-01-19T12:45:00Z",
        last: "2020-01-19T12:45:00Z",
        counts: (1, 0),
        min: 0.675,
        max: 0.675,
        sum: 0.675,
    },
    // Days as columns, 83 months raw and 180 consistent, none both; days of the station's clock, UTC-03:00.
    Expected {
        file: "br_ana/vazoes_C_58110002.zip",
        profile: "br-ana-csv",
        station: "58110002",
        quantity: "discharge",
        first: "2000-01-02T03:00:00Z",
        last: "2023-03-01T03:00:00Z",
        counts: (7437, 566),
        min: 25.303,
        max: 375.198,
        sum: 555_822.469,
    },
    // Rain days from 08 to 08 UTC, stamped with the day on which they end, in tenths of a millimetre; 89.4 mm on
    // 1966-06-13.
    Expected {
        file: "nl_knmi/neerslaggeg_VILSTEREN_342.txt",
        profile: "nl-knmi-txt",
        station: "342",
        quantity: "rain",
        first: "1952-01-01T08:00:00Z",
        last: "2017-04-30T08:00:00Z",
        counts: (23_861, 1),
        min: 0.0,
        max: 89.4,
        sum: 52_563.1,
    },
];

fn inspect(file: &PathBuf) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_thalweg"))
        .arg("inspect")
        .arg(file)
        .arg("--json")
        .output()
        .expect("the program starts");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn real_exports_are_read_as_delivered() {
    let Some(folder) = std::env::var_os("THALWEG_REAL").map(PathBuf::from) else {
        println!("NOT RUN: real exports, since THALWEG_REAL names no folder");
        return;
    };
    for expected in &EXPECTED {
        let report = inspect(&folder.join(expected.file));
        let file = &report["files"][0];
        assert_eq!(file["recognised"], true, "{}", expected.file);
        assert_eq!(file["profile"], expected.profile, "{}", expected.file);
        let series = file["series"].as_array().expect("series");
        let series = series
            .iter()
            .find(|series| {
                series["station"] == expected.station && series["quantity"] == expected.quantity
            })
            .unwrap_or_else(|| {
                panic!(
                    "{}: no {} of {}",
                    expected.file, expected.quantity, expected.station
                )
            });
        assert_eq!(series["first"], expected.first, "{}", expected.file);
        assert_eq!(series["last"], expected.last, "{}", expected.file);
        assert_eq!(
            (series["n_values"].as_u64(), series["n_missing"].as_u64()),
            (Some(expected.counts.0), Some(expected.counts.1)),
            "{}",
            expected.file
        );
        for (key, figure) in [
            ("min", expected.min),
            ("max", expected.max),
            ("sum", expected.sum),
        ] {
            let read = series[key].as_f64().expect("a figure");
            assert!(
                (read - figure).abs() <= 1e-9 * figure.abs().max(1.0),
                "{} {key}: {read}, not {figure}",
                expected.file
            );
        }
        let receipt = |key: &str| file["receipt"][key].as_u64().expect("a count");
        let accounted = receipt("kept")
            + receipt("rejected")
            + receipt("duplicate")
            + receipt("ambiguous_time")
            + receipt("missing");
        assert_eq!(
            receipt("read"),
            accounted,
            "{} does not balance",
            expected.file
        );
    }
    let wildungsmauer = inspect(&folder.join(EXPECTED[0].file));
    let said = wildungsmauer["files"][0]["findings"].to_string();
    assert!(
        said.contains("header_disagrees") && said.contains("\"line\":22"),
        "the false period of the header is named: {said}"
    );
}
