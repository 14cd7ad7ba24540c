//! Tables whose columns count: days of a month, hours of a day, months of a year.

use crate::see;

/// Days of a month of 2020 or 2021.
fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year == 2020 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn row(cells: impl Iterator<Item = String>, mark: &str) -> String {
    cells.collect::<Vec<_>>().join(mark)
}

/// What a series holds: its head, how many readings, and the readings that are asked for.
fn holds(series: &str, head: &str, count: usize, readings: &[&str]) {
    assert!(
        series.starts_with(head),
        "{}",
        &series[..series.len().min(200)]
    );
    let told: Vec<&str> = series.split(' ').filter(|it| it.contains('=')).collect();
    assert_eq!(told.len(), count, "{head}");
    for reading in readings {
        assert!(told.contains(reading), "{reading} is not in {series}");
    }
}

#[test]
fn days_as_columns_with_the_station_year_and_month_before_them() {
    let mut text = format!(
        "Caudal medio diario (m³/s)\nEstación;Año;Mes;{}\n",
        row((1..=31).map(|day| format!("Q{day:02}")), ";")
    );
    for station in [7001, 7002] {
        for month in 1..=12 {
            let cell = |day: u32| {
                if day > days(2021, month) {
                    String::new()
                } else {
                    format!("{},{day:02}", month * 10)
                }
            };
            text += &format!("{station};2021;{month};{}\n", row((1..=31).map(cell), ";"));
        }
    }
    let answers = [("clock", "UTC-03:00"), ("day", "00:00")];
    let seen = see(text.as_bytes(), "a.csv", &answers);
    assert_eq!(seen.asked, ["clock", "day"]);
    assert_eq!(seen.series.len(), 2, "{:?}", seen.findings);
    // A day ends at 03:00 UTC of the next.
    let readings = [
        "2021-01-02T03:00Z=10.01",
        "2021-03-01T03:00Z=20.28",
        "2022-01-01T03:00Z=120.31",
    ];
    holds(&seen.series[0], "7001 discharge mean day", 365, &readings);
    holds(&seen.series[1], "7002 discharge mean day", 365, &readings);
}

#[test]
fn hours_as_columns_behind_a_date() {
    let mut text = format!(
        "Station: Neustadt\nWasserstand [cm]\n\nDatum\t{}\tMittel\n",
        row((1..=24).map(|hour| hour.to_string()), "\t")
    );
    for day in 13..=28 {
        let cells = row((1..=24).map(|hour| format!("{}.{hour}", 100 + day)), "\t");
        text += &format!("{day}.02.2021\t{cells}\t110\n");
    }
    let seen = see(text.as_bytes(), "b.tsv", &[("clock", "UTC+01:00")]);
    assert_eq!(seen.asked, ["clock"]);
    // Hour 24 of the 28th is midnight of the 1st of March, 23:00 UTC of the 28th.
    let readings = ["2021-02-13=1.131", "2021-02-28T23:00Z=1.2824"];
    holds(
        &seen.series[0],
        "Neustadt stage instantaneous 60min",
        16 * 24,
        &readings,
    );
}

#[test]
fn a_year_table_from_october_with_its_year_above() {
    let months = [10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    let mut text = "Station: X1H001\nHydrological year: 2019/20\nDaily average flow (m3/s)\n\
                    Day,Oct,Nov,Dec,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep\n"
        .to_owned();
    for day in 1..=31 {
        let cell = |month: u32| {
            let year = if month >= 10 { 2021 } else { 2020 };
            if day > days(year, month) {
                String::new()
            } else {
                format!("{month}.{day:02}")
            }
        };
        text += &format!("{day},{}\n", row(months.into_iter().map(cell), ","));
    }
    text += "Mean,1,1,1,1,1,1,1,1,1,1,1,1\n";
    let answers = [("clock", "UTC+02:00"), ("day", "00:00")];
    let seen = see(text.as_bytes(), "c.csv", &answers);
    assert_eq!(seen.asked, ["clock", "day"]);
    let readings = [
        "2019-10-01T22:00Z=10.01",
        "2020-02-29T22:00Z=2.29",
        "2020-09-30T22:00Z=9.3",
    ];
    holds(&seen.series[0], "X1H001 discharge mean day", 366, &readings);
}

#[test]
fn a_hydrological_year_of_one_number_is_asked() {
    let mut text =
        "Station: 12\nDischarge (m3/s)\nYear;Nov;Dec;Jan;Feb;Mar;Apr;May;Jun;Jul;Aug;Sep;Oct\n"
            .to_owned();
    for year in 1991..=1999 {
        text += &format!(
            "{year};{}\n",
            row((1..=12).map(|at| format!("{}.5{at:02}1", year - 1990)), ";")
        );
    }
    let answers = [("clock", "UTC"), ("year", "ends"), ("statistic", "mean")];
    let seen = see(text.as_bytes(), "d.csv", &answers);
    assert!(seen.asked.contains(&"year".to_owned()), "{:?}", seen.asked);
    // November of the year that ends in 1991 is that of 1990, and ends with the first of December.
    let readings = ["1990-12-01=1.5011", "1999-11-01=9.5121"];
    holds(&seen.series[0], "12 discharge mean month", 108, &readings);
}

#[test]
fn a_date_that_is_always_the_first_names_the_month_whatever_its_order() {
    let names = row((1..=31).map(|day| format!("H_{day},H_{day}_flag")), ",");
    let mut text = format!("Code,Date,{names}\n");
    for month in 1..=12 {
        let cell = |day: u32| match day {
            day if day > days(2020, month) => ",".to_owned(),
            3 => format!("{month}.103,e"),
            day => format!("{month}.1{day:02},"),
        };
        text += &format!("5501,{month:02}/01/2020,{}\n", row((1..=31).map(cell), ","));
    }
    let answers = [
        ("clock", "UTC"),
        ("quantity", "stage"),
        ("unit", "m"),
        ("day", "00:00"),
        ("station", "5501"),
    ];
    let seen = see(text.as_bytes(), "e.csv", &answers);
    assert!(
        !seen.asked.contains(&"dates".to_owned()),
        "{:?}",
        seen.asked
    );
    let readings = ["2020-01-02=1.101", "2020-02-04=2.103", "2021-01-01=12.131"];
    holds(&seen.series[0], "5501 stage mean day", 366, &readings);
}
