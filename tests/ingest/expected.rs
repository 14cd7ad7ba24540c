//! What each fixture holds.

pub(crate) struct Expect {
    pub(crate) file: &'static str,
    pub(crate) profile: &'static str,
    pub(crate) encoding: &'static str,
    /// read, kept, rejected, duplicate, missing
    pub(crate) receipt: [u64; 5],
    pub(crate) series: &'static [&'static str],
}

/// Every fixture, whatever its shape.
pub(crate) fn all() -> impl Iterator<Item = &'static Expect> {
    EXPECT
        .iter()
        .chain(&crate::grids::EXPECT)
        .chain(&crate::trees::TREES)
        .chain(crate::expected_lines::LINES)
}

/// Counted by hand in the fixtures.
pub(crate) const EXPECT: [Expect; 17] = [
    Expect {
        file: "at-ehyd-csv.csv",
        profile: "at-ehyd-csv",
        encoding: "ISO-8859-1",
        receipt: [5, 3, 0, 0, 2],
        series: &["207101 discharge mean day [m³/s] 5 2024-02-27T00:00:00Z..2024-03-02T00:00:00Z"],
    },
    Expect {
        file: "at-ehyd-csv.rain.csv",
        profile: "at-ehyd-csv",
        encoding: "ISO-8859-1",
        receipt: [3, 2, 0, 0, 1],
        series: &["107020 rain sum day [mm] 3 2020-01-01T07:00:00Z..2020-01-03T07:00:00Z"],
    },
    Expect {
        file: "br-ana-csv.csv",
        profile: "br-ana-csv",
        encoding: "ISO-8859-1",
        // May: 31. April, level 1: 29 values, 1 blank, 1 on the 31st; level 2: 28 values, 2 blanks. 29 days of
        // April have a value, so 29 + 28 - 29 are superseded.
        receipt: [92, 60, 1, 28, 3],
        series: &[
            "58476000 discharge mean day [m³/s] 61 2023-04-01T00:00:00Z..2023-05-31T00:00:00Z",
        ],
    },
    Expect {
        file: "br-ana-csv.chuvas.csv",
        profile: "br-ana-csv",
        encoding: "ISO-8859-1",
        receipt: [29, 29, 0, 0, 0],
        series: &["58476000 rain sum day [mm] 29 2024-02-01T00:00:00Z..2024-02-29T00:00:00Z"],
    },
    Expect {
        file: "br-ana-csv.cotas.csv",
        profile: "br-ana-csv",
        encoding: "ISO-8859-1",
        receipt: [56, 56, 0, 0, 0],
        series: &[
            "58476000 stage mean day [cm] 28 2023-02-01T00:00:00Z..2023-02-28T00:00:00Z",
            "58476000 stage instantaneous - [cm] 28 2023-02-01T07:00:00Z..2023-02-28T07:00:00Z",
        ],
    },
    Expect {
        file: "ca-wsc-csv.csv",
        profile: "ca-wsc-csv",
        encoding: "UTF-8 with BOM",
        receipt: [8, 7, 0, 0, 1],
        series: &[
            "08BR196 stage instantaneous - [m] 2 2026-05-31T22:00:00Z..2026-05-31T22:15:00Z",
            "08BR196 discharge instantaneous - [cms] 2 2026-05-31T22:00:00Z..2026-05-31T22:15:00Z",
            "08BR412 stage instantaneous - [m] 2 2026-05-31T22:00:00Z..2026-06-01T03:45:00Z",
            "08BR412 discharge instantaneous - [cms] 2 2026-05-31T22:00:00Z..2026-06-01T03:45:00Z",
        ],
    },
    Expect {
        file: "de-gkd-csv.csv",
        profile: "de-gkd-csv",
        encoding: "UTF-8 with BOM",
        receipt: [4, 3, 0, 0, 1],
        series: &[
            "16196007 stage instantaneous - [cm] 4 2025-03-30T01:45:00Z..2025-03-30T02:30:00Z",
        ],
    },
    Expect {
        file: "de-gkd-csv.2019.csv",
        profile: "de-gkd-csv",
        encoding: "ISO-8859-1",
        receipt: [2, 2, 0, 0, 0],
        series: &[
            "16196007 discharge instantaneous - [m³/s] 2 2019-01-01T00:00:00Z..2019-01-01T00:15:00Z",
        ],
    },
    Expect {
        file: "de-gkd-csv.rain.csv",
        profile: "de-gkd-csv",
        encoding: "UTF-8 with BOM",
        receipt: [2, 2, 0, 0, 0],
        series: &["200020 rain sum - [mm] 2 2025-03-30T01:00:00Z..2025-03-30T02:00:00Z"],
    },
    Expect {
        file: "de-gkd-csv.daily.csv",
        profile: "de-gkd-csv",
        encoding: "UTF-8 with BOM",
        receipt: [6, 6, 0, 0, 0],
        series: &[
            "16196007 discharge mean day [m³/s] 2 2025-03-30T00:00:00Z..2025-03-31T00:00:00Z",
            "16196007 discharge max day [m³/s] 2 2025-03-30T00:00:00Z..2025-03-31T00:00:00Z",
            "16196007 discharge min day [m³/s] 2 2025-03-30T00:00:00Z..2025-03-31T00:00:00Z",
        ],
    },
    Expect {
        file: "nl-knmi-txt.txt",
        profile: "nl-knmi-txt",
        encoding: "UTF-8",
        receipt: [4, 3, 0, 0, 1],
        series: &["470 rain sum day [0.1 mm] 4 2024-02-28T00:00:00Z..2024-03-02T00:00:00Z"],
    },
    Expect {
        file: "us-usgs-rdb.dv.txt",
        profile: "us-usgs-rdb",
        encoding: "UTF-8",
        receipt: [7, 4, 1, 0, 2],
        series: &[
            "04291000 discharge mean day [ft3/s] 4 2020-02-27T00:00:00Z..2020-03-02T00:00:00Z",
            "04412000 discharge mean day [ft3/s] 2 2020-02-27T00:00:00Z..2020-02-28T00:00:00Z",
        ],
    },
    Expect {
        file: "us-usgs-rdb.iv.txt",
        profile: "us-usgs-rdb",
        encoding: "UTF-8",
        receipt: [8, 5, 2, 0, 1],
        // 03:30 EEST is 00:30 UTC, and an hour later 03:30 EET is 01:30 UTC.
        series: &[
            "04380100 rain sum - [in] 3 2025-10-26T00:30:00Z..2025-10-26T02:30:00Z",
            "04380100 stage instantaneous - [ft] 3 2025-10-26T00:30:00Z..2025-10-26T02:30:00Z",
        ],
    },
    Expect {
        file: "us-usgs-waterml-json.json",
        profile: "us-usgs-waterml-json",
        encoding: "UTF-8",
        receipt: [5, 3, 1, 0, 1],
        series: &[
            "04412000 discharge instantaneous - [ft3/s] 3 2020-02-13T22:00:00Z..2020-02-13T22:45:00Z",
            "04412000 discharge mean day [ft3/s] 1 2020-02-14T00:00:00Z..2020-02-14T00:00:00Z",
        ],
    },
    Expect {
        file: "xx-tidy-csv.csv",
        profile: "xx-tidy-csv",
        encoding: "UTF-8",
        receipt: [5, 4, 0, 0, 1],
        series: &[
            "grenzau discharge instantaneous - [m3/s] 2 2025-10-25T23:45:00Z..2025-10-26T00:00:00Z",
            "foz stage instantaneous - [cm] 2 2025-10-25T23:00:00Z..2025-10-26T00:00:00Z",
            "grenzau discharge instantaneous - [l/s] 1 2025-10-26T00:15:00Z..2025-10-26T00:15:00Z",
        ],
    },
    Expect {
        file: "xx-tidy-csv.quantity.csv",
        profile: "xx-tidy-csv",
        encoding: "UTF-8",
        receipt: [4, 3, 1, 0, 0],
        series: &[
            "foz rain sum - [mm] 1 2025-10-26T00:00:00Z..2025-10-26T00:00:00Z",
            "foz stage instantaneous - [mm] 1 2025-10-26T00:00:00Z..2025-10-26T00:00:00Z",
            "foz storage instantaneous - [m3] 1 2025-10-26T00:00:00Z..2025-10-26T00:00:00Z",
        ],
    },
    Expect {
        file: "xx-wiski-tsv.csv",
        profile: "xx-wiski-tsv",
        encoding: "UTF-8",
        receipt: [4, 3, 0, 0, 1],
        series: &["CO476 stage instantaneous - [m] 4 2025-10-25T23:45:00Z..2025-10-26T00:30:00Z"],
    },
];
