//! How complete the months of a daily record are, and which monthly values and normals it allows.
//!
//! # What it tells
//! For each month whether a monthly mean or total may be formed, by the 11/5 rule and by the older 5/3 rule; for each
//! calendar month whether a normal of many years may be.
//! # Formula
//! 11/5: no mean with 11 or more days missing, nor with 5 or more in a row. 5/3: not with more than 5 missing, nor with
//! more than 3 in a row. Total: only with every day. Normal: `normal_share` of the years valid by 11/5.
//! # Units
//! Days.
//! # Missing data
//! That is what it counts. Runs are counted within the month. Days of the first and last month before and after the
//! record are missing; `from` and `to` widen the record.
//! # Limits
//! The rules are for climate normals; an agreement's own rule comes first.
//! # Source
//! WMO-No. 1203 (2017), 4.4: 11/5 and 80 % of the years; WMO-No. 100 and WMO/TD-341: 5/3.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use serde_json::json;

use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};
use crate::indicators::stats::completeness::{MonthCompleteness, months};
use crate::series::Daily;

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "completeness",
    text: include_str!("completeness.rs"),
    settings: &[
        Setting {
            name: "from",
            meaning: "first day, where the file begins later",
            default: "",
        },
        Setting {
            name: "to",
            meaning: "last day, where the file ends earlier",
            default: "",
        },
        Setting {
            name: "normal_share",
            meaning: "share of years that must be valid for a normal, 0 to 1",
            default: "0.8",
        },
    ],
    run,
};

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = input.single()?;
    let (start, values) = points.days()?;
    let days =
        |from: NaiveDate, to: NaiveDate| usize::try_from((to - from).num_days()).unwrap_or(0);
    let first = date(settings, "from")?
        .filter(|from| *from < start)
        .unwrap_or(start);
    let mut all = vec![f64::NAN; days(first, start)];
    all.extend(values);
    if let Some(to) = date(settings, "to")? {
        all.resize(all.len().max(days(first, to) + 1), f64::NAN);
    }
    let daily = Daily {
        start: first,
        values: all,
        ..Daily::default()
    };
    let found = months(&daily);
    let rows: Vec<_> = found
        .iter()
        .map(|month| {
            json!({
                "month": month.month.format("%Y-%m").to_string(),
                "days": month.days.expected,
                "missing": month.missing(),
                "longest_run": month.longest_run,
                "mean_11_5": month.allows_mean_11_5(),
                "mean_5_3": month.allows_mean_5_3(),
                "total": month.allows_total(),
            })
        })
        .collect();
    let whole = found
        .iter()
        .fold(Completeness::default(), |all, month| all.and(month.days));
    let share = settings.number("normal_share")?.unwrap_or(0.8);
    Computed::new(
        json!({ "months": rows, "normals": normals(&found, share) }),
        whole,
    )
}

fn date(settings: &Settings<'_>, name: &str) -> Result<Option<NaiveDate>, Box<Finding>> {
    let parse = |text: &str| {
        text.parse().map_err(|_| {
            refuse(
                format!("{name} is \"{text}\", which is no date"),
                format!("write {name}=1990-01-01"),
            )
        })
    };
    settings.text(name).map(parse).transpose()
}

/// For each calendar month: years in the record, years valid by 11/5, and whether that suffices for a normal.
fn normals(months: &[MonthCompleteness], share: f64) -> Vec<serde_json::Value> {
    let mut of: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for month in months {
        let (valid, years) = of.entry(month.month.month()).or_default();
        *years += 1;
        *valid += u32::from(month.allows_mean_11_5());
    }
    let each = of.into_iter().map(|(month, (valid, years))| {
        let suffices = f64::from(valid) >= share * f64::from(years) - 1e-9;
        json!({ "calendar_month": month, "years": years, "years_valid": valid, "normal": suffices })
    });
    each.collect()
}
