//! How time is cut: `[calendar]`.

use chrono::{NaiveDate, Weekday};

use super::fields::{Fields, Flag, whole};
use super::names::{Kind, Names};
use crate::domain::agreement::calendar::{Calendar, CalendarKind, MonthDay, YearLabel, YearSpan};

/// Reads `[calendar]`; the key is the id.
pub(super) fn calendars(root: &Fields<'_, '_>, names: &Names) -> Vec<Calendar> {
    let Some(table) = root.table("calendar") else {
        return Vec::new();
    };
    let entries = table.entries();
    let anchor = entries.iter().find_map(|(_, fields)| {
        fields
            .has("anchor")
            .then(|| fields.optional_date("anchor"))?
    });
    let mut calendars = Vec::new();
    for (id, fields) in entries {
        calendars.extend(calendar(&fields, names, id, anchor));
        fields.finish();
    }
    calendars
}

#[derive(Clone, Copy)]
enum Word {
    SplitMonth,
    Month,
    Week,
    Quarter,
    Year,
    Season,
    Cycle,
    Day,
    Rolling,
}

fn calendar(
    fields: &Fields<'_, '_>,
    names: &Names,
    id: String,
    anchor: Option<NaiveDate>,
) -> Option<Calendar> {
    let words = [
        ("split_month", Word::SplitMonth),
        ("month", Word::Month),
        ("week", Word::Week),
        ("quarter", Word::Quarter),
        ("year", Word::Year),
        ("season", Word::Season),
        ("cycle", Word::Cycle),
        ("day", Word::Day),
        ("rolling", Word::Rolling),
    ];
    let labels = [
        ("both", YearLabel::Both),
        ("start", YearLabel::Start),
        ("end", YearLabel::End),
        ("both_years", YearLabel::Both),
        ("start_year", YearLabel::Start),
        ("end_year", YearLabel::End),
    ];
    let kind = match fields.choice("kind", &words, None)? {
        Word::SplitMonth => split_month(fields),
        Word::Month => Some(CalendarKind::SplitMonth { starts: vec![1] }),
        Word::Week => week(fields),
        Word::Quarter => quarter(fields),
        Word::Year => year(fields, anchor),
        Word::Season => span(fields).map(|span| CalendarKind::Season { span }),
        Word::Cycle => cycle(fields, names),
        Word::Day => Some(CalendarKind::Day),
        Word::Rolling => rolling(fields),
    };
    let season = fields.table("season").and_then(|season| {
        let read = span(&season);
        if let (Some(CalendarKind::SplitMonth { starts }), Some(span)) = (&kind, read) {
            season_meets_periods(&season, starts, span);
        }
        season.finish();
        read
    });
    let label = fields.choice("label", &labels, Some(YearLabel::Both))?;
    let stated = fields.flag("stated", Flag::Yes);
    Some(Calendar {
        id,
        kind: kind?,
        season,
        label,
        stated,
    })
}

fn split_month(fields: &Fields<'_, '_>) -> Option<CalendarKind> {
    let list = fields.list("starts");
    let starts: Vec<u32> = list
        .iter()
        .filter_map(|value| whole(value.get_ref()))
        .collect();
    let ascending = starts.is_sorted_by(|a, b| a < b);
    if starts.len() != list.len()
        || !ascending
        || starts.first() != Some(&1)
        || starts.iter().any(|day| *day > 28)
    {
        fields.fault(
            "starts",
            "the parts of a month must begin on ascending days from 1 to 28, the first one on 1",
            "write starts = [1, 11, 21]",
        );
        return None;
    }
    Some(CalendarKind::SplitMonth { starts })
}

fn week(fields: &Fields<'_, '_>) -> Option<CalendarKind> {
    let days = [
        ("mon", Weekday::Mon),
        ("tue", Weekday::Tue),
        ("wed", Weekday::Wed),
        ("thu", Weekday::Thu),
        ("fri", Weekday::Fri),
        ("sat", Weekday::Sat),
        ("sun", Weekday::Sun),
    ];
    let start = fields.choice("start", &days, None)?;
    Some(CalendarKind::Week { start })
}

