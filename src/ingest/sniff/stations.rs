//! Where the station stands.

use crate::domain::{Cause, Finding};
use crate::ingest::preamble::part_of;
use crate::ingest::profile::StationRule;

use super::build::{Builder, file_name};
use super::lexicon::{Role, fold, speaks};
use super::roles::Is;
use super::scan::TextLine;

impl Builder<'_> {
    /// Where the station stands; asked, and not waited for, where nothing names it.
    pub(super) fn station(&mut self, roles: &[Is]) {
        if self
            .rules
            .station
            .as_ref()
            .is_some_and(|rule| rule.per_column)
        {
            return;
        }
        let column = |of: Is| roles.iter().position(|role| *role == of);
        let mut rule = StationRule::default();
        let name_column = column(Is::StationName).map(|at| self.column_ref(at));
        if let Some(said) = self.answers.station() {
            self.said_station(&mut rule, said);
        } else if let Some(at) = column(Is::Station) {
            rule.column = Some(self.column_ref(at));
            rule.name_column = name_column.filter(|name| Some(name) != rule.column.as_ref());
            self.say(
                "station",
                &format!("column {} names the station", self.label(at)),
                None,
            );
        } else if let Some(at) = column(Is::StationName) {
            rule.column = Some(self.column_ref(at));
            self.say(
                "station",
                &format!("column {} names the station", self.label(at)),
                None,
            );
        } else if let Some(fact) = &self.facts.station {
            let found = part_of(fact.text.trim_matches(['"', ' ']), &fact.says);
            if fact.says.line.is_empty() || found.is_none() {
                // The value stands below its key, so the profile is of this station alone.
                rule.fixed = self.facts.station_text.clone();
                self.contains.push(fact.text.clone());
            } else {
                rule.in_line = Some(fact.says.clone());
            }
            let says = format!("\"{}\" names the station", fact.text);
            self.say("station", &says, Some(fact.line));
        } else if let Some((id, line)) = self.in_prose() {
            self.contains.push(line.text.trim().to_owned());
            self.say(
                "station",
                &format!("\"{}\" names the station", line.text.trim()),
                Some(line.number),
            );
            rule.fixed = Some(id);
        } else if let Some(id) = in_brackets(&self.facts_text()) {
            rule.fixed = Some(id);
            self.say("station", "the lines before the readings name it", None);
        } else {
            let guess = stem(self.name);
            let mut choices = vec![guess.clone()];
            choices.extend(number_of(&guess).filter(|number| *number != guess));
            for (at, role) in roles.iter().enumerate() {
                let texts = &self.scan.columns[at].all;
                let few = !texts.is_full && (texts.texts.len() as u64) * 2 <= self.scan.count;
                if few
                    && !texts.texts.is_empty()
                    && !matches!(role, Is::Value(_) | Is::Time)
                    && !self.scan.names[at].is_empty()
                {
                    choices.push(self.scan.names[at].clone());
                }
            }
            let question = "which station is this; nothing in the file names it (an id, or the name of a column)".to_owned();
            self.ask("station", question, choices, false);
            self.find(
                Finding::warning(Cause::UnknownStation, format!("nothing in the file names its station, so the name of the file stands for it: {guess}"))
                    .hint("say which station it is: --set station=…"),
            );
            rule.fixed = Some(guess);
        }
        self.rules.station = Some(rule);
    }

    /// A number behind a word for a station in the lines before the readings, and that line.
    fn in_prose(&self) -> Option<(String, TextLine)> {
        self.scan.before.iter().find_map(|line| {
            let words: Vec<&str> = line.text.split_whitespace().collect();
            let id = words.windows(2).find_map(|pair| {
                let id = pair[1].trim_matches([',', ';', '.', '(', ')', ':', '"']);
                let is_id = id.chars().filter(char::is_ascii_digit).count() >= 3
                    && id.chars().all(|c| c.is_alphanumeric() || "-_/".contains(c));
                (speaks(pair[0], Role::Station) && is_id).then(|| id.to_owned())
            })?;
            Some((id, line.clone()))
        })
    }

    /// What a person said: the name of a column, a key of the header, or an id.
    fn said_station(&mut self, rule: &mut StationRule, said: &str) {
        let wanted = fold(said);
        let column = (0..self.scan.columns.len())
            .find(|at| !self.scan.names[*at].is_empty() && fold(&self.scan.names[*at]) == wanted);
        let pair = self
            .facts
            .pairs
            .iter()
            .find(|pair| fold(&pair.key) == wanted);
        if let Some(at) = column {
            rule.column = Some(self.column_ref(at));
        } else if let Some(pair) = pair {
            if pair.place.line.is_empty() {
                rule.fixed = Some(pair.value.clone());
            } else {
                rule.in_line = Some(pair.place.clone());
            }
        } else {
            rule.fixed = Some(said.to_owned());
        }
        self.say("station", "a person said which station it is", None);
    }
}

/// The longest run of digits in a file name that is no date.
fn number_of(stem: &str) -> Option<String> {
    stem.split(|c: char| !c.is_ascii_digit())
        .filter(|run| {
            run.len() >= 4
                && !(run.len() == 8 && run.starts_with(['1', '2']))
                && !(run.len() == 4 && run.starts_with(['1', '2']))
        })
        .max_by_key(|run| run.len())
        .map(str::to_owned)
}

/// An id such as `@08461200` or `(station 6342800)` in a line of prose.
fn in_brackets(text: &str) -> Option<String> {
    let at = text.find('@')?;
    let id: String = text[at + 1..]
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_')
        .collect();
    (id.len() >= 3 && id.chars().any(|c| c.is_ascii_digit())).then_some(id)
}

/// The name of a file without folders and ending.
pub(super) fn stem(name: &str) -> String {
    let name = file_name(name);
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned()
}
