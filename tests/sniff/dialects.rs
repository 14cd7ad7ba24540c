//! Delimiters, marks, stamps, encodings.

use crate::{Case, check_all, see};

#[test]
fn every_dialect_of_the_same_rows_is_read() {
    check_all(&[
        Case {
            file: "pipe.txt",
            text: "site_no|datetime_utc|discharge_cfs\n0777|2024-01-20T00:00:00Z|100\n0777|2024-01-20T01:00:00Z|200\n",
            answers: &[],
            asks: &[],
            expect: &[
                "0777 discharge instantaneous 60min 2024-01-20=2.8316846592 2024-01-20T01:00Z=5.6633693184",
            ],
        },
        Case {
            file: "quoted.csv",
            text: "\"Site\",\"Time (GMT)\",\"Flow, m3/s\",\"Quality\"\n\"G1\",\"2024-01-20 00:00\",\"1,234.5\",\"Good\"\n\"G1\",\"2024-01-20 00:15\",\"987.25\",\"Good\"\n",
            answers: &[],
            asks: &[],
            expect: &[
                "G1 discharge instantaneous 15min 2024-01-20=1234.5 2024-01-20T00:15Z=987.25",
            ],
        },
        Case {
            file: "sep.csv",
            text: "sep=;\nStation;Zeit (UTC);Pegel (cm)\nA;20.01.2024 00:00;150\nA;20.01.2024 01:00;151,5\n",
            answers: &[],
            asks: &[],
            expect: &["A stage instantaneous 60min 2024-01-20=1.5 2024-01-20T01:00Z=1.515"],
        },
        Case {
            file: "blanks.txt",
            text: "# Station: 55012\n# Timezone: UTC\n# yyyy mm dd  Q(m3/s)\n2024-01-20   12.50\n2024-01-21   13.75\n2024-01-22  114.00\n",
            answers: &[("day", "00:00")],
            asks: &["day"],
            expect: &["55012 discharge mean day 2024-01-21=12.5 2024-01-22=13.75 2024-01-23=114"],
        },
        Case {
            file: "us.csv",
            text: "Gage,Date,Time (UTC),Stage (ft),Flow (cfs)\n101,1/15/2024,3:00 PM,10,1000\n101,1/15/2024,4:00 PM,11,1100\n",
            answers: &[],
            asks: &[],
            expect: &[
                "101 discharge instantaneous 60min 2024-01-15T15:00Z=28.316846592 2024-01-15T16:00Z=31.1485312512",
                "101 stage instantaneous 60min 2024-01-15T15:00Z=3.048 2024-01-15T16:00Z=3.3528000000000002",
            ],
        },
        Case {
            file: "epoch.csv",
            text: "station_id,timestamp,water_level_m\nX1,1704067200,1.5\nX1,1704070800,1.6\n",
            answers: &[],
            asks: &[],
            expect: &["X1 stage instantaneous 60min 2024-01-01=1.5 2024-01-01T01:00Z=1.6"],
        },
        Case {
            file: "epochms.csv",
            text: "station_id,timestamp_ms,flow_m3s\nX1,1704067200000,1.5\nX1,1704070800000,1.6\n",
            answers: &[],
            asks: &[],
            expect: &["X1 discharge instantaneous 60min 2024-01-01=1.5 2024-01-01T01:00Z=1.6"],
        },
        Case {
            file: "compact.csv",
            text: "stn;zeit_utc;q_m3s\n9;202401200015;1.5\n9;202401200030;1.6\n",
            answers: &[],
            asks: &[],
            expect: &[
                "9 discharge instantaneous 15min 2024-01-20T00:15Z=1.5 2024-01-20T00:30Z=1.6",
            ],
        },
        Case {
            file: "offsets.csv",
            text: "station_name;station_no;dateTime;value[m³/s]\nBrück;2711;2020-01-01T00:00:00+01:00;5,1\nBrück;2711;2020-01-01T00:15:00+01:00;NA\nBrück;2711;2020-01-01T00:30:00+01:00;5,3\n",
            answers: &[],
            asks: &[],
            expect: &[
                "2711 discharge instantaneous 15min 2019-12-31T23:00Z=5.1 2019-12-31T23:15Z=- 2019-12-31T23:30Z=5.3",
            ],
        },
        Case {
            file: "monthnames.csv",
            text: "Station,Date,Mean daily flow (m3/s)\nT7,5-Jan-2024,10.5\nT7,6-Jan-2024,11.5\nT7,7-Jan-2024,12.5\n",
            answers: &[("clock", "UTC"), ("day", "09:00 start")],
            asks: &["clock", "day"],
            expect: &[
                "T7 discharge mean day 2024-01-06T09:00Z=10.5 2024-01-07T09:00Z=11.5 2024-01-08T09:00Z=12.5",
            ],
        },
    ]);
}

#[test]
fn line_ends_and_encodings_change_no_value() {
    let text = "Messstelle: Brücke\nZeit: UTC\nDatum;Abfluss [m³/s]\n20.01.2024 00:00;1,5\n20.01.2024 01:00;2,5\n";
    let expect = ["Brücke discharge instantaneous 60min 2024-01-20=1.5 2024-01-20T01:00Z=2.5"];
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (name, bytes) in [
        ("crlf", text.replace('\n', "\r\n").into_bytes()),
        ("cr", text.replace('\n', "\r").into_bytes()),
        ("bom", format!("\u{feff}{text}").into_bytes()),
        ("latin-1", latin),
        ("utf-16", utf16),
    ] {
        let seen = see(&bytes, "export.csv", &[]);
        assert_eq!(seen.series, expect, "{name}\n{}", seen.toml);
    }
}
