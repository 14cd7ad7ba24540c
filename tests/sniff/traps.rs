//! Traps of real exports: nothing is lost or invented in silence.

use thalweg::domain::{Cause, Severity};

use crate::{Case, check_all, see};

#[test]
fn traps_are_read_or_named() {
    check_all(&[
        Case {
            file: "footer.csv",
            text: "id,time (UTC),flow (m3/s)\nA,2024-01-30 00:00,1.5\nA,2024-01-30 12:00,2.5\nDISCLAIMER: provisional data\n",
            answers: &[],
            asks: &[],
            expect: &["A discharge instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"],
        },
        Case {
            file: "zeros.csv",
            text: "station_no,time (UTC),flow (m3/s)\n00123,2024-01-30 00:00,1.5\n00123,2024-01-30 12:00,2.5\n",
            answers: &[],
            asks: &[],
            expect: &["00123 discharge instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"],
        },
        Case {
            file: "coordinates.csv",
            text: "site,lat,lon,time (UTC),level (m),temp (C)\nA,45.5,12.25,2024-01-30 00:00,1.5,4.5\nA,45.5,12.25,2024-01-30 12:00,2.5,4.6\n",
            answers: &[],
            asks: &[],
            expect: &["A stage instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"],
        },
        Case {
            file: "newestfirst.csv",
            text: "site;time (UTC);level (m)\nA;2024-01-30 12:00;2,5\nA;2024-01-30 00:00;1,5\n",
            answers: &[],
            asks: &[],
            expect: &["A stage instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"],
        },
        Case {
            file: "repeated.csv",
            text: "site;time (UTC);level (m)\nA;2024-01-30 00:00;1,5\nA;2024-01-30 12:00;2,5\nsite;time (UTC);level (m)\nB;2024-01-30 00:00;3,5\nB;2024-01-30 12:00;4,5\n",
            answers: &[],
            asks: &[],
            expect: &[
                "A stage instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5",
                "B stage instantaneous 720min 2024-01-30=3.5 2024-01-30T12:00Z=4.5",
            ],
        },
    ]);
}

#[test]
fn a_code_that_nobody_declares_is_named_and_can_be_a_reading() {
    let text = b"site;time (UTC);flow (m3/s)\nA;2024-01-30 00:00;1,5\nA;2024-01-30 06:00;-999\nA;2024-01-30 12:00;2,5\n";
    let seen = see(text, "codes.csv", &[]);
    assert_eq!(seen.asked, ["missing"]);
    assert_eq!(
        seen.series,
        [
            "A discharge instantaneous 360min 2024-01-30=1.5 2024-01-30T06:00Z=- 2024-01-30T12:00Z=2.5"
        ]
    );
    let warned = seen.findings.iter().any(|it| {
        it.cause == Cause::Sentinel && it.severity == Severity::Warning && it.line == Some(3)
    });
    assert!(warned, "{:#?}", seen.findings);
    let kept = see(text, "codes.csv", &[("missing", "none")]);
    assert!(kept.series[0].contains("T06:00Z=-999"), "{:?}", kept.series);
}

#[test]
fn decimal_commas_that_a_delimiter_has_split_are_not_drafted() {
    let text = b"date,value\n2024-01-30 00:00,12,5\n2024-01-30 12:00,13,5\n";
    assert!(thalweg::ingest::sniff::draft(text, "a.csv").is_none());
}

#[test]
fn words_that_are_no_value_are_rejected_row_by_row() {
    let text = b"site;time (UTC);level (m)\nA;2024-01-30 00:00;1,5\nA;2024-01-30 06:00;Ice\nA;2024-01-30 12:00;2,5\n";
    let seen = see(text, "ice.csv", &[]);
    assert_eq!(
        seen.series,
        ["A stage instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"]
    );
    let named = seen.findings.iter().any(|it| {
        it.cause == Cause::BadNumber && it.line == Some(3) && it.text.as_deref() == Some("Ice")
    });
    assert!(named, "{:#?}", seen.findings);
}

#[test]
fn nothing_is_read_for_what_it_is_not() {
    // Columns that look like a quantity and are none: the draft reads the river's own and names or leaves the rest.
    for (header, row, expect) in [
        (
            "Flow (m3/s),Flow (mm/d)",
            "1.5,0.2",
            "A discharge instantaneous",
        ),
        (
            "Level (m),Groundwater level (m)",
            "1.5,20.2",
            "A stage instantaneous",
        ),
        (
            "Level (m),Snow depth (cm)",
            "1.5,20.2",
            "A stage instantaneous",
        ),
        (
            "Level (m),Alarm level (m)",
            "1.5,3.0",
            "A stage instantaneous",
        ),
        (
            "Flow (m3/s),Flow uncertainty (%)",
            "1.5,8",
            "A discharge instantaneous",
        ),
        (
            "Flow (m3/s),Specific discharge (l/s/km2)",
            "1.5,8.1",
            "A discharge instantaneous",
        ),
        (
            "Flow (m3/s),Inflow volume (hm3)",
            "1.5,8.1",
            "A discharge instantaneous",
        ),
        (
            "Flow (m3/s),Evap (mm)",
            "1.5,8.1",
            "A discharge instantaneous",
        ),
    ] {
        let text = format!(
            "site,time (UTC),{header}\nA,2024-01-30 00:00,{row}\nA,2024-01-30 12:00,{row}\n"
        );
        let seen = see(text.as_bytes(), "a.csv", &[]);
        let told = format!("{expect} 720min 2024-01-30=1.5 2024-01-30T12:00Z=1.5");
        assert_eq!(seen.series, [told], "{header}: asked {:?}", seen.asked);
    }
}

#[test]
fn four_columns_of_four_things_are_asked_one_by_one() {
    let text = b"site,time (UTC),va,vb,vc\nA,2024-01-30 00:00,1.5,2.5,3.5\nA,2024-01-30 12:00,1.6,2.6,3.6\n";
    let seen = see(text, "a.csv", &[]);
    assert_eq!(seen.asked, ["quantity.va", "quantity.vb", "quantity.vc"]);
    let read = see(
        text,
        "a.csv",
        &[("quantity.vb", "discharge"), ("unit", "m3/s")],
    );
    assert_eq!(
        read.series,
        ["A discharge instantaneous 720min 2024-01-30=2.5 2024-01-30T12:00Z=2.6"]
    );
    let unread = read
        .findings
        .iter()
        .filter(|it| it.message.contains("they are not read"))
        .count();
    assert_eq!(unread, 2, "{:#?}", read.findings);
}

#[test]
fn a_number_that_stands_for_the_station_is_no_value() {
    let text = b"obscd,time (UTC),stage (m)\n1018683,2024-01-30 00:00,1.5\n1018683,2024-01-30 12:00,1.6\n1018683,2024-01-31 00:00,1.7\n";
    let seen = see(text, "a.csv", &[]);
    assert_eq!(
        seen.series,
        ["1018683 stage instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=1.6 2024-01-31=1.7"]
    );
}

#[test]
fn many_columns_are_looked_at_once() {
    let names: Vec<String> = (0..3000).map(|n| format!("ST{n:05}")).collect();
    let mut text = format!("Discharge in m3/s\ntime (UTC),{}\n", names.join(","));
    for hour in 0..3 {
        let cells: Vec<String> = (0..3000).map(|n| format!("{}.5", n + hour)).collect();
        text += &format!("2024-01-30 {hour:02}:00,{}\n", cells.join(","));
    }
    let begun = std::time::Instant::now();
    let seen = see(text.as_bytes(), "wide.csv", &[]);
    assert_eq!(seen.series.len(), 3000, "{:?}", seen.asked);
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
