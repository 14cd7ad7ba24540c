//! The grammar of expressions: pieces → tree, with the place of every part.

use super::Fault;
use super::lex::{Piece, Token, pieces};
use crate::domain::agreement::amount::PairOp;
use crate::domain::agreement::measure::AgreementUnit;

/// A part of an expression with its place: bytes of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expr {
    pub(crate) node: Node,
    pub(crate) at: usize,
    pub(crate) end: usize,
}

/// What stands there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Number(f64),
    Quantity(f64, AgreementUnit),
    Name(String),
    Text(String),
    Call {
        name: String,
        args: Vec<Expr>,
        options: Vec<(String, Expr)>,
    },
    Not(Box<Expr>),
    Negative(Box<Expr>),
    Pair {
        op: PairOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
}

/// Names that may stand before `=` in the brackets of a function.
pub(super) const OPTIONS: [&str; 8] = [
    "from",
    "until",
    "months",
    "days",
    "years_back",
    "on",
    "made",
    "for",
];

/// Functions that take such options; elsewhere `days = 30` is a test.
pub(super) fn takes_options(function: &str) -> bool {
    super::functions::STATISTICS
        .iter()
        .any(|(word, _)| *word == function)
        || matches!(
            function,
            "volume" | "value" | "full" | "days_when" | "forecast"
        )
}

/// Reads a whole expression.
pub(crate) fn parse(text: &str) -> Result<Expr, Fault> {
    let (expr, faults) = parse_all(text)?;
    faults.into_iter().next().map_or(Ok(expr), Err)
}

/// The same with units that are none: what is wrong beside them can still be named.
pub(crate) fn parse_all(text: &str) -> Result<(Expr, Vec<Fault>), Fault> {
    let (pieces, faults) = pieces(text)?;
    if pieces.is_empty() {
        return Err(Fault::at(
            0,
            "the expression is empty",
            "write an amount such as \"0.5 * natural\"",
        ));
    }
    if let Some(piece) = pieces.get(MOST) {
        return Err(Fault::at(
            piece.at,
            "the expression is too long to be understood",
            "give parts of it a name of their own: a rule of kind amount, or a series",
        ));
    }
    let mut parser = Parser {
        pieces: &pieces,
        next: 0,
        end: text.len(),
        depth: 0,
    };
    let expr = parser.or()?;
    match parser.peek() {
        None => Ok((expr, faults)),
        Some(piece) => Err(Fault::at(
            piece.at,
            format!(
                "»{}« stands where a sign is expected",
                &text[piece.at..piece.end]
            ),
            "write + - * /, < <= > >= = !=, and or or between two amounts, with spaces round them",
        )),
    }
}

/// Most words, numbers and signs of an expression, and most brackets within each other: what a person can follow.
const MOST: usize = 1000;
const DEEPEST: usize = 60;

