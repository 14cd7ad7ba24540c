//! All levels of one series, followed row by row: what a gauge crossed, and where it stands.

use super::machine::{Machine, Phase, Rules};
use crate::domain::{
    Ending, Excursion, Instant, LevelEvent, Quality, Quantity, Reliability, Statistic, Step,
    WarningLevel,
};
use crate::series::Series;
use crate::series::usable::longest_bridged;

const MINUTE: i64 = 60_000;
/// Readings that raise unless the state asks for others.
pub const ON_DELAY: u32 = 2;
/// Readings that clear unless the state asks for others.
pub const OFF_DELAY: u32 = 4;
/// How long a reading at or above a threshold waits for a further one, minutes, unless the state states how many
/// readings it asks for. Readings that come more rarely raise and clear one by one.
pub const LONGEST_WAIT_MINUTES: i64 = 60;

/// Hysteresis unless the state states one: 2 % of the threshold, at least two steps of the sensor's `resolution`.
pub fn default_hysteresis(threshold: f64, resolution: f64) -> f64 {
    (0.02 * threshold.abs()).max(2.0 * resolution)
}

/// Smallest difference that readings of a quantity show, SI.
pub fn resolution(quantity: Quantity) -> f64 {
    10f64.powi(-i32::try_from(quantity.facts().decimals).unwrap_or(0))
}

/// What raises and clears a level on readings of a step.
pub fn rules(level: &WarningLevel, step: Step, statistic: Statistic) -> Rules {
    let minutes = step.minutes().map(i64::from);
    let is_sparse = minutes.is_some_and(|minutes| minutes > LONGEST_WAIT_MINUTES);
    let readings =
        |stated: Option<u32>, usual: u32| stated.unwrap_or(if is_sparse { 1 } else { usual });
    Rules {
        threshold: level.value,
        hysteresis: level
            .rules
            .hysteresis
            .unwrap_or_else(|| default_hysteresis(level.value, resolution(level.quantity))),
        on_delay: readings(level.rules.on_delay, ON_DELAY),
        off_delay: readings(level.rules.off_delay, OFF_DELAY),
        longest_wait: level
            .rules
            .on_delay
            .is_none()
            .then_some(LONGEST_WAIT_MINUTES * MINUTE),
        longest_line: longest_bridged(step),
        step: minutes.map(|minutes| minutes * MINUTE),
        is_mean: statistic == Statistic::Mean && step != Step::Irregular,
    }
}

/// A reading with its instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Newest {
    /// Its instant.
    pub time: Instant,
    /// SI.
    pub value: f64,
}

/// A level that stands, or waits for confirmation.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing<'a> {
    /// Which.
    pub level: &'a WarningLevel,
    /// Whether it is confirmed.
    pub is_confirmed: bool,
    /// Since when, how high.
    pub excursion: Excursion,
}

/// All levels of one series, followed up to a row; more rows can be added, nothing is read twice.
#[derive(Clone, Debug)]
pub struct Watch {
    levels: Vec<(WarningLevel, Machine)>,
    rows: usize,
    ended: Vec<LevelEvent>,
    newest_good: Option<Newest>,
    newest_doubtful: Option<Newest>,
    newest_rejected: Option<Instant>,
}

impl Watch {
    /// Follows the levels that are set on the quantity of a series, lowest first, from its first row to its last.
    pub fn new(levels: &[WarningLevel], series: &Series) -> Self {
        let key = &series.key;
        let mut own: Vec<&WarningLevel> = levels
            .iter()
            .filter(|level| level.quantity == key.quantity)
            .collect();
        own.sort_by(|a, b| a.rank.cmp(&b.rank).then(a.value.total_cmp(&b.value)));
        let mut watch = Self {
            levels: own
                .into_iter()
                .map(|level| {
                    let rules = rules(level, key.step, key.statistic);
                    (level.clone(), Machine::new(rules))
                })
                .collect(),
            rows: 0,
            ended: Vec::new(),
            newest_good: None,
            newest_doubtful: None,
            newest_rejected: None,
        };
        watch.follow(series);
        watch
    }

