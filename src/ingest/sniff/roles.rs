//! What each column is, apart from the time.

use super::build::Builder;
use super::facts::unit_of;
use super::lexicon::{self, Role, fold, speaks};
use super::times::Times;
use crate::domain::Quantity;

/// What a column is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Is {
    Time,
    Station,
    StationName,
    Parameter,
    UnitText,
    Clock,
    Flag,
    /// Values of what the name says.
    Value(Quantity),
    /// Values, and nothing says of what.
    Something,
    /// Nothing to read.
    Apart(&'static str),
}

impl Is {
    /// As a person reads it.
    pub(super) fn role(&self) -> String {
        match self {
            Self::Time => "time".to_owned(),
            Self::Station => "station".to_owned(),
            Self::StationName => "name of the station".to_owned(),
            Self::Parameter => "what is measured".to_owned(),
            Self::UnitText => "unit".to_owned(),
            Self::Clock => "clock".to_owned(),
            Self::Flag => "flag".to_owned(),
            Self::Value(quantity) => quantity.word().to_owned(),
            Self::Something => "numbers".to_owned(),
            Self::Apart(why) => format!("not read: {why}"),
        }
    }
}

impl Builder<'_> {
    /// What every column is.
    pub(super) fn roles(&self, times: &Times) -> Vec<Is> {
        let n = self.scan.columns.len();
        let mut roles: Vec<Is> = (0..n)
            .map(|at| {
                if times.used.contains(&at) {
                    Is::Time
                } else {
                    self.role(at)
                }
            })
            .collect();
        // A column that a person named as the station holds nothing else.
        let said = self.answers.station().map(fold);
        if let Some(at) =
            (0..n).find(|&at| said.is_some() && Some(fold(&self.scan.names[at])) == said)
        {
            roles[at] = Is::Station;
        }
        self.leave_foreign(&mut roles);
        self.keep_one_station(&mut roles);
        self.keep_one(&mut roles, &Is::Parameter);
        self.keep_one(&mut roles, &Is::UnitText);
        // A code in few words left of the time, where nothing else names the station.
        if !roles.contains(&Is::Station)
            && !roles.contains(&Is::StationName)
            && self.facts.station.is_none()
            && let Some(at) = (0..times.column.min(n)).find(|&at| self.is_code(at, &roles))
        {
            roles[at] = Is::Station;
        }
        // A text that differs between rows of one stamp is the station where nothing else is.
        if !roles.contains(&Is::Station)
            && !roles.contains(&Is::Parameter)
            && repeats(&times.stamps)
            && let Some(at) = (0..n).find(|&at| self.tells_rows_apart(at, &roles, times))
        {
            roles[at] = Is::Station;
        }
        roles
    }

    /// A column in a unit that is none of ours is not read where another one holds the same quantity.
    fn leave_foreign(&self, roles: &mut [Is]) {
        let foreign: Vec<bool> = (0..roles.len())
            .map(|at| {
                matches!(roles[at], Is::Value(_))
                    && super::facts::foreign_unit(&self.heading(at)).is_some()
            })
            .collect();
        for quantity in Quantity::ALL {
            let is_one = |at: &usize| roles[*at] == Is::Value(quantity);
            if !(0..roles.len()).filter(is_one).any(|at| !foreign[at]) {
                continue;
            }
            let left: Vec<usize> = (0..roles.len())
                .filter(is_one)
                .filter(|at| foreign[*at])
                .collect();
            for at in left {
                roles[at] = Is::Apart("its unit is none of stage, discharge, rain or storage");
            }
        }
    }

    fn role(&self, at: usize) -> Is {
        let column = &self.scan.columns[at];
        let name = self.heading(at);
        if column.filled == 0 {
            return if speaks(&name, Role::Flag) {
                Is::Flag
            } else {
                self.of_empty(&name)
            };
        }
        let numeric = column.is_numeric();
        let quantities = lexicon::quantities(&name);
        if speaks(&name, Role::Flag) && !(numeric && quantities.len() == 1 && unit_found(&name)) {
            return Is::Flag;
        }
        // A bare letter over small whole numbers beside a column of values is a code of quality.
        let small = numeric
            && column.numbers.whole == column.numbers.count
            && column.numbers.most <= 9.0
            && column.all.texts.len() <= 10;
        if small
            && name.chars().count() == 1
            && (0..self.scan.names.len())
                .any(|other| other != at && speaks(&self.heading(other), Role::Value))
        {
            return Is::Flag;
        }
        if fold(&name).trim() == "code" && !self.is_station(at, &name) {
            return Is::Flag;
        }
        if speaks(&name, Role::Offset) && !numeric {
            return Is::Clock;
        }
        if self.is_station(at, &name) {
            return Is::Station;
        }
        if !numeric {
            return self.of_words(at, &name);
        }
        if speaks(&name, Role::Parameter)
            && !speaks(&name, Role::Value)
            && column.all.texts.len() <= 30
            && !column.all.is_full
        {
            return Is::Parameter;
        }
        match quantities[..] {
            [quantity] if !speaks(&name, Role::Place) || unit_found(&name) => Is::Value(quantity),
            _ if lexicon::is_other(&name) => Is::Apart("something else is measured"),
            _ if holds_stamps(column) => Is::Apart("a further time"),
            _ if speaks(&name, Role::Place) => Is::Apart("a place"),
            _ if speaks(&name, Role::Index) || self.is_index(at, &name) => {
                Is::Apart("a number of the row")
            }
            _ if column.all.texts.len() == 1
                && self.scan.count > 2
                && column.numbers.whole > 0
                && text_len(column) >= 3
                && !speaks(&name, Role::Value) =>
            {
                Is::Apart("the same number in every row")
            }
            _ if speaks(&name, Role::Number) && !speaks(&name, Role::Value) => {
                Is::Apart("a number that names something")
            }
            _ => Is::Something,
        }
    }

    fn of_empty(&self, name: &str) -> Is {
        match lexicon::quantities(name)[..] {
            [quantity] => Is::Value(quantity),
            _ => Is::Apart("empty"),
        }
    }

    /// A column of words.
    fn of_words(&self, at: usize, name: &str) -> Is {
        let column = &self.scan.columns[at];
        let texts = || {
            column
                .all
                .texts
                .keys()
                .map(|text| String::from_utf8_lossy(text))
        };
        let few = !column.all.is_full && column.all.texts.len() <= 30;
        if few
            && (speaks(name, Role::Unit) || name.is_empty())
            && texts().all(|text| !unit_of(&text).is_empty())
        {
            return Is::UnitText;
        }
        if speaks(name, Role::Unit) && few {
            return Is::UnitText;
        }
        let measured = few
            && texts()
                .filter(|text| lexicon::quantities(text).len() == 1)
                .count()
                * 2
                >= column.all.texts.len();
        if few
            && (speaks(name, Role::Parameter) || measured)
            && texts().any(|text| lexicon::quantities(&text).len() == 1)
        {
            return Is::Parameter;
        }
        if holds_stamps(column) {
            return Is::Apart("a further time");
        }
        if speaks(name, Role::StationName) || (speaks(name, Role::Station)) {
            return Is::StationName;
        }
        // A column that says "no value" everywhere may still be one of values.
        if let [quantity] = lexicon::quantities(name)[..]
            && texts().all(|text| lexicon::is_missing_word(&text))
        {
            return Is::Value(quantity);
        }
        if few && at > 0 && !speaks(name, Role::Place) {
            return Is::Flag;
        }
        Is::Apart("words")
    }

    pub(super) fn is_station(&self, at: usize, name: &str) -> bool {
        let column = &self.scan.columns[at];
        let folded = fold(name);
        let repeated =
            !column.all.is_full && (column.all.texts.len() as u64) * 2 <= self.scan.count;
        let one = column.all.texts.len() == 1;
        if holds_stamps(column) && !column.is_numeric() {
            return false;
        }
        let whole = column.numbers.whole == column.numbers.count;
        // A gauge and its level share a name in some languages; words in the cells name the gauge.
        let named = || {
            column.all.texts.keys().all(|text| {
                let text = String::from_utf8_lossy(text);
                !lexicon::is_missing_word(&text) && lexicon::quantities(&text).is_empty()
            })
        };
        if !column.is_numeric()
            && (repeated || one)
            && !lexicon::quantities(name).is_empty()
            && name.chars().count() > 1
            && !unit_found(name)
            && named()
        {
            return true;
        }
        // A code of the station in a column of few numbers, by the end of its name.
        let coded = ["cd", "code", "id"]
            .iter()
            .any(|tail| folded.ends_with(tail));
        if coded
            && whole
            && (repeated || one)
            && text_len(column) >= 4
            && column.is_numeric()
            && !speaks(name, Role::Flag)
            && !speaks(name, Role::Parameter)
        {
            return true;
        }
        // Without names, the same number in every row names the station.
        let text = column.all.texts.keys().next().map_or(0, Vec::len);
        if self.scan.header.is_none() && at == 0 && one && whole && text >= 3 && self.scan.count > 2
        {
            return true;
        }
        if speaks(name, Role::Station)
            && !speaks(name, Role::Place)
            && !unit_found(name)
            && (whole || !column.is_numeric())
        {
            return repeated || one || column.all.is_full;
        }
        let numbered = speaks(name, Role::Number)
            && !speaks(name, Role::Value)
            && !speaks(name, Role::Parameter)
            && !speaks(name, Role::Flag)
            && !speaks(name, Role::Unit)
            && lexicon::quantities(name).is_empty();
        let is_id = [
            "id", "_id", "_no", "_nr", "_code", "nummer", "number", "numero",
        ]
        .iter()
        .any(|tail| folded.ends_with(tail));
        if numbered && is_id && whole && (repeated || one) {
            return true;
        }
        // Behind a value, a code speaks of the value.
        if folded == "code"
            && (0..at).any(|at| {
                lexicon::quantities(&self.heading(at)).len() == 1
                    || speaks(&self.heading(at), Role::Value)
            })
        {
            return false;
        }
        let bare = matches!(
            folded.trim_matches(|c: char| !c.is_alphanumeric()),
            "id" | "code" | "nr" | "no" | "kod" | "numero" | "codigo" | "number" | "key"
        );
        bare && (repeated || one) && whole
    }

    /// A column that counts its rows.
    fn is_index(&self, at: usize, name: &str) -> bool {
        let numbers = &self.scan.columns[at].numbers;
        name.is_empty() && at == 0 && numbers.count > 2 && numbers.by_one + 1 >= numbers.count
    }

    /// A column of codes beside the only one that names the station, as in `Post;Code`.
    fn code_beside(&self, station: usize) -> Option<usize> {
        let is_code = |at: usize| {
            speaks(&self.heading(at), Role::Number) || fold(&self.heading(at)).contains("id")
        };
        let few = |at: usize| {
            let all = &self.scan.columns[at].all;
            !all.is_full && (all.texts.len() as u64) * 2 <= self.scan.count
        };
        if is_code(station) || self.scan.columns[station].is_numeric() {
            return None;
        }
        let beside = [station.checked_sub(1), Some(station + 1)];
        beside
            .into_iter()
            .flatten()
            .find(|at| *at < self.scan.columns.len() && is_code(*at) && few(*at))
    }

    /// Of several columns that name the station the one with numbers or codes stays, the other is its name.
    fn keep_one_station(&self, roles: &mut [Is]) {
        let all: Vec<usize> = (0..roles.len())
            .filter(|at| roles[*at] == Is::Station)
            .collect();
        if let [only] = all[..]
            && let Some(code) = self.code_beside(only)
        {
            roles[only] = Is::StationName;
            roles[code] = Is::Station;
        }
        if all.len() < 2 {
            return;
        }
        let numbered = |at: &&usize| {
            speaks(&self.heading(**at), Role::Number) || fold(&self.heading(**at)).contains("id")
        };
        let named = |at: &&usize| speaks(&self.heading(**at), Role::StationName);
        let best = all
            .iter()
            .find(numbered)
            .or_else(|| all.iter().find(|at| !named(at)))
            .or(all.first())
            .copied();
        for at in all {
            if Some(at) != best {
                roles[at] = if self.scan.columns[at].is_numeric() {
                    Is::Apart("a further number of the station")
                } else {
                    Is::StationName
                };
            }
        }
    }

    fn keep_one(&self, roles: &mut [Is], of: &Is) {
        let mut first = true;
        for role in roles.iter_mut().filter(|role| *role == of) {
            if !first {
                *role = Is::Flag;
            }
            first = false;
        }
    }

    /// Whether a column of words holds few codes with digits in them.
    fn is_code(&self, at: usize, roles: &[Is]) -> bool {
        let column = &self.scan.columns[at];
        let free = matches!(roles[at], Is::Flag | Is::Apart("words"));
        let few = !column.all.is_full && (column.all.texts.len() as u64) * 2 <= self.scan.count;
        let coded = |text: &Vec<u8>| text.len() <= 20 && text.iter().any(u8::is_ascii_digit);
        free && few && column.empty == 0 && column.all.texts.keys().all(coded)
    }

    /// Whether stamp and this column together never come twice in the first rows.
    fn tells_rows_apart(&self, at: usize, roles: &[Is], times: &Times) -> bool {
        let free = matches!(
            roles[at],
            Is::Flag
                | Is::Apart("words" | "a number that names something")
                | Is::Something
                | Is::StationName
        );
        if !free
            || self.scan.columns[at].all.texts.len() < 2
            || self.scan.columns[at].numbers.whole != self.scan.columns[at].numbers.count
        {
            return false;
        }
        let mut seen = std::collections::BTreeSet::new();
        self.scan
            .rows
            .iter()
            .zip(&times.stamps)
            .all(|(row, stamp)| seen.insert((*stamp, row.cells[at].as_str())))
    }
}

/// Length of the first text of a column.
fn text_len(column: &super::cells::Column) -> usize {
    column.all.texts.keys().next().map_or(0, Vec::len)
}

fn unit_found(name: &str) -> bool {
    super::facts::unit_in(name).is_some()
}

fn holds_stamps(column: &super::cells::Column) -> bool {
    column.filled > 0
        && column.stamps() * 5 >= column.filled * 4
        && column.forms.iter().any(|form| !form.readings().is_empty())
}

/// Whether the same stamp stands in several rows.
fn repeats(stamps: &[Option<i64>]) -> bool {
    let mut known: Vec<i64> = stamps.iter().flatten().copied().collect();
    let n = known.len();
    known.sort_unstable();
    known.dedup();
    known.len() * 10 < n * 9
}
