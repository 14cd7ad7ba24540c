//! Exports that are trees (JSON, XML), against what was counted by hand in each fixture.

use thalweg::domain::{
    Cause, Clock, Findings, LabelSide, Origin, Reliability, Review, Severity, StampMark,
};
use thalweg::ingest::{Profiles, RawClock, RawTable, read};

use crate::common::{fixture, one, receipt, values};
use crate::expected::Expect;

const fn of(
    file: &'static str,
    profile: &'static str,
    receipt: [u64; 5],
    series: &'static [&'static str],
) -> Expect {
    Expect {
        file,
        profile,
        encoding: "UTF-8",
        receipt,
        series,
    }
}

/// Counted by hand in the fixtures; receipts are read, kept, rejected, duplicate, missing.
pub(crate) const TREES: [Expect; 31] = [
    of(
        "br-ana-telemetria.xml",
        "br-ana-telemetria",
        [6, 5, 0, 0, 1],
        &[
            "58999000 discharge instantaneous - [m3/s] 2 2024-01-01T00:15:00Z..2024-01-01T00:00:00Z",
            "58999000 stage instantaneous - [cm] 2 2024-01-01T00:15:00Z..2024-01-01T00:00:00Z",
            "58999000 rain sum - [mm] 2 2024-01-01T00:15:00Z..2024-01-01T00:00:00Z",
        ],
    ),
    of(
        "ca-quebec-json.json",
        "ca-quebec-json",
        [3, 3, 0, 0, 0],
        &[
            "059905 discharge instantaneous - [m3/s] 2 2024-04-20T05:00:00Z..2024-04-20T05:15:00Z",
            "059905 stage instantaneous - [m] 1 2024-04-20T05:00:00Z..2024-04-20T05:00:00Z",
        ],
    ),
    of(
        "ca-wsc-geomet.json",
        "ca-wsc-geomet",
        [4, 3, 0, 0, 1],
        &[
            "05ZZ001 stage instantaneous - [m] 2 2026-08-11T00:00:00Z..2026-08-11T00:05:00Z",
            "05ZZ001 discharge instantaneous - [m3/s] 2 2026-08-11T00:00:00Z..2026-08-11T00:05:00Z",
        ],
    ),
    of(
        "ca-wsc-geomet.daily.json",
        "ca-wsc-geomet",
        [2, 1, 0, 0, 1],
        &[
            "05ZZ001 stage mean day [m] 1 2020-02-29T00:00:00Z..2020-02-29T00:00:00Z",
            "05ZZ001 discharge mean day [m3/s] 1 2020-02-29T00:00:00Z..2020-02-29T00:00:00Z",
        ],
    ),
    of(
        "ch-bafu-geojson.json",
        "ch-bafu-geojson",
        [1, 1, 0, 0, 0],
        &["9091 discharge instantaneous - [m³/s] 1 2026-09-23T20:00:00Z..2026-09-23T20:00:00Z"],
    ),
    of(
        "cz-chmi.json",
        "cz-chmi",
        [3, 2, 0, 0, 1],
        &[" discharge mean day [m3/s] 3 2020-01-01T00:00:00Z..2020-01-03T00:00:00Z"],
    ),
    of(
        "cz-chmi.now.json",
        "cz-chmi",
        [3, 3, 0, 0, 0],
        &[
            "0-203-1-999000 stage instantaneous - [cm] 2 2024-09-14T00:00:00Z..2024-09-14T00:10:00Z",
            "0-203-1-999000 discharge instantaneous - [m3/s] 1 2024-09-14T00:00:00Z..2024-09-14T00:00:00Z",
        ],
    ),
    of(
        "de-pegelonline.json",
        "de-pegelonline",
        [2, 2, 0, 0, 0],
        &[
            "99000101 stage instantaneous - [cm] 1 2023-07-26T17:15:00Z..2023-07-26T17:15:00Z",
            "99000101 discharge instantaneous - [m³/s] 1 2023-07-26T17:00:00Z..2023-07-26T17:00:00Z",
        ],
    ),
    of(
        "es-galicia.json",
        "es-galicia",
        [2, 1, 0, 0, 1],
        &[
            "149125 stage instantaneous - [m] 1 2024-05-03T00:30:00Z..2024-05-03T00:30:00Z",
            "149125 discharge instantaneous - [m3/s] 1 2024-05-03T00:30:00Z..2024-05-03T00:30:00Z",
        ],
    ),
    of(
        "fi-syke.json",
        "fi-syke",
        [2, 2, 0, 0, 0],
        &["9901 discharge mean day [] 2 2020-05-08T00:00:00Z..2020-05-09T00:00:00Z"],
    ),
    of(
        "fr-hubeau-elab.json",
        "fr-hubeau-elab",
        [2, 2, 0, 0, 0],
        &["B799990001 discharge mean day [l/s] 2 2004-02-28T00:00:00Z..2004-02-29T00:00:00Z"],
    ),
    of(
        "fr-hubeau-tr.json",
        "fr-hubeau-tr",
        [4, 3, 0, 0, 1],
        &[
            "B799990001 stage instantaneous - [mm] 2 2026-09-23T19:30:00Z..2026-09-23T19:25:00Z",
            "B799990001 discharge instantaneous - [l/s] 1 2026-09-23T19:30:00Z..2026-09-23T19:30:00Z",
            "B7999900 discharge instantaneous - [l/s] 1 2026-09-23T19:30:00Z..2026-09-23T19:30:00Z",
        ],
    ),
    of(
        "fr-vigicrues.json",
        "fr-vigicrues",
        [3, 2, 0, 0, 1],
        &[
            "B799990001 discharge instantaneous - [m3/s] 3 2024-05-01T00:00:00Z..2024-05-01T02:00:00Z",
        ],
    ),
    of(
        "gb-ea-flood-json.json",
        "gb-ea-flood-json",
        [5, 4, 1, 0, 0],
        &[
            "9999TH stage instantaneous - [m] 2 2020-05-02T18:15:00Z..2020-05-02T18:30:00Z",
            "E9999 rain sum 15min [mm] 1 2020-05-02T18:15:00Z..2020-05-02T18:15:00Z",
            "9998TH discharge instantaneous - [m3/s] 1 2020-05-02T18:15:00Z..2020-05-02T18:15:00Z",
        ],
    ),
    of(
        "gb-ea-hydrology-json.json",
        "gb-ea-hydrology-json",
        [3, 2, 0, 0, 1],
        &[
            "99999999-1111-2222-3333-444444444444 discharge mean day [m3/s] 3 2024-01-01T09:00:00Z..2024-01-03T09:00:00Z",
        ],
    ),
    of(
        "gb-nrfa-json.json",
        "gb-nrfa-json",
        [3, 2, 0, 0, 1],
        &["9901 rain sum day [mm] 3 2022-01-01T00:00:00Z..2022-01-03T00:00:00Z"],
    ),
    of(
        "gb-nrw-json.json",
        "gb-nrw-json",
        [2, 2, 0, 0, 0],
        &[
            "9092 rain sum - [mm] 1 2020-12-05T10:00:00Z..2020-12-05T10:00:00Z",
            "9092 stage instantaneous - [m] 1 2020-12-05T10:45:00Z..2020-12-05T10:45:00Z",
        ],
    ),
    of(
        "ie-opw-geojson.json",
        "ie-opw-geojson",
        [1, 1, 0, 0, 0],
        &["0000009041 stage instantaneous - [m] 1 2023-01-21T22:45:00Z..2023-01-21T22:45:00Z"],
    ),
    of(
        "lt-meteo.json",
        "lt-meteo",
        [4, 3, 0, 0, 1],
        &[
            "torrino-vms stage mean day [cm] 2 2024-02-28T00:00:00Z..2024-02-29T00:00:00Z",
            "torrino-vms discharge mean day [m3/s] 2 2024-02-28T00:00:00Z..2024-02-29T00:00:00Z",
        ],
    ),
    of(
        "nl-rws-ddapi.json",
        "nl-rws-ddapi",
        [2, 1, 0, 0, 1],
        &["torrinbrug stage instantaneous - [cm] 2 2012-01-27T08:00:00Z..2012-01-27T08:10:00Z"],
    ),
    of(
        "no-nve.json",
        "no-nve",
        [3, 2, 0, 0, 1],
        &[
            "999.1.0 stage instantaneous - [m] 2 2024-06-08T18:00:00Z..2024-06-08T18:30:00Z",
            "999.1.0 discharge mean - [m³/s] 1 2024-06-08T18:00:00Z..2024-06-08T18:00:00Z",
        ],
    ),
    of(
        "no-nve.daily.json",
        "no-nve",
        [2, 2, 0, 0, 0],
        &["999.1.0 discharge mean day [m³/s] 2 2024-01-01T11:00:00Z..2024-01-02T11:00:00Z"],
    ),
    of(
        "se-smhi-json.json",
        "se-smhi-json",
        [2, 2, 0, 0, 0],
        &["9583 stage instantaneous - [cm] 2 2024-05-01T00:00:00Z..2024-05-01T00:15:00Z"],
    ),
    of(
        "se-smhi-json.daily.json",
        "se-smhi-json",
        [2, 2, 0, 0, 0],
        &["9583 discharge mean day [m³/s] 2 2024-05-01T00:00:00Z..2024-05-02T00:00:00Z"],
    ),
    of(
        "us-usgs-ogc.json",
        "us-usgs-ogc",
        [4, 3, 0, 0, 1],
        &[
            "USGS-06999001 stage instantaneous - [ft] 3 2025-01-01T00:30:00Z..2025-01-01T00:15:00Z",
            "USGS-06999001 discharge mean day [ft^3/s] 1 2025-01-02T00:00:00Z..2025-01-02T00:00:00Z",
        ],
    ),
    of(
        "us-usgs-waterml-xml.xml",
        "us-usgs-waterml-xml",
        [6, 4, 1, 0, 1],
        &[
            "01999001 discharge instantaneous - [ft3/s] 3 2012-05-12T05:00:00Z..2012-05-12T05:30:00Z",
            "01999002 discharge mean day [cfs] 2 2013-01-25T00:00:00Z..2013-01-26T00:00:00Z",
        ],
    ),
    of(
        "xx-cuahsi-waterml.xml",
        "xx-cuahsi-waterml",
        [3, 2, 0, 0, 1],
        &["TB1 discharge instantaneous - [cfs] 3 1997-08-24T15:35:00Z..1997-11-23T15:20:00Z"],
    ),
    of(
        "xx-fews-pi-xml.xml",
        "xx-fews-pi-xml",
        [5, 3, 0, 0, 2],
        &[
            "NL34.T1 stage instantaneous - [m+NAP] 4 2013-06-11T15:00:00Z..2013-06-11T15:45:00Z",
            "NL34.T1 rain sum - [mm] 1 2013-06-11T16:00:00Z..2013-06-11T16:00:00Z",
        ],
    ),
    of(
        "xx-kiwis-json.json",
        "xx-kiwis-json",
        [3, 2, 0, 0, 1],
        &["410999 discharge instantaneous - [m3/s] 3 2015-12-31T14:00:00Z..2015-12-31T15:00:00Z"],
    ),
    of(
        "xx-mrc-telemetry.json",
        "xx-mrc-telemetry",
        [4, 4, 0, 0, 0],
        &[
            " stage instantaneous - [m] 2 2024-08-01T00:00:00Z..2024-08-01T00:15:00Z",
            " rain sum - [mm] 2 2024-08-01T00:00:00Z..2024-08-01T00:15:00Z",
        ],
    ),
    of(
        "xx-waterml2.xml",
        "xx-waterml2",
        [5, 4, 0, 0, 1],
        &[
            "410999 stage instantaneous - [m] 3 2024-04-30T14:00:00Z..2024-04-30T16:00:00Z",
            "410998 discharge mean - [m3/s] 2 2024-05-01T00:00:00Z..2024-05-02T00:00:00Z",
        ],
    ),
];

