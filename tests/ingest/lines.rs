//! What the dialects of lines say beside their values: flags, names, marks, and what is left aside.

use thalweg::domain::{Cause, Clock, Origin, Reliability, Review, Severity, StampMark};
use thalweg::ingest::{RawClock, RawTable};

use crate::common::{fixture, latin1, one, receipt, values};

fn flags(table: &RawTable, series: usize) -> Vec<&str> {
    table.series[series]
        .flag
        .iter()
        .map(|&flag| table.flags[usize::from(flag)].as_str())
        .collect()
}

fn text(name: &str) -> String {
    fixture(name).into_iter().map(char::from).collect()
}

#[test]
fn rijkswaterstaat_measures_are_not_mixed_with_the_computed_tide() {
    let (table, findings) = one(&fixture("nl-rws-long-csv.csv"), "a.csv");
    assert_eq!(table.facts.line_ending, "CR");
    assert_eq!(table.series[0].clock, RawClock::Unstated);
    assert_eq!(values(&table.series[0]), [Some(-67.0), None, Some(-66.5)]);
    let told: Vec<_> = findings
        .iter()
        .map(|it| (it.severity, it.line, it.text.as_deref()))
        .collect();
    assert_eq!(told, [(Severity::Note, Some(2), Some("WATHTBRKD"))]);

    // 99 is the code of a gap, whatever number stands beside it.
    let (table, _) = one(&fixture("nl-rws-long-csv.50.csv"), "a.csv");
    assert_eq!(values(&table.series[0]), [Some(43.0), None]);
    assert_eq!(
        table.series[0].clock,
        RawClock::Stated(Clock::Fixed(60)),
        "MET stands in the name of the column"
    );
    assert_eq!(
        table.series[0].station_name.as_deref(),
        Some("Verzand aan de Lek")
    );
}

#[test]
fn codes_of_no_value_are_those_of_their_own_column() {
    let (table, _) = one(&fixture("pl-imgw-csv.csv"), "a.csv");
    // 9999 is no stage, and 9999 and 99.9 are discharges.
    assert_eq!(
        values(&table.series[0]),
        [Some(78.0), None, Some(80.0), Some(80.0)]
    );
    assert_eq!(
        values(&table.series[1]),
        [Some(10.1), None, Some(99.9), Some(9999.0)]
    );
    assert_eq!(table.series[0].station_name.as_deref(), Some("CHAŁUPY"));
}

#[test]
fn a_day_of_a_hydrological_year_that_does_not_exist_is_refused() {
    let text = text("pl-imgw-csv.csv").replace("\"02\",\"31\"", "\"02\",\"32\"");
    let (table, findings) = one(&latin1(&text), "a.csv");
    assert_eq!(table.receipt, receipt([8, 4, 2, 0, 2]));
    let bad: Vec<_> = findings
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .map(|it| (it.cause, it.line, it.column))
        .collect();
    assert_eq!(bad, [(Cause::BadTime, Some(3), Some(6))]);
}

#[test]
fn an_asterisk_says_estimated_and_another_mark_is_refused() {
    let (table, _) = one(&fixture("ca-quebec-txt.txt"), "a.txt");
    assert_eq!(
        values(&table.series[1]),
        [Some(12.5), Some(12.4), None],
        "newest first"
    );
    let quality = |row: usize| table.qualities[usize::from(table.series[1].flag[row])];
    assert_eq!(quality(0).origin, Origin::Measured);
    assert_eq!(quality(1).origin, Origin::Estimated);
    assert_eq!(flags(&table, 1), ["", "estimated", ""]);

    let other = text("ca-quebec-txt.txt").replace("12,40*", "12,40?");
    let (table, _) = one(&latin1(&other), "a.txt");
    assert_eq!(table.receipt, receipt([6, 4, 1, 0, 1]));
}

#[test]
fn not_qualified_is_never_good() {
    let (table, _) = one(&fixture("fr-hubeau-csv.csv"), "a.csv");
    let quality = |row: usize| table.qualities[usize::from(table.series[0].flag[row])];
    assert_eq!(
        (quality(0).review, quality(1).review),
        (Review::Raw, Review::Raw)
    );
    assert_eq!(quality(1).reliability, Reliability::Suspect);
    assert!(flags(&table, 0)[0].contains("non qualifiée"));
    assert_eq!(values(&table.series[1]), [Some(-250.0)]);
}

#[test]
fn a_gauge_below_a_weir_is_another_gauge() {
    let (table, findings) = one(&fixture("gb-ea-readings-csv.csv"), "a.csv");
    assert_eq!(values(&table.series[0]), [Some(0.921), Some(0.922)]);
    assert_eq!(values(&table.series[1]), [Some(0.926)]);
    let note = findings.iter().next().expect("a note");
    assert_eq!(
        note.message,
        "1 rows hold quantities that are not read here"
    );
    assert_eq!(
        note.text.as_deref(),
        Some("9998-level-groundwater-i-1_h-mBDAT")
    );
}

#[test]
fn the_clock_of_a_header_is_read_in_its_own_words() {
    for (file, minutes) in [
        ("us-mx-ibwc-csv.csv", -360),
        ("us-mx-ibwc-csv.es.csv", -360),
        ("xx-enhydris-hts.hts", 120),
        ("se-smhi-csv.csv", 120),
        ("xx-zrxp.zrx", 60),
    ] {
        let (table, _) = one(&fixture(file), file);
        assert_eq!(
            table.series[0].clock,
            RawClock::Stated(Clock::Fixed(minutes)),
            "{file}"
        );
    }
    let (table, _) = one(&fixture("xx-zrxp.zrx"), "a.zrx");
    assert_eq!(
        table.series[1].clock,
        RawClock::Unstated,
        "the block has no TZ"
    );
}

