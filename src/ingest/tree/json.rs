//! JSON as RFC 8259 writes it, and nothing more lenient: no comments, no trailing commas, no NaN.

use memchr::memchr2;

use super::{Doc, Fault, Kind, MOST_DEPTH, NONE, Node, NodeId, Span, low};

/// An object or array that is still open.
struct Open {
    node: NodeId,
    last: NodeId,
    object: bool,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A value.
    Value,
    /// A value or the end of an array.
    ValueOrEnd,
    /// A name or the end of an object.
    NameOrEnd,
    /// A name.
    Name,
    /// A comma or the end of what is open.
    CommaOrEnd,
    /// Nothing.
    End,
}

/// Reads the document into its nodes.
pub(super) fn read(doc: &mut Doc<'_>) -> Result<(), Fault> {
    let mut reader = Reader {
        bytes: doc.source.as_bytes(),
        doc,
        at: 0,
        open: Vec::new(),
        name: Span::default(),
    };
    let mut next = Next::Value;
    loop {
        reader.skip_blanks();
        let Some(&byte) = reader.bytes.get(reader.at) else {
            return match next {
                Next::End => Ok(()),
                _ => Err(Fault::new(
                    reader.at,
                    "the JSON text ends too early, so nothing of it is read",
                )),
            };
        };
        next = reader.step(next, byte)?;
    }
}

struct Reader<'d, 'a> {
    bytes: &'a [u8],
    doc: &'d mut Doc<'a>,
    at: usize,
    open: Vec<Open>,
    name: Span,
}

impl Reader<'_, '_> {
    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    fn step(&mut self, next: Next, byte: u8) -> Result<Next, Fault> {
        match (next, byte) {
            (Next::End, _) => Err(Fault::new(
                self.at,
                "a further document follows the first; a file must hold one",
            )),
            (Next::ValueOrEnd, b']') | (Next::NameOrEnd, b'}') => Ok(self.close()),
            (Next::CommaOrEnd, b'}' | b']') => {
                let object = self.open.last().is_some_and(|open| open.object);
                if object == (byte == b'}') {
                    Ok(self.close())
                } else {
                    Err(Fault::new(
                        self.at,
                        "the bracket closes what no bracket opened",
                    ))
                }
            }
            (Next::CommaOrEnd, b',') => {
                self.at += 1;
                Ok(match self.open.last() {
                    Some(open) if open.object => Next::Name,
                    _ => Next::Value,
                })
            }
            (Next::Name | Next::NameOrEnd, b'"') => {
                self.name = self.string()?;
                self.skip_blanks();
                if self.bytes.get(self.at) != Some(&b':') {
                    return Err(Fault::new(self.at, "a colon should follow the name"));
                }
                self.at += 1;
                Ok(Next::Value)
            }
            (Next::Value | Next::ValueOrEnd, _) => self.value(byte),
            (Next::Name, b'}') => Err(Fault::new(self.at, "a comma stands before the end")),
            (Next::Name | Next::NameOrEnd, _) => Err(Fault::new(
                self.at,
                "a name in quotation marks should follow",
            )),
            (Next::CommaOrEnd, _) => Err(Fault::new(
                self.at,
                "a comma or a closing bracket should follow",
            )),
        }
    }

