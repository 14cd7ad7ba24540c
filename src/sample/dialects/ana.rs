//! Corvia's daily values: the layout of ANA HidroWeb (Brazil). ISO-8859-1, CRLF, `;`, decimal comma; a month a line with
//! 31 day columns and 31 status columns, newest first; older months at two levels of consistency.

use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};

use super::{Day, Note, comma, latin1, significant};

/// One month at one level of consistency.
pub(crate) struct Month {
    pub(crate) first: NaiveDate,
    /// 1 raw, 2 checked.
    pub(crate) level: u8,
    /// Its days; those that the record has not.
    pub(crate) days: Vec<Day>,
}

/// The file of one station.
pub(crate) fn file(code: &str, months: &[Month]) -> Vec<u8> {
    let mut text = String::new();
    for line in [
        "Instituto das Águas da Corvia (inventado)",
        "Séries históricas, versão 2",
        "Valores inventados do rio Arvena",
        "",
        "NivelConsistencia: 1 = Bruto, 2 = Consistido",
        "MediaDiaria: 0 = Não, 1 = Sim",
        "MetodoObtencaoVazoes: 1 = Curva de descarga",
        "Status: 0 = Branco, 1 = Real, 2 = Estimado, 3 = Duvidoso, 4 = Régua Seca",
        "",
        "Consulta:",
    ] {
        let _ = write!(text, "{line}\r\n");
    }
    let _ = write!(text, "Código da Estação:{code}\r\n\r\n\r\n");
    text.push_str(&names());
    for month in months {
        text.push_str(&row(code, month));
    }
    latin1(&text)
}

fn names() -> String {
    let mut text = String::from(
        "EstacaoCodigo;NivelConsistencia;Data;Hora;MediaDiaria;MetodoObtencaoVazoes;Maxima;Minima;Media;DiaMaxima;\
         DiaMinima;MaximaStatus;MinimaStatus;MediaStatus;MediaAnual;MediaAnualStatus",
    );
    for day in 1..=31 {
        let _ = write!(text, ";Vazao{day:02}");
    }
    for day in 1..=31 {
        let _ = write!(text, ";Vazao{day:02}Status");
    }
    text.push_str("\r\n");
    text
}

fn row(code: &str, month: &Month) -> String {
    let (mut values, mut codes) = (String::new(), String::new());
    for day in 1..=31 {
        let found = month.days.iter().find(|other| other.date.day() == day);
        values.push(';');
        codes.push(';');
        match found {
            Some(Day {
                value: Some(value),
                note,
                ..
            }) => {
                values.push_str(&written(*value));
                codes.push(if *note == Note::Estimated { '2' } else { '1' });
            }
            Some(_) => codes.push('0'),
            None => {}
        }
    }
    format!(
        "{code};{};{};;1;1{}{values}{codes};\r\n",
        month.level,
        month.first.format("%d/%m/%Y"),
        summary(&month.days),
    )
}

/// Highest, lowest and mean of a month, with the days and codes of these; empty where it has no value.
fn summary(days: &[Day]) -> String {
    let values: Vec<(u32, f64)> = days
        .iter()
        .filter_map(|day| Some((day.date.day(), day.value?)))
        .collect();
    let Some(&(first_day, first)) = values.first() else {
        return ";;;;;;0;0;0;;0".to_owned();
    };
    let (mut high, mut low, mut sum) = ((first_day, first), (first_day, first), 0.0);
    let mut count = 0.0;
    for &(day, value) in &values {
        if value > high.1 {
            high = (day, value);
        }
        if value < low.1 {
            low = (day, value);
        }
        sum += value;
        count += 1.0;
    }
    format!(
        ";{};{};{};{};{};1;1;1;;0",
        written(high.1),
        written(low.1),
        written(sum / count),
        high.0,
        low.0
    )
}

/// Four digits, without zeros that say nothing.
fn written(value: f64) -> String {
    let text = comma(significant(value, 4), 2);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}