fn flags(table: &RawTable, series: usize) -> Vec<&str> {
    table.series[series]
        .flag
        .iter()
        .map(|&flag| table.flags[usize::from(flag)].as_str())
        .collect()
}

#[test]
fn geojson_keeps_the_order_of_the_file_and_the_place_of_each_value() {
    let (table, findings) = one(&fixture("us-usgs-ogc.json"), "a.json");
    let stage = &table.series[0];
    assert_eq!(values(stage), [Some(1.78), Some(1.76), None]);
    assert_eq!(stage.clock, RawClock::Instants);
    assert_eq!(stage.line, [4, 5, 6]);
    let line = String::from_utf8(fixture("us-usgs-ogc.json")).unwrap();
    let line = line.lines().nth(3).unwrap();
    assert!(line[usize::from(stage.column[0]) - 1..].starts_with("1.78"));
    assert_eq!(
        flags(&table, 0),
        ["Approved", "Approved, ICE (ice-affected)", "Provisional"]
    );
    assert_eq!(table.series[1].clock, RawClock::Unstated);
    let told: Vec<(Severity, Cause, Option<&str>)> = findings
        .iter()
        .map(|it| (it.severity, it.cause, it.text.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (Severity::Note, Cause::UnknownUnit, Some("00010 (1)")),
            (Severity::Warning, Cause::Duplicate, None),
        ]
    );
}

