//! `basin.toml` of the sample.

use std::fmt::Write as _;

use super::network::{self, Levels, REACHES, SITES, Site};

/// The text of the file.
pub(super) fn text() -> String {
    let mut text = String::from(HEAD);
    for site in SITES {
        text.push_str(&station(site));
    }
    for (from, to, hours) in REACHES {
        let _ = write!(
            text,
            "\n[[reach]]\nfrom = \"{from}\"\nto = \"{to}\"\ntravel_h = {hours:.1}\n"
        );
    }
    text.push_str(SUBCATCHMENTS);
    text.push_str(SOURCES);
    text.push_str(FORECASTS);
    text
}

fn station(site: &Site) -> String {
    let mut text = String::from("\n[[station]]\n");
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(text, "{key} = {value}");
    };
    line("id", &quoted(site.id));
    line("name", &quoted(site.name));
    line("state", &quoted(site.state));
    line("river", &quoted(site.river));
    line("km", &format!("{:.1}", site.km));
    line("kind", &quoted(site.kind));
    if let Some(zero) = site.zero {
        line("datum", &quoted(network::datum(site.state)));
        line("gauge_zero_m", &format!("{zero:.2}"));
    }
    let (border, twin) = match site.id {
        "grenzau-av" => (Some("[\"AV\", \"BR\"]"), Some("grenzau-br")),
        "grenzau-br" => (Some("[\"AV\", \"BR\"]"), Some("grenzau-av")),
        "dravec" => (Some("[\"BR\", \"CO\"]"), None),
        _ => (None, None),
    };
    if let Some(border) = border {
        line("border", border);
    }
    if let Some(twin) = twin {
        line("twin", &quoted(twin));
    }
    if let Some(percent) = uncertainty(site.id) {
        let value = format!("{{ percent_95 = {percent:.1}, systematic_share = 0.8 }}");
        line("uncertainty", &format!("{value}  {UNCERTAINTY_NOTE}"));
    }
    if let Some(levels) = site.levels {
        text.push_str(&warnings(site.state, levels));
    }
    if site.kind == "rain" {
        text.push_str(&rain_warnings(site.state));
    }
    text
}

const UNCERTAINTY_NOTE: &str =
    "# half-width at 95 %; share of the variance that all days have in common";

/// What the agencies state of their gauges, per cent at 95 %.
fn uncertainty(id: &str) -> Option<f64> {
    match id {
        "grenzau-av" => Some(5.0),
        "grenzau-br" => Some(8.0),
        "dravec" => Some(6.0),
        _ => None,
    }
}

fn warnings(state: &str, levels: Levels) -> String {
    let (key, decimals, values) = match levels {
        Levels::Stage(values) => ("stage_m", 2, values),
        Levels::Discharge(values) => ("discharge_m3s", 1, values),
    };
    let mut text = String::from("levels = [\n");
    let mut rank = 0;
    let colours = network::level_colours(state);
    for ((name, value), colour) in network::level_names(state).iter().zip(values).zip(colours) {
        rank += 1;
        let colour = colour.map_or_else(String::new, |colour| format!(", colour = \"{colour}\""));
        let _ = writeln!(
            text,
            "    {{ name = \"{name}\", rank = {rank}, {key} = {value:.decimals$}{colour} }},"
        );
    }
    text.push_str("]\n");
    text
}

