//! The words of agencies in their languages.

use crate::{Case, check_all};

/// Exports in thirteen languages.
const EXPORTS: &[Case] = &[
    Case {
        file: "german.csv",
        text: "Station: 4711 Musterau\nZeitbezug: MEZ\n\nDatum;Abfluss [m³/s];Bemerkung\n01.02.2024 00:15;3,5;\n01.02.2024 00:30;---;Eis\n01.02.2024 00:45;12,5;\n",
        answers: &[],
        asks: &[],
        expect: &[
            "4711 discharge instantaneous 15min 2024-01-31T23:15Z=3.5 2024-01-31T23:30Z=- 2024-01-31T23:45Z=12.5",
        ],
    },
    Case {
        file: "french.csv",
        text: "Code station;V1234010\nLibellé;La Rivière à Pont\n\nDate (TU);Débit (l/s);Qualification\n13/01/2024 00:00;1650;Bonne\n13/01/2024 01:00;1700,5;Bonne\n13/01/2024 02:00;;Douteuse\n",
        answers: &[],
        asks: &[],
        expect: &[
            "V1234010 discharge instantaneous 60min 2024-01-13=1.65 2024-01-13T01:00Z=1.7005 2024-01-13T02:00Z=-",
        ],
    },
    Case {
        file: "spanish.csv",
        text: "Estación;9021\nHuso horario;UTC-03:00\nFecha y hora;Caudal (m3/s);Nivel (m)\n2023-07-15 00:00;1.250,5;2,35\n2023-07-15 00:15;1.300,25;2,40\n",
        answers: &[],
        asks: &[],
        expect: &[
            "9021 discharge instantaneous 15min 2023-07-15T03:00Z=1250.5 2023-07-15T03:15Z=1300.25",
            "9021 stage instantaneous 15min 2023-07-15T03:00Z=2.35 2023-07-15T03:15Z=2.4",
        ],
    },
    Case {
        file: "polish.csv",
        text: "Kod stacji;Data i czas (UTC);Stan wody [cm];Przepływ [m3/s]\n150190340;2024-03-01 06:00;212;45,6\n150190340;2024-03-01 07:00;213;46,1\n",
        answers: &[],
        asks: &[],
        expect: &[
            "150190340 discharge instantaneous 60min 2024-03-01T06:00Z=45.6 2024-03-01T07:00Z=46.1",
            "150190340 stage instantaneous 60min 2024-03-01T06:00Z=2.12 2024-03-01T07:00Z=2.13",
        ],
    },
    Case {
        file: "czech.csv",
        text: "stanice;datum (UTC+01:00);vodní stav [cm];průtok [m³/s]\n4180;20.5.2024 7:00;118;21,3\n4180;20.5.2024 7:10;119;21,9\n",
        answers: &[],
        asks: &[],
        expect: &[
            "4180 discharge instantaneous 10min 2024-05-20T06:00Z=21.3 2024-05-20T06:10Z=21.9",
            "4180 stage instantaneous 10min 2024-05-20T06:00Z=1.18 2024-05-20T06:10Z=1.19",
        ],
    },
    Case {
        file: "croatian.csv",
        text: "Šifra postaje;Vrijeme (UTC);Vodostaj (cm);Protok (m³/s)\n3121;31.12.2023. 23:00;-45;310\n3121;31.12.2023. 23:30;-44;312,5\n",
        answers: &[],
        asks: &[],
        expect: &[
            "3121 discharge instantaneous 30min 2023-12-31T23:00Z=310 2023-12-31T23:30Z=312.5",
            "3121 stage instantaneous 30min 2023-12-31T23:00Z=-0.45 2023-12-31T23:30Z=-0.44",
        ],
    },
    Case {
        file: "russian.csv",
        text: "Код поста;Время (UTC);Уровень, см;Расход, м3/с\n10045;15.06.2024 08:00;415;1250\n10045;16.06.2024 08:00;420;1280\n10045;17.06.2024 08:00;418;1270\n",
        answers: &[],
        asks: &[],
        expect: &[
            "10045 discharge instantaneous day 2024-06-15T08:00Z=1250 2024-06-16T08:00Z=1280 2024-06-17T08:00Z=1270",
            "10045 stage instantaneous day 2024-06-15T08:00Z=4.15 2024-06-16T08:00Z=4.2 2024-06-17T08:00Z=4.18",
        ],
    },
    Case {
        file: "portuguese.csv",
        text: "Estação;DataHora (UTC-3);Vazão (m³/s);Chuva (mm)\n74100000;2024-02-20 10:00;850,3;0\n74100000;2024-02-20 10:15;851,0;1,2\n",
        answers: &[("stamp", "end")],
        asks: &["stamp"],
        expect: &[
            "74100000 discharge instantaneous 15min 2024-02-20T13:00Z=850.3 2024-02-20T13:15Z=851",
            "74100000 rain sum 15min 2024-02-20T13:00Z=0 2024-02-20T13:15Z=1.2",
        ],
    },
    Case {
        file: "italian.csv",
        text: "stazione,data e ora (UTC+1),livello idrometrico (m),portata (m3/s)\nPONTE,2024-11-02 00:00,1.02,55.2\nPONTE,2024-11-02 00:30,1.04,56.0\n",
        answers: &[],
        asks: &[],
        expect: &[
            "PONTE discharge instantaneous 30min 2024-11-01T23:00Z=55.2 2024-11-01T23:30Z=56",
            "PONTE stage instantaneous 30min 2024-11-01T23:00Z=1.02 2024-11-01T23:30Z=1.04",
        ],
    },
    Case {
        file: "dutch.csv",
        text: "Meetpunt:\tGrensbrug\nTijdzone:\tMET\nDatum\tTijd\tWaterstand[mNAP]\tStatus\n28-02-2023\t00:00:00\t12,34\t40\n28-02-2023\t00:15:00\t12,35\t40\n",
        answers: &[],
        asks: &[],
        expect: &[
            "Grensbrug stage instantaneous 15min 2023-02-27T23:00Z=12.34 2023-02-27T23:15Z=12.35",
        ],
    },
    Case {
        file: "swedish.csv",
        text: "Stationsnamn;StationsId\nÄlvsbro;1583\n\nDatum Tid (UTC);Vattenföring (m³/s);Kvalitet\n2024-05-20 00:00:00;88.4;G\n2024-05-20 01:00:00;88.9;G\n",
        answers: &[],
        asks: &[],
        expect: &["1583 discharge instantaneous 60min 2024-05-20=88.4 2024-05-20T01:00Z=88.9"],
    },
    Case {
        file: "hungarian.csv",
        text: "törzsszám;időpont (UTC+1);vízállás (cm);vízhozam (m3/s)\n001026;2024.04.15 06:00;250;1450\n001026;2024.04.15 07:00;251;1460\n",
        answers: &[],
        asks: &[],
        expect: &[
            "001026 discharge instantaneous 60min 2024-04-15T05:00Z=1450 2024-04-15T06:00Z=1460",
            "001026 stage instantaneous 60min 2024-04-15T05:00Z=2.5 2024-04-15T06:00Z=2.51",
        ],
    },
    Case {
        file: "chinese.csv",
        text: "站点,时间(UTC+08:00),水位(m),流量(m3/s)\n60101,2024-07-15 08:00,25.31,31500\n60101,2024-07-15 09:00,25.33,31620\n",
        answers: &[],
        asks: &[],
        expect: &[
            "60101 discharge instantaneous 60min 2024-07-15=31500 2024-07-15T01:00Z=31620",
            "60101 stage instantaneous 60min 2024-07-15=25.31 2024-07-15T01:00Z=25.33",
        ],
    },
];

#[test]
fn exports_that_say_everything_are_read_without_a_question() {
    check_all(EXPORTS);
}