#[test]
fn waterml_as_xml_reads_one_method_and_wants_offsets_where_others_have_them() {
    let (table, findings) = one(&fixture("us-usgs-waterml-xml.xml"), "a.xml");
    let series = &table.series[0];
    assert_eq!(
        series.station_name.as_deref(),
        Some("TORRIN RIVER AT TORRIN & MILL")
    );
    assert_eq!(values(series), [Some(83.0), Some(83.5), None]);
    assert_eq!(series.line, [18, 19, 20]);
    assert_eq!(flags(&table, 0), ["A", "P, e", "P"]);
    assert_eq!(table.series[1].clock, RawClock::Stated(Clock::Fixed(-300)));
    assert_eq!(table.series[1].stamp, StampMark::Start);
    let told: Vec<(Cause, Option<u32>)> = findings.iter().map(|it| (it.cause, it.line)).collect();
    assert_eq!(told, [(Cause::BadTime, Some(21)), (Cause::Duplicate, None)]);
}

#[test]
fn waterml_2_takes_what_holds_for_all_points_and_what_holds_for_one() {
    let (table, findings) = one(&fixture("xx-waterml2.xml"), "a.xml");
    assert_eq!(values(&table.series[0]), [Some(1.25), Some(1.5), None]);
    assert_eq!(flags(&table, 0), ["good", "suspect", "missing, good"]);
    let quality = |row: usize| table.qualities[usize::from(table.series[0].flag[row])];
    assert_eq!(quality(1).reliability, Reliability::Suspect);
    assert_eq!(table.series[1].stamp, StampMark::Start);
    assert_eq!(flags(&table, 1), ["P", "P"]);
    let told: Vec<(Severity, Option<u32>)> =
        findings.iter().map(|it| (it.severity, it.line)).collect();
    assert_eq!(told, [(Severity::Note, Some(16))]);
}

