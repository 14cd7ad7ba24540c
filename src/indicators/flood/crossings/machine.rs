//! The state machine of one threshold, fed one reading after another.

use crate::domain::{Completeness, Confirmation, Ending, Excursion, Instant};

/// What raises and clears one threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Threshold, unit of the readings.
    pub threshold: f64,
    /// How far below the threshold a reading must lie to count towards clearing, same unit.
    pub hysteresis: f64,
    /// Readings at or above the threshold, one after another, that raise; at least 1.
    pub on_delay: u32,
    /// Readings below threshold less hysteresis, one after another, that clear; at least 1.
    pub off_delay: u32,
    /// After so many milliseconds without a further reading a reading at or above the threshold raises alone;
    /// `None` counts strictly.
    pub longest_wait: Option<i64>,
    /// Longest span between two readings that a straight line may be drawn across, milliseconds.
    pub longest_line: i64,
    /// Milliseconds between readings as they should come; `None` where they have no fixed step.
    pub step: Option<i64>,
    /// Whether a reading is the mean of the step before it, as daily means are, rather than a moment's value.
    pub is_mean: bool,
}

/// A good reading.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reading {
    time: i64,
    value: f64,
}

/// A time above the threshold, while it is being followed.
#[derive(Clone, Debug, PartialEq)]
struct Open {
    crossing: i64,
    is_interpolated: bool,
    last_below: Option<i64>,
    first_above: i64,
    confirmed: Option<(i64, Confirmation)>,
    peak: Reading,
    /// Readings at or above, one after another, before confirmation.
    above: u32,
    /// Readings below the clearing mark, one after another.
    below: u32,
    down: Option<i64>,
    good: u32,
    missing: u32,
    suspect: u32,
    /// Unit of the readings × milliseconds.
    area: f64,
}

/// Follows one threshold. A missing or doubtful reading neither counts nor resets.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    rules: Rules,
    last: Option<Reading>,
    open: Option<Open>,
}

/// Where a threshold stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not raised, and the last good reading is below.
    Off,
    /// The last good readings are at or above, and more are waited for.
    Pending,
    /// Raised.
    On,
}

