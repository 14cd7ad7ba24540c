//! Tables, forecasts and stated numbers.

use std::rc::Rc;

use super::amount::convert;
use super::calendar::date;
use super::run::{Frame, Run};
use super::value::{Basis, Column};
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::calendar::MonthDay;
use crate::domain::agreement::clauses::{Axis, Between, Beyond, Cell, Edge, Table, TableKind};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::rules::exceeds;
use crate::domain::{Cause, Finding};

/// What a table says at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Read {
    Value(f64),
    Exempt,
    /// One of the amounts that it is read by is not known.
    Unknown,
    /// The table says nothing there.
    Beyond,
}

impl From<Cell> for Read {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Value(value) => Self::Value(value),
            Cell::Exempt => Self::Exempt,
        }
    }
}

impl<'r> Run<'r> {
    pub(super) fn of_table(&self, id: &str, at: &'r [Amount], frame: Frame<'_>) -> Column {
        let Some(table) = self.agreement.table(id) else {
            return Column::unknown(Measure::Number, frame.len());
        };
        let by: Vec<Rc<Column>> = at.iter().map(|amount| self.amount(amount, frame)).collect();
        let own = self.plan.unit(table.unit.measure);
        let mut column = Column::unknown(table.unit.measure, frame.len());
        for n in 0..frame.len() {
            let start = MonthDay::of(date(frame.days[n].0));
            let read = self.read(table, start, &by, n);
            let mut basis = Basis::STATED;
            for amount in &by {
                basis = basis.and(amount.basis[n]);
            }
            match read {
                Read::Value(value) => column.number[n] = convert(value, &table.unit, own),
                Read::Exempt => basis.is_exempt = true,
                Read::Unknown => {}
                Read::Beyond => self.say_beyond(table, &by, n, frame),
            }
            column.basis[n] = basis;
        }
        column
    }

    fn say_beyond(&self, table: &Table, by: &[Rc<Column>], n: usize, frame: Frame<'_>) {
        let label = frame
            .cut
            .and_then(|cut| cut.windows.get(frame.offset + n))
            .filter(|window| self.is_wanted(window))
            .map(|window| window.period.label.as_str());
        let (Some(label), Some(amount)) = (label, by.first().and_then(|amount| amount.get(n)))
        else {
            return;
        };
        let period = format!("{} in {label}", super::words::amount(amount));
        let sentence = ("there is no figure beyond the table:", "");
        self.say_of(&format!("table {}", table.id), sentence, period, || {
            Finding::warning(Cause::Incomplete, "")
                .hint("write beyond = \"hold\" or \"extend\" where the agreement means that")
        });
    }

    fn read(&self, table: &Table, start: MonthDay, by: &[Rc<Column>], n: usize) -> Read {
        let mut amounts = by.iter();
        let mut next = |unit: &AgreementUnit| {
            let column = amounts.next()?;
            let number = column.get(n)?;
            let own = self.plan.unit(column.measure);
            // A plain number is one in the unit that the table is read in.
            Some(if column.measure == Measure::Number {
                number
            } else {
                convert(number, own, unit)
            })
        };
        match &table.kind {
            TableKind::Periods(starts) => {
                let days: Vec<MonthDay> = starts.iter().map(|(day, _)| *day).collect();
                period(&days, start).map_or(Read::Beyond, |at| starts[at].1.into())
            }
            TableKind::Curve {
                x,
                x_unit,
                y,
                between,
                beyond,
            } => match next(x_unit) {
                None => Read::Unknown,
                Some(at) => match between {
                    Between::Step(edge) => y
                        .get(class(x, *edge, at))
                        .map_or(Read::Beyond, |cell| (*cell).into()),
                    Between::Linear => on_a_line(x, y, *beyond, at),
                },
            },
            TableKind::Classes {
                rows,
                columns,
                cells,
            } => {
                let mut place = |axis: &Axis| match axis {
                    Axis::Periods(starts) => period(starts, start).ok_or(Read::Beyond),
                    Axis::Classes { edges, unit, edge } => {
                        let amount = next(unit).ok_or(Read::Unknown)?;
                        Ok(class(edges, *edge, amount))
                    }
                };
                let row = match place(rows) {
                    Ok(row) => row,
                    Err(why) => return why,
                };
                let cells = cells.get(row).map_or(&[][..], Vec::as_slice);
                // Nothing is owed in the whole row, whatever the column.
                if !cells.is_empty() && cells.iter().all(|cell| *cell == Cell::Exempt) {
                    return Read::Exempt;
                }
                match place(columns) {
                    Ok(column) => cells
                        .get(column)
                        .map_or(Read::Beyond, |cell| (*cell).into()),
                    Err(why) => why,
                }
            }
        }
    }

    pub(super) fn of_forecast(
        &self,
        series: &str,
        (made, target): (MonthDay, MonthDay),
        frame: Frame<'_>,
    ) -> Column {
        let measure = super::series::measure_of(self.agreement, series);
        let own = self.plan.unit(measure);
        let mut column = Column::unknown(measure, frame.len());
        for (n, days) in frame.days.iter().enumerate() {
            let for_day = target.on_or_before(date(days.1));
            let made_day = made.on_or_before(for_day.pred_opt().unwrap_or(for_day));
            let found = self.facts.forecasts.iter().find(|fact| {
                fact.series == series
                    && fact.on == made_day
                    && fact.target == for_day
                    && fact
                        .agreement
                        .as_ref()
                        .is_none_or(|id| *id == self.agreement.id)
            });
            match found {
                Some(fact) => {
                    let unit = fact.unit.as_deref();
                    let unit = unit.and_then(|text| super::unit::parse_for(text, measure));
                    column.number[n] = convert(fact.value, unit.as_ref().unwrap_or(own), own);
                }
                None => column.basis[n].is_final = false,
            }
        }
        column
    }

