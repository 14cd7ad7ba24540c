//! The one list that registers a shipped profile, in order of id.

/// The text of each profile in `assets/formats`, with its id.
macro_rules! formats {
    ($($id:literal,)*) => {
        [$(($id, include_str!(concat!("../../../assets/formats/", $id, ".toml"))),)*]
    };
}

pub(super) const SHIPPED: &[(&str, &str)] = &formats![
    "at-ehyd-csv",
    "br-ana-csv",
    "br-ana-telemetria",
    "ca-quebec-json",
    "ca-wsc-csv",
    "ca-wsc-daily-csv",
    "ca-wsc-ecde-csv",
    "ca-wsc-geomet",
    "ca-wsc-service-csv",
    "ch-bafu-geojson",
    "cz-chmi",
    "de-berlin-csv",
    "de-gkd-csv",
    "de-pegelonline",
    "es-galicia",
    "fi-syke",
    "fr-hubeau-elab",
    "fr-hubeau-tr",
    "fr-vigicrues",
    "gb-ea-flood-json",
    "gb-ea-hydrology-csv",
    "gb-ea-hydrology-json",
    "gb-ea-readings-csv",
    "gb-nrfa-json",
    "gb-nrw-json",
    "ie-opw-geojson",
    "lt-meteo",
    "nl-knmi-txt",
    "nl-rws-ddapi",
    "nl-rws-long-csv",
    "nl-rws-short-csv",
    "no-nve",
    "pl-imgw-csv",
    "se-smhi-json",
    "us-mx-ibwc-csv",
    "us-usgs-ogc",
    "us-usgs-rdb",
    "us-usgs-waterml-json",
    "us-usgs-waterml-xml",
    "xx-cuahsi-waterml",
    "xx-fews-pi-xml",
    "xx-kiwis-json",
    "xx-mrc-telemetry",
    "xx-tidy-csv",
    "xx-waterml2",
    "xx-wiski-tsv",
];
