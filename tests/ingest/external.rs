//! Forecasts that others made: CSV and PI-XML with an issue time.

use thalweg::domain::{Instant, Quantity};
use thalweg::ingest::forecasts::forecasts;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

#[test]
fn a_csv_gives_each_issue_of_each_source() {
    let text = "issued,time,station,value,source\n\
        2026-06-14T04:00:00Z,2026-06-14T12:00:00Z,a,5.5,service\n\
        2026-06-14T04:00:00Z,2026-06-14T18:00:00Z,a,,service\n\
        2026-06-14T05:00:00Z,2026-06-14T12:00:00Z,a,6.5,service\n";
    let found = forecasts(text.as_bytes(), "file", Quantity::Stage).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].station, "a");
    assert_eq!(found[0].forecast.source, "service");
    assert_eq!(
        found[0].forecast.values,
        [(at("2026-06-14T12:00:00Z"), 5.5)],
        "an empty value is missing"
    );
    assert_eq!(found[1].forecast.issued, at("2026-06-14T05:00:00Z"));
    let nameless = forecasts(
        b"issued,time,value\n2026-06-14T04:00:00Z,2026-06-14T12:00:00Z,1\n",
        "file",
        Quantity::Stage,
    );
    assert_eq!(nameless.unwrap()[0].forecast.source, "file");
}

#[test]
fn pi_xml_is_read_on_its_clock_and_in_si() {
    let text = r#"<?xml version="1.0" encoding="UTF-8"?>
<TimeSeries xmlns="http://www.wldelft.nl/fews/PI" version="1.2">
  <timeZone>1.0</timeZone>
  <series>
    <header>
      <type>instantaneous</type>
      <locationId>gauge</locationId>
      <parameterId>H.fc</parameterId>
      <forecastDate date="2026-06-14" time="05:00:00"/>
      <missVal>-999.0</missVal>
      <units>cm</units>
    </header>
    <event date="2026-06-14" time="07:00:00" value="310" flag="0"/>
    <event date="2026-06-14" time="08:00:00" value="-999.0" flag="8"/>
    <event date="2026-06-14" time="09:00:00" value="325" flag="0"/>
  </series>
</TimeSeries>"#;
    let found = forecasts(text.as_bytes(), "model", Quantity::Stage).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].station, "gauge");
    assert_eq!(found[0].forecast.issued, at("2026-06-14T04:00:00Z"));
    let expected = [
        (at("2026-06-14T06:00:00Z"), 3.10),
        (at("2026-06-14T08:00:00Z"), 3.25),
    ];
    assert_eq!(found[0].forecast.values, expected);
    let observed = text.replace("<forecastDate date=\"2026-06-14\" time=\"05:00:00\"/>", "");
    let why = forecasts(observed.as_bytes(), "model", Quantity::Stage).unwrap_err();
    assert!(why.contains("forecastDate"), "{why}");
    let why = forecasts(
        text.replace("cm", "furlong").as_bytes(),
        "model",
        Quantity::Stage,
    )
    .unwrap_err();
    assert!(why.contains("furlong"), "{why}");
}

#[test]
fn what_is_no_forecast_is_refused_with_its_place() {
    let why = |text: &str| forecasts(text.as_bytes(), "file", Quantity::Discharge).unwrap_err();
    assert!(why("time,value\n2026-06-14T04:00:00Z,1\n").contains("issue"));
    assert!(
        why("issued,time,value\n2026-06-14T04:00:00Z,2026-06-14T12:00:00Z,5;5\n")
            .contains("line 2")
    );
    assert!(why("issued,time,value\nnow,2026-06-14T12:00:00Z,5\n").contains("line 2"));
    assert!(!why("").is_empty());
}