    fn value(&mut self, byte: u8) -> Result<Next, Fault> {
        let from = self.at;
        match byte {
            b'{' | b'[' => {
                if self.open.len() == MOST_DEPTH {
                    return Err(Fault::new(
                        self.at,
                        "values are nested more than 128 deep, so nothing is read",
                    ));
                }
                let object = byte == b'{';
                let kind = if object { Kind::Object } else { Kind::Array };
                let node = self.push(kind, from, Span::default());
                self.open.push(Open {
                    node,
                    last: NONE,
                    object,
                });
                self.at += 1;
                return Ok(if object {
                    Next::NameOrEnd
                } else {
                    Next::ValueOrEnd
                });
            }
            b'"' => {
                let text = self.string()?;
                self.push(Kind::Text, from + 1, text);
            }
            b'-' | b'0'..=b'9' => {
                self.number()?;
                self.scalar(Kind::Number, from);
            }
            _ => {
                let (word, kind) = match byte {
                    b't' => ("true", Kind::Bool),
                    b'f' => ("false", Kind::Bool),
                    b'n' => ("null", Kind::Null),
                    b']' => return Err(Fault::new(self.at, "a comma stands before the end")),
                    _ => return Err(Fault::new(self.at, "this is no value of JSON")),
                };
                if !self.bytes[self.at..].starts_with(word.as_bytes()) {
                    return Err(Fault::new(self.at, "this is no value of JSON"));
                }
                self.at += word.len();
                self.scalar(kind, from);
            }
        }
        Ok(self.after_value())
    }

    fn scalar(&mut self, kind: Kind, from: usize) {
        let text = Span {
            from: low(from),
            len: low(self.at - from),
        };
        self.push(kind, from, text);
    }

    fn push(&mut self, kind: Kind, at: usize, text: Span) -> NodeId {
        let (parent, elder) = match self.open.last() {
            Some(open) => (open.node, open.last),
            None => (NONE, NONE),
        };
        let id = self.doc.push(
            Node {
                kind,
                namespace: 0,
                at: low(at),
                name: std::mem::take(&mut self.name),
                text,
                parent,
                first: NONE,
                next: NONE,
            },
            elder,
        );
        if let Some(open) = self.open.last_mut() {
            open.last = id;
        }
        id
    }

    fn close(&mut self) -> Next {
        self.at += 1;
        self.open.pop();
        self.after_value()
    }

    fn after_value(&self) -> Next {
        if self.open.is_empty() {
            Next::End
        } else {
            Next::CommaOrEnd
        }
    }

    fn number(&mut self) -> Result<(), Fault> {
        let from = self.at;
        let wrong = || Fault::new(from, "this is no number of JSON");
        if self.bytes[self.at] == b'-' {
            self.at += 1;
        }
        let whole = self.digits();
        if whole == 0 || (whole > 1 && self.bytes[self.at - whole] == b'0') {
            return Err(wrong());
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(wrong());
            }
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.bytes.get(self.at) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(wrong());
            }
        }
        Ok(())
    }

    fn digits(&mut self) -> usize {
        let from = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        self.at - from
    }

    /// Reads a text; the place of its first character is that of the quotation mark plus one.
    fn string(&mut self) -> Result<Span, Fault> {
        let begin = self.at + 1;
        let mut at = begin;
        let mut escaped = false;
        loop {
            let Some(n) = memchr2(b'"', b'\\', &self.bytes[at.min(self.bytes.len())..]) else {
                return Err(Fault::new(
                    self.at,
                    "a quotation mark opens and is not closed: the JSON text ends too early, so nothing of it is read",
                ));
            };
            at += n;
            if self.bytes[at] == b'"' {
                break;
            }
            escaped = true;
            at += 2;
        }
        let raw = &self.bytes[begin..at];
        if let Some(n) = raw.iter().position(|&byte| byte < 0x20) {
            return Err(Fault::new(
                begin + n,
                "a line end or another control character stands within a text",
            ));
        }
        self.at = at + 1;
        if escaped {
            return self.unescape(begin, at);
        }
        Ok(Span {
            from: low(begin),
            len: low(at - begin),
        })
    }

    fn unescape(&mut self, begin: usize, end: usize) -> Result<Span, Fault> {
        // The quotation marks go along: this is exactly one JSON text, and serde_json knows its escapes.
        let quoted = &self.bytes[begin - 1..=end];
        match serde_json::from_slice::<String>(quoted) {
            Ok(text) => Ok(self.doc.keep(&text)),
            Err(_) => Err(Fault::new(
                begin - 1,
                "an escape in a text names no character (half of a surrogate pair, or an unknown letter)",
            )),
        }
    }
}
