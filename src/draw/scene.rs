//! What every panel gets to see while one frame is drawn.

use super::command::Command;
use super::state::{Order, ViewState};
use crate::present::{DashboardView, Words};

/// The view, the words, how it is looked at, and what the person asks for.
pub(super) struct Scene<'a> {
    pub(super) view: &'a DashboardView,
    pub(super) words: &'a Words,
    pub(super) state: &'a mut ViewState,
    pub(super) commands: &'a mut Vec<Command>,
    /// Unix seconds that every plot over time shows in this frame.
    pub(super) range: (f64, f64),
    /// Unix seconds under the pointer so far in this frame; the next frame shows them everywhere.
    pub(super) next_cursor: Option<f64>,
}

impl Scene<'_> {
    /// Asks for something.
    pub(super) fn send(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Name of a party, empty when there is none of that index.
    pub(super) fn party_name(&self, index: usize) -> &str {
        self.view
            .header
            .parties
            .get(index)
            .map_or("", |(_, name)| name.as_str())
    }

    /// Where a party stands among the others, as the person wants them ordered.
    pub(super) fn rank(&self, party: usize) -> usize {
        let parties = &self.view.header.parties;
        match self.state.order {
            Order::SourceFirst => party,
            Order::MouthFirst => parties.len().saturating_sub(party + 1),
            Order::ByName => {
                let own = self.party_name(party);
                parties
                    .iter()
                    .filter(|(_, name)| name.as_str() < own)
                    .count()
            }
        }
    }

    /// Where the read-outs of all plots are taken: under the pointer, else at the as-of instant.
    pub(super) fn read_out_time(&self) -> f64 {
        self.state.cursor.unwrap_or(self.view.now)
    }
}