#[test]
fn pi_xml_has_one_clock_and_each_series_its_missing_value() {
    let (table, findings) = one(&fixture("xx-fews-pi-xml.xml"), "a.xml");
    assert_eq!(
        values(&table.series[0]),
        [Some(0.25), Some(0.5), None, None]
    );
    assert_eq!(table.series[0].clock, RawClock::Stated(Clock::Fixed(60)));
    let quality = |row: usize| table.qualities[usize::from(table.series[0].flag[row])];
    assert_eq!(quality(1).reliability, Reliability::Suspect);
    let told: Vec<Option<&str>> = findings.iter().map(|it| it.text.as_deref()).collect();
    assert_eq!(told, [Some("H.simulated (1)")]);
}

#[test]
fn a_list_in_the_place_of_a_value_counts_only_where_it_is_one_value() {
    let (table, findings) = one(&fixture("gb-ea-flood-json.json"), "a.json");
    assert_eq!(values(&table.series[0]), [Some(0.921), Some(0.925)]);
    let told: Vec<(Cause, Option<u32>)> = findings.iter().map(|it| (it.cause, it.line)).collect();
    assert_eq!(
        told,
        [(Cause::Duplicate, Some(6)), (Cause::UnknownUnit, None)]
    );
}

#[test]
fn not_qualified_is_not_good_and_water_days_begin_at_nine() {
    let (table, _) = one(&fixture("fr-hubeau-tr.json"), "a.json");
    let quality = |row: usize| table.qualities[usize::from(table.series[0].flag[row])];
    assert_eq!(quality(0).review, Review::Raw);
    assert_eq!(
        (quality(1).origin, quality(1).reliability),
        (Origin::Estimated, Reliability::Suspect)
    );
    let (table, _) = one(&fixture("gb-ea-hydrology-json.json"), "a.json");
    let day = table.series[0].day;
    assert_eq!((day.begins_at, day.label), (540, LabelSide::Start));
    assert_eq!(table.series[0].clock, RawClock::Assumed(Clock::UTC));
    let (table, _) = one(&fixture("no-nve.daily.json"), "a.json");
    assert_eq!(table.series[0].stamp, StampMark::Middle);
}

