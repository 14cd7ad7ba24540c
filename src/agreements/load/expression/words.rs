//! The words of functions, and what a person may have meant by others.

use super::syntax::{Expr, Node};
use crate::domain::agreement::amount::PairOp;

/// Every function, for the page and for slips of the pen.
pub(super) const FUNCTIONS: [&str; 36] = [
    "mean",
    "volume",
    "flow",
    "sum",
    "lowest",
    "highest",
    "first",
    "last",
    "change",
    "value",
    "full",
    "days_when",
    "ratio_to_normal",
    "normal",
    "declared",
    "met",
    "lesser",
    "greater",
    "min",
    "max",
    "if",
    "first_known",
    "round",
    "previous",
    "over",
    "total",
    "entitlement",
    "delivered",
    "balance",
    "carried_in",
    "carried_out",
    "ahead_of_pace",
    "forecast",
    "fact",
    "storage_change",
    "lag",
];

/// Words that other programs use, and what they are called here.
pub(super) const MEANT: [(&str, &str); 8] = [
    ("avg", "mean(x)"),
    ("average", "mean(x)"),
    (
        "minimum",
        "lowest(x) for the lowest day, lesser(a, b) for the lesser of two amounts",
    ),
    (
        "maximum",
        "highest(x) for the highest day, greater(a, b) for the greater of two amounts",
    ),
    ("count", "days_when(x < 12)"),
    (
        "shift",
        "previous(x), or lag(x, 2) among the values of a day",
    ),
    ("coalesce", "first_known(a, b)"),
    ("lookup", "the id of the table: table(x)"),
];

/// Functions that may stand in an amount of a day.
pub(super) const DAILY: [&str; 9] = [
    "lesser",
    "greater",
    "min",
    "max",
    "if",
    "first_known",
    "round",
    "storage_change",
    "lag",
];

/// The word before `=` in what looks like an option that nobody knows.
pub(super) fn option_of(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Pair {
            op: PairOp::Equal,
            left,
            ..
        } => match &left.node {
            Node::Name(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}
