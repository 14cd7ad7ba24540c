//! Bytes → lines → fields, with places; nothing is copied.

/// A line longer than this is no line of an export.
pub(super) const LONGEST_LINE: usize = 1 << 20;
/// A cell longer than this is no cell of an export.
pub(super) const LONGEST_FIELD: usize = 64 << 10;

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// Unix
    Lf,
    /// Windows
    CrLf,
    /// Old Macintosh; some agencies still write it
    Cr,
}

impl LineEnd {
    /// Decided by the first line.
    pub(super) fn of(bytes: &[u8]) -> Self {
        match memchr::memchr2(b'\n', b'\r', bytes) {
            Some(at) if bytes[at] == b'\n' => Self::Lf,
            Some(at) if bytes.get(at + 1) == Some(&b'\n') => Self::CrLf,
            Some(_) if memchr::memchr(b'\n', bytes).is_none() => Self::Cr,
            Some(_) | None => Self::Lf,
        }
    }

    /// The byte that ends a line; with [`LineEnd::CrLf`] a further one stands before it.
    #[inline]
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Lf | Self::CrLf => b'\n',
            Self::Cr => b'\r',
        }
    }

    /// As people name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lf => "LF",
            Self::CrLf => "CRLF",
            Self::Cr => "CR",
        }
    }
}

/// A line without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: u32,
    /// Without the end.
    pub(super) bytes: &'a [u8],
    /// Whether an end stands behind it: a last line without one may be cut.
    pub(super) ended: bool,
}

impl Line<'_> {
    /// Whether nothing or only blanks stand there.
    pub(super) fn is_blank(self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }

    /// Whether it is longer than any line of an export.
    pub(super) fn is_endless(self) -> bool {
        self.bytes.len() > LONGEST_LINE
    }
}

/// The lines of a text, with a place to return to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    number: u32,
    end: LineEnd,
}

impl<'a> Lines<'a> {
    /// From the first line.
    pub(super) fn new(bytes: &'a [u8], end: LineEnd) -> Self {
        Self {
            rest: bytes,
            number: 0,
            end,
        }
    }

    /// From the line behind the one of this number.
    pub(super) fn from(bytes: &'a [u8], end: LineEnd, number: u32) -> Self {
        Self {
            rest: bytes,
            number,
            end,
        }
    }
}

impl<'a> Lines<'a> {
    /// What follows, from the beginning of a line.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The number of the line before.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// The number of the line that follows.
    #[inline]
    pub(super) fn next_number(&self) -> u32 {
        self.number.saturating_add(1)
    }

    /// Passes over so many lines of so many bytes, ends included.
    #[inline]
    pub(super) fn pass(&mut self, bytes: usize, lines: u32) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        self.number = self.number.saturating_add(lines);
    }

    /// What ends a line.
    #[inline]
    pub(super) fn end(&self) -> LineEnd {
        self.end
    }
}

/// A line with a quotation mark that opens a field.
pub(super) enum Joined<'a> {
    /// It is a row of its own, perhaps a bad one.
    Line,
    /// The field goes on over the following lines: the whole, and what follows it.
    Lines(Line<'a>, Lines<'a>),
    /// The mark is not closed within the longest field, or the file ends and rows have been swallowed.
    Open,
}

