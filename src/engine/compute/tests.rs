//! What the reader makes of files as people write them. The expected values stand in the files.

use super::table::{Reading, Table, read};
use crate::domain::{Cause, Finding, Findings, Instant};
use crate::indicators::catalogue::Resolution;

fn table(text: &str) -> (Table, Vec<Finding>) {
    table_set(text, &Reading::default())
}

fn table_set(text: &str, set: &Reading) -> (Table, Vec<Finding>) {
    let mut findings = Findings::new();
    let table = read(text.as_bytes(), set, &mut findings).expect("the file can be read");
    (table, findings.into_iter().collect())
}

fn at(text: &str) -> i64 {
    Instant::parse(text).expect("an instant").millis()
}

#[test]
fn the_usual_shapes_are_read() {
    let (tidy, found) = table("\u{feff}time,value\n2002-08-12,1.5\n2002-08-13,\n2002-08-14,NA\n");
    assert_eq!(tidy.series[0].station, "");
    assert_eq!(tidy.series[0].resolution, Resolution::Day);
    assert_eq!(tidy.series[0].time[0], at("2002-08-12"));
    assert!(tidy.series[0].value[1].is_nan() && tidy.series[0].value[2].is_nan());
    assert!(found.is_empty(), "{found:?}");
    let (long, _) =
        table("time;station;value\n2002-08-12;A;1,5\n2002-08-12;B;2,5\n2002-08-13;A;3\n");
    assert_eq!(long.series.len(), 2);
    assert_eq!(
        (long.series[0].station.as_str(), &long.series[0].value),
        ("A", &vec![1.5, 3.0])
    );
    assert_eq!(
        (long.series[1].station.as_str(), &long.series[1].value),
        ("B", &vec![2.5])
    );
    let (wide, _) =
        table("t,up_m3s,down_m3s\n2007-01-01T00:00:00Z,1,2\n2007-01-01T01:00:00Z,3,4\n");
    assert_eq!(wide.series[1].station, "down_m3s");
    assert_eq!(wide.series[1].resolution, Resolution::Instant);
    assert_eq!(
        wide.series[1].time,
        [at("2007-01-01T00:00:00Z"), at("2007-01-01T01:00:00Z")]
    );
}

#[test]
fn days_months_years_and_numbers_are_told_apart() {
    let kind = |text: &str| table(text).0.series[0].resolution;
    assert_eq!(
        kind("month,value\n1990-01,1\n1990-02,2\n"),
        Resolution::Month
    );
    assert_eq!(
        kind("year,month,value\n1990,1,1\n1990,2,2\n"),
        Resolution::Month
    );
    assert_eq!(
        kind("year,month,day,value\n1990,1,1,1\n1990,1,2,2\n"),
        Resolution::Day
    );
    assert_eq!(
        kind("date,value\n1990-01-01,1\n1990-02-01,2\n1990-03-01,2\n"),
        Resolution::Month
    );
    assert_eq!(
        kind("date,value\n1990-01-31,1\n1990-02-28,2\n1990-03-31,2\n"),
        Resolution::Month
    );
    assert_eq!(
        kind("date,value\n1990-01-01 00:00:00,1\n1990-01-02 00:00:00,2\n1990-01-03 00:00:00,2\n"),
        Resolution::Day
    );
    assert_eq!(kind("year,peak\n1990,1\n1991,2\n"), Resolution::Year);
    assert_eq!(kind("1990,100\n1991,200\n"), Resolution::Year);
    assert_eq!(kind("t,value\n0,1\n6,2\n"), Resolution::Number);
    assert_eq!(kind("index,value\n1990,1\n1991,2\n"), Resolution::Number);
    let (days, _) = table("day,value\n1,1\n2,2\n");
    assert_eq!(days.series[0].time[1], 48 * 3_600_000);
    let (two, _) = table("date,time,value\n12.08.2002,06:00,1\n12.08.2002,07:00,2\n");
    assert_eq!(two.series[0].time[0], at("2002-08-12T06:00:00Z"));
}

#[test]
fn a_bad_cell_is_named_and_costs_only_itself() {
    let (table, found) =
        table("time,value\n2002-08-12,1\n2002-08-13,<0.05\nsoon,3\n2002-08-15,4,5\n2002-08-16,6\n");
    assert_eq!(table.series[0].time.len(), 3);
    assert!(table.series[0].value[1].is_nan());
    let places: Vec<(Cause, Option<u32>, Option<u32>)> = found
        .iter()
        .map(|found| (found.cause, found.line, found.column))
        .collect();
    assert_eq!(
        places,
        [
            (Cause::BadShape, Some(5), None),
            (Cause::BadTime, Some(4), Some(1)),
            (Cause::BadNumber, Some(3), Some(2)),
        ]
    );
}

#[test]
fn duplicates_and_codes_for_nothing_are_found() {
    let (table, found) =
        table("time,value\n2002-08-13,2\n2002-08-12,1\n2002-08-13,3\n2002-08-14,-999\n");
    assert_eq!(table.series[0].value[..2], [1.0, 3.0]);
    assert!(table.series[0].value[2].is_nan());
    let causes: Vec<Cause> = found.iter().map(|found| found.cause).collect();
    assert_eq!(causes, [Cause::Sentinel, Cause::BadTime, Cause::Duplicate]);
}

#[test]
fn words_stand_beside_the_values_in_order_of_time() {
    let (table, _) = table("year,value,low,high,kind\n1991,,5,inf,historic\n1990,3,,,systematic\n");
    assert_eq!(table.series.len(), 1);
    let column = |name: &str| {
        let found = table.columns.iter().find(|(column, _)| column == name);
        found.map(|(_, texts)| texts.clone()).unwrap_or_default()
    };
    assert_eq!(column("low"), ["", "5"]);
    assert_eq!(column("high"), ["", "inf"]);
    assert_eq!(column("kind"), ["systematic", "historic"]);
}

#[test]
fn a_unit_is_converted_where_it_is_said() {
    let set = Reading {
        unit: Some("cfs".to_owned()),
        ..Reading::default()
    };
    let (table, _) = table_set("date,flow_cfs\n2002-08-12,100\n", &set);
    assert!((table.series[0].value[0] - 2.831_684_659_2).abs() < 1e-12);
    assert_eq!(table.notes.len(), 1);
}

#[test]
fn no_bytes_make_it_panic() {
    let seeds = [
        "time,value\n2002-08-12,1.5\n",
        "date;time;station;value;unit\n12/08/2002;24:00;A;1,5;cfs\n",
        "\u{feff}\"year\",\"a b\"\n1990,\"1\"\n",
        "t q\n1 2\n\u{e9},-+12:00 +Z\n",
    ];
    let mut random = fastrand::Rng::with_seed(5);
    for round in 0..20_000 {
        let mut bytes = seeds[round % seeds.len()].repeat(3).into_bytes();
        for _ in 0..random.usize(1..8) {
            let place = random.usize(..bytes.len());
            match random.u8(..3) {
                0 => bytes[place] = random.u8(..),
                1 => bytes.insert(place, b"\n,;\t\"-+:TZ/. 0\x009\xc3"[random.usize(..17)]),
                _ => drop(bytes.remove(place)),
            }
        }
        drop(read(&bytes, &Reading::default(), &mut Findings::new()));
    }
}
