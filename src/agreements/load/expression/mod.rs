//! Expressions of an agreement: text → amount or test, with what each part measures.

mod functions;
mod lex;
mod measures;
mod reference;
mod resolve;
mod scope;
mod spans;
mod statistics;
mod syntax;
mod words;

pub(super) use measures::{Kind, word as measure_word};
pub(super) use resolve::{Context, Resolver, Typed};
pub(super) use scope::{RuleInfo, Scope, SourceInfo, TableInfo};
pub(super) use syntax::{Expr, Node, parse, parse_all};

/// What is wrong with an expression, and where: a byte of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) hint: String,
    /// Whether only the unit of another clause is not settled yet.
    pub(super) unsettled: bool,
}

impl Fault {
    pub(super) fn at(at: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            hint: hint.into(),
            unsettled: false,
        }
    }
}

/// The names that an expression mentions, with their places: ids as they are written.
pub(super) fn names(expr: &Expr) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    gather(expr, &mut found);
    found
}

fn gather(expr: &Expr, found: &mut Vec<(String, usize)>) {
    match &expr.node {
        Node::Name(name) => found.push((name.clone(), expr.at)),
        Node::Call { args, .. } => {
            for arg in args {
                gather(arg, found);
            }
        }
        Node::Not(of) | Node::Negative(of) => gather(of, found),
        Node::Pair { left, right, .. } => {
            gather(left, found);
            gather(right, found);
        }
        Node::Number(_) | Node::Quantity(..) | Node::Text(_) => {}
    }
}