struct Parser<'p> {
    pieces: &'p [Piece],
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Piece> {
        self.pieces.get(self.next)
    }

    fn take_sign(&mut self, signs: &[&str]) -> Option<&'static str> {
        match self.peek()?.token {
            Token::Sign(sign) if signs.contains(&sign) => {
                self.next += 1;
                Some(sign)
            }
            _ => None,
        }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found =
            matches!(self.peek(), Some(Piece { token: Token::Name(name), .. }) if name == word);
        self.next += usize::from(found);
        found
    }

    /// Reads something within something else.
    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Expr, Fault>,
    ) -> Result<Expr, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::at(
                self.peek().map_or(self.end, |piece| piece.at),
                "brackets or signs stand too deep within each other",
                "give parts of the expression a name of their own: a rule of kind amount, or a series",
            ));
        }
        let expr = read(self);
        self.depth -= 1;
        expr
    }

    fn or(&mut self) -> Result<Expr, Fault> {
        self.deeper(Self::any)
    }

    fn any(&mut self) -> Result<Expr, Fault> {
        let mut left = self.and()?;
        while self.take_word("or") {
            left = pair(PairOp::Or, left, self.and()?);
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr, Fault> {
        let mut left = self.not()?;
        while self.take_word("and") {
            left = pair(PairOp::And, left, self.not()?);
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expr, Fault> {
        let at = self.peek().map_or(self.end, |piece| piece.at);
        if self.take_word("not") {
            let of = self.deeper(Self::not)?;
            let end = of.end;
            return Ok(Expr {
                node: Node::Not(Box::new(of)),
                at,
                end,
            });
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Expr, Fault> {
        const SIGNS: [&str; 6] = ["<", "<=", ">", ">=", "=", "!="];
        let left = self.sum()?;
        let Some(sign) = self.take_sign(&SIGNS) else {
            return Ok(left);
        };
        let right = self.sum()?;
        let behind = self.peek().map(|piece| piece.at);
        if let (Some(at), Some(_)) = (behind, self.take_sign(&SIGNS)) {
            return Err(Fault::at(
                at,
                "a test holds one amount against one other",
                "write \"a < b and b < c\"",
            ));
        }
        let op = match sign {
            "<" => PairOp::Below,
            "<=" => PairOp::AtMost,
            ">" => PairOp::Above,
            ">=" => PairOp::AtLeast,
            "=" => PairOp::Equal,
            _ => PairOp::Unequal,
        };
        Ok(pair(op, left, right))
    }

    fn sum(&mut self) -> Result<Expr, Fault> {
        let mut left = self.product()?;
        while let Some(sign) = self.take_sign(&["+", "-"]) {
            let op = if sign == "+" {
                PairOp::Plus
            } else {
                PairOp::Minus
            };
            left = pair(op, left, self.product()?);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, Fault> {
        let mut left = self.signed()?;
        while let Some(sign) = self.take_sign(&["*", "/"]) {
            let op = if sign == "*" {
                PairOp::Times
            } else {
                PairOp::Over
            };
            left = pair(op, left, self.signed()?);
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expr, Fault> {
        let at = self.peek().map_or(self.end, |piece| piece.at);
        match self.take_sign(&["-", "+"]) {
            Some("-") => {
                let of = self.deeper(Self::signed)?;
                let end = of.end;
                let node = match of.node {
                    Node::Number(value) => Node::Number(-value),
                    Node::Quantity(value, unit) => Node::Quantity(-value, unit),
                    node => Node::Negative(Box::new(Expr { node, ..of })),
                };
                Ok(Expr { node, at, end })
            }
            Some(_) => self.deeper(Self::signed),
            None => self.single(),
        }
    }

    fn single(&mut self) -> Result<Expr, Fault> {
        let Some(piece) = self.peek().cloned() else {
            return Err(Fault::at(
                self.end,
                "the expression breaks off",
                "add an amount, or remove the sign at its end",
            ));
        };
        self.next += 1;
        let (at, end) = (piece.at, piece.end);
        let node = match piece.token {
            Token::Number(value, None) => Node::Number(value),
            Token::Number(value, Some(unit)) => Node::Quantity(value, unit),
            Token::Text(text) => Node::Text(text),
            Token::Name(name) if self.take_sign(&["("]).is_some() => return self.call(name, at),
            Token::Name(name) if self.take_sign(&[":"]).is_some() => {
                let arg = self.deeper(Self::single)?;
                let end = arg.end;
                let node = Node::Call {
                    name,
                    args: vec![arg],
                    options: Vec::new(),
                };
                return Ok(Expr { node, at, end });
            }
            Token::Name(name) => Node::Name(name),
            Token::Sign("(") => {
                let inner = self.or()?;
                let end = self.close(at)?;
                return Ok(Expr { at, end, ..inner });
            }
            Token::Sign(sign) => {
                return Err(Fault::at(
                    at,
                    format!("»{sign}« stands where an amount is expected"),
                    "write a number, an id or a function there",
                ));
            }
        };
        Ok(Expr { node, at, end })
    }

    fn close(&mut self, open: usize) -> Result<usize, Fault> {
        let end = self.peek().map(|piece| piece.end);
        match (self.take_sign(&[")"]), end) {
            (Some(_), Some(end)) => Ok(end),
            _ => Err(Fault::at(
                self.peek().map_or(open, |piece| piece.at),
                if self.peek().is_some() {
                    "a bracket or a comma is expected here"
                } else {
                    "a bracket is not closed"
                },
                "close it with )",
            )),
        }
    }

    fn call(&mut self, name: String, at: usize) -> Result<Expr, Fault> {
        let open = self.pieces[self.next - 1].at;
        let mut args = Vec::new();
        let mut options = Vec::new();
        if self.take_sign(&[")"]).is_none() {
            loop {
                match self.option(&name) {
                    Some(option) => options.push((option, self.sum()?)),
                    None => args.push(self.or()?),
                }
                if self.take_sign(&[","]).is_none() {
                    break;
                }
            }
            self.close(open)?;
        }
        let end = self.pieces[self.next - 1].end;
        let node = Node::Call {
            name,
            args,
            options,
        };
        Ok(Expr { node, at, end })
    }

    /// Takes `from=` and its kin.
    fn option(&mut self, function: &str) -> Option<String> {
        let [first, second] = self.pieces.get(self.next..self.next + 2)? else {
            return None;
        };
        let (Token::Name(name), Token::Sign("=")) = (&first.token, &second.token) else {
            return None;
        };
        if !takes_options(function) || !OPTIONS.contains(&name.as_str()) {
            return None;
        }
        let name = name.clone();
        self.next += 2;
        Some(name)
    }
}

fn pair(op: PairOp, left: Expr, right: Expr) -> Expr {
    Expr {
        at: left.at,
        end: right.end,
        node: Node::Pair {
            op,
            left: Box::new(left),
            right: Box::new(right),
        },
    }
}
