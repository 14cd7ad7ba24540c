//! What is said of periods: once for each clause, naming the first of them.

use super::run::Run;
use crate::domain::Finding;

/// So many periods are named.
const NAMED: usize = 6;

/// A remark on some periods of a clause.
#[derive(Debug)]
pub(super) struct Remark {
    clause: String,
    /// What comes before and after the periods in the sentence.
    sentence: (&'static str, &'static str),
    finding: Finding,
    periods: Vec<String>,
}

impl Run<'_> {
    /// Says something of a period; what is said of several periods of a clause becomes one finding. The message
    /// of `finding` is made of the sentence around the periods.
    pub(super) fn say_of(
        &self,
        clause: &str,
        sentence: (&'static str, &'static str),
        period: String,
        finding: impl FnOnce() -> Finding,
    ) {
        let mut remarks = self.remarks.borrow_mut();
        let known = remarks
            .iter_mut()
            .find(|remark| remark.sentence == sentence && remark.clause == clause);
        match known {
            Some(remark) if remark.periods.contains(&period) => {}
            Some(remark) => remark.periods.push(period),
            None => remarks.push(Remark {
                clause: clause.to_owned(),
                sentence,
                finding: finding(),
                periods: vec![period],
            }),
        }
    }

    /// Turns what was said of periods into findings.
    pub(super) fn say_remarks(&self) {
        for remark in self.remarks.take() {
            let (before, after) = remark.sentence;
            let mut finding = remark.finding;
            finding.message = format!("{before} {}{after}", listed(&remark.periods));
            self.say(finding, &remark.clause);
        }
    }
}

/// The first few, and how many more.
pub(super) fn listed(periods: &[String]) -> String {
    let mut words = periods[..periods.len().min(NAMED)].join(", ");
    if periods.len() > NAMED {
        words.push_str(&format!(" and {} more", periods.len() - NAMED));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_long_list_is_cut() {
        let periods: Vec<String> = (1..=8).map(|n| format!("week {n}")).collect();
        assert_eq!(
            listed(&periods),
            "week 1, week 2, week 3, week 4, week 5, week 6 and 2 more"
        );
        assert_eq!(listed(&periods[..1]), "week 1");
    }
}