#[test]
fn an_empty_list_beside_others_is_named() {
    let (_, findings) = one(&fixture("gb-nrw-json.json"), "a.json");
    let told: Vec<(Cause, Option<u32>)> = findings.iter().map(|it| (it.cause, it.line)).collect();
    assert_eq!(told, [(Cause::Incomplete, Some(6))]);
}

#[test]
fn a_document_that_nobody_knows_is_drafted_and_read_by_its_draft() {
    let rows: Vec<String> = (0..48)
        .map(|n| {
            format!(
                "{{\"observed_at\":\"2024-02-{:02}T{:02}:00:00Z\",\"flow\":{}.25,\"unit\":\"m3/s\"}}",
                1 + n / 24,
                n % 24,
                40 + n
            )
        })
        .collect();
    let json = format!(
        "{{\"licence\":\"open\",\"gauges\":[{{\"gauge_id\":\"ab-1\",\"readings\":[\n{}\n]}}]}}",
        rows.join(",\n")
    );
    let draft = thalweg::ingest::sniff::draft(json.as_bytes(), "x.json").expect("draft");
    assert!(draft.questions().is_empty(), "{:?}", draft.questions());
    let mut profiles = Profiles::default();
    profiles.add("own-x", &draft.to_toml()).expect("profile");
    let mut findings = Findings::new();
    let tables = read(json.as_bytes(), "x.json", &profiles, None, &mut findings);
    let series = &tables[0].series[0];
    assert_eq!(
        (series.station.as_str(), series.unit.as_str()),
        ("ab-1", "m3/s")
    );
    assert_eq!(series.quantity, thalweg::domain::Quantity::Discharge);
    assert_eq!(tables[0].receipt, receipt([48, 48, 0, 0, 0]));
    assert_eq!((series.value[0], series.value[47]), (40.25, 87.25));
    assert_eq!((series.line[0], series.line[47]), (2, 49));
}

#[test]
fn a_daily_parameter_that_comes_every_ten_minutes_is_told() {
    let text = String::from_utf8(fixture("cz-chmi.json")).unwrap();
    let text = text
        .replace("2020-01-02T00:00:00Z", "2020-01-01T00:10:00Z")
        .replace("2020-01-03T00:00:00Z", "2020-01-01T00:20:00Z");
    let (table, findings) = one(text.as_bytes(), "a.json");
    assert_eq!(table.series[0].step, None);
    assert_eq!(table.series[0].stamp, StampMark::End);
    assert!(findings.iter().any(|it| it.cause == Cause::HeaderDisagrees));
}
