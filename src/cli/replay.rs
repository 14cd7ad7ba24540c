//! `thalweg replay BASIN DIR`: a past flood, played into the watched folder of a copy.

use std::thread;
use std::time::Duration;

use super::args::Replay as Args;
use super::outcome::{Outcome, print, say};
use crate::domain::{Instant, StationId};
use crate::engine::{Replay, ReplayPlan, Silence, Spike, basin_file};

/// How long the loop sleeps at most, so that it notices when its time has come.
const NAP: Duration = Duration::from_millis(50);

pub(super) fn run(args: &Args) -> Result<Outcome, Outcome> {
    if !args.speed.is_finite() || args.speed <= 0.0 {
        return Err(Outcome::Failed(
            format!("--speed {} is no speed", args.speed),
            Some("write how many times faster than a clock it runs, such as 600".to_owned()),
        ));
    }
    let plan = plan(args)?;
    let mut replay = Replay::prepare(&args.basin, &args.dir, plan.clone())?;
    let began = Instant::from_millis(Instant::now().millis() + millis(args.lead));
    let exercise = replay.begin(began, args.speed)?;
    print(&format!(
        "{}: {} to {}, {} times real time",
        args.dir.display(),
        plan.from,
        plan.to,
        args.speed
    ));
    say(&format!(
        "`thalweg open {}` shows it; it begins in {} s",
        args.dir.display(),
        args.lead
    ));
    while let Some(next) = replay.next_arrival() {
        let now = exercise.at(Instant::now());
        if next > now {
            thread::sleep(NAP);
            continue;
        }
        let files = replay.deliver(now)?;
        say(&format!("{now}: {} files", files.len()));
    }
    Ok(Outcome::Done)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "seconds before a start are few"
)]
fn millis(seconds: f64) -> i64 {
    (seconds.clamp(0.0, 86_400.0) * 1000.0) as i64
}

fn plan(args: &Args) -> Result<ReplayPlan, Outcome> {
    let own = basin_file::load(&args.basin)?.0.as_of;
    let to = match args.to.as_deref() {
        Some(text) => instant("--to", text)?,
        None => own.ok_or_else(|| missing("--to"))?,
    };
    let from = match args.from.as_deref() {
        Some(text) => instant("--from", text)?,
        None => to.plus_minutes(-4 * 24 * 60),
    };
    Ok(ReplayPlan {
        from,
        to,
        silences: args
            .silence
            .iter()
            .map(|text| silence(text))
            .collect::<Result<_, _>>()?,
        spikes: args
            .spike
            .iter()
            .map(|text| spike(text))
            .collect::<Result<_, _>>()?,
    })
}

fn missing(option: &str) -> Outcome {
    Outcome::Failed(
        format!("{option} is missing, and the basin states no instant of its own"),
        Some(format!("write {option} 2026-06-14T06:00:00Z")),
    )
}

fn instant(option: &str, text: &str) -> Result<Instant, Outcome> {
    Instant::parse(text).ok_or_else(|| {
        Outcome::Failed(
            format!("{option} {text:?} is no instant"),
            Some("write it like 2026-06-14T06:00:00Z".to_owned()),
        )
    })
}

/// `STATION@INSTANT`.
fn silence(text: &str) -> Result<Silence, Outcome> {
    let (station, at) = text.rsplit_once('@').unwrap_or((text, ""));
    Ok(Silence {
        station: StationId::new(station),
        at: instant("--silence", at)?,
    })
}

/// `STATION@INSTANT=VALUE`.
fn spike(text: &str) -> Result<Spike, Outcome> {
    let (place, value) = text.rsplit_once('=').unwrap_or((text, ""));
    let (station, at) = place.rsplit_once('@').unwrap_or((place, ""));
    let value: Option<f64> = value.parse().ok().filter(|value: &f64| value.is_finite());
    Ok(Spike {
        station: StationId::new(station),
        at: instant("--spike", at)?,
        value: value.ok_or_else(|| {
            Outcome::Failed(
                format!("--spike {text:?} has no value"),
                Some("write STATION@2026-06-13T12:00:00Z=4.6".to_owned()),
            )
        })?,
    })
}