fn quarter(fields: &Fields<'_, '_>) -> Option<CalendarKind> {
    let texts = fields.texts("starts");
    let starts: Vec<MonthDay> = texts
        .iter()
        .filter_map(|text| MonthDay::parse(text))
        .collect();
    // Once round the year: the days ascend but for one place, where New Year is passed.
    let falls = starts.windows(2).filter(|pair| pair[1] <= pair[0]).count();
    let wraps = starts.last() < starts.first();
    if starts.len() != texts.len() || starts.len() < 2 || falls > usize::from(wraps) {
        fields.fault(
            "starts",
            "the parts of a year must begin on different days, in their order",
            "write starts = [\"10-01\", \"01-01\", \"04-01\", \"07-01\"]",
        );
        return None;
    }
    Some(CalendarKind::Quarter { starts })
}

fn year(fields: &Fields<'_, '_>, anchor: Option<NaiveDate>) -> Option<CalendarKind> {
    let text = fields.text("start", "10-01")?;
    if text == "anchor" {
        if anchor.is_none() {
            fields.fault(
                "start",
                "no cycle of this file has an anchor",
                "write start = \"10-01\", or add a calendar of kind cycle",
            );
        }
        return anchor.map(|anchor| CalendarKind::Year {
            start: MonthDay::of(anchor),
        });
    }
    fields
        .month_day("start")
        .map(|start| CalendarKind::Year { start })
}

fn cycle(fields: &Fields<'_, '_>, names: &Names) -> Option<CalendarKind> {
    let years = fields.optional_whole("years");
    let anchor = fields.optional_date("anchor");
    let number = fields.optional_whole("number");
    let closes = names.optional(fields, "closes", &[Kind::Condition]);
    if years.is_none_or(|years| years == 0) || anchor.is_none() {
        fields.fault(
            "",
            "a cycle needs its number of years and one of its first days",
            "add years = 5, anchor = 2020-10-25",
        );
        return None;
    }
    Some(CalendarKind::Cycle {
        years: years?,
        anchor: anchor?,
        closes,
        number,
    })
}

fn rolling(fields: &Fields<'_, '_>) -> Option<CalendarKind> {
    let years = fields.optional_whole("years");
    if years.is_none_or(|years| years == 0) {
        fields.fault(
            "years",
            "so many years in a row is 1 or more",
            "write years = 10",
        );
    }
    let start = if fields.has("start") {
        fields.month_day("start")
    } else {
        fields.get("start");
        MonthDay::parse("01-01")
    };
    Some(CalendarKind::Rolling {
        years: years.filter(|years| *years > 0)?,
        start: start?,
    })
}

fn span(fields: &Fields<'_, '_>) -> Option<YearSpan> {
    let (from, to) = (fields.month_day("from"), fields.month_day("to"));
    Some(YearSpan {
        from: from?,
        to: to?,
    })
}

/// A season that begins or ends inside a period would leave days that no period accounts for.
fn season_meets_periods(season: &Fields<'_, '_>, starts: &[u32], span: YearSpan) {
    let hint = format!(
        "let the season begin on day {} of a month and end on the day before one",
        starts
            .iter()
            .map(u32::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    );
    if !starts.contains(&span.from.day) {
        season.fault(
            "from",
            format!("the season begins inside a period, on {}", span.from),
            &hint,
        );
    }
    // The end is judged in a common year: 02-28 and 02-29 both end February there.
    let next = span.to.in_year(2023).succ_opt().map(MonthDay::of);
    if next.is_some_and(|next| !starts.contains(&next.day)) {
        season.fault(
            "to",
            format!("the season ends inside a period, on {}", span.to),
            &hint,
        );
    }
}
