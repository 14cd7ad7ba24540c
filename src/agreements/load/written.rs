//! Expressions as they stand in the file: read, resolved, and every fault brought back to its character.

use std::ops::Range;

use super::expression::{Context, Expr, Fault, Node, Resolver, Scope, Typed, parse_all};
use super::fields::{Fields, Place, Source, finite};
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::measure::Measure;

/// An expression with its place in the file.
pub(super) struct Written<'s, 'a> {
    source: &'s Source<'a>,
    entry: String,
    span: Range<usize>,
    /// The expression as a person reads it.
    pub(super) text: String,
    /// Its tree.
    pub(super) expr: Expr,
    /// Whether a part of it could not be read: what it measures is not told then.
    broken: bool,
}

impl<'s, 'a> Written<'s, 'a> {
    /// Reads the number or text of a key; `None` with a fault where it is neither, or no expression.
    pub(super) fn of(fields: &Fields<'s, 'a>, key: &'static str) -> Option<Self> {
        let value = fields.get(key)?;
        Self::value(fields, key, value)
    }

    /// The same for a key that must be there.
    pub(super) fn required(
        fields: &Fields<'s, 'a>,
        key: &'static str,
        example: &str,
    ) -> Option<Self> {
        if !fields.has(key) {
            fields.get(key);
            fields.fault(
                key,
                format!("{key} is missing"),
                &format!("add {key} = {example}"),
            );
        }
        Self::of(fields, key)
    }

    /// The same for a value below a key.
    pub(super) fn value(fields: &Fields<'s, 'a>, key: &str, value: Place<'s, 'a>) -> Option<Self> {
        let source = fields.source();
        let entry = match (fields.entry().is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (false, true) => fields.entry().to_owned(),
            (false, false) => format!("{}, {key}", fields.entry()),
        };
        if let Some(number) = finite(value.get_ref()) {
            return Some(Self {
                source,
                entry,
                span: value.span(),
                text: source.slice(value.span()).to_owned(),
                expr: Expr {
                    node: Node::Number(number),
                    at: 0,
                    end: 0,
                },
                broken: false,
            });
        }
        let Some(text) = value.get_ref().as_str() else {
            let found = if value.get_ref().is_float() {
                source.slice(value.span())
            } else {
                value.get_ref().type_str()
            };
            source.fault(
                value.span().start,
                &entry,
                format!("an amount is a finite number or a text with an expression, not {found}"),
                "write 2700, or \"0.5 * natural\"",
            );
            return None;
        };
        let mut written = Self {
            source,
            entry,
            span: value.span(),
            text: text.to_owned(),
            expr: Expr {
                node: Node::Number(0.0),
                at: 0,
                end: 0,
            },
            broken: false,
        };
        match parse_all(text) {
            Ok((expr, faults)) => {
                written.expr = expr;
                written.broken = !faults.is_empty();
                for fault in &faults {
                    written.fault(fault);
                }
                Some(written)
            }
            Err(fault) => {
                written.fault(&fault);
                None
            }
        }
    }

    /// Names a fault at its character.
    pub(super) fn fault(&self, fault: &Fault) {
        let raw = self.source.slice(self.span.clone());
        let at = self.span.start + raw_offset(raw, fault.at);
        self.source
            .fault_within(at, &self.entry, &fault.message, &fault.hint);
    }

    /// The amount, which must measure `want`.
    pub(super) fn amount(&self, scope: &Scope, context: Context, want: Measure) -> Option<Amount> {
        let resolver = Resolver::new(scope, context);
        let amount = if self.broken {
            // Only names can be judged where the unit of a number is not known.
            resolver.resolve(&self.expr, Some(want)).and(None)
        } else {
            resolver.whole(&self.expr, want)
        };
        self.report(resolver);
        amount
    }

    /// The amount, whatever it measures.
    pub(super) fn typed(
        &self,
        scope: &Scope,
        context: Context,
        want: Option<Measure>,
    ) -> Option<Typed> {
        let resolver = Resolver::new(scope, context);
        let typed = resolver.resolve(&self.expr, want);
        self.report(resolver);
        typed.filter(|_| !self.broken)
    }

    /// The left side of a comparison.
    pub(super) fn left(&self) -> Option<&Expr> {
        use crate::domain::agreement::amount::PairOp;
        match &self.expr.node {
            Node::Pair { op, left, .. } => {
                let joins = matches!(
                    op,
                    PairOp::And
                        | PairOp::Or
                        | PairOp::Plus
                        | PairOp::Minus
                        | PairOp::Times
                        | PairOp::Over
                );
                (!joins).then_some(left)
            }
            _ => None,
        }
    }

    /// A part of the expression by itself.
    pub(super) fn part(&self, scope: &Scope, context: Context, part: &Expr) -> Option<Typed> {
        Resolver::new(scope, context).resolve(part, None)
    }

    fn report(&self, resolver: Resolver<'_>) {
        for fault in resolver.faults() {
            self.fault(&fault);
        }
    }
}

/// Where a byte of a TOML text stands in the text as the file has it, quotes and escapes among it.
fn raw_offset(raw: &str, decoded: usize) -> usize {
    let long = raw.starts_with("\"\"\"") || raw.starts_with("'''");
    let basic = raw.starts_with('"');
    if !basic && !raw.starts_with('\'') {
        return 0;
    }
    let mut at = if long { 3 } else { 1 };
    if long {
        at += raw.get(at..).map_or(0, |rest| {
            if rest.starts_with("\r\n") {
                2
            } else {
                usize::from(rest.starts_with('\n'))
            }
        });
    }
    let mut seen = 0;
    while seen < decoded {
        let Some(character) = raw.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        if !basic || character != '\\' {
            at += character.len_utf8();
            seen += character.len_utf8();
            continue;
        }
        let escape = &raw[at + 1..];
        match escape.chars().next() {
            Some('u') => (at, seen) = (at + 6, seen + unicode(escape, 4)),
            Some('U') => (at, seen) = (at + 10, seen + unicode(escape, 8)),
            Some(white) if white.is_whitespace() => {
                at += 1 + escape.len() - escape.trim_start().len();
            }
            _ => (at, seen) = (at + 2, seen + 1),
        }
    }
    at.min(raw.len())
}

/// Bytes of a character that is written as its number.
fn unicode(escape: &str, digits: usize) -> usize {
    escape
        .get(1..=digits)
        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .and_then(char::from_u32)
        .map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_found_behind_quotes_and_escapes() {
        assert_eq!(raw_offset("\"a + b\"", 4), 5);
        assert_eq!(raw_offset("'a + b'", 4), 5);
        assert_eq!(raw_offset("\"\"\"\na + b\"\"\"", 4), 8);
        // value(x, on=\"03-01\") + b: the b stands behind two escaped quotes.
        let raw = r#""f(\"x\") + b""#;
        assert_eq!(&raw[raw_offset(raw, "f(\"x\") + ".len())..], "b\"");
        assert_eq!(raw_offset("2700", 3), 0);
    }
}