impl Machine {
    /// Before the first reading.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            last: None,
            open: None,
        }
    }

    /// What raises and clears it.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Where it stands.
    pub fn phase(&self) -> Phase {
        match &self.open {
            None => Phase::Off,
            Some(open) if open.confirmed.is_some() => Phase::On,
            Some(_) => Phase::Pending,
        }
    }

    /// Takes note of a reading that is not there.
    pub fn miss(&mut self) {
        if let Some(open) = &mut self.open {
            open.missing += 1;
        }
    }

    /// Takes note of a doubtful reading.
    pub fn doubt(&mut self) {
        if let Some(open) = &mut self.open {
            open.suspect += 1;
        }
    }

    /// Takes a good reading; times must rise. Returns what ended with it.
    #[inline]
    pub fn push(&mut self, time: i64, value: f64) -> Option<Excursion> {
        let reading = Reading { time, value };
        let is_above = value >= self.rules.threshold - self.play();
        if self.open.is_none() && !is_above {
            self.last = Some(reading);
            return None;
        }
        self.wait_until(time);
        let ended = if is_above {
            self.above(reading);
            None
        } else {
            self.below(reading)
        };
        self.last = Some(reading);
        ended
    }

    /// Lets time pass without a reading: one that stands alone at or above the threshold raises when nothing spoke
    /// against it for as long as is waited.
    pub fn wait_until(&mut self, time: i64) {
        let (Some(open), Some(last), Some(wait)) =
            (&mut self.open, self.last, self.rules.longest_wait)
        else {
            return;
        };
        if open.confirmed.is_none() && time - last.time > wait {
            open.confirmed = Some((last.time + wait, Confirmation::Clock));
        }
    }

    /// Raises what is pending, because a higher threshold was raised: the higher implies the lower.
    pub fn imply(&mut self, time: i64) {
        if let Some(open) = &mut self.open {
            open.confirmed.get_or_insert((time, Confirmation::Readings));
        }
    }

    /// The time above that goes on, confirmed or not.
    pub fn ongoing(&self) -> Option<Excursion> {
        let open = self.open.as_ref()?;
        Some(self.excursion(open, None, Ending::Ongoing))
    }

    /// Ends what goes on because the level is in force no longer; nothing when it was not confirmed.
    pub fn end_level(&mut self) -> Option<Excursion> {
        let open = self.open.take()?;
        open.confirmed?;
        Some(self.excursion(&open, None, Ending::LevelEnded))
    }

    /// Figures are compared as the decimals that they were written with, not as their nearest binary numbers.
    fn play(&self) -> f64 {
        1e-9 * self.rules.threshold.abs().max(1.0)
    }

    fn above(&mut self, reading: Reading) {
        let area = self.area_since_last(reading);
        let rules = self.rules;
        let open = self.open.take();
        let mut open = open.unwrap_or_else(|| self.begin(reading));
        open.area += area;
        open.good += 1;
        open.above += 1;
        open.below = 0;
        open.down = None;
        if reading.value > open.peak.value {
            open.peak = reading;
        }
        if open.confirmed.is_none() && open.above >= rules.on_delay {
            open.confirmed = Some((reading.time, Confirmation::Readings));
        }
        if open.confirmed.is_none() && self.is_alone(reading) {
            open.confirmed = Some((reading.time, Confirmation::Clock));
        }
        self.open = Some(open);
    }

    /// Whether a reading of a record without a fixed step comes later after the one before than is waited for a further
    /// one: nobody knows how long the river has stood there already.
    fn is_alone(&self, reading: Reading) -> bool {
        let after = self.last.map(|last| reading.time - last.time);
        let wait = self
            .rules
            .longest_wait
            .filter(|_| self.rules.step.is_none());
        matches!((after, wait), (Some(after), Some(wait)) if after > wait)
    }

    fn begin(&self, reading: Reading) -> Open {
        let crossing = self.crossing(reading);
        Open {
            crossing: crossing.unwrap_or(reading.time),
            is_interpolated: crossing.is_some(),
            last_below: self.last.map(|last| last.time),
            first_above: reading.time,
            confirmed: None,
            peak: reading,
            above: 0,
            below: 0,
            down: None,
            good: 0,
            missing: 0,
            suspect: 0,
            area: 0.0,
        }
    }

    fn below(&mut self, reading: Reading) -> Option<Excursion> {
        let area = self.area_since_last(reading);
        let down = self.crossing(reading);
        let mark = self.rules.threshold - self.rules.hysteresis - self.play();
        let mut open = self.open.take()?;
        open.area += area;
        // One reading was not enough: it is as if there had been none.
        open.confirmed?;
        open.good += 1;
        open.down = open.down.or(Some(down.unwrap_or(reading.time)));
        open.below = if reading.value < mark {
            open.below + 1
        } else {
            0
        };
        if open.below < self.rules.off_delay {
            self.open = Some(open);
            return None;
        }
        self.last = Some(reading);
        Some(self.excursion(&open, Some(reading.time), Ending::Cleared))
    }

    /// When the line from the last reading to this one passes the threshold; `None` when they stand too far apart or
    /// on one side.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "spans of hours, in milliseconds"
    )]
    fn crossing(&self, to: Reading) -> Option<i64> {
        let from = self.last?;
        let (length, rise) = (to.time - from.time, to.value - from.value);
        if length > self.rules.longest_line || rise == 0.0 {
            return None;
        }
        let share = ((self.rules.threshold - from.value) / rise).clamp(0.0, 1.0);
        Some(from.time + (share * length as f64).round() as i64)
    }

    /// Area above the threshold between the last reading and this one.
    #[expect(clippy::cast_precision_loss, reason = "spans of days, in milliseconds")]
    fn area_since_last(&self, to: Reading) -> f64 {
        let over = |value: f64| (value - self.rules.threshold).max(0.0);
        if let (true, Some(step)) = (self.rules.is_mean, self.rules.step) {
            return over(to.value) * step as f64;
        }
        let Some(from) = self.last else { return 0.0 };
        let length = (to.time - from.time) as f64;
        if to.time - from.time > self.rules.longest_line {
            return 0.0;
        }
        area_above(from.value, to.value, self.rules.threshold) * length
    }

    fn excursion(&self, open: &Open, cleared: Option<i64>, ending: Ending) -> Excursion {
        let until = self.last.map_or(open.first_above, |last| last.time);
        let until = until.max(open.first_above);
        let crossed_down = open.down.filter(|_| ending == Ending::Cleared);
        let end = crossed_down.unwrap_or(until);
        let confirmed = open
            .confirmed
            .unwrap_or((open.first_above, Confirmation::Readings));
        let seen = open.good + open.missing + open.suspect;
        let by_step = self.rules.step.map_or(0, |step| {
            u32::try_from((until - open.first_above) / step.max(1) + 1).unwrap_or(u32::MAX)
        });
        Excursion {
            first_crossing: Instant::from_millis(open.crossing),
            is_interpolated: open.is_interpolated,
            last_below: open.last_below.map(Instant::from_millis),
            first_above: Instant::from_millis(open.first_above),
            confirmed: Instant::from_millis(confirmed.0),
            confirmed_by: confirmed.1,
            peak: open.peak.value,
            peak_time: Instant::from_millis(open.peak.time),
            crossed_down: crossed_down.map(Instant::from_millis),
            cleared: cleared.map(Instant::from_millis),
            ending,
            until: Instant::from_millis(until),
            duration_hours: hours(end - open.crossing),
            volume_above_hm3: None,
            suspect_readings: open.suspect,
            completeness: Completeness::new(open.good, seen.max(by_step)),
        }
        .with_volume(open.area)
    }
}

impl Excursion {
    /// With the volume of an area above a discharge, m³/s × milliseconds.
    fn with_volume(mut self, area: f64) -> Self {
        self.volume_above_hm3 = Some(area / 1e9);
        self
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "spans of months, in milliseconds"
)]
fn hours(millis: i64) -> f64 {
    millis as f64 / 3_600_000.0
}

/// Mean height above `threshold` of the straight line from `a` to `b`, as a share of its length × unit.
pub(crate) fn area_above(a: f64, b: f64, threshold: f64) -> f64 {
    let (a, b) = (a - threshold, b - threshold);
    match (a >= 0.0, b >= 0.0) {
        (true, true) => f64::midpoint(a, b),
        (true, false) => 0.5 * a * a / (a - b),
        (false, true) => 0.5 * b * b / (b - a),
        (false, false) => 0.0,
    }
}
