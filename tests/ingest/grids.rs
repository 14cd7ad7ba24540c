//! Rows of many values: days, hours and months as columns.

use thalweg::domain::{Cause, Clock, Findings, Severity, StampMark};
use thalweg::ingest::{Profiles, RawClock, RawTable, read};

use crate::common::{fixture, one, receipt, tell, values};
use crate::expected::Expect;

/// Counted by hand in the fixtures.
pub(crate) const EXPECT: [Expect; 7] = [
    Expect {
        file: "ca-hydat-csv.csv",
        profile: "ca-hydat-csv",
        encoding: "UTF-8",
        // February 2020 of one station and March without the 7th; February 2019 of the other.
        receipt: [29 + 31 + 28, 29 + 30 + 28, 0, 0, 1],
        series: &[
            "08ZZ901 discharge mean day [m³/s] 60 2020-02-01T00:00:00Z..2020-03-31T00:00:00Z",
            "08ZZ902 discharge mean day [m³/s] 28 2019-02-01T00:00:00Z..2019-02-28T00:00:00Z",
        ],
    },
    Expect {
        file: "ca-hydat-csv.levels.csv",
        profile: "ca-hydat-csv",
        encoding: "UTF-8",
        receipt: [30, 30, 0, 0, 0],
        series: &["08ZZ901 stage mean day [m] 30 2021-04-01T00:00:00Z..2021-04-30T00:00:00Z"],
    },
    Expect {
        file: "es-miteco-html.html",
        profile: "es-miteco-html",
        encoding: "UTF-8",
        // The 1st, 29th and 30th of twelve months but the 30th of February, the 31st of seven; 1 December is blank.
        receipt: [12 + 12 + 11 + 7, 41, 0, 0, 1],
        series: &["9042 discharge mean day [m³/s] 42 2019-10-01T00:00:00Z..2020-09-30T00:00:00Z"],
    },
    Expect {
        file: "jp-mlit-dat.dat",
        profile: "jp-mlit-dat",
        encoding: "UTF-8",
        receipt: [31 + 29 + 30, 89, 0, 0, 1],
        series: &[
            "309990000000010 stage mean day [m] 90 2020-01-01T00:00:00Z..2020-04-30T00:00:00Z",
        ],
    },
    Expect {
        file: "jp-mlit-dat.hours.dat",
        profile: "jp-mlit-dat",
        encoding: "Shift_JIS",
        receipt: [48, 47, 0, 0, 1],
        series: &[
            "309990000000010 discharge instantaneous 60min [m³/s] 48 2019-04-01T01:00:00Z..2019-04-03T00:00:00Z",
        ],
    },
    Expect {
        file: "mx-conagua-csv.csv",
        profile: "mx-conagua-csv",
        encoding: "UTF-8",
        // Christmas 1998 is blank.
        receipt: [30 + 31, 60, 0, 0, 1],
        series: &[
            "mx-conagua-csv discharge mean day [m³/s] 61 1998-11-01T00:00:00Z..1998-12-31T00:00:00Z",
        ],
    },
    Expect {
        file: "za-dws-html.html",
        profile: "za-dws-html",
        encoding: "UTF-8",
        receipt: [4, 3, 0, 0, 1],
        series: &["X9H001 discharge mean day [m³/s] 4 2023-01-01T00:00:00Z..2023-01-04T00:00:00Z"],
    },
];

#[test]
fn hour_24_is_the_next_midnight_and_the_flag_stands_behind_its_value() {
    let (table, findings) = one(&fixture("jp-mlit-dat.hours.dat"), "a.dat");
    let series = &table.series[0];
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(series.station_name.as_deref(), Some("柳原"));
    assert_eq!(series.clock, RawClock::Assumed(Clock::Fixed(540)));
    assert_eq!(&values(series)[3..6], [Some(10.04), None, Some(10.06)]);
    assert_eq!((series.line[4], series.column[4]), (11, 10));
    let flag = |row: usize| table.flags[usize::from(series.flag[row])].as_str();
    assert_eq!(
        (flag(0), flag(4), flag(47)),
        ("", "$ (not measured)", "* (provisional)")
    );
    assert_eq!(values(series)[47], Some(20.24));
}

