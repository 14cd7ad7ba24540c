//! Corvia's rain: the layout of KNMI (Netherlands). Days from 08 to 08 UTC that bear the date of their end, in 0.1 mm,
//! five blanks for what is missing.

use std::fmt::Write as _;

use super::Day;

/// The file of one station; values in mm.
pub(crate) fn file(station: u16, days: &[Day]) -> Vec<u8> {
    let mut text = String::new();
    for line in [
        "VALORES INVENTADOS DE UMA BACIA INVENTADA / INVENTED VALUES OF AN INVENTED BASIN",
        "INSTITUTO DE METEOROLOGIA DA CORVIA (INVENTADO)",
        "",
        "STN      = posto/station",
        "YYYYMMDD = data/date (YYYY=ano/year MM=mes/month DD=dia/day)",
        "RD       = soma de 24 h em decimos de milimetro, das 08.00 do dia anterior as 08.00 UTC do dia/",
        "           sum of 24 h in 0.1 mm, from 08.00 of the day before to 08.00 UTC of the day",
        "SX       = neve no solo as 08.00 UTC/code of snow on the ground at 08.00 UTC",
        "",
        "5 espacos = sem valor/5 blanks = no value",
        "",
        "STN,YYYYMMDD,   RD,   SX,",
    ] {
        let _ = writeln!(text, "{line}");
    }
    for day in days {
        let date = day.date.format("%Y%m%d");
        let depth = day.value.map_or_else(
            || " ".repeat(5),
            |mm| format!("{:>5}", format!("{:.0}", mm * 10.0)),
        );
        let _ = writeln!(text, "{station},{date},{depth},     ,");
    }
    text.into_bytes()
}