    /// Rows that were taken in.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Takes in the rows after the last one; the rows before must be those that were taken in.
    pub fn follow(&mut self, series: &Series) {
        let columns = series.columns();
        for row in self.rows..series.len() {
            let (time, value) = (columns.time[row], columns.value[row]);
            let at = Newest {
                time: Instant::from_millis(time),
                value,
            };
            match Quality::unpack(columns.quality[row]).reliability {
                _ if value.is_nan() => self.each(
                    |machine| {
                        machine.miss();
                        None
                    },
                    series,
                    at.time,
                ),
                Reliability::Good => {
                    self.newest_good = Some(at);
                    self.each(|machine| machine.push(time, value), series, at.time);
                    self.imply(time);
                }
                Reliability::Suspect => {
                    self.newest_doubtful = Some(at);
                    self.each(
                        |machine| {
                            machine.doubt();
                            None
                        },
                        series,
                        at.time,
                    );
                }
                Reliability::Bad => {
                    self.newest_rejected = Some(at.time);
                    self.each(
                        |machine| {
                            machine.miss();
                            None
                        },
                        series,
                        at.time,
                    );
                }
            }
        }
        self.rows = series.len();
    }

    fn each(
        &mut self,
        mut step: impl FnMut(&mut Machine) -> Option<Excursion>,
        series: &Series,
        at: Instant,
    ) {
        for (level, machine) in &mut self.levels {
            let ended = if level.validity.contains(at) {
                step(machine)
            } else {
                machine.end_level()
            };
            if let Some(excursion) = ended {
                self.ended.push(event(series, level, excursion));
            }
        }
    }

    /// A higher level that is raised raises the lower ones that wait.
    fn imply(&mut self, time: i64) {
        let mut is_raised = false;
        for (_, machine) in self.levels.iter_mut().rev() {
            match machine.phase() {
                Phase::On => is_raised = true,
                Phase::Pending if is_raised => machine.imply(time),
                _ => {}
            }
        }
    }

    /// The newest good reading.
    pub fn newest_good(&self) -> Option<Newest> {
        self.newest_good
    }

    /// The newest doubtful reading, when no good one came after it.
    pub fn newest_doubtful(&self) -> Option<Newest> {
        let good = self.newest_good.map(|good| good.time);
        self.newest_doubtful
            .filter(|doubtful| good.is_none_or(|good| good < doubtful.time))
    }

    /// Instant of the newest rejected reading, when no good one came after it.
    pub fn newest_rejected(&self) -> Option<Instant> {
        let good = self.newest_good.map(|good| good.time);
        self.newest_rejected
            .filter(|rejected| good.is_none_or(|good| good < *rejected))
    }

    /// Levels that stand or wait at `at`, highest first. A level that is not in force then does not stand.
    pub fn standing(&self, at: Instant) -> Vec<Standing<'_>> {
        let in_force = self.levels.iter().rev();
        in_force
            .filter(|(level, _)| level.validity.contains(at))
            .filter_map(|(level, machine)| {
                if machine.phase() == Phase::Off {
                    return None;
                }
                let mut machine = machine.clone();
                machine.wait_until(at.millis());
                Some(Standing {
                    level,
                    is_confirmed: machine.phase() == Phase::On,
                    excursion: machine.ongoing()?,
                })
            })
            .collect()
    }

    /// Every confirmed time above a level up to `at`, those that ended first.
    pub fn events(&self, series: &Series, at: Instant) -> Vec<LevelEvent> {
        let mut events = self.ended.clone();
        for (level, machine) in &self.levels {
            let mut machine = machine.clone();
            machine.wait_until(at.millis());
            if machine.phase() != Phase::On {
                continue;
            }
            let excursion = if level.validity.contains(at) {
                machine.ongoing()
            } else {
                machine.end_level()
            };
            events.extend(excursion.map(|excursion| event(series, level, excursion)));
        }
        events
    }
}

fn event(series: &Series, level: &WarningLevel, mut excursion: Excursion) -> LevelEvent {
    if level.quantity != Quantity::Discharge {
        excursion.volume_above_hm3 = None;
    }
    if excursion.ending == Ending::LevelEnded {
        excursion.cleared = level.validity.to;
    }
    LevelEvent {
        station: series.key.station.clone(),
        quantity: level.quantity,
        level: level.name.clone(),
        rank: level.rank,
        threshold: level.value,
        excursion,
    }
}
