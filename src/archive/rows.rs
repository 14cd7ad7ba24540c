//! Rows of one key being gathered from several tables, each with flag texts and files of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{Quality, Review};
use crate::series::{Columns, FileOrigin};

/// How firmly a row stands against a newer one of its instant: one that stands less firmly does not displace it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Standing {
    /// Raw or provisional.
    Open,
    /// "No value", by the agency's final word.
    ApprovedGap,
    /// A value, by the agency's final word.
    Approved,
}

impl Standing {
    /// Of a row with this value and packed quality.
    pub(super) fn of(value: f64, quality: u8) -> Self {
        match Quality::unpack(quality).review {
            Review::Raw | Review::Provisional => Self::Open,
            Review::Approved if value.is_nan() => Self::ApprovedGap,
            Review::Approved => Self::Approved,
        }
    }
}

/// Flag texts and files that the columns of a table point to.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    pub(super) flags: &'a [Arc<str>],
    pub(super) files: &'a [FileOrigin],
}

/// Rows with the flag texts and files that they use, and no others.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    pub(super) flags: Vec<Arc<str>>,
    pub(super) files: Vec<FileOrigin>,
    pub(super) columns: Columns,
    flag_places: BTreeMap<Arc<str>, u16>,
    file_places: BTreeMap<(String, String), u32>,
}

impl Rows {
    /// None yet; flag 0 is the empty flag.
    pub(super) fn new() -> Self {
        let empty: Arc<str> = Arc::from("");
        Self {
            flags: vec![Arc::clone(&empty)],
            files: Vec::new(),
            columns: Columns::default(),
            flag_places: BTreeMap::from([(empty, 0)]),
            file_places: BTreeMap::new(),
        }
    }

    /// Adds the rows at `at` of a table.
    pub(super) fn add(&mut self, from: &Columns, tables: Tables<'_>, at: &[usize]) {
        let mut flags = vec![None; tables.flags.len()];
        let mut files = vec![None; tables.files.len()];
        let columns = &mut self.columns;
        columns.time.extend(at.iter().map(|&row| from.time[row]));
        columns.value.extend(at.iter().map(|&row| from.value[row]));
        columns
            .quality
            .extend(at.iter().map(|&row| from.quality[row]));
        columns.line.extend(at.iter().map(|&row| from.line[row]));
        columns
            .column
            .extend(at.iter().map(|&row| from.column[row]));
        columns
            .revision
            .extend(at.iter().map(|&row| from.revision[row]));
        for &row in at {
            let flag = usize::from(from.flag[row]);
            let place = match flags.get(flag) {
                Some(Some(place)) => *place,
                Some(None) => {
                    let place = self.flag_place(&tables.flags[flag]);
                    flags[flag] = Some(place);
                    place
                }
                None => 0,
            };
            self.columns.flag.push(place);
            let file = usize::try_from(from.file[row]).unwrap_or(usize::MAX);
            let place = match files.get(file) {
                Some(Some(place)) => *place,
                Some(None) => {
                    let place = self.file_place(&tables.files[file]);
                    files[file] = Some(place);
                    place
                }
                None => u32::MAX,
            };
            self.columns.file.push(place);
        }
    }

    fn flag_place(&mut self, flag: &Arc<str>) -> u16 {
        if let Some(&place) = self.flag_places.get(flag) {
            return place;
        }
        // A series with 65,536 flag texts has a column of remarks: the line in the raw file still has them.
        let Ok(place) = u16::try_from(self.flags.len()) else {
            return 0;
        };
        self.flags.push(Arc::clone(flag));
        self.flag_places.insert(Arc::clone(flag), place);
        place
    }

    fn file_place(&mut self, file: &FileOrigin) -> u32 {
        let name = (file.sha256.as_str().to_owned(), file.file.clone());
        if let Some(&place) = self.file_places.get(&name) {
            return place;
        }
        let place = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.files.push(file.clone());
        self.file_places.insert(name, place);
        place
    }

    /// Sorts by time and, at one time, by revision; rows of one revision stay in the order they were added.
    pub(super) fn sort(&mut self) {
        let columns = &self.columns;
        let place = |row: usize| (columns.time[row], columns.revision[row]);
        if (1..columns.len()).all(|row| place(row - 1) <= place(row)) {
            return;
        }
        let mut order: Vec<usize> = (0..columns.len()).collect();
        order.sort_by_key(|&row| place(row));
        self.columns = columns.reordered(&order);
    }

    /// How firmly a row stands.
    pub(super) fn standing(&self, row: usize) -> Standing {
        Standing::of(self.columns.value[row], self.columns.quality[row])
    }

    /// After [`Rows::sort`], the row of each time that counts: the newest of those that stand most firmly.
    pub(super) fn current(&self) -> Vec<usize> {
        let time = &self.columns.time;
        let mut current: Vec<usize> = Vec::with_capacity(time.len());
        for row in 0..time.len() {
            match current.last_mut() {
                Some(best) if time[*best] == time[row] => {
                    if self.standing(row) >= self.standing(*best) {
                        *best = row;
                    }
                }
                _ => current.push(row),
            }
        }
        current
    }

    /// After [`Rows::sort`], keeps the row of each time that counts.
    pub(super) fn keep_current(&mut self) {
        if !self.columns.time.is_sorted_by(|a, b| a < b) {
            self.columns = self.columns.reordered(&self.current());
        }
    }
}
