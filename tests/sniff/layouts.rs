//! Where station, quantity, unit and time stand.

use crate::{Case, check_all};

/// Exports of many layouts.
const LAYOUTS: &[Case] = &[
    Case {
        file: "parameters.csv",
        text: "gauge,time,parameter,value,unit\nK1,2024-01-20T00:00:00Z,water level,150,cm\nK1,2024-01-20T00:00:00Z,discharge,12.5,m3/s\nK1,2024-01-20T01:00:00Z,water level,151,cm\nK1,2024-01-20T01:00:00Z,discharge,12.75,m3/s\nK1,2024-01-20T01:00:00Z,water temperature,4.5,°C\n",
        answers: &[],
        asks: &[],
        expect: &[
            "K1 discharge instantaneous 60min 2024-01-20=12.5 2024-01-20T01:00Z=12.75",
            "K1 stage instantaneous 60min 2024-01-20=1.5 2024-01-20T01:00Z=1.51",
        ],
    },
    Case {
        file: "widestations.csv",
        text: "Discharge in m3/s\nTime zone: UTC\nDate,Alton,Borth,Culm\n2024-01-20 00:00,1.5,10.5,\n2024-01-20 01:00,1.6,10.6,100.5\n",
        answers: &[],
        asks: &[],
        expect: &[
            "Alton discharge instantaneous 60min 2024-01-20=1.5 2024-01-20T01:00Z=1.6",
            "Borth discharge instantaneous 60min 2024-01-20=10.5 2024-01-20T01:00Z=10.6",
            "Culm discharge instantaneous 60min 2024-01-20=- 2024-01-20T01:00Z=100.5",
        ],
    },
    Case {
        file: "unitsrow.csv",
        text: "Site,Date/Time (UTC),Level,Flow\n,,m,m3/s\nQ9,2024-01-20 00:00,1.25,12.5\nQ9,2024-01-20 01:00,1.26,12.6\n",
        answers: &[],
        asks: &[],
        expect: &[
            "Q9 discharge instantaneous 60min 2024-01-20=12.5 2024-01-20T01:00Z=12.6",
            "Q9 stage instantaneous 60min 2024-01-20=1.25 2024-01-20T01:00Z=1.26",
        ],
    },
    Case {
        file: "dateparts.csv",
        text: "StationNo,Year,Month,Day,Q (m3/s)\n8,2024,1,30,1.5\n8,2024,1,31,1.6\n8,2024,2,1,1.7\n",
        answers: &[("clock", "UTC+01:00"), ("day", "midnight")],
        asks: &["clock", "day"],
        expect: &[
            "8 discharge mean day 2024-01-30T23:00Z=1.5 2024-01-31T23:00Z=1.6 2024-02-01T23:00Z=1.7",
        ],
    },
    Case {
        file: "hours.csv",
        text: "Pegel;Jahr;Monat;Tag;Stunde;W [cm]\nAB;2024;1;31;22;150\nAB;2024;1;31;23;151\nAB;2024;2;1;0;152\n",
        answers: &[("clock", "MEZ")],
        asks: &["clock"],
        expect: &[
            "AB stage instantaneous 60min 2024-01-31T21:00Z=1.5 2024-01-31T22:00Z=1.51 2024-01-31T23:00Z=1.52",
        ],
    },
    Case {
        file: "timefirst.csv",
        text: "Hora;Fecha;Estación;Altura (m)\n00:00;31/12/2023;E5;3,25\n06:00;31/12/2023;E5;3,30\n12:00;31/12/2023;E5;3,35\n",
        answers: &[("clock", "UTC-03:00")],
        asks: &["clock"],
        expect: &[
            "E5 stage instantaneous 360min 2023-12-31T03:00Z=3.25 2023-12-31T09:00Z=3.3 2023-12-31T15:00Z=3.35",
        ],
    },
    Case {
        file: "intervals.csv",
        text: "Start (UTC),End (UTC),Rainfall (mm),Gauge ID\n2024-01-20 00:00,2024-01-20 01:00,0.5,R1\n2024-01-20 01:00,2024-01-20 02:00,1.5,R1\n",
        answers: &[],
        asks: &[],
        expect: &["R1 rain sum 60min 2024-01-20T01:00Z=0.5 2024-01-20T02:00Z=1.5"],
    },
    Case {
        file: "stats.csv",
        text: "Station;Datum;Tagesmittel Q (m3/s);Max Q (m3/s);Min Q (m3/s)\nD1;30.01.2024;5,5;7,5;4,5\nD1;31.01.2024;6,5;8,5;5,5\n",
        answers: &[("clock", "UTC"), ("day", "00:00")],
        asks: &["clock", "day"],
        expect: &[
            "D1 discharge max day 2024-01-31=7.5 2024-02-01=8.5",
            "D1 discharge mean day 2024-01-31=5.5 2024-02-01=6.5",
            "D1 discharge min day 2024-01-31=4.5 2024-02-01=5.5",
        ],
    },
    Case {
        file: "headercomment.txt",
        text: "# Site: 0815 Ford\n# Parameter: Streamflow\n# Units: ft3/s\n# All times are UTC\n# Missing values: -888\n#\ndate_time\tvalue\tflag\n2024-01-20 00:00\t100\tA\n2024-01-20 00:15\t-888\tM\n2024-01-20 00:30\t200\tA\n",
        answers: &[],
        asks: &[],
        expect: &[
            "0815 discharge instantaneous 15min 2024-01-20=2.8316846592 2024-01-20T00:15Z=- 2024-01-20T00:30Z=5.6633693184",
        ],
    },
    Case {
        file: "noheader.csv",
        text: "4001;20.01.2024 00:00;12,5\n4001;20.01.2024 01:00;13,5\n4001;20.01.2024 02:00;14,5\n",
        answers: &[
            ("clock", "UTC"),
            ("quantity", "discharge"),
            ("unit", "m³/s"),
        ],
        asks: &["clock", "quantity"],
        expect: &[
            "4001 discharge instantaneous 60min 2024-01-20=12.5 2024-01-20T01:00Z=13.5 2024-01-20T02:00Z=14.5",
        ],
    },
    Case {
        file: "nounit.csv",
        text: "station,time_utc,discharge\nZ,2024-01-20 00:00,12.5\nZ,2024-01-20 01:00,13.5\n",
        answers: &[("unit", "l/s")],
        asks: &["unit"],
        expect: &["Z discharge instantaneous 60min 2024-01-20=0.0125 2024-01-20T01:00Z=0.0135"],
    },
    Case {
        file: "value.csv",
        text: "station,time_utc,value\nZ,2024-01-20 00:00,12.5\nZ,2024-01-20 01:00,13.5\n",
        answers: &[("quantity", "stage"), ("unit", "cm")],
        asks: &["quantity"],
        expect: &["Z stage instantaneous 60min 2024-01-20=0.125 2024-01-20T01:00Z=0.135"],
    },
    Case {
        file: "rownames.csv",
        text: "\"\",\"station\",\"datetime\",\"Q_m3s\"\n\"1\",\"S\",\"2024-01-20T00:00:00Z\",1.5\n\"2\",\"S\",\"2024-01-20T01:00:00Z\",1.6\n\"3\",\"S\",\"2024-01-20T02:00:00Z\",1.7\n",
        answers: &[],
        asks: &[],
        expect: &[
            "S discharge instantaneous 60min 2024-01-20=1.5 2024-01-20T01:00Z=1.6 2024-01-20T02:00Z=1.7",
        ],
    },
    Case {
        file: "storage.csv",
        text: "Embalse;Fecha;Volumen embalsado (hm3);Nivel (m)\nAlto;2024-01-30;120,5;310,25\nAlto;2024-01-31;121,5;310,40\n",
        answers: &[("clock", "UTC+01:00"), ("day", "00:00")],
        asks: &["clock", "day"],
        expect: &[
            "Alto stage mean day 2024-01-30T23:00Z=310.25 2024-01-31T23:00Z=310.4",
            "Alto storage mean day 2024-01-30T23:00Z=120.5 2024-01-31T23:00Z=121.5",
        ],
    },
    Case {
        file: "zonecolumn.csv",
        text: "site,datetime,tz,gage height (ft)\n5,2024-03-10 01:30,CST,10\n5,2024-03-10 03:00,CDT,20\n",
        answers: &[],
        asks: &[],
        expect: &["5 stage instantaneous 30min 2024-03-10T07:30Z=3.048 2024-03-10T08:00Z=6.096"],
    },
];

#[test]
fn every_layout_is_understood() {
    check_all(LAYOUTS);
}
