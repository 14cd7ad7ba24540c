//! Whether what was said of rows adds up to a structure that is not understood: then none of the file is taken in.

use crate::domain::{Cause, Finding};

use super::complaints::Kind;
use super::diagnose::{EPOCH_MS, EPOCH_S, GROUPED, OTHER_MARK};
use super::rows::{BROKEN, OTHER_DELIMITER};
use super::table::Table;

/// So many rejected cells or rows may be single faults; more than a fifth of a file is a structure that is not
/// understood. A row counts once: of days as columns, the one that a broken download cut has thirty-one cells.
const SINGLE_FAULTS: u64 = 20;
/// So many rows that are parted by another mark are another table and no slip.
const FEW_ROWS: u64 = 2;

/// Refuses a file whose structure is not understood, and says why.
pub(super) fn settle(table: &mut Table<'_>) {
    let receipt = table.receipt;
    let is_over = table.faults > SINGLE_FAULTS && receipt.rejected * 5 > receipt.read;
    let structure = structure(table, is_over);
    let is_structure = structure.is_some();
    if let Some(finding) = structure {
        table.complaints.say(finding);
    }
    if is_over {
        let message = format!(
            "{} of {} readings could not be understood, so none of the file is taken in",
            receipt.rejected, receipt.read
        );
        table
            .complaints
            .say(Finding::error(Cause::BadShape, message).hint(
            "the agency may have changed its layout: compare the first findings with the profile",
        ));
    }
    table.refused |= is_over || is_structure;
    if table.refused {
        let receipt = &mut table.receipt;
        receipt.rejected = receipt.read;
        (receipt.kept, receipt.duplicate, receipt.missing) = (0, 0, 0);
        table.series.clear();
    }
}

/// What the rejected rows have in common.
fn structure(table: &Table<'_>, is_over: bool) -> Option<Finding> {
    let said = |kind: Kind| table.complaints.count(kind);
    let both = |a: Kind, b: Kind| {
        let later = table.complaints.first(a)?.max(table.complaints.first(b)?);
        Some(later)
    };
    if let (Some(line), FEW_ROWS..) = (
        table.complaints.first(OTHER_DELIMITER),
        said(OTHER_DELIMITER),
    ) {
        return Some(
            Finding::error(
                Cause::BadShape,
                "the delimiter changes here, so none of the file is taken in",
            )
            .line(line)
            .hint(OTHER_DELIMITER.hint),
        );
    }
    if let Some(line) = both(EPOCH_S, EPOCH_MS) {
        return Some(
            Finding::error(
                Cause::BadTime,
                "the times change from seconds to milliseconds since 1970 or back, so none of the file is taken in",
            )
            .line(line)
            .hint("ask the agency for one export in one unit of time"),
        );
    }
    if let (Some(line), true) = (both(OTHER_MARK, GROUPED), is_over) {
        return Some(
            Finding::error(
                Cause::BadNumber,
                "the numbers are written in two ways, with a point and with a comma before the decimals",
            )
            .line(line)
            .hint("ask the agency for one export with one decimal mark"),
        );
    }
    if is_over && said(BROKEN) * 2 > table.receipt.rejected {
        return Some(
            Finding::error(
                Cause::BadEncoding,
                "the file is not UTF-8, and several other encodings would read it without a fault",
            )
            .hint("name the encoding in the profile, such as encodings = [\"windows-1250\"]"),
        );
    }
    None
}
