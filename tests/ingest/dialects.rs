//! Every dialect, against what was counted by hand in its fixture.

use thalweg::domain::{
    Cause, Clock, Findings, LabelSide, Origin, Quantity, Reliability, Review, Severity, StampMark,
    Statistic, Step,
};
use thalweg::ingest::{Profiles, RawClock, read};

use crate::common::{A, FORMATS, ehyd, fixture, latin1, one, receipt, tell, values};
use crate::expected::all;

#[test]
fn every_dialect_is_read_by_its_profile_and_claimed_by_no_other() {
    let shipped = Profiles::shipped();
    for expect in all() {
        let bytes = fixture(expect.file);
        let (table, _) = one(&bytes, expect.file);
        assert_eq!(table.profile.as_str(), expect.profile, "{}", expect.file);
        assert_eq!(table.facts.encoding, expect.encoding, "{}", expect.file);
        assert_eq!(table.receipt, receipt(expect.receipt), "{}", expect.file);
        let told: Vec<String> = table.series.iter().map(tell).collect();
        assert_eq!(told, expect.series, "{}", expect.file);
        for other in shipped.iter().map(|profile| &profile.id) {
            if other.as_str() != expect.profile {
                let mut findings = Findings::new();
                let none = read(&bytes, "x", &shipped, Some(other), &mut findings);
                assert!(none.is_empty(), "{other} claims {}", expect.file);
                // Names that stand twice are said first, whoever is asked.
                assert!(
                    matches!(
                        findings.iter().next().map(|it| it.cause),
                        Some(Cause::Unrecognised | Cause::BadShape)
                    ),
                    "{other} on {}: {findings:?}",
                    expect.file
                );
            }
        }
    }
}

#[test]
fn every_shipped_profile_and_every_fixture_is_in_the_table() {
    for profile in Profiles::shipped().iter() {
        assert!(
            all().any(|expect| expect.profile == profile.id.as_str()),
            "no fixture for {}",
            profile.id
        );
    }
    for entry in std::fs::read_dir(FORMATS).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name.starts_with('.') || all().any(|expect| expect.file == name),
            "{name} is in no table"
        );
    }
}