impl<'a> Lines<'a> {
    /// Whether a quoted field of `line`, the first of these, goes on over further lines. Only a mark that closes
    /// where a field can end is one: else the line is left as it stands, and no more than it is lost.
    ///
    /// A row has `n_fields` fields. A file that was cut inside such a field loses that row and no other.
    pub(super) fn joined(
        self,
        line: Line<'a>,
        (quote, delimiter): (u8, u8),
        n_fields: usize,
    ) -> Joined<'a> {
        if memchr::memchr_iter(quote, line.bytes)
            .count()
            .is_multiple_of(2)
        {
            return Joined::Line;
        }
        let mut fields = Fields::default();
        if !matches!(
            fields.split(line.bytes, delimiter, Some(quote)),
            Err(FieldFault::Unclosed(_))
        ) {
            return Joined::Line;
        }
        let mut more = self;
        more.next();
        let mut swallowed = 0;
        loop {
            let start = self.rest.len() - more.rest.len();
            let Some(next) = more.next() else {
                let line = Line {
                    bytes: self.rest,
                    ended: false,
                    ..line
                };
                return if swallowed > 0 {
                    Joined::Open
                } else {
                    Joined::Lines(line, more)
                };
            };
            swallowed += usize::from(
                n_fields > 1 && memchr::memchr_iter(delimiter, next.bytes).count() + 1 == n_fields,
            );
            let end = start + next.bytes.len();
            if end - line.bytes.len() > LONGEST_FIELD {
                return Joined::Open;
            }
            if memchr::memchr(quote, next.bytes).is_none() {
                continue;
            }
            let whole = &self.rest[..end];
            match fields.split(whole, delimiter, Some(quote)) {
                Ok(()) => {
                    let line = Line {
                        bytes: whole,
                        ended: next.ended,
                        ..line
                    };
                    return Joined::Lines(line, more);
                }
                Err(FieldFault::Unclosed(_)) => {}
                Err(FieldFault::AfterQuote(_)) => return Joined::Line,
            }
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    #[inline]
    fn next(&mut self) -> Option<Line<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        self.number = self.number.saturating_add(1);
        let (bytes, rest, ended) = match memchr::memchr(self.end.byte(), self.rest) {
            Some(at) => (&self.rest[..at], &self.rest[at + 1..], true),
            None => (self.rest, &self.rest[self.rest.len()..], false),
        };
        self.rest = rest;
        Some(Line {
            number: self.number,
            bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes),
            ended,
        })
    }
}

/// Why a line is no row of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldFault {
    /// A quote that opens in this field, from 1, is not closed on its line.
    Unclosed(usize),
    /// Bytes follow the closing quote of this field, from 1.
    AfterQuote(usize),
}

/// Where the fields of a line stand; kept from row to row to save the allocation.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Vec<(u32, u32)>);

impl Fields {
    /// Finds the fields. Quotes around a field are left out; doubled quotes inside stay as they are.
    #[inline]
    pub(super) fn split(
        &mut self,
        line: &[u8],
        delimiter: u8,
        quote: Option<u8>,
    ) -> Result<(), FieldFault> {
        self.0.clear();
        if delimiter == b' ' {
            self.split_blanks(line);
            return Ok(());
        }
        if let Some(quote) = quote
            && memchr::memchr(quote, line).is_some()
        {
            return self.split_quoted(line, delimiter, quote);
        }
        let mut from = 0;
        for at in memchr::memchr_iter(delimiter, line) {
            self.push(from, at);
            from = at + 1;
        }
        self.push(from, line.len());
        Ok(())
    }

    /// Fields parted by one or more blanks or tabulators; blanks before the first field part nothing.
    fn split_blanks(&mut self, line: &[u8]) {
        let mut from = None;
        for (at, byte) in line.iter().enumerate() {
            match (byte, from) {
                (b' ' | b'\t', Some(start)) => {
                    self.push(start, at);
                    from = None;
                }
                (b' ' | b'\t', None) | (_, Some(_)) => {}
                (_, None) => from = Some(at),
            }
        }
        if let Some(start) = from {
            self.push(start, line.len());
        }
    }

    /// Fills a row that ends early with empty fields, and drops what is behind `count`.
    pub(super) fn fill(&mut self, count: usize) {
        self.0.resize(count, (0, 0));
    }

    /// Adds a field that is a part of another; both empty where `part` gives nothing.
    pub(super) fn cut(&mut self, whole: usize, part: impl Fn(usize, usize) -> (usize, usize)) {
        let (from, to) = self.0.get(whole).copied().unwrap_or((0, 0));
        let (from, to) = part(from as usize, to as usize);
        self.push(from, to);
    }

