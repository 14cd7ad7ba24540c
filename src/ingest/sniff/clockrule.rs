//! The clock of the stamps, and what a stamp marks.

use crate::domain::{Cause, Finding, StampMark};
use crate::ingest::profile::ClockRule;

use super::build::Builder;
use super::clocks::{self, ClockSaid};
use super::lexicon::fold;
use super::roles::Is;
use super::times::Times;

impl Builder<'_> {
    /// The clock: in the stamps, in the words above them, or asked.
    pub(super) fn clock(&mut self, times: &Times, roles: &[Is]) {
        if times.has_offset {
            self.rules.clock = ClockRule::InStamp;
            self.say("clock", "every stamp states its offset", None);
            return;
        }
        let headings: Vec<(String, u32)> = times
            .used
            .iter()
            .map(|at| {
                (
                    self.heading(*at),
                    self.scan.header.as_ref().map_or(0, |line| line.number),
                )
            })
            .collect();
        let mut likely: Vec<&'static str> = Vec::new();
        let mut said = None;
        for (text, line) in &headings {
            match clocks::clock(text) {
                Some(ClockSaid::Sure(clock)) => said = said.or(Some((clock, text.clone(), *line))),
                Some(ClockSaid::Unsure(choices)) => likely.extend(choices),
                None => {}
            }
        }
        if said.is_none()
            && let Some(fact) = &self.facts.clock
        {
            match &fact.says {
                ClockSaid::Sure(clock) => {
                    said = Some((*clock, fact.text.clone(), fact.line));
                    self.contains.push(fact.text.clone());
                }
                ClockSaid::Unsure(choices) => likely.extend(choices),
            }
        }
        let column = roles.iter().position(|role| *role == Is::Clock);
        if said.is_none()
            && let Some(at) = column
            && self.clock_column(at, &mut likely)
        {
            return;
        }
        match (said, self.answers.clock()) {
            (Some((clock, text, line)), None) => {
                self.rules.clock = ClockRule::Stated(clock);
                self.say(
                    "clock",
                    &format!("\"{text}\" says so"),
                    Some(line).filter(|line| *line > 0),
                );
            }
            (_, Some(clock)) => {
                self.rules.clock = ClockRule::Assumed(clock);
                self.say(
                    "clock",
                    "a person said which clock the times were read from",
                    None,
                );
            }
            (None, None) => {
                let mut choices: Vec<String> =
                    likely.iter().map(|&choice| choice.to_owned()).collect();
                choices.extend(["UTC", "UTC+01:00", "Europe/Berlin"].map(str::to_owned));
                let mut seen = Vec::new();
                choices.retain(|choice| {
                    !seen.contains(choice) && {
                        seen.push(choice.clone());
                        true
                    }
                });
                let question = if likely.is_empty() {
                    "which clock were the times read from; nothing in the file says it (an offset such as UTC+01:00, or an IANA zone where summer time is kept)".to_owned()
                } else {
                    "which clock were the times read from; the words of the file can mean several"
                        .to_owned()
                };
                self.ask("clock", question, choices, true);
            }
        }
    }

    /// A column that names the clock of every row.
    fn clock_column(&mut self, at: usize, likely: &mut Vec<&'static str>) -> bool {
        let texts: Vec<String> = self.scan.columns[at]
            .all
            .texts
            .keys()
            .map(|text| String::from_utf8_lossy(text).into_owned())
            .collect();
        let american = texts
            .iter()
            .any(|text| matches!(text.as_str(), "CDT" | "EDT" | "MDT" | "PDT"));
        let mut map = std::collections::BTreeMap::new();
        for text in &texts {
            let own = match text.as_str() {
                "EST" if american => Some(-300),
                "CST" | "EDT" if american => Some(if text == "CST" { -360 } else { -240 }),
                "CDT" => Some(-300),
                "MST" if american => Some(-420),
                "MDT" => Some(-360),
                "PST" if american => Some(-480),
                "PDT" => Some(-420),
                _ => None,
            };
            let clock = own
                .map(crate::domain::Clock::Fixed)
                .or_else(|| clocks::typed(text));
            match (clock, clocks::clock(text)) {
                (Some(clock @ crate::domain::Clock::Fixed(_)), _) => {
                    map.insert(text.clone(), clock);
                }
                (_, Some(ClockSaid::Unsure(choices))) => likely.extend(choices),
                _ => {}
            }
        }
        if map.len() != texts.len() || map.is_empty() || self.scan.columns[at].empty > 0 {
            return false;
        }
        self.rules.clock = ClockRule::Column {
            column: self.column_ref(at),
            map,
        };
        self.say(
            "clock",
            &format!("column {} names the clock of each row", self.label(at)),
            None,
        );
        true
    }

    /// The mark of stamps, where the file says nothing and it would move an instant.
    pub(super) fn stamp_mark(&mut self, times: &Times) -> StampMark {
        if times.is_interval {
            return StampMark::Start;
        }
        if let Some(mark) = self.answers.stamp() {
            self.say("stamp", "a person said what a stamp marks", None);
            return mark;
        }
        let text = fold(&self.facts_text());
        let ends = [
            "end of interval",
            "end of the interval",
            "intervallende",
            "ende des intervalls",
            "period ending",
            "interval end",
            "hour ending",
            "fin de periode",
            "fin del intervalo",
        ];
        let starts = [
            "start of interval",
            "start of the interval",
            "beginning of",
            "intervallbeginn",
            "intervallanfang",
            "interval start",
            "hour beginning",
            "debut de periode",
            "inicio del intervalo",
        ];
        if ends.iter().any(|words| text.contains(words)) {
            self.say(
                "stamp",
                "the lines before the readings say that a stamp marks the end",
                None,
            );
            return StampMark::End;
        }
        if starts.iter().any(|words| text.contains(words)) {
            self.say(
                "stamp",
                "the lines before the readings say that a stamp marks the beginning",
                None,
            );
            return StampMark::Start;
        }
        self.ask(
            "stamp",
            "does a stamp mark the end or the start of its interval".to_owned(),
            ["end", "start", "middle"].map(str::to_owned).to_vec(),
            false,
        );
        self.find(
            Finding::warning(Cause::BadTime, "nothing says whether a stamp marks the start or the end of its interval; the end is assumed")
                .hint("ask the agency, and say it: --set stamp=start"),
        );
        StampMark::End
    }
}