#[test]
fn a_change_of_storage_is_not_the_storage() {
    let (table, findings) = one(&fixture("us-mx-ibwc-csv.change.csv"), "a.csv");
    assert_eq!(table.series[0].stamp, StampMark::Start);
    assert!(findings.is_empty(), "{findings:?}");
    let (_, findings) = one(&fixture("us-mx-ibwc-csv.csv"), "a.csv");
    let told: Vec<_> = findings.iter().map(|it| (it.severity, it.line)).collect();
    assert_eq!(told, [(Severity::Note, Some(6))], "the disclaimer");
}

#[test]
fn evaporation_is_no_rain() {
    let text = text("us-mx-ibwc-csv.csv")
        .replace("Total Storage.Web-Daily-ac-ft", "Evaporation.Web-Daily")
        .replace("(TCM)", "(mm)");
    let (table, findings) = one(text.as_bytes(), "a.csv");
    assert!(table.series.is_empty());
    assert!(findings.iter().any(|it| it.severity == Severity::Error));
}

#[test]
fn the_same_export_with_other_marks_is_read_and_said() {
    // A worksheet of another country saved the file again.
    let address =
        "http://environment.data.gov.uk/flood-monitoring/id/measures/9999TH-level-stage-i-15_min-m";
    let rows = format!(
        "dateTime;measure;value\n2020-05-02T18:15:00Z;{address};0,921\n2020-05-02T18:30:00Z;{address};12,5\n"
    );
    let (table, findings) = one(rows.as_bytes(), "a.csv");
    assert_eq!(values(&table.series[0]), [Some(0.921), Some(12.5)]);
    assert_eq!(
        (table.facts.delimiter.as_str(), table.facts.decimal.as_str()),
        (";", ",")
    );
    let said = findings.iter().next().expect("a finding");
    assert_eq!(
        said.message,
        "the export has other marks than the agency usually writes: \";\" between fields and not \",\", and the decimal mark \",\" and not \".\""
    );

    // Three digits behind every mark: it may part thousands, so no cell is taken.
    let (table, _) = one(rows.replace("12,5", "12,500").as_bytes(), "a.csv");
    assert_eq!(table.receipt, receipt([2, 0, 2, 0, 0]));
}

#[test]
fn capitals_and_blanks_in_names_of_columns_change_nothing() {
    let text = text("nl-rws-short-csv.csv").replace(
        "Datum;Tijd;Parameter;Locatie;Meting;",
        "datum; TIJD ;Parameter;Locatie;METING;",
    );
    let (table, _) = one(text.as_bytes(), "a.csv");
    assert_eq!(table.receipt, receipt([3, 2, 0, 0, 1]));
}

#[test]
fn a_station_that_nothing_names_is_called_by_the_file_and_that_is_said() {
    let (table, findings) = one(&fixture("fr-hydroportail-csv.csv"), "Z9990050_Q.csv");
    assert_eq!(table.series[0].station, "Z9990050_Q");
    let told: Vec<_> = findings.iter().map(|it| (it.severity, it.cause)).collect();
    assert_eq!(told, [(Severity::Warning, Cause::UnknownStation)]);
}

#[test]
fn a_block_that_names_no_quantity_costs_no_other_block() {
    let text = text("xx-zrxp.zrx")
        .replace("CNAMEAbfluss", "CNAMETrübung")
        .replace("CNRQ", "CNRT");
    let (table, findings) = one(&latin1(&text), "a.zrx");
    assert_eq!(table.receipt, receipt([2, 1, 0, 0, 1]));
    assert_eq!(table.series[0].station, "19999803");
    let error = findings.iter().find(|it| it.severity == Severity::Error);
    assert_eq!(error.expect("an error").line, Some(1));
}

#[test]
fn a_row_that_ends_early_holds_what_it_holds() {
    let (table, findings) = one(&fixture("si-arso-csv.csv"), "a.csv");
    assert_eq!(
        values(&table.series[0]),
        [Some(121.0), Some(120.0), Some(119.0)]
    );
    assert_eq!(values(&table.series[1]), [Some(98.5), Some(97.0), None]);
    let note = findings
        .iter()
        .find(|it| it.cause == Cause::UnknownUnit)
        .expect("a note");
    assert!(
        note.text
            .as_deref()
            .is_some_and(|text| text.starts_with("temp. vode"))
    );
}

#[test]
fn names_of_columns_that_many_share_are_not_enough() {
    // ARSO's names in another agency's file, whose stamps end with a full stop.
    let text = text("si-arso-csv.csv")
        .replace("01.01.1980;", "01.01.1980.;")
        .replace("02.01.1980;", "02.01.1980.;")
        .replace("03.01.1980;", "03.01.1980.;");
    let (tables, findings) = crate::common::import(text.as_bytes(), "a.csv");
    assert!(tables.is_empty());
    let said = findings.iter().next().expect("a finding");
    assert_eq!(said.cause, Cause::Unrecognised);
    assert!(
        said.message
            .contains("si-arso-csv: none of its first rows has a time"),
        "{said}"
    );
}
