//! `README.md` of the sample: what it is, and every planted fault with its file and lines.
//!
//! Lines are looked up in the files themselves, so that the page cannot disagree with them.

use std::fmt::Write as _;

use memchr::memmem;

use super::exports::File;
use super::network::{SITES, Site};
use super::river;

/// The text of the page.
pub(super) fn text(files: &[File]) -> String {
    let mut text = head();
    text.push_str("## Stations\n\n| id | name | state | km | kind |\n|---|---|---|---|---|\n");
    for Site {
        id,
        name,
        state,
        km,
        kind,
        ..
    } in SITES
    {
        let _ = writeln!(text, "| {id} | {name} | {state} | {km:.0} | {kind} |");
    }
    text.push_str(EXPORTS);
    text.push_str(PLANTED);
    for plant in PLANTS {
        let _ = writeln!(text, "{}", plant.row(files));
    }
    text.push_str(TAIL);
    text
}

fn head() -> String {
    format!(
        "# The invented Arvena basin\n\n\
        Nothing here was measured. The river, its three states, their agencies and every figure are invented, and\n\
        Thalweg generates all of it from the seed {seed}. Only the layouts of the exports are those of real agencies.\n\n\
        The Arvena rises in Avaria (AV), runs 640 km through Bresk (BR) and reaches the sea in Corvia (CO). The basin is\n\
        looked at from 2026-06-14T06:00Z, whatever the day is on which it is opened: a flood has passed Hochstein, is\n\
        near its crest at Grenzau on the border, and still rises at Dravec. Daily values run from 2016-01-01 to\n\
        2026-06-13, 15-minute and hourly values from 2025-04-14 until then. The year 2022 is a drought; June 2024 and\n\
        September 2025 had floods.\n\n\
        To make it anew: `thalweg sample DIR`. The same bytes come out on every machine, and a test holds this folder\n\
        against them, so change the generator (`src/sample`) and never a file here.\n\n",
        seed = river::SEED
    )
}

const EXPORTS: &str = "
Rivers run by storms that cross the basin from Avaria to Corvia, snow that melts from April to June, a dam (Almsee) that
stores spring water until August, a canal that draws from April to September, and waves that need the hours of
`basin.toml` from gauge to gauge. `src/sample` tells how.

## Exports

| folder | layout of | what |
|---|---|---|
| av-daily, av-rain-daily | eHYD (Austria) | daily discharge; storage at midnight; rain of days from 07:00, dated by their start |
| av-live, av-rain-live | GKD (Bavaria), zipped | 15-minute stage in cm and discharge; hourly rain, stamped at its end; Central European time all year |
| br-daily, br-rain-daily | USGS RDB, daily | discharge in ft³/s, rain in inches; days of UTC+02:00 |
| br-live | Water Survey of Canada | 15-minute stage and discharge of two stations, stamps with +02:00 |
| br-rain-live | USGS RDB, single values | hourly rain in inches, stamped at its end, with EET or EEST in each row |
| co-daily | ANA HidroWeb (Brazil) | daily discharge, a month a line, newest first; until 2023 at two levels of consistency |
| co-live | KISTERS WISKI | 15-minute stage on the civil clock of Corvia, which the file does not state |
| co-foz-live | KISTERS WISKI | the last payload of a feed; `https://feeds.arvena.invalid/foz.tsv` does not answer |
| co-rain | KNMI (Netherlands) | rain of days from 08 to 08 UTC, dated by their end |
";

const PLANTED: &str = "
## What is planted

Lines of a zip are those of its member.

| what | station | when | file | lines |
|---|---|---|---|---|
";

const TAIL: &str = "
Quieter things that a reader has to bear: the preambles of eHYD hold dates and heights that look like data; its last row
closes the last day with `Lücke`; the unit of RDB stands in a remark and a code; column names of the Water Survey come
twice; consecutive files of it share a stamp.
";

/// A planted fault and how to find it: the end of a path, and what the first and the last line hold.
struct Plant {
    what: &'static str,
    station: &'static str,
    when: &'static str,
    file: &'static str,
    first: &'static str,
    last: &'static str,
}

