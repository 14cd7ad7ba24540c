//! What each fixture of the line formats holds, counted by hand.

use crate::expected::Expect;

pub(crate) const LINES: &[Expect] = &[
    Expect {
        file: "at-ehyd-txt.txt",
        profile: "at-ehyd-txt",
        encoding: "ISO-8859-1",
        receipt: [3, 3, 0, 0, 0],
        series: &["207555 discharge mean day [m³/s] 3 1996-01-01T02:00:00Z..1996-01-04T00:00:00Z"],
    },
    Expect {
        file: "ca-quebec-txt.txt",
        profile: "ca-quebec-txt",
        encoding: "ISO-8859-1",
        receipt: [6, 5, 0, 0, 1],
        series: &[
            "062799 stage instantaneous - [m] 3 2024-11-03T02:00:00Z..2024-11-03T01:30:00Z",
            "062799 discharge instantaneous - [m³/s] 3 2024-11-03T02:00:00Z..2024-11-03T01:30:00Z",
        ],
    },
    Expect {
        file: "ca-wsc-daily-csv.csv",
        profile: "ca-wsc-daily-csv",
        encoding: "UTF-8 with BOM",
        receipt: [3, 2, 0, 0, 1],
        series: &[
            "08BR196 discharge mean day [m³/s] 2 2023-12-30T00:00:00Z..2023-12-31T00:00:00Z",
            "08BR196 stage mean day [m] 1 2023-12-30T00:00:00Z..2023-12-30T00:00:00Z",
        ],
    },
    Expect {
        file: "ca-wsc-ecde-csv.both.csv",
        profile: "ca-wsc-ecde-csv",
        encoding: "UTF-8",
        receipt: [2, 2, 0, 0, 0],
        series: &[
            "04XY009 discharge mean day [m³/s] 1 1968-01-01T00:00:00Z..1968-01-01T00:00:00Z",
            "04XY009 stage mean day [m] 1 1968-01-01T00:00:00Z..1968-01-01T00:00:00Z",
        ],
    },
    Expect {
        file: "ca-wsc-ecde-csv.csv",
        profile: "ca-wsc-ecde-csv",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &["04XY009 discharge mean day [m³/s] 3 1968-01-01T00:00:00Z..1968-01-03T00:00:00Z"],
    },
    Expect {
        file: "ca-wsc-service-csv.csv",
        profile: "ca-wsc-service-csv",
        encoding: "UTF-8 with BOM",
        receipt: [4, 3, 0, 0, 1],
        series: &[
            "08BR196 stage instantaneous - [m] 2 2026-05-31T22:00:00Z..2026-05-31T22:05:00Z",
            "08BR196 discharge instantaneous - [m³/s] 2 2026-05-31T22:00:00Z..2026-05-31T22:05:00Z",
        ],
    },
    Expect {
        file: "ch-bafu-csv.csv",
        profile: "ch-bafu-csv",
        encoding: "ISO-8859-1",
        receipt: [3, 2, 0, 0, 1],
        series: &[
            "2999 discharge mean day [m³/s] 2 2017-11-30T23:00:00Z..2017-12-01T23:00:00Z",
            "2999 stage mean day [m ü.M.] 1 2017-11-30T23:00:00Z..2017-11-30T23:00:00Z",
        ],
    },
    Expect {
        file: "de-berlin-csv.csv",
        profile: "de-berlin-csv",
        encoding: "windows-1252",
        receipt: [3, 2, 0, 0, 1],
        series: &["5899999 discharge mean day [m³/s] 3 2024-01-01T00:00:00Z..2024-01-03T00:00:00Z"],
    },
    Expect {
        file: "de-berlin-csv.line.csv",
        profile: "de-berlin-csv",
        encoding: "windows-1252",
        receipt: [2, 2, 0, 0, 0],
        series: &[
            "5899999 stage instantaneous - [cm] 2 2024-01-01T00:00:00Z..2024-01-01T00:15:00Z",
        ],
    },
    Expect {
        file: "de-nrw-csv.csv",
        profile: "de-nrw-csv",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &[
            "2799999000100 discharge instantaneous - [m³/s] 2 2019-12-31T23:00:00Z..2020-01-01T23:00:00Z",
            "2799999000200 discharge instantaneous - [m³/s] 1 2019-12-31T23:00:00Z..2019-12-31T23:00:00Z",
        ],
    },
    Expect {
        file: "es-miteco-afliq-csv.csv",
        profile: "es-miteco-afliq-csv",
        encoding: "windows-1252",
        receipt: [6, 4, 0, 0, 2],
        series: &[
            "3999 stage mean day [m] 2 2000-10-01T00:00:00Z..2000-10-02T00:00:00Z",
            "3999 discharge mean day [m³/s] 2 2000-10-01T00:00:00Z..2000-10-02T00:00:00Z",
            "4001 stage mean day [m] 1 2000-10-01T00:00:00Z..2000-10-01T00:00:00Z",
            "4001 discharge mean day [m³/s] 1 2000-10-01T00:00:00Z..2000-10-01T00:00:00Z",
        ],
    },
    Expect {
        file: "es-miteco-afliq-csv.point.csv",
        profile: "es-miteco-afliq-csv",
        encoding: "windows-1252",
        receipt: [4, 4, 0, 0, 0],
        series: &[
            "3999 stage mean day [m] 2 2000-10-01T00:00:00Z..2000-10-02T00:00:00Z",
            "3999 discharge mean day [m³/s] 2 2000-10-01T00:00:00Z..2000-10-02T00:00:00Z",
        ],
    },
    Expect {
        file: "fr-hubeau-csv.csv",
        profile: "fr-hubeau-csv",
        encoding: "UTF-8",
        receipt: [3, 3, 0, 0, 0],
        series: &[
            "Z999005050 stage instantaneous - [mm] 2 2024-05-01T00:00:00Z..2024-05-01T00:10:00Z",
            "Z999005050 discharge instantaneous - [l/s] 1 2024-05-01T00:00:00Z..2024-05-01T00:00:00Z",
        ],
    },
    Expect {
        file: "fr-hubeau-elab-csv.csv",
        profile: "fr-hubeau-elab-csv",
        encoding: "UTF-8",
        receipt: [2, 2, 0, 0, 0],
        series: &[
            "Z999005050 discharge mean day [l/s] 2 2024-05-01T00:00:00Z..2024-05-02T00:00:00Z",
        ],
    },
    Expect {
        file: "fr-hydroportail-csv.csv",
        profile: "fr-hydroportail-csv",
        encoding: "UTF-8 with BOM",
        receipt: [2, 1, 0, 0, 1],
        series: &[" discharge instantaneous - [m³/s] 2 2026-07-08T23:00:00Z..2026-07-08T23:30:00Z"],
    },
    Expect {
        file: "gb-ea-hydrology-csv.csv",
        profile: "gb-ea-hydrology-csv",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &[
            "00000000-1111-2222-3333-444444444444 discharge mean day [m³/s] 2 2024-01-01T09:00:00Z..2024-01-02T09:00:00Z",
            "00000000-1111-2222-3333-444444444444 discharge instantaneous - [m³/s] 1 2024-01-01T09:15:00Z..2024-01-01T09:15:00Z",
        ],
    },
    Expect {
        file: "gb-ea-readings-csv.csv",
        profile: "gb-ea-readings-csv",
        encoding: "UTF-8",
        receipt: [4, 4, 0, 0, 0],
        series: &[
            "9999TH stage instantaneous - [mASD] 2 2020-05-02T18:15:00Z..2020-05-02T18:30:00Z",
            "9999TH downstage stage instantaneous - [mASD] 1 2020-05-02T18:15:00Z..2020-05-02T18:15:00Z",
            "E9997 rain sum - [mm] 1 2020-05-02T18:15:00Z..2020-05-02T18:15:00Z",
        ],
    },
    Expect {
        file: "in-cwc-csv.csv",
        profile: "in-cwc-csv",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &[
            "NADIPUR rain sum day [mm] 2 2021-08-05T08:30:00Z..2021-08-06T08:30:00Z",
            "PULGHAT rain sum day [mm] 1 2021-08-05T08:30:00Z..2021-08-05T08:30:00Z",
        ],
    },
    Expect {
        file: "nl-rws-long-csv.50.csv",
        profile: "nl-rws-long-csv",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &[
            "VERZDLK stage instantaneous - [cm] 2 2022-01-01T00:00:00Z..2022-01-01T00:10:00Z",
            "VERZDLK discharge instantaneous - [m3/s] 1 2022-01-01T00:00:00Z..2022-01-01T00:00:00Z",
        ],
    },
    Expect {
        file: "nl-rws-long-csv.csv",
        profile: "nl-rws-long-csv",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &[
            "Verzand stage instantaneous - [cm] 3 2020-05-07T00:00:00Z..2020-05-07T00:20:00Z",
        ],
    },
    Expect {
        file: "nl-rws-short-csv.csv",
        profile: "nl-rws-short-csv",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &[
            "Verzand stage instantaneous - [cm] 3 2020-05-07T00:00:00Z..2020-12-17T09:20:00Z",
        ],
    },
    Expect {
        file: "pl-imgw-csv.csv",
        profile: "pl-imgw-csv",
        encoding: "windows-1250",
        receipt: [8, 6, 0, 0, 2],
        series: &[
            "149999020 stage mean day [cm] 4 2021-11-01T00:00:00Z..2022-01-01T00:00:00Z",
            "149999020 discharge mean day [m³/s] 4 2021-11-01T00:00:00Z..2022-01-01T00:00:00Z",
        ],
    },
    Expect {
        file: "pl-imgw-csv.later.csv",
        profile: "pl-imgw-csv",
        encoding: "UTF-8",
        receipt: [2, 2, 0, 0, 0],
        series: &[
            "149999020 stage mean day [cm] 1 2023-10-31T00:00:00Z..2023-10-31T00:00:00Z",
            "149999020 discharge mean day [m³/s] 1 2023-10-31T00:00:00Z..2023-10-31T00:00:00Z",
        ],
    },
    Expect {
        file: "pt-snirh-csv.csv",
        profile: "pt-snirh-csv",
        encoding: "ISO-8859-1",
        receipt: [3, 2, 0, 0, 1],
        series: &[" stage instantaneous - [m] 3 2002-02-16T00:00:00Z..2002-02-16T02:00:00Z"],
    },
    Expect {
        file: "se-smhi-csv.csv",
        profile: "se-smhi-csv",
        encoding: "UTF-8 with BOM",
        receipt: [3, 2, 0, 0, 1],
        series: &["99357 discharge mean day [m³/s] 3 1984-01-01T00:00:00Z..1984-01-03T00:00:00Z"],
    },
    Expect {
        file: "si-arso-csv.csv",
        profile: "si-arso-csv",
        encoding: "UTF-8",
        receipt: [6, 5, 0, 0, 1],
        series: &[
            " stage mean day [cm] 3 1980-01-01T00:00:00Z..1980-01-03T00:00:00Z",
            " discharge mean day [m3/s] 3 1980-01-01T00:00:00Z..1980-01-03T00:00:00Z",
        ],
    },
    Expect {
        file: "us-mx-ibwc-csv.change.csv",
        profile: "us-mx-ibwc-csv",
        encoding: "UTF-8",
        receipt: [2, 2, 0, 0, 0],
        series: &["08999200 storage sum day [TCM] 2 1953-08-19T00:00:00Z..1953-08-20T00:00:00Z"],
    },
    Expect {
        file: "us-mx-ibwc-csv.csv",
        profile: "us-mx-ibwc-csv",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &[
            "08999200 storage instantaneous - [TCM] 3 1953-08-19T00:00:00Z..1953-08-21T00:00:00Z",
        ],
    },
    Expect {
        file: "us-mx-ibwc-csv.es.csv",
        profile: "us-mx-ibwc-csv",
        encoding: "UTF-8 with BOM",
        receipt: [2, 2, 0, 0, 0],
        series: &["08999200 stage mean - [m] 2 2025-12-01T00:00:00Z..2025-12-02T00:00:00Z"],
    },
    Expect {
        file: "xx-enhydris-hts.hts",
        profile: "xx-enhydris-hts",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &[" stage instantaneous - [m] 3 1998-12-10T16:40:00Z..1998-12-10T17:00:00Z"],
    },
    Expect {
        file: "xx-grdc-txt.old.day",
        profile: "xx-grdc-txt",
        encoding: "ISO-8859-1",
        receipt: [3, 2, 0, 0, 1],
        series: &["9999110 discharge mean day [m³/s] 3 1887-11-01T00:00:00Z..1887-11-03T00:00:00Z"],
    },
    Expect {
        file: "xx-grdc-txt.txt",
        profile: "xx-grdc-txt",
        encoding: "ISO-8859-1",
        receipt: [3, 2, 0, 0, 1],
        series: &["9999110 discharge mean day [m³/s] 3 1887-11-01T00:00:00Z..1887-11-03T00:00:00Z"],
    },
    Expect {
        file: "xx-kiwis-csv.csv",
        profile: "xx-kiwis-csv",
        encoding: "UTF-8",
        receipt: [3, 2, 0, 0, 1],
        series: &["499212 discharge mean day [cumec] 3 2009-12-31T14:00:00Z..2010-01-02T14:00:00Z"],
    },
    Expect {
        file: "xx-zrxp.zrx",
        profile: "xx-zrxp",
        encoding: "ISO-8859-1",
        receipt: [5, 3, 0, 0, 2],
        series: &[
            "19999802 discharge mean day [m³/s] 3 1923-11-01T12:00:00Z..1923-11-03T00:00:00Z",
            "19999803 stage instantaneous - [cm] 2 2023-10-29T02:30:00Z..2023-10-29T02:45:00Z",
        ],
    },
];
