//! How wide each column of the ledger is, and whether the second unit and the clause fit beside it.

use egui::Ui;

use super::look::Units;
use super::scene::Scene;
use super::status_sign;
use super::text;
use super::theme::Role;
use crate::present::LedgerColumn;

/// Between two columns, and between the two figures of one, px.
const PAD: f32 = 16.0;
const BETWEEN: f32 = 8.0;

/// Left of the first column: the party's chip, px.
const FIRST: f32 = 10.0;

/// Least and most that a column of words may take, px.
const NARROWEST: f32 = 90.0;
const WIDEST_STATUS: f32 = 250.0;
const WIDEST_READING: f32 = 170.0;

/// Least and most that the clause beside the table may take, px.
const CLAUSE: (f32, f32) = (260.0, 480.0);

/// One column as it is drawn.
pub(super) struct Cell {
    pub(super) column: LedgerColumn,
    /// One line per language.
    pub(super) heading: String,
    pub(super) unit: String,
    pub(super) second_unit: String,
    pub(super) left: f32,
    /// Width of words, or of the figure in the agreement's unit.
    pub(super) own: f32,
    /// Width of the figure in the second unit; 0 where it is not shown.
    pub(super) second: f32,
}

impl Cell {
    pub(super) fn width(&self) -> f32 {
        if self.second > 0.0 {
            self.own + BETWEEN + self.second
        } else {
            self.own
        }
    }

    pub(super) fn is_figure(&self) -> bool {
        self.column.figure().is_some()
    }
}

/// The columns side by side.
pub(super) struct Grid {
    pub(super) cells: Vec<Cell>,
    /// Lines of the headings: one per language.
    pub(super) heading_lines: usize,
}

impl Grid {
    /// Width of all columns.
    pub(super) fn width(&self) -> f32 {
        self.cells
            .last()
            .map_or(0.0, |cell| cell.left + cell.width())
    }

    fn place(&mut self) {
        self.place_apart(PAD);
    }

    fn place_apart(&mut self, between: f32) {
        let mut left = FIRST;
        for cell in &mut self.cells {
            cell.left = left;
            left += cell.width() + between;
        }
    }

    /// Lets the columns share the room that is left, as far as an eye can still follow a row.
    fn spread(&mut self, room: f32) {
        #[expect(clippy::cast_precision_loss, reason = "a dozen columns")]
        let gaps = self.cells.len().saturating_sub(1).max(1) as f32;
        let spare = (room - self.width()).max(0.0) / gaps;
        self.place_apart(PAD + spare.min(PAD * 1.5));
    }

    fn narrow(&mut self, column: LedgerColumn, least: f32, room: f32) {
        let excess = self.width() - room;
        if excess > 0.0
            && let Some(cell) = self.cells.iter_mut().find(|cell| cell.column == column)
        {
            cell.own = (cell.own - excess).max(least.min(cell.own));
            self.place();
        }
    }
}

/// The columns for so much room, and the width of the clause beside them where it fits. What does not fit gives way
/// in this order: words of the rule, the reading and the status, then the clause, then the second unit.
pub(super) fn grid(ui: &Ui, scene: &Scene<'_>, room: f32) -> (Grid, Option<f32>) {
    let wants_both = scene.state.allocation.units == Units::Both;
    let tries = if wants_both {
        &[
            (Units::Both, true),
            (Units::Both, false),
            (Units::Own, true),
            (Units::Own, false),
        ][..]
    } else {
        &[(Units::Own, true), (Units::Own, false)][..]
    };
    for (units, has_clause) in tries {
        let mut grid = measured(ui, scene, *units);
        let spare = if *has_clause { room - CLAUSE.0 } else { room };
        // How final a figure is says more than the end of a long title.
        grid.narrow(LedgerColumn::Rule, 2.0 * NARROWEST, spare);
        grid.narrow(LedgerColumn::Reading, NARROWEST, spare);
        grid.narrow(LedgerColumn::Agreement, NARROWEST, spare);
        grid.narrow(LedgerColumn::Status, NARROWEST, spare);
        grid.narrow(LedgerColumn::Rule, NARROWEST, spare);
        if grid.width() <= spare + 0.5 {
            let clause = (room - grid.width()).min(CLAUSE.1);
            grid.spread(if *has_clause { room - clause } else { room });
            return (grid, has_clause.then_some(clause));
        }
    }
    let mut grid = measured(ui, scene, Units::Own);
    grid.narrow(LedgerColumn::Status, NARROWEST, room);
    grid.narrow(LedgerColumn::Rule, NARROWEST, room);
    (grid, None)
}

fn measured(ui: &Ui, scene: &Scene<'_>, units: Units) -> Grid {
    let table = &scene.view.allocation.ledger;
    let second = match units {
        Units::Both => text::width(ui, &table.widest_second, Role::Small),
        Units::Own => 0.0,
    };
    let mut cells: Vec<Cell> = table
        .columns
        .iter()
        .zip(&table.widest)
        .map(|(column, widest)| cell(ui, scene, (*column, widest), second))
        .collect();
    let heading_lines = cells
        .iter()
        .map(|cell| cell.heading.lines().count())
        .max()
        .unwrap_or(1);
    for cell in &mut cells {
        match cell.column {
            LedgerColumn::Status => cell.own = cell.own.min(WIDEST_STATUS),
            LedgerColumn::Reading => cell.own = cell.own.min(WIDEST_READING),
            _ => {}
        }
    }
    let mut grid = Grid {
        cells,
        heading_lines,
    };
    grid.place();
    grid
}

fn cell(ui: &Ui, scene: &Scene<'_>, (column, widest): (LedgerColumn, &str), second: f32) -> Cell {
    let table = &scene.view.allocation.ledger;
    // Each language on a line of its own: a column is as wide as its figures, not as its names.
    let heading = scene.words.get(column.word_key()).replace(" · ", "\n");
    let head = heading
        .lines()
        .map(|line| text::width(ui, line, Role::Heading))
        .fold(0.0, f32::max)
        + 14.0;
    let is_figure = column.figure().is_some();
    let role = if column == LedgerColumn::Balance {
        Role::Strong
    } else {
        Role::Body
    };
    let unit = table.unit.clone().unwrap_or_default();
    let second_unit = table.second_unit.clone().unwrap_or_default();
    let mut own = text::width(ui, widest, role);
    let mut second = if is_figure { second } else { 0.0 };
    if column == LedgerColumn::Status {
        own += status_sign::WIDTH + 6.0;
    }
    if is_figure {
        own = own.max(text::width(ui, &unit, Role::Small));
        if second > 0.0 {
            second = second.max(text::width(ui, &second_unit, Role::Small));
        }
    }
    let total = own + if second > 0.0 { BETWEEN + second } else { 0.0 };
    own += (head - total).max(0.0);
    Cell {
        column,
        heading,
        unit,
        second_unit,
        left: 0.0,
        own,
        second,
    }
}