    /// A number of the facts, stated for the period, else for every period.
    pub(super) fn of_fact(&self, name: &str, unit: &AgreementUnit, frame: Frame<'_>) -> Column {
        let here = &self.agreement.id;
        let stated: Vec<_> = self
            .facts
            .values
            .iter()
            .filter(|fact| fact.name == name && fact.agreement.as_ref().is_none_or(|id| id == here))
            .collect();
        let unit = stated
            .iter()
            .find_map(|fact| super::unit::parse(fact.unit.as_deref()?))
            .filter(|own| own.measure == unit.measure)
            .unwrap_or_else(|| unit.clone());
        let own = self.plan.unit(unit.measure);
        let mut column = Column::unknown(unit.measure, frame.len());
        for n in 0..frame.len() {
            let window = frame.cut.and_then(|cut| cut.windows.get(frame.offset + n));
            let label = window.map(|window| window.period.label.as_str());
            let found = stated
                .iter()
                .find(|fact| fact.period.is_some() && fact.period.as_deref() == label)
                .or_else(|| stated.iter().find(|fact| fact.period.is_none()));
            match found {
                Some(fact) => column.number[n] = convert(fact.value, &unit, own),
                None => column.basis[n].is_final = false,
            }
        }
        column
    }
}

/// Position of the last start that is not after a day of the year; before the first of them the last one of the
/// year before holds on.
fn period(starts: &[MonthDay], day: MonthDay) -> Option<usize> {
    let not_after = (0..starts.len()).filter(|at| starts[*at] <= day);
    not_after
        .max_by_key(|at| starts[*at])
        .or_else(|| (0..starts.len()).max_by_key(|at| starts[*at]))
}

/// Position of the class of an amount between ascending edges.
fn class(edges: &[f64], edge: Edge, amount: f64) -> usize {
    let is_beyond = |at: &f64| match edge {
        Edge::Below => exceeds(amount, *at),
        Edge::Above => !exceeds(*at, amount),
    };
    edges.iter().take_while(|at| is_beyond(at)).count()
}

fn on_a_line(x: &[f64], y: &[Cell], beyond: Beyond, at: f64) -> Read {
    let (Some(first), Some(last)) = (x.first(), x.last()) else {
        return Read::Beyond;
    };
    let end = x.len().min(y.len()) - 1;
    let below = exceeds(*first, at);
    let above = exceeds(at, *last);
    if below || above {
        match beyond {
            Beyond::Withhold => return Read::Beyond,
            Beyond::Hold => return y[if below { 0 } else { end }].into(),
            Beyond::Extend => {}
        }
    }
    if end == 0 {
        return y[0].into();
    }
    let piece = x.iter().take_while(|own| **own <= at).count();
    let piece = piece.clamp(1, end);
    match (y[piece - 1], y[piece]) {
        (Cell::Value(a), Cell::Value(b)) => {
            let part = (at - x[piece - 1]) / (x[piece] - x[piece - 1]);
            Read::Value(a + (b - a) * part)
        }
        (Cell::Exempt, other) | (other, Cell::Exempt) if at == x[piece - 1] => {
            if y[piece - 1] == Cell::Exempt {
                Read::Exempt
            } else {
                other.into()
            }
        }
        _ => Read::Exempt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_belongs_where_the_table_says() {
        let edges = [2650.0, 3150.0, 4000.0];
        assert_eq!(class(&edges, Edge::Below, 2650.0), 0);
        assert_eq!(class(&edges, Edge::Above, 2650.0), 1);
        assert_eq!(class(&edges, Edge::Below, 3875.0), 2);
        assert_eq!(class(&edges, Edge::Below, 9000.0), 3);
    }

    #[test]
    fn a_curve_is_read_on_its_lines_and_not_beyond_them_unless_it_says_so() {
        let x = [100.0, 150.0, 200.0];
        let y = [Cell::Value(0.0), Cell::Value(20.0), Cell::Value(45.0)];
        assert_eq!(
            on_a_line(&x, &y, Beyond::Withhold, 175.0),
            Read::Value(32.5)
        );
        assert_eq!(
            on_a_line(&x, &y, Beyond::Withhold, 200.0),
            Read::Value(45.0)
        );
        assert_eq!(on_a_line(&x, &y, Beyond::Withhold, 201.0), Read::Beyond);
        assert_eq!(on_a_line(&x, &y, Beyond::Hold, 90.0), Read::Value(0.0));
        assert_eq!(on_a_line(&x, &y, Beyond::Extend, 210.0), Read::Value(50.0));
        assert_eq!(on_a_line(&x, &y, Beyond::Extend, 90.0), Read::Value(-4.0));
    }

    #[test]
    fn before_the_first_start_of_a_year_the_last_one_holds_on() {
        let starts = [
            MonthDay { month: 10, day: 1 },
            MonthDay { month: 4, day: 1 },
        ];
        assert_eq!(period(&starts, MonthDay { month: 1, day: 1 }), Some(0));
        assert_eq!(period(&starts, MonthDay { month: 4, day: 1 }), Some(1));
        assert_eq!(period(&starts, MonthDay { month: 12, day: 1 }), Some(0));
    }
}
