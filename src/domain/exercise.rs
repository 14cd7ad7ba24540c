//! An exercise: a basin that is looked at from a time that is not ours, and that runs.

use super::time::Instant;

/// A flood that is played, so that people can practise on it. Nothing of it is happening.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exercise {
    /// The instant from which it is looked at when it begins.
    pub start: Instant,
    /// The instant of our own clocks at which it begins; until then it stands at its start.
    pub began: Instant,
    /// How many times faster than our clocks it runs; above zero.
    pub speed: f64,
    /// The instant at which it stops; `None` lets it run on.
    pub end: Option<Instant>,
}

impl Exercise {
    /// The instant that the exercise has come to when our clocks show `wall`.
    pub fn at(&self, wall: Instant) -> Instant {
        let passed = wall.millis().saturating_sub(self.began.millis()).max(0);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "milliseconds of centuries are below 2^53; `as` keeps the nearest beyond"
        )]
        let run = (passed as f64 * self.speed) as i64;
        let at = Instant::from_millis(self.start.millis().saturating_add(run));
        self.end.map_or(at, |end| at.min(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_until_it_begins_runs_and_stops() {
        let at = |seconds: i64| Instant::from_millis(seconds * 1000);
        let exercise = Exercise {
            start: at(1_000_000),
            began: at(50),
            speed: 600.0,
            end: Some(at(1_003_600)),
        };
        for (wall, expected) in [
            (0, 1_000_000),
            (50, 1_000_000),
            (51, 1_000_600),
            (99, 1_003_600),
        ] {
            assert_eq!(exercise.at(at(wall)), at(expected), "wall clock {wall}");
        }
    }
}
