//! One series as lines: a gap stays a gap, and readings of unequal status never share a line.

use super::hydrograph::{LineStatus, PlotLine};
use crate::domain::{Origin, Period, Quality, Reliability, Review, Statistic};
use crate::series::Series;

/// A line breaks where neighbours are farther apart than so many steps.
const STEPS_TO_BREAK: f64 = 3.0;

/// Whose line it is.
#[derive(Clone, Debug)]
pub(super) struct Owner {
    pub(super) station: String,
    pub(super) name: String,
    pub(super) party: usize,
    pub(super) nth: usize,
}

/// The lines of one series.
pub(super) struct Drawn {
    pub(super) lines: Vec<PlotLine>,
    /// Readings of the period that are marked bad and therefore not drawn.
    pub(super) n_bad: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Curve { break_after: f64 },
    Bars,
}

/// Lines of `series` over `period` and one length of it on either side.
pub(super) fn lines(series: &Series, period: Period, owner: &Owner) -> Drawn {
    let step = series.key.step.minutes().map_or(0.0, f64::from) * 60.0;
    let kind = match series.key.statistic {
        Statistic::Sum => Kind::Bars,
        _ if step > 0.0 => Kind::Curve {
            break_after: STEPS_TO_BREAK * step,
        },
        // Without a step only a reported "no value" says that something is missing.
        _ => Kind::Curve {
            break_after: f64::INFINITY,
        },
    };
    let shift = match series.key.statistic {
        Statistic::Instantaneous => 0.0,
        _ => step / 2.0,
    };
    let columns = series.columns();
    let length = period.end.millis() - period.start.millis();
    let row_at = |millis: i64| columns.time.partition_point(|&time| time < millis);
    let rows = row_at(period.start.millis() - length)..row_at(period.end.millis() + length);
    let seen = row_at(period.start.millis())..row_at(period.end.millis().saturating_add(1));
    let mut split = Split::new(kind);
    let mut n_bad = 0;
    for row in rows {
        let quality = Quality::unpack(columns.quality[row]);
        let value = columns.value[row];
        let is_bad = quality.reliability == Reliability::Bad;
        n_bad += usize::from(is_bad && !value.is_nan() && seen.contains(&row));
        if is_bad || value.is_nan() {
            split.interrupt();
        } else {
            split.push(seconds(columns.time[row]) - shift, value, status(quality));
        }
    }
    let lines = split
        .finish()
        .map(|(status, time, value)| PlotLine {
            id: format!("{}/{}", series.key, word(status)),
            station: owner.station.clone(),
            name: owner.name.clone(),
            party: owner.party,
            nth: owner.nth,
            status,
            step_seconds: step,
            time: time.into(),
            value: value.into(),
        })
        .collect();
    Drawn { lines, n_bad }
}

/// Unix seconds of an instant in milliseconds.
pub(super) fn seconds(millis: i64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of any recorded century stay far below 2^53"
    )]
    let seconds = millis as f64 / 1000.0;
    seconds
}

fn status(quality: Quality) -> LineStatus {
    match (quality.origin, quality.review) {
        (Origin::Estimated | Origin::Filled | Origin::Model, _) => LineStatus::Estimated,
        (Origin::Measured | Origin::Corrected, Review::Approved) => LineStatus::Approved,
        (Origin::Measured | Origin::Corrected, _) => LineStatus::Provisional,
    }
}

const STATUSES: [LineStatus; 3] = [
    LineStatus::Approved,
    LineStatus::Provisional,
    LineStatus::Estimated,
];

fn word(status: LineStatus) -> &'static str {
    match status {
        LineStatus::Approved => "approved",
        LineStatus::Provisional => "provisional",
        LineStatus::Estimated => "estimated",
    }
}

/// Sorts points into one line per status.
struct Split {
    kind: Kind,
    /// In the order of [`STATUSES`].
    lines: [(Vec<f64>, Vec<f64>); 3],
    last: Option<(f64, f64, LineStatus)>,
}

impl Split {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            lines: Default::default(),
            last: None,
        }
    }

    /// Something that must not be drawn stands here.
    fn interrupt(&mut self) {
        self.last = None;
    }

    fn push(&mut self, time: f64, value: f64, status: LineStatus) {
        let (times, values) = &mut self.lines[status as usize];
        if let Kind::Curve { break_after } = self.kind {
            let before = self.last.filter(|last| time - last.0 <= break_after);
            let continues = before.is_some_and(|last| last.2 == status);
            if !continues {
                let joint = before.map(|last| (last.0, last.1));
                let next = joint.map_or(time, |joint| joint.0);
                if let Some(&end) = times.last() {
                    times.push(f64::midpoint(end, next));
                    values.push(f64::NAN);
                }
                // Where only the status changes the river did not stop: the new line starts at the old one's end.
                if let Some((time, value)) = joint {
                    times.push(time);
                    values.push(value);
                }
            }
        }
        times.push(time);
        values.push(value);
        self.last = Some((time, value, status));
    }

    fn finish(self) -> impl Iterator<Item = (LineStatus, Vec<f64>, Vec<f64>)> {
        STATUSES
            .into_iter()
            .zip(self.lines)
            .filter(|(_, (times, _))| !times.is_empty())
            .map(|(status, (times, values))| (status, times, values))
    }
}