    fn split_quoted(&mut self, line: &[u8], delimiter: u8, quote: u8) -> Result<(), FieldFault> {
        let mut from = 0;
        loop {
            let number = self.0.len() + 1;
            if line.get(from) == Some(&quote) {
                let close = closing(line, from + 1, quote).ok_or(FieldFault::Unclosed(number))?;
                self.push(from + 1, close);
                match line.get(close + 1) {
                    None => return Ok(()),
                    Some(&byte) if byte == delimiter => from = close + 2,
                    Some(_) => return Err(FieldFault::AfterQuote(number)),
                }
            } else {
                match memchr::memchr(delimiter, &line[from..]) {
                    Some(n) => {
                        self.push(from, from + n);
                        from += n + 1;
                    }
                    None => {
                        self.push(from, line.len());
                        return Ok(());
                    }
                }
            }
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "lines longer than a mebibyte are refused before"
    )]
    fn push(&mut self, from: usize, to: usize) {
        self.0.push((from as u32, to as u32));
    }

    /// Forgets those of the line before.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// A further one, from and to these bytes of its line.
    pub(super) fn put(&mut self, from: usize, to: usize) {
        self.push(from, to);
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The nth from 0 without blanks around it; empty where there is none.
    #[inline]
    pub(super) fn get<'a>(&self, line: &'a [u8], n: usize) -> &'a [u8] {
        match self.0.get(n) {
            Some(&(from, to)) => line[from as usize..to as usize].trim_ascii(),
            None => &[],
        }
    }

    /// The nth from 0 with blanks around it; empty where there is none.
    pub(super) fn raw<'a>(&self, line: &'a [u8], n: usize) -> &'a [u8] {
        match self.0.get(n) {
            Some(&(from, to)) => &line[from as usize..to as usize],
            None => &[],
        }
    }

    /// Whether the nth from 0 holds a quotation mark and has none around it.
    pub(super) fn is_stray(&self, line: &[u8], n: usize, quote: u8) -> bool {
        self.0.get(n).is_some_and(|&(from, to)| {
            let (from, to) = (from as usize, to as usize);
            let is_quoted = from > 0 && line[from - 1] == quote;
            !is_quoted && line[from..to].contains(&quote)
        })
    }

    /// All, without blanks around them.
    pub(super) fn iter<'a>(&'a self, line: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        (0..self.len()).map(move |n| self.get(line, n))
    }
}

/// The place of the quote that closes a field; doubled quotes are passed over.
fn closing(line: &[u8], mut from: usize, quote: u8) -> Option<usize> {
    loop {
        let at = from + memchr::memchr(quote, line.get(from..)?)?;
        if line.get(at + 1) != Some(&quote) {
            return Some(at);
        }
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Result<Vec<String>, FieldFault> {
        let mut fields = Fields::default();
        fields.split(line.as_bytes(), b';', Some(b'"'))?;
        Ok(fields
            .iter(line.as_bytes())
            .map(|field| String::from_utf8_lossy(field).into_owned())
            .collect())
    }

    #[test]
    fn fields_keep_their_quotes_apart() {
        for (line, expect) in [
            ("a;b;c", vec!["a", "b", "c"]),
            (
                "\"2025-01-01 00:00\";96,00;x",
                vec!["2025-01-01 00:00", "96,00", "x"],
            ),
            ("\"a;b\";\"c\"", vec!["a;b", "c"]),
            ("a;;", vec!["a", "", ""]),
            ("\"\";b", vec!["", "b"]),
            ("\"say \"\"x\"\"\";b", vec!["say \"\"x\"\"", "b"]),
            ("", vec![""]),
        ] {
            let expect: Vec<String> = expect.into_iter().map(str::to_owned).collect();
            assert_eq!(split(line), Ok(expect), "{line}");
        }
        assert_eq!(split("a;\"b"), Err(FieldFault::Unclosed(2)));
        assert_eq!(split("\"a\"x;b"), Err(FieldFault::AfterQuote(1)));
    }

    #[test]
    fn every_line_end_is_seen() {
        for (text, end) in [
            ("a\nb\n", LineEnd::Lf),
            ("a\r\nb\r\n", LineEnd::CrLf),
            ("a\rb\r", LineEnd::Cr),
            ("a", LineEnd::Lf),
        ] {
            assert_eq!(LineEnd::of(text.as_bytes()), end, "{text:?}");
        }
        let lines: Vec<(u32, usize, bool)> = Lines::new(b"ab\r\n\r\nc", LineEnd::CrLf)
            .map(|line| (line.number, line.bytes.len(), line.ended))
            .collect();
        assert_eq!(lines, [(1, 2, true), (2, 0, true), (3, 1, false)]);
    }
}
