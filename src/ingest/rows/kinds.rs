//! What the checked walk says of rows.

use crate::domain::{Cause, Severity};
use crate::ingest::complaints::Kind;
use crate::ingest::table::CORRECT;

const AGAIN_FROM_AGENCY: &str =
    "download the export again, or ask the agency whether it is complete";
const NOTHING_TO_DO: &str = "nothing needs to be done";

const fn shape(message: &'static str) -> Kind {
    Kind::error(Cause::BadShape, message, CORRECT)
}

const fn note(cause: Cause, message: &'static str) -> Kind {
    Kind::note(cause, message, NOTHING_TO_DO)
}

pub(super) const FEW: Kind = shape("the row has too few fields; nothing is filled in");
pub(super) const MANY: Kind = shape("the row has too many fields; nothing is dropped");
pub(super) const OPEN: Kind = shape("a quotation mark opens and is not closed on its line");
pub(super) const AFTER: Kind = shape("something follows the closing quotation mark");
pub(super) const STRAY: Kind =
    shape("a quotation mark stands inside a field that has none around it");
pub(super) const LONG: Kind = shape("the line is longer than a mebibyte");
pub(super) const LONG_FIELD: Kind = shape("the field is longer than 64 KiB");
pub(super) const WORDS: Kind = shape("the line holds words only and is no reading");
pub(super) const CONFLICT: Kind = Kind::error(
    Cause::BadShape,
    "the line is the conflict marker of a version control, so two versions of the file stand in it",
    "settle the conflict in the version control and import the file again",
);
pub(super) const TRUNCATED: Kind = Kind::error(
    Cause::BadShape,
    "the last line is cut, so it is not taken in",
    AGAIN_FROM_AGENCY,
);
pub(in crate::ingest) const BROKEN: Kind = Kind::error(
    Cause::BadEncoding,
    "the row holds bytes that its encoding does not allow",
    CORRECT,
);
/// Parted by another mark than the rows before.
pub(in crate::ingest) const OTHER_DELIMITER: Kind = Kind::error(
    Cause::BadShape,
    "the delimiter changes: the row is parted by another mark than the rows before",
    "ask the agency for one export, or import the two parts as files of their own",
);
pub(super) const NO_STATION: Kind = shape("the row names no station");
pub(super) const NO_OFFSET: Kind = Kind::error(
    Cause::BadTime,
    "the code of the clock is not known to the profile",
    "add the code to the profile, or ask the agency what it means",
);
pub(super) const NOTHING: Kind = note(Cause::BadShape, "the row holds nothing and is no reading");
pub(super) const TRAILING: Kind = note(
    Cause::BadShape,
    "an empty field too many ends this row and perhaps others; it is read as a trailing delimiter",
);
pub(super) const AGAIN: Kind = note(
    Cause::Duplicate,
    "the row of column names stands here again, as if two exports had been joined",
);
pub(super) const FOOTER: Kind = note(
    Cause::BadShape,
    "the line is a remark of the agency and no reading",
);
pub(super) const END_OF_FILE: Kind = note(
    Cause::BadShape,
    "the byte 0x1A, which ended files under DOS, stands here",
);
pub(super) const NUL_TAIL: Kind = Kind {
    cause: Cause::BadEncoding,
    severity: Severity::Warning,
    message: "the file ends in NUL bytes, as where a logger lost its power; what stands before them was read",
    hint: AGAIN_FROM_AGENCY,
};
pub(super) const LEAP: Kind = note(
    Cause::BadTime,
    "the stamp is a leap second; the second after it is taken in its place",
);
pub(super) const MIDNIGHT: Kind = note(
    Cause::BadTime,
    "the time 24:00 stands here and perhaps in other rows; it is the 00:00 of the next day",
);
pub(super) const MARK_OF_ORDER: Kind = note(
    Cause::BadEncoding,
    "a byte-order mark (U+FEFF) begins the row, as where two files were joined; it is left out",
);
pub(super) const MINUS: Kind = note(
    Cause::BadNumber,
    "the number is written with the minus sign U+2212 and read as a negative one",
);
pub(super) const UNKNOWN_FLAG: Kind = Kind::note(
    Cause::UnknownUnit,
    "the flag is none that the profile knows, so it changes nothing about the quality of its reading",
    "add it to [quality] of the profile",
);