#[test]
fn ehyd_values_stand_with_their_place_and_the_clock_is_only_assumed() {
    let (table, findings) = one(&fixture("at-ehyd-csv.csv"), "a.csv");
    let series = &table.series[0];
    assert_eq!(
        values(series),
        [Some(41.25), Some(1040.5), None, Some(39.0), None]
    );
    assert_eq!((series.line[0], series.column[0]), (23, 2));
    assert_eq!(series.station_name.as_deref(), Some("Hochstein"));
    assert_eq!(series.clock, RawClock::Assumed(Clock::Fixed(60)));
    assert_eq!(series.stamp, StampMark::Start);
    assert_eq!(table.qualities[0].review, Review::Approved);
    assert_eq!(table.facts.line_ending, "LF");
    let told: Vec<(Cause, Option<u32>)> = findings.iter().map(|it| (it.cause, it.line)).collect();
    assert_eq!(told, [(Cause::HeaderDisagrees, Some(19))]);

    let (table, findings) = one(&fixture("at-ehyd-csv.rain.csv"), "a.csv");
    let day = table.series[0].day;
    assert_eq!((day.begins_at, day.label), (420, LabelSide::Start));
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn gkd_states_its_clock_and_its_review() {
    let (table, findings) = one(&fixture("de-gkd-csv.csv"), "a.csv");
    let series = &table.series[0];
    assert_eq!(values(series), [Some(96.0), Some(97.5), None, Some(-1.25)]);
    assert_eq!(series.clock, RawClock::Stated(Clock::Fixed(60)));
    let reviews: Vec<Review> = series
        .flag
        .iter()
        .map(|&flag| table.qualities[usize::from(flag)].review)
        .collect();
    assert_eq!(
        reviews,
        [Review::Approved, Review::Approved, Review::Raw, Review::Raw]
    );
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn rdb_keeps_words_in_the_place_of_values_as_flags() {
    let (table, findings) = one(&fixture("us-usgs-rdb.dv.txt"), "a.txt");
    let series = &table.series[0];
    assert_eq!(
        series.station_name.as_deref(),
        Some("TORRIN RIVER AT TORRIN BRIDGE")
    );
    assert_eq!(series.clock, RawClock::Unstated);
    assert_eq!(values(series), [Some(466.0), None, Some(480.0), None]);
    let flags: Vec<&str> = series
        .flag
        .iter()
        .map(|&flag| table.flags[usize::from(flag)].as_str())
        .collect();
    assert_eq!(flags, ["A", "Ice, P", "A, e", "P"]);
    let estimated = table.qualities[usize::from(series.flag[2])];
    assert_eq!(
        (estimated.origin, estimated.review),
        (Origin::Estimated, Review::Approved)
    );
    let told: Vec<(Severity, Cause, Option<u32>, Option<u32>)> = findings
        .iter()
        .map(|it| (it.severity, it.cause, it.line, it.column))
        .collect();
    assert_eq!(
        told,
        [
            (Severity::Note, Cause::UnknownUnit, None, None),
            (Severity::Error, Cause::BadNumber, Some(19), Some(4)),
        ]
    );
}

#[test]
fn ana_prefers_the_better_level_that_has_a_value() {
    let (table, findings) = one(&fixture("br-ana-csv.csv"), "a.csv");
    let series = &table.series[0];
    // 9, 10 and 11 April: consistent value; blank at both levels; blank at level 2, so level 1 counts.
    assert_eq!(values(series)[8..11], [Some(58.5), None, Some(50.5)]);
    let flag = |row: usize| table.flags[usize::from(series.flag[row])].as_str();
    assert_eq!((flag(8), flag(10)), ("consistido, real", "bruto, real"));
    assert_eq!((series.line[8], series.column[8]), (15, 15));
    let quality = |row: usize| table.qualities[usize::from(series.flag[row])];
    assert_eq!(quality(32).origin, Origin::Estimated);
    assert_eq!(quality(33).reliability, Reliability::Suspect);
    assert_eq!(findings.len(), 2, "{findings:?}");
    let mut findings = findings.iter();
    let (told, levels) = (findings.next().unwrap(), findings.next().unwrap());
    assert_eq!(
        (told.cause, told.line, told.column, told.text.as_deref()),
        (Cause::BadTime, Some(14), Some(37), Some("7,5"))
    );
    assert_eq!(
        (
            levels.severity,
            levels.cause,
            levels.line,
            levels.entry.as_deref()
        ),
        (
            Severity::Note,
            Cause::Duplicate,
            Some(14),
            Some("58476000 · discharge mean")
        )
    );
    assert_eq!(
        levels.message,
        "28 readings are given at two consistency levels; the consistent one counts, 28 of them differ"
    );
}

#[test]
fn ana_says_how_many_days_differ_between_the_levels() {
    // Day 1 of level 2 becomes what level 1 says, so that one day fewer differs.
    let text: String = fixture("br-ana-csv.csv")
        .into_iter()
        .map(char::from)
        .collect();
    let from = "58476000;2;01/04/2023;;1;1;50,5;";
    assert!(text.contains(from));
    let text = text.replace(from, "58476000;2;01/04/2023;;1;1;40,5;");
    let (_, findings) = one(&latin1(&text), "a.csv");
    let told = findings.iter().filter(|one| one.cause == Cause::Duplicate);
    let told: Vec<&str> = told.map(|one| one.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "28 readings are given at two consistency levels; the consistent one counts, 27 of them differ"
        ]
    );
}

#[test]
fn json_readings_have_the_line_of_their_value() {
    let (table, findings) = one(&fixture("us-usgs-waterml-json.json"), "a.json");
    let series = &table.series[0];
    assert_eq!(values(series), [Some(466.0), None, Some(470.0)]);
    assert_eq!(series.line, [5, 6, 8]);
    assert_eq!(series.column, [11, 11, 11]);
    assert_eq!(table.series[1].clock, RawClock::Stated(Clock::Fixed(120)));
    assert_eq!(table.series[1].stamp, StampMark::Start);
    let bad = findings
        .iter()
        .find(|it| it.cause == Cause::BadNumber)
        .expect("finding");
    assert_eq!((bad.line, bad.text.as_deref()), (Some(7), Some("46x")));
}

#[test]
fn knmi_days_end_at_eight_and_wiski_names_no_clock() {
    let (table, _) = one(&fixture("nl-knmi-txt.txt"), "a.txt");
    let series = &table.series[0];
    assert_eq!(
        (series.day.begins_at, series.day.label),
        (480, LabelSide::End)
    );
    assert_eq!(series.stamp, StampMark::End);
    assert_eq!(series.clock, RawClock::Stated(Clock::UTC));
    assert_eq!(values(series), [Some(0.0), Some(196.0), None, Some(15.0)]);

    let (table, findings) = one(&fixture("xx-wiski-tsv.csv"), "a.csv");
    assert_eq!(table.series[0].clock, RawClock::Unstated);
    assert_eq!(
        values(&table.series[0]),
        [Some(2.607), Some(2.61), None, Some(-0.015)]
    );
    let unknown = findings.iter().next().expect("an unknown flag");
    assert_eq!(
        (unknown.severity, unknown.text.as_deref()),
        (Severity::Note, Some("77"))
    );
}

#[test]
fn twin_columns_of_the_datamart_keep_their_own_flags() {
    let (table, _) = one(&fixture("ca-wsc-csv.csv"), "a.csv");
    let flags = |at: usize| -> Vec<&str> {
        let series = &table.series[at];
        series
            .flag
            .iter()
            .map(|&flag| table.flags[usize::from(flag)].as_str())
            .collect()
    };
    assert_eq!(
        flags(0),
        [
            "QA/QC 1 (preliminary)",
            "E (estimated), QA/QC 1 (preliminary)"
        ]
    );
    assert_eq!(
        flags(1),
        ["QA/QC 1 (preliminary)", "B (ice), QA/QC 2 (reviewed)"]
    );
    assert_eq!(flags(3), ["", "revised, QA/QC 4 (approved)"]);
    assert_eq!((table.series[3].line[1], table.series[3].column[1]), (5, 7));
}

#[test]
fn steps_and_statistics_come_from_the_words_of_the_header() {
    let text: String = ehyd(A).iter().map(|&byte| char::from(byte)).collect();
    let highest = latin1(
        &text
            .replace("Abfluss,I,Mit,T,1", "(2001073,Wasserstand,I,Max,T,1")
            .replace("m³/s", "[cm]"),
    );
    let (table, _) = one(&highest, "a.csv");
    let series = &table.series[0];
    assert_eq!(
        (
            series.quantity,
            series.statistic,
            series.step,
            series.unit.as_str()
        ),
        (Quantity::Stage, Statistic::Max, Some(Step::Day), "cm")
    );
}