#[test]
fn a_year_table_begins_with_october_of_the_year_before() {
    let (table, findings) = one(&fixture("es-miteco-html.html"), "a.html");
    let series = &table.series[0];
    let at = |date: &str| {
        let millis = thalweg::domain::Instant::parse(&format!("{date}T00:00:00Z"))
            .unwrap()
            .millis();
        let row = series.time.iter().position(|time| *time == millis).unwrap();
        (values(series)[row], series.line[row], series.column[row])
    };
    // The title stands on line 1, the names on line 2; a value is its month and its day.
    assert_eq!(at("2019-10-01"), (Some(10.01), 3, 4));
    assert_eq!(at("2019-12-31"), (Some(12.31), 6, 6));
    assert_eq!(at("2020-01-01"), (Some(1.01), 3, 7));
    assert_eq!(at("2020-02-29"), (Some(2.29), 4, 8));
    assert_eq!(at("2019-12-01"), (None, 3, 6));
    let told: Vec<(Severity, Option<u32>)> =
        findings.iter().map(|it| (it.severity, it.line)).collect();
    assert_eq!(told, [(Severity::Note, Some(7))], "the row of means");
}

#[test]
fn symbols_of_hydat_are_those_of_their_day() {
    let (table, _) = one(&fixture("ca-hydat-csv.csv"), "a.csv");
    let series = &table.series[0];
    let flag = |row: usize| table.flags[usize::from(series.flag[row])].as_str();
    assert_eq!((flag(9), flag(10)), ("B (ice)", ""));
    assert_eq!((series.line[0], series.column[0]), (2, 12));
    assert_eq!((series.line[29], series.column[30]), (3, 14));
    assert_eq!(series.stamp, StampMark::Start);
}

fn with(rules: &str, text: &str) -> (Vec<RawTable>, Findings) {
    let own = format!(
        "agency = \"A\"\nabout = \"B\"\nshape = \"grid\"\nclock = \"unstated\"\nmissing = [\"\", \"-\"]\n{rules}"
    );
    let mut profiles = Profiles::default();
    profiles.add("own", &own).expect("profile");
    let mut findings = Findings::new();
    let tables = read(text.as_bytes(), "a.csv", &profiles, None, &mut findings);
    assert!(tables.iter().all(|table| table.receipt.balances()));
    (tables, findings)
}

const SERIES: &str =
    "[[series]]\ncolumn = \"\"\nquantity = \"discharge\"\nunit = \"m3/s\"\nstatistic = \"mean\"\n";

#[test]
fn a_cell_of_a_day_that_does_not_exist_must_be_empty() {
    let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
    let rules = format!(
        "delimiter = \";\"\n[recognise]\nheader = [\"Mes\", \"1\", \"31\"]\n[station]\nkey = \"Estación\"\n\
         [grid]\ncolumns = \"days\"\nmonth = \"Mes\"\nyear_key = \"Año\"\n{SERIES}"
    );
    let row = |name: &str, last: &str| {
        let mut cells: Vec<&str> = vec!["1.5"; 28];
        cells.extend(["-", "", last]);
        format!("{name};{}\n", cells.join(";"))
    };
    let text = format!(
        "Estación;7001\nAño;2023\nMes;{}\n{}{}{}{}",
        days.join(";"),
        row("Enero", "2.5"),
        row("Febrero", "-"),
        row("ABR.", "9.5"),
        row("Total", "5")
    );
    let (tables, findings) = with(&rules, &text);
    let table = &tables[0];
    // January 31, February 28, April 30 and one cell too many.
    assert_eq!(table.receipt, receipt([90, 85, 1, 0, 4]), "{findings:?}");
    let told: Vec<(Cause, Option<u32>, Option<u32>)> = findings
        .iter()
        .map(|it| (it.cause, it.line, it.column))
        .collect();
    assert_eq!(
        told,
        [
            (Cause::BadTime, Some(6), Some(32)),
            (Cause::BadShape, Some(7), None)
        ]
    );
    assert_eq!(
        tell(&table.series[0]),
        "7001 discharge mean day [m3/s] 89 2023-01-01T00:00:00Z..2023-04-30T00:00:00Z"
    );
}

