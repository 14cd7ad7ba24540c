//! How long a person waits for the first picture.

use std::time::{Duration, Instant};

/// Times of the first frame that shows the basin's data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FirstFrame {
    /// From the start of the process until it stood on the screen, ms. Where the system does not tell when the
    /// process started, from the moment the window was asked for.
    pub since_start_ms: f64,
    /// Work of that frame on the thread of the window: drawing, shaping, painting; without waiting for the
    /// screen, ms.
    pub frame_cpu_ms: f64,
}

/// Runs from the start of the process, or from `Clock::start` where that is not known.
#[derive(Clone, Copy, Debug)]
pub(super) struct StopWatch {
    asked: Instant,
    before: Duration,
}

impl StopWatch {
    pub(super) fn start() -> Self {
        Self {
            asked: Instant::now(),
            before: age_of_process().unwrap_or_default(),
        }
    }

    pub(super) fn stop(self, frame_cpu_seconds: f32) -> FirstFrame {
        FirstFrame {
            since_start_ms: (self.before + self.asked.elapsed()).as_secs_f64() * 1000.0,
            frame_cpu_ms: f64::from(frame_cpu_seconds) * 1000.0,
        }
    }
}

/// How long this process has run. Linux says so to a hundredth of a second: age of the system in `/proc/uptime`, start of the
/// process in `/proc/self/stat` in ticks of which every Linux counts a hundred to userland.
fn age_of_process() -> Option<Duration> {
    const TICK_MS: u64 = 10;
    let own = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold blanks; the start is field 22, the 20th after it.
    let ticks: u64 = own
        .rsplit_once(')')?
        .1
        .split_whitespace()
        .nth(19)?
        .parse()
        .ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let up: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Duration::from_secs_f64(up).checked_sub(Duration::from_millis(ticks * TICK_MS))
}
