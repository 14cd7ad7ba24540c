//! How long to wait before asking again. Chance and time come in as arguments, so that every wait can be tested.

use std::time::Duration;

use chrono::DateTime;

use crate::domain::Instant;

/// Shortest distance of two polls of one feed.
const LEAST_POLL: Duration = Duration::from_secs(60);

/// Waits that grow with each failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// Longest wait after the first failure.
    pub base: Duration,
    /// Longest wait of all, unless a server asks for more.
    pub cap: Duration,
    /// Longest wait that a server may ask for.
    pub most_retry_after: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            base: Duration::from_secs(5),
            cap: Duration::from_secs(15 * 60),
            most_retry_after: Duration::from_secs(60 * 60),
        }
    }
}

impl Backoff {
    /// base · 2ⁿ after `failures` failures before the last, never more than the cap.
    fn ceiling(&self, failures: u32) -> Duration {
        2_u32
            .checked_pow(failures)
            .and_then(|factor| self.base.checked_mul(factor))
            .map_or(self.cap, |wait| wait.min(self.cap))
    }

    /// Wait before the next attempt: anything from nothing to the ceiling ("full jitter", so that a thousand clients
    /// of one server do not come back together), but never less than the server asked for. `chance` is 0 to 1.
    pub fn wait(&self, failures: u32, asked: Option<Duration>, chance: f64) -> Duration {
        let jitter = self.ceiling(failures).mul_f64(chance.clamp(0.0, 1.0));
        jitter.max(self.asked(asked))
    }

    fn asked(&self, asked: Option<Duration>) -> Duration {
        asked.unwrap_or_default().min(self.most_retry_after)
    }
}

/// What a poll brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer, new or not modified.
    Answered,
    /// None, and what the server asked to wait, if it did.
    Failed(Option<Duration>),
}

/// When a feed is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polling {
    every: Duration,
    backoff: Backoff,
    failures: u32,
}

impl Polling {
    /// A feed that is asked every so often, but never more than once a minute.
    pub fn new(every: Duration, backoff: Backoff) -> Self {
        Self {
            every: every.max(LEAST_POLL),
            backoff,
            failures: 0,
        }
    }

    /// Wait until the next poll. A feed that fails is asked ever more rarely, until every `cap` and up to a quarter
    /// of it: politeness outweighs the spread here, since one machine has few feeds. `chance` is 0 to 1.
    pub fn next(&mut self, outcome: Outcome, chance: f64) -> Duration {
        let Outcome::Failed(asked) = outcome else {
            self.failures = 0;
            return self.every;
        };
        let ceiling = self.backoff.ceiling(self.failures);
        self.failures = self.failures.saturating_add(1);
        let spread = ceiling.mul_f64(chance.clamp(0.0, 1.0) / 4.0);
        (ceiling + spread)
            .max(self.every)
            .max(self.backoff.asked(asked))
    }
}

/// Reads `Retry-After`: seconds, or a date, which is counted from `now`. A date gone by is no wait.
pub fn retry_after(text: &str, now: Instant) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(u64::from(seconds)));
    }
    let date = http_date(text)?;
    Some(Duration::from_millis(
        u64::try_from(date.millis() - now.millis()).unwrap_or(0),
    ))
}

/// Reads a date as HTTP writes it: `Sun, 14 Jun 2026 06:00:00 GMT`.
pub fn http_date(text: &str) -> Option<Instant> {
    let date = DateTime::parse_from_rfc2822(text).ok()?;
    Some(Instant::from_millis(date.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn waits_grow_to_the_cap_and_chance_spreads_them() {
        let backoff = Backoff::default();
        let check = |failures, chance, seconds: u64| {
            assert_eq!(
                backoff.wait(failures, None, chance),
                SECOND * u32::try_from(seconds).expect("small"),
                "{failures} {chance}"
            );
        };
        check(0, 1.0, 5);
        check(0, 0.0, 0);
        check(3, 1.0, 40);
        check(3, 0.5, 20);
        check(8, 1.0, 900);
        check(400, 1.0, 900);
    }

    #[test]
    fn a_server_that_asks_to_wait_is_obeyed_up_to_an_hour() {
        let backoff = Backoff::default();
        assert_eq!(backoff.wait(0, Some(SECOND * 120), 0.3), SECOND * 120);
        assert_eq!(backoff.wait(0, Some(SECOND * 86_400), 0.3), SECOND * 3600);
        assert_eq!(backoff.wait(8, Some(SECOND), 1.0), SECOND * 900);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = Instant::parse("2026-06-14T06:00:00Z").expect("instant");
        let check = |text, expect: Option<u64>| {
            assert_eq!(
                retry_after(text, now).map(|wait| wait.as_secs()),
                expect,
                "{text}"
            );
        };
        check("120", Some(120));
        check(" 0 ", Some(0));
        check("Sun, 14 Jun 2026 06:02:00 GMT", Some(120));
        check("Sun, 14 Jun 2026 05:00:00 GMT", Some(0));
        check("soon", None);
        check("-5", None);
    }

    #[test]
    fn a_dead_feed_is_asked_at_most_110_times_a_day() {
        for (every, chance) in [(1, 0.0), (60, 0.0), (60, 1.0), (900, 0.0), (900, 0.7)] {
            let mut polling = Polling::new(SECOND * every, Backoff::default());
            let (mut at, mut asked) = (Duration::ZERO, 0);
            while at < SECOND * 86_400 {
                asked += 1;
                at += polling.next(Outcome::Failed(None), chance);
            }
            assert!(asked <= 110, "every {every} s, chance {chance}: {asked}");
        }
    }

    #[test]
    fn one_answer_makes_a_feed_regular_again() {
        let mut polling = Polling::new(SECOND * 900, Backoff::default());
        for _ in 0..9 {
            polling.next(Outcome::Failed(None), 0.5);
        }
        assert_eq!(polling.next(Outcome::Answered, 0.5), SECOND * 900);
        assert_eq!(polling.next(Outcome::Failed(None), 1.0), SECOND * 900);
        assert_eq!(
            polling.next(Outcome::Failed(Some(SECOND * 2000)), 0.0),
            SECOND * 2000
        );
    }
}