#[test]
fn rows_without_a_date_are_refused_with_their_place() {
    let rules = format!(
        "delimiter = \",\"\n[recognise]\nheader = [\"Year\", \"Month\", \"Day\", \"0\", \"12\"]\n[station]\ncolumn = \"Id\"\n\
         [grid]\ncolumns = \"hours\"\nyear = \"Year\"\nmonth = \"Month\"\nday = \"Day\"\n{SERIES}"
    );
    let text = "Id,Year,Month,Day,0,12\n\
                A,2023,2,28,1,2\n\
                A,2023,2,29,3,4\n\
                A,2023,13,1,5,6\n\
                ,2023,3,1,7,8\n\
                A,2023,3,1,9\n\
                A,2023,3,1,10,1o\n\
                B,2023,Mar,1,11,12\n";
    let (tables, findings) = with(&rules, text);
    let table = &tables[0];
    assert_eq!(table.receipt, receipt([14, 5, 9, 0, 0]), "{findings:?}");
    let told: Vec<(Cause, Option<u32>, Option<u32>)> = findings
        .iter()
        .map(|it| (it.cause, it.line, it.column))
        .collect();
    assert_eq!(
        told,
        [
            (Cause::BadTime, Some(3), Some(4)),
            (Cause::BadTime, Some(4), Some(3)),
            (Cause::BadShape, Some(5), Some(1)),
            (Cause::BadShape, Some(6), Some(5)),
            (Cause::BadNumber, Some(7), Some(6)),
        ]
    );
    let series: Vec<String> = table.series.iter().map(tell).collect();
    assert_eq!(
        series,
        [
            "A discharge mean - [m3/s] 3 2023-02-28T00:00:00Z..2023-03-01T00:00:00Z",
            "B discharge mean - [m3/s] 2 2023-03-01T00:00:00Z..2023-03-01T12:00:00Z",
        ]
    );
}

#[test]
fn what_stands_once_above_its_rows_holds_for_them_where_the_profile_says_so() {
    let rules = format!(
        "delimiter = \"\\t\"\n[recognise]\nheader = [\"Rok\", \"Dzień\", \"XI\", \"X\"]\n[station]\ncolumn = \"Stacja\"\n\
         [grid]\ncolumns = \"months\"\nyear = \"Rok\"\nday = \"Dzień\"\nyear_begins = 11\ncarry = true\n{SERIES}"
    );
    let text = "Stacja\tRok\tDzień\tXI\tXII\tI\tII\tIX\tX\n\
                Z1\t1981\t1\t11.1\t12.1\t1.1\t2.1\t9.1\t10.1\n\
                \t\t2\t11.2\t12.2\t1.2\t2.2\t9.2\t10.2\n\
                Z2\t1982/83\t1\t0\t0\t0\t0\t0\t0\n";
    let (tables, findings) = with(&rules, text);
    let series: Vec<String> = tables[0].series.iter().map(tell).collect();
    assert_eq!(
        series,
        [
            "Z1 discharge mean day [m3/s] 12 1980-11-01T00:00:00Z..1981-10-02T00:00:00Z",
            "Z2 discharge mean day [m3/s] 6 1982-11-01T00:00:00Z..1983-10-01T00:00:00Z",
        ],
        "{findings:?}"
    );
    assert_eq!(
        values(&tables[0].series[0])[..5],
        [Some(11.1), Some(11.2), Some(12.1), Some(12.2), Some(1.1)]
    );
}