impl Plant {
    fn row(&self, files: &[File]) -> String {
        let found = files.iter().find(|file| file.path.ends_with(self.file));
        let lines = found
            .and_then(|file| lines(file, self.first, self.last))
            .map_or_else(
                || "not found".to_owned(),
                |(first, last)| {
                    if first == last {
                        first.to_string()
                    } else {
                        format!("{first}–{last}")
                    }
                },
            );
        let path = found.map_or("", |file| file.path.as_str());
        format!(
            "| {} | {} | {} | `{path}` | {lines} |",
            self.what, self.station, self.when
        )
    }
}

/// The first line that holds `first` and the last one that holds `last`, from 1.
fn lines(file: &File, first: &str, last: &str) -> Option<(usize, usize)> {
    let bytes = file.member.as_ref().unwrap_or(&file.bytes);
    let begins = memmem::find(bytes, first.as_bytes())?;
    let ends = memmem::rfind(bytes, last.as_bytes())?;
    let line = |at: usize| 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
    Some((line(begins), line(ends)))
}

const fn plant(
    (what, station, when): (&'static str, &'static str, &'static str),
    file: &'static str,
    (first, last): (&'static str, &'static str),
) -> Plant {
    Plant {
        what,
        station,
        when,
        file,
        first,
        last,
    }
}

const PLANTS: &[Plant] = &[
    plant(
        (
            "The right bank reports less of the same water: its discharge is 1.00 of the left bank's until 2018 and drifts to 0.91 in 2026",
            "grenzau-br",
            "2018-01-01 on",
        ),
        "04196000_dv.rdb",
        ("2018-01-01", "2026-06-13"),
    ),
    plant(
        (
            "Its stage is 0.38 m above the left bank's: other gauge zero (211.85 m), other datum (0.17 m higher)",
            "grenzau-br",
            "2025-04-14 on",
        ),
        "BR_hourly_hydrometric_2025-04.csv",
        ("08BR196,", "08BR196,"),
    ),
    plant(
        (
            "A year as first issued, provisional: 0.945 of the corrected discharge in winter and spring, 0.87 in the flood of June",
            "dravec",
            "2023-10-01 … 2024-09-30",
        ),
        "04412000_dv_2016-2024.rdb",
        ("2023-10-01", "2024-09-30"),
    ),
    plant(
        (
            "The same year issued again, approved",
            "dravec",
            "2023-10-01 … 2024-09-30",
        ),
        "04412000_dv_wy2024_reissued_2026-03-02.rdb",
        ("2023-10-01", "2024-09-30"),
    ),
    plant(
        (
            "−999 in place of values, not declared",
            "westkanal",
            "2023-07-03 … 2023-07-22",
        ),
        "04318000_dv.rdb",
        ("2023-07-03", "2023-07-22"),
    ),
    plant(
        (
            "9999 in place of values, not declared (6 readings)",
            "foz",
            "2026-05-28 09:00Z … 10:15Z",
        ),
        "foz_2026-06-13T2104Z.tsv",
        ("28-05-2026\t10:00", "28-05-2026\t11:15"),
    ),
    plant(
        ("The same (8 readings)", "foz", "2026-06-07 02:00Z … 03:45Z"),
        "foz_2026-06-13T2104Z.tsv",
        ("07-06-2026\t03:00", "07-06-2026\t04:45"),
    ),
    plant(
        (
            "Last reading of a feed that does not answer, nine hours before the as-of instant",
            "foz",
            "2026-06-13 21:00Z",
        ),
        "foz_2026-06-13T2104Z.tsv",
        ("13-06-2026\t22:00", "13-06-2026\t22:00"),
    ),
    plant(
        (
            "Last reading of a feed that died two days before the as-of instant",
            "salto",
            "2026-06-12 05:45Z",
        ),
        "CO476_W_15min_2026-04.tsv",
        ("12-06-2026\t06:45", "12-06-2026\t06:45"),
    ),
    plant(
        (
            "The float hangs: the same stage for 42 hours while the river moves",
            "pontal",
            "2026-02-10 04:00Z … 2026-02-11 22:00Z",
        ),
        "CO561_W_15min_2025-10.tsv",
        ("10-02-2026\t04:00", "11-02-2026\t22:00"),
    ),
    plant(
        (
            "Civil times that do not exist: the logger was set to summer time an hour late",
            "pontal",
            "2026-03-29 01:00 … 01:45 civil",
        ),
        "CO561_W_15min_2025-10.tsv",
        ("29-03-2026\t01:00", "29-03-2026\t01:45"),
    ),
    plant(
        (
            "Civil times that exist twice, both passes given",
            "pontal",
            "2025-10-26 01:00 … 01:45 civil",
        ),
        "CO561_W_15min_2025-10.tsv",
        ("26-10-2025\t01:00", "26-10-2025\t01:45"),
    ),
    plant(
        (
            "Civil times that exist twice, one pass given: nobody can say which",
            "salto",
            "2025-10-26 01:00 … 01:45 civil",
        ),
        "CO476_W_15min_2025-10.tsv",
        ("26-10-2025\t01:00", "26-10-2025\t01:45"),
    ),
    plant(
        (
            "No values during a visit (`---`, state 255)",
            "pontal",
            "2025-08-05 09:00Z … 10:15Z",
        ),
        "CO561_W_15min_2025-04.tsv",
        ("05-08-2025\t10:00", "05-08-2025\t11:15"),
    ),
    plant(
        (
            "Raw download with three spikes of 0.9 to 1.5 m, and a gap two days later",
            "grenzau-av",
            "2026-02-18 12:15Z … 2026-02-20 06:00Z",
        ),
        "16196007_14.04.2025_28.02.2026_ezw_0.zip",
        ("2026-02-18 13:15", "2026-02-20 07:00"),
    ),
    plant(
        (
            "Later download of the same days, checked: spikes taken out, gap filled (`Rohdaten` → `Geprueft`)",
            "grenzau-av",
            "2026-02-15 … 2026-02-28",
        ),
        "16196007_15.02.2026_14.06.2026_ezw_0.zip",
        ("2026-02-15 00:00", "2026-03-01 00:00"),
    ),
    plant(
        (
            "The header claims the year 2012",
            "lissamund",
            "2016 … 2026",
        ),
        "Q-Tagesmittel-207115.csv",
        ("Exportzeitraum:", "Exportzeitraum:"),
    ),
    plant(
        ("Gap (`Lücke`)", "hochstein", "2019-03-11 … 2019-03-19"),
        "Q-Tagesmittel-207101.csv",
        ("11.03.2019", "19.03.2019"),
    ),
    plant(
        ("Gap (`Lücke`)", "rain-hochtal", "2021-02-08 … 2021-02-10"),
        "N-Tagessummen-107020.csv",
        ("08.02.2021", "10.02.2021"),
    ),
    plant(
        (
            "Instrument out of order (`Eqp`)",
            "mittelbruck",
            "2020-02-10 … 2020-02-16",
        ),
        "04334000_dv.rdb",
        ("2020-02-10", "2020-02-16"),
    ),
    plant(
        (
            "`Ice` in place of values at the start of a cold spell, then estimates (`A:e`); all spells of the record",
            "torrin",
            "winters",
        ),
        "04291000_dv.rdb",
        ("\tIce\t", "\tIce\t"),
    ),
    plant(
        (
            "Ice lifts the stage by up to 0.12 m; the discharge beside it is the agency's estimate (symbol `B`)",
            "dravec",
            "2025-12-19 … 2025-12-21",
        ),
        "BR_hourly_hydrometric_2025-10.csv",
        (",B,", ",B,"),
    ),
    plant(
        (
            "Empty at level 1, estimated at level 2 (one month a line)",
            "salto",
            "2017-08-05 … 2017-08-12",
        ),
        "vazoes_C_58476000.csv",
        (";01/08/2017;", ";01/08/2017;"),
    ),
    plant(
        ("Blank days", "rain-salto", "2018-12-24 … 2018-12-31"),
        "precipitacao_SALTO_470.txt",
        ("470,20181224", "470,20181231"),
    ),
    plant(
        ("Blank days", "rain-pontal", "2019-07-01 … 2019-07-14"),
        "precipitacao_PONTAL_555.txt",
        ("555,20190701", "555,20190714"),
    ),
];
