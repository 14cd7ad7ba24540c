//! Avaria's daily values: the layout of eHYD (Austria). ISO-8859-1, LF, `;`, decimal comma; a preamble whose block of
//! gauge zeros looks like data; day stamped at its start.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::{Day, comma, latin1};

/// What a file is about.
pub(crate) struct Head {
    /// Place, as the agency calls it.
    pub(crate) name: &'static str,
    /// Agency's number.
    pub(crate) number: &'static str,
    pub(crate) river: &'static str,
    /// Area above the station, km²; none for a rain gauge.
    pub(crate) area: Option<f64>,
    /// Dates and heights of the history block.
    pub(crate) heights: &'static [(&'static str, &'static str)],
    /// First words of the series' name.
    pub(crate) series: &'static str,
    pub(crate) unit: &'static str,
    /// Period that the preamble claims.
    pub(crate) claims: (NaiveDate, NaiveDate),
}

impl Head {
    /// Whether values belong to moments; other series end with a row that closes the last interval.
    fn is_momentary(&self) -> bool {
        self.series.ends_with("Mom")
    }
}

/// The file.
pub(crate) fn file(head: &Head, days: &[Day]) -> Vec<u8> {
    let mut text = preamble(head);
    for day in days {
        let stamp = day.date.format("%d.%m.%Y");
        let _ = match day.value {
            Some(value) => writeln!(text, "{stamp} 00:00:00   ;{}", aligned(value)),
            None => writeln!(text, "{stamp} 00:00:00   ;Lücke"),
        };
    }
    if let Some(last) = days.last()
        && !head.is_momentary()
    {
        let end = (last.date + chrono::Duration::days(1)).format("%d.%m.%Y");
        let _ = writeln!(text, "{end} 00:00:00   ;Lücke");
    }
    latin1(&text)
}

fn preamble(head: &Head) -> String {
    let mut text = String::new();
    line(&mut text, "Messstelle:", head.name);
    line(&mut text, "HZB-Nummer:", head.number);
    line(&mut text, "HD-Nummer:", "");
    line(&mut text, "DBMS-Nummer:", &format!("9{}", head.number));
    line(&mut text, "Gewässer:", head.river);
    line(
        &mut text,
        "Sachgebiet:",
        if head.area.is_some() { "OWF" } else { "NLV" },
    );
    line(&mut text, "Dienststelle:", "HD Avaria (erfunden)");
    line(&mut text, "Bundesland:", "Oberes Arvenatal");
    line(
        &mut text,
        "Messstellenbetreiber:",
        "Hydrographischer Dienst von Avaria (erfunden)",
    );
    if let Some(area) = head.area {
        line(&mut text, "orogr.Einzugsgebiet [km²]:", &comma(area, 2));
    }
    text.push_str(if head.area.is_some() {
        "Pegelnullpunkt:\n"
    } else {
        "Höhe:\n"
    });
    let _ = writeln!(text, "  {:<25};Höhe [m ü. AHD]:", "gültig seit:");
    for (since, height) in head.heights {
        let _ = writeln!(text, "   {since:<24};{height}");
    }
    line(
        &mut text,
        "Exportzeitreihe:",
        &format!("{},T,1,F,Z,0,,,", head.series),
    );
    line(&mut text, "Exportqualität:", "MAXQUAL");
    line(&mut text, "Einheit:", head.unit);
    let (from, to) = head.claims;
    line(
        &mut text,
        "Exportzeitraum:",
        &format!(
            "{} 00:00; bis ;{} 00:00",
            from.format("%d.%m.%Y"),
            to.format("%d.%m.%Y")
        ),
    );
    text.push_str(if head.is_momentary() {
        "Jeder Wert gilt in seinem Zeitpunkt\n"
    } else {
        "Jeder Wert gilt ab seinem Zeitpunkt bis zum folgenden\n"
    });
    line(&mut text, "Werteformat:", "wertabh.");
    text.push_str("Werte:\n");
    text
}

fn line(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key:<27};{value}");
}

/// Up to two decimals; the whole part takes six places.
fn aligned(value: f64) -> String {
    let text = comma(value, 2);
    let text = text.trim_end_matches('0').trim_end_matches(',');
    let (whole, part) = text.split_once(',').unwrap_or((text, ""));
    if part.is_empty() {
        format!("{whole:>6}")
    } else {
        format!("{whole:>6},{part}")
    }
}