#[test]
fn values_of_days_thirds_of_months_and_months_in_one_file_are_three_series() {
    let text = "date,value,station,resolution\n\
                2001-01-10,5.1,16290,dec\n\
                2001-01-20,5.2,16290,dec\n\
                2001-01-31,5.3,16290,dec\n\
                2001-01-31,5.2,16290,mon\n\
                2001-02-01,4.9,16290,day\n\
                2001-02-28,NA,16290,mon\n";
    let series = |word: &str, step: &str| {
        format!(
            "[[series]]\ncolumn = \"value\"\nwhere = {{ column = \"resolution\", is = [\"{word}\"] }}\n\
             quantity = \"discharge\"\nstatistic = \"mean\"\nunit = \"m3/s\"\nstep = \"{step}\"\nstamp = \"end\"\n"
        )
    };
    let rules = format!(
        "delimiter = \",\"\n[recognise]\nheader = [\"date\", \"value\", \"resolution\"]\n[station]\ncolumn = \"station\"\n\
         [time]\ncolumn = \"date\"\npatterns = [\"yyyy-mm-dd\"]\n{}{}{}",
        series("dec", "dekad"),
        series("mon", "month"),
        series("day", "day")
    );
    let own = format!(
        "agency = \"A\"\nabout = \"B\"\nshape = \"long\"\nclock = {{ assumed = \"UTC+05:00\" }}\nmissing = [\"NA\"]\n{rules}"
    );
    let mut profiles = Profiles::default();
    profiles.add("own", &own).expect("profile");
    let mut findings = Findings::new();
    let tables = read(text.as_bytes(), "a.csv", &profiles, None, &mut findings);
    let answers = thalweg::harmonise::Declared::default();
    let resolved = thalweg::harmonise::resolve(&tables[0], &answers, &mut findings);
    assert_eq!(resolved.receipt, receipt([6, 5, 0, 0, 1]), "{findings:?}");
    let told: Vec<(String, Vec<String>)> = resolved
        .series
        .iter()
        .map(|series| {
            let time = series.columns().time.iter();
            let ends = time.map(|time| thalweg::domain::Instant::from_millis(*time).to_string());
            (series.key.step.to_string(), ends.collect())
        })
        .collect();
    // Midnight of the agency is 19:00 UTC; the day alone is labelled at its beginning.
    let ends = |ends: &[&str]| {
        ends.iter()
            .map(|end| format!("2001-{end}T19:00:00Z"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told,
        [
            ("day".to_owned(), ends(&["02-01"])),
            ("dekad".to_owned(), ends(&["01-10", "01-20", "01-31"])),
            ("month".to_owned(), ends(&["01-31", "02-28"])),
        ]
    );
}

#[test]
fn a_number_wider_than_its_place_is_refused_and_never_cut() {
    let rules = "begin = \"first_row\"\ncomment = \"*\"\n[[fixed]]\nname = \"id\"\nfrom = 1\nto = 4\n[[fixed]]\nname = \"date\"\n\
                 from = 6\nto = 13\n[[fixed]]\nname = \"q\"\nfrom = 15\nto = 20\n[recognise]\nstarts = \"*\"\n\
                 [station]\ncolumn = \"id\"\n[time]\ncolumn = \"date\"\npatterns = [\"yyyymmdd\"]\n\
                 [[series]]\ncolumn = \"q\"\nquantity = \"discharge\"\nunit = \"m3/s\"\n";
    let own = format!(
        "agency = \"A\"\nabout = \"B\"\nshape = \"long\"\nclock = \"unstated\"\nmissing = [\"\"]\n{rules}"
    );
    let text = "* id   date    flow\n\
                7001 20240101  12.50\n\
                7001 20240102       \n\
                7001 2024010312345.67\n\
                7001 20240104   1.25\n";
    let mut profiles = Profiles::default();
    profiles.add("own", &own).expect("profile");
    let mut findings = Findings::new();
    let tables = read(text.as_bytes(), "a.txt", &profiles, None, &mut findings);
    let table = &tables[0];
    assert_eq!(table.receipt, receipt([4, 2, 1, 0, 1]), "{findings:?}");
    assert_eq!(values(&table.series[0]), [Some(12.5), None, Some(1.25)]);
    assert_eq!(table.series[0].line, [2, 3, 5]);
    assert_eq!(&*table.bytes, text.as_bytes());
    assert_eq!(table.facts.delimiter, "fixed width");
    let lines: Vec<Option<u32>> = findings.iter().map(|it| it.line).collect();
    assert_eq!(lines, [Some(4)]);
}

#[test]
fn tables_that_stand_one_below_the_other_keep_their_own_stations() {
    let own = "agency = \"A\"\nabout = \"B\"\nshape = \"long\"\ndelimiter = \"#\"\nclock = \"unstated\"\ntable_begins = \"Estacion\"\n\
               unit_key = \"Unidad\"\n[recognise]\nlines = [\"Informe\"]\nheader = [\"Hora Fecha\", \"Caudal\"]\n[station]\nkey = \"Estacion\"\n\
               [time]\ncolumn = \"Hora Fecha\"\npatterns = [\"HH:MM:SS mm/dd/yy\"]\ntwo_digit_years_from = 1970\n\
               [[series]]\ncolumn = \"Nivel\"\nquantity = \"stage\"\nunit = \"m\"\n[[series]]\ncolumn = \"Caudal\"\nquantity = \"discharge\"\n";
    let text = "Informe diario\nUnidad#m3/s\n\n\
                Estacion#Puente Bajo\nHora Fecha#Nivel#Caudal\n\
                01:00:00 01/15/23#1.25#210.5\n02:00:00 01/15/23#1.26#211.5\n\n\
                Estacion#La Boca\nHora Fecha#Caudal\n\
                01:00:00 01/15/23#12.5\n";
    let mut profiles = Profiles::default();
    profiles.add("own", own).expect("profile");
    let mut findings = Findings::new();
    let tables = read(text.as_bytes(), "hoy.txt", &profiles, None, &mut findings);
    let told: Vec<String> = tables[0].series.iter().map(tell).collect();
    assert_eq!(
        told,
        [
            "Puente Bajo stage instantaneous - [m] 2 2023-01-15T01:00:00Z..2023-01-15T02:00:00Z",
            "Puente Bajo discharge instantaneous - [m3/s] 2 2023-01-15T01:00:00Z..2023-01-15T02:00:00Z",
            "La Boca discharge instantaneous - [m3/s] 1 2023-01-15T01:00:00Z..2023-01-15T01:00:00Z",
        ],
        "{findings:?}"
    );
    assert_eq!(tables[0].series[2].line, [11]);
}