/// Hours and mm at which a state warns of rain, ranks 1 and 2.
fn rain_warnings(state: &str) -> String {
    // Corvia's gauges give days alone.
    let levels: &[(u32, u8, u32)] = match state {
        "AV" => &[
            (6, 1, 25),
            (24, 1, 40),
            (24, 2, 60),
            (48, 2, 80),
            (72, 2, 95),
        ],
        "BR" => &[(6, 1, 20), (24, 1, 35), (24, 2, 55), (72, 1, 70)],
        _ => &[(24, 1, 50), (72, 2, 110)],
    };
    let names = network::level_names(state);
    let mut text = String::from("rain_levels = [\n");
    for (hours, rank, mm) in levels {
        let name = names[usize::from(*rank) - 1];
        let _ = writeln!(
            text,
            "    {{ hours = {hours}, mm = {mm}.0, name = \"{name}\", rank = {rank} }},"
        );
    }
    text.push_str("]\n");
    text
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

const HEAD: &str = r#"# The invented Arvena basin. README.md beside this file tells what it is and what is planted in it.
schema = "basin/1"
name = "Arvena"
as_of = "2026-06-14T06:00:00Z"
clock = "UTC+01:00"
water_year_start_month = 10
languages = ["en", "fr"]
agreements = ["arvena-2011"]

[cap]  # how warnings are sent as messages; exercises until two persons have confirmed status = "Actual"
sender = "warnings@arvena.invalid"
sender_name = "Arvena Commission"
expires_h = 24.0

[[party]]
id = "AV"
name = "Avaria"
clock = "Europe/Vienna"

[[party]]
id = "BR"
name = "Bresk"
clock = "Europe/Athens"

[[party]]
id = "CO"
name = "Corvia"
clock = "Europe/Lisbon"
"#;

const SUBCATCHMENTS: &str = r#"
# Areas in kilometres east and north of an invented origin, on a plane whose areas are true.
[[subcatchment]]
name = "Upper Arvena"
states = ["AV"]
coordinates = "km"
polygon = [[0.0, 60.0], [40.0, 70.0], [75.0, 52.0], [80.0, 20.0], [35.0, 8.0], [5.0, 25.0]]
gauges = { "rain-hochtal" = [18.0, 48.0], "rain-lissa" = [58.0, 30.0], "rain-torrin" = [96.0, 38.0] }

[[subcatchment]]
name = "Middle Arvena"
states = ["BR", "CO"]
coordinates = "km"
polygon = [[80.0, 20.0], [75.0, 52.0], [110.0, 66.0], [168.0, 58.0], [175.0, 18.0], [120.0, 2.0]]
gauges = { "rain-torrin" = [96.0, 38.0], "rain-ebene" = [140.0, 20.0], "rain-salto" = [186.0, 44.0] }
"#;

const SOURCES: &str = r#"
[[source]]
id = "av-daily"
state = "AV"
agency = "Hydrographic Service of Avaria"
folder = "exports/av-daily"
profile = "at-ehyd-csv"
clock = "UTC+01:00"
stations = { "207101" = "hochstein", "207115" = "lissamund", "207130" = "almsee", "207196" = "grenzau-av" }
late_after_h = 36.0
silent_after_h = 96.0

[[source]]
id = "av-live"
state = "AV"
agency = "Gauge Service of Avaria"
folder = "exports/av-live"
profile = "de-gkd-csv"
stations = { "16101004" = "hochstein", "16115001" = "lissamund", "16196007" = "grenzau-av" }
late_after_h = 1.5
silent_after_h = 12.0

[[source]]
id = "av-rain-daily"
state = "AV"
agency = "Hydrographic Service of Avaria"
folder = "exports/av-rain-daily"
profile = "at-ehyd-csv"
clock = "UTC+01:00"
day = { begins = "07:00", label = "start" }
stations = { "107020" = "rain-hochtal", "107110" = "rain-lissa" }
late_after_h = 36.0
silent_after_h = 96.0

[[source]]
id = "av-rain-live"
state = "AV"
agency = "Gauge Service of Avaria"
folder = "exports/av-rain-live"
profile = "de-gkd-csv"
stations = { "200020" = "rain-hochtal", "200110" = "rain-lissa" }
late_after_h = 3.0
silent_after_h = 24.0

[[source]]
id = "br-daily"
state = "BR"
agency = "Bresk Hydrological Survey"
folder = "exports/br-daily"
profile = "us-usgs-rdb"
clock = "UTC+02:00"
stations = { "04196000" = "grenzau-br", "04291000" = "torrin", "04318000" = "westkanal", "04334000" = "mittelbruck", "04412000" = "dravec" }
late_after_h = 36.0
silent_after_h = 96.0

[[source]]
id = "br-live"
state = "BR"
agency = "Bresk Hydrological Survey"
folder = "exports/br-live"
profile = "ca-wsc-csv"
stations = { "08BR196" = "grenzau-br", "08BR412" = "dravec" }
late_after_h = 2.0
silent_after_h = 12.0

[[source]]
id = "br-rain-daily"
state = "BR"
agency = "Bresk Hydrological Survey"
folder = "exports/br-rain-daily"
profile = "us-usgs-rdb"
clock = "UTC+02:00"
stations = { "04280100" = "rain-torrin", "04380100" = "rain-ebene" }
late_after_h = 36.0
silent_after_h = 96.0

[[source]]
id = "br-rain-live"
state = "BR"
agency = "Bresk Hydrological Survey"
folder = "exports/br-rain-live"
profile = "us-usgs-rdb"
stations = { "04280100" = "rain-torrin", "04380100" = "rain-ebene" }
late_after_h = 3.0
silent_after_h = 24.0

[[source]]
id = "co-daily"
state = "CO"
agency = "Water Institute of Corvia"
folder = "exports/co-daily"
profile = "br-ana-csv"
clock = "UTC"
stations = { "58476000" = "salto", "58561000" = "pontal", "58628000" = "foz" }
late_after_h = 36.0
silent_after_h = 96.0

[[source]]
id = "co-live"
state = "CO"
agency = "Water Institute of Corvia"
folder = "exports/co-live"
profile = "xx-wiski-tsv"
clock = "Europe/Lisbon"
stations = { "CO476" = "salto", "CO561" = "pontal" }
late_after_h = 3.0
silent_after_h = 24.0

[[source]]
id = "co-foz-live"
state = "CO"
agency = "Port Authority of Foz"
feed = "https://feeds.arvena.invalid/foz.tsv"
every_min = 15
folder = "exports/co-foz-live"
profile = "xx-wiski-tsv"
clock = "Europe/Lisbon"
stations = { "CO628" = "foz" }
late_after_h = 2.0
silent_after_h = 6.0

[[source]]
id = "co-rain"
state = "CO"
agency = "Meteorological Institute of Corvia"
folder = "exports/co-rain"
profile = "nl-knmi-txt"
stations = { "470" = "rain-salto", "555" = "rain-pontal" }
late_after_h = 48.0
silent_after_h = 120.0
"#;

const FORECASTS: &str = r#"
[[forecast]]
station = "dravec"
quantity = "discharge"
upstream = ["mittelbruck", "torrin"]
step_h = 24.0
lead_h = [24.0, 48.0, 72.0]
external = "forecasts"
"#;
