//! Tables of web pages, which agencies also name `.xls`. A page is parsed as browsers parse it; a page without a
//! table of readings is no export.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use scraper::{ElementRef, Html};

use crate::domain::{Cause, Finding};

use super::cells::Lines;

/// Bytes of a page: as a tree it takes twenty times as much.
const LARGEST: usize = 32 << 20;
/// Cells that a cell may claim beside or below itself.
const WIDEST: u32 = 1000;
/// Headings above a table that are kept, the title of the page among them.
const MOST_HEADINGS: usize = 5;
/// A longer heading is a text.
const LONGEST_HEADING: usize = 300;
/// The part of a page that says its encoding.
const HEAD: usize = 4096;
/// How a page begins, or a part of one.
const BEGINNINGS: [&str; 9] = [
    "<!doctype html",
    "<html",
    "<head",
    "<meta",
    "<body",
    "<table",
    "<style",
    "<center",
    "<pre",
];

/// Name, text and encoding of a table.
pub(super) type Table = (String, String, String);

/// Whether the bytes are a web page, or a piece of one.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    BEGINNINGS.iter().any(|begins| head.starts_with(begins))
        || (head.starts_with('<') && head.contains("<html"))
        // An error message that was written before the page.
        || head
            .lines()
            .any(|line| line.trim_start().starts_with("<!doctype html"))
}

/// The tables that may hold readings, and blocks of text that was set line by line.
pub(super) fn tables(bytes: &[u8]) -> Result<Vec<Table>, Box<Finding>> {
    if bytes.len() > LARGEST {
        return Err(Box::new(
            Finding::error(Cause::NotAnExport, "the web page is larger than 32 MiB")
                .hint("ask the portal for the text export, or save the table as CSV"),
        ));
    }
    let (text, encoding) = decode(bytes);
    let page = Html::parse_document(&text);
    let mut tables = Vec::new();
    let mut above = Headings::default();
    let (mut n_tables, mut n_blocks) = (0, 0);
    for element in page.root_element().descendent_elements() {
        match element.value().name() {
            "title" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => above.take(element),
            "table" => {
                n_tables += 1;
                if !has(element, "table") {
                    let lines = table(element, &above)?;
                    if lines.rows_with_numbers() >= 2 {
                        let name = format!("table {n_tables}");
                        tables.push((name, lines.finish()?, encoding.to_owned()));
                    }
                }
            }
            "pre" => {
                n_blocks += 1;
                if let Some(text) = block(element, &above) {
                    tables.push((format!("text {n_blocks}"), text, encoding.to_owned()));
                }
            }
            _ => {}
        }
    }
    if tables.is_empty() {
        return Err(Box::new(no_table(&page)));
    }
    Ok(tables)
}

fn no_table(page: &Html) -> Finding {
    let elements = || page.root_element().descendent_elements();
    let of = |name: &str| {
        let element = elements().find(|it| it.value().name() == name);
        element.map(words_of).unwrap_or_default()
    };
    let (title, body) = (of("title"), of("body"));
    let is_error = body.to_lowercase().contains("error");
    let said = if is_error || title.is_empty() {
        body
    } else {
        title
    };
    Finding::error(Cause::NotAnExport, "the file is a web page without a table of readings, no export")
        .text(&said)
        .hint("the portal answered with a page in the place of the data (a login, an error); open it in a browser and download again")
}

/// The page as text: by its byte order mark, by what it declares, else as UTF-8 where it is, else as windows-1252.
fn decode(bytes: &[u8]) -> (String, &'static str) {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let is_utf8 = Encoding::utf8_valid_up_to(bytes) == bytes.len();
    let guessed = if is_utf8 { UTF_8 } else { WINDOWS_1252 };
    let declared = declared(bytes).filter(|it| *it != UTF_8 || is_utf8);
    let encoding = marked.or(declared).unwrap_or(guessed);
    (encoding.decode(bytes).0.into_owned(), encoding.name())
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let (_, behind) = head.split_once("charset=")?;
    let label: String = behind
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|it| it.is_ascii_alphanumeric() || "-_:".contains(*it))
        .collect();
    Encoding::for_label(label.as_bytes())
}

fn has(element: ElementRef<'_>, name: &str) -> bool {
    element
        .descendent_elements()
        .any(|it| it.id() != element.id() && it.value().name() == name)
}

/// What stands in an element, with the blanks that parts of it mean.
fn words_of(element: ElementRef<'_>) -> String {
    let mut words = String::new();
    for part in element.text() {
        for word in part.split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    words
}

/// The title of the page and the headings above a table: they say what it holds.
#[derive(Default)]
struct Headings(Vec<String>);

impl Headings {
    fn take(&mut self, element: ElementRef<'_>) {
        let words = words_of(element);
        if !words.is_empty() && words.len() < LONGEST_HEADING && !self.0.contains(&words) {
            self.0.push(words);
        }
        // The title and the nearest ones.
        if self.0.len() > MOST_HEADINGS {
            self.0.remove(1);
        }
    }
}

/// A cell that reaches into the rows below.
struct Reach {
    column: u32,
    rows: u32,
    words: String,
}

/// The headings above a table, a line each, and its rows. A cell over several columns stands in the first of them; one over several rows stands in
/// each of them when it is no number, since a name holds for all and a sum for none of them.
fn table(element: ElementRef<'_>, above: &Headings) -> Result<Lines, Box<Finding>> {
    let mut lines = Lines::default();
    for (row, words) in (0..).zip(&above.0) {
        lines.words(row, 0, words)?;
    }
    let caption = element
        .child_elements()
        .find(|it| it.value().name() == "caption");
    let mut first = u32::try_from(above.0.len()).unwrap_or(u32::MAX);
    if let Some(words) = caption.map(words_of).filter(|it| !it.is_empty()) {
        lines.words(first, 0, &words)?;
        first += 1;
    }
    let mut reaching: Vec<Reach> = Vec::new();
    let rows = element
        .descendent_elements()
        .filter(|it| it.value().name() == "tr");
    for (row, cells) in rows.enumerate() {
        let row = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(first);
        let mut own: Vec<(u32, String)> = Vec::new();
        let mut next: Vec<Reach> = Vec::new();
        let taken = |column: u32| reaching.iter().any(|it| it.column == column);
        let mut column = 0;
        for cell in cells
            .child_elements()
            .filter(|it| matches!(it.value().name(), "td" | "th"))
        {
            while taken(column) {
                column += 1;
            }
            let words = words_of(cell);
            let rows = span(cell, "rowspan");
            let columns = span(cell, "colspan");
            if rows > 1 {
                for at in 0..columns {
                    let is_number =
                        words.starts_with(|it: char| it.is_ascii_digit() || "+-.,".contains(it));
                    let words = if at > 0 || is_number {
                        String::new()
                    } else {
                        words.clone()
                    };
                    next.push(Reach {
                        column: column + at,
                        rows: rows - 1,
                        words,
                    });
                }
            }
            own.push((column, words));
            column += columns;
        }
        own.extend(reaching.iter().map(|it| (it.column, it.words.clone())));
        own.sort_by_key(|(column, _)| *column);
        for (column, words) in own {
            lines.words(row, column, &words)?;
        }
        reaching.retain_mut(|it| {
            it.rows -= 1;
            it.rows > 0
        });
        reaching.append(&mut next);
    }
    Ok(lines)
}

fn span(cell: ElementRef<'_>, attribute: &str) -> u32 {
    cell.attr(attribute)
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(1)
        .clamp(1, WIDEST)
}

/// Text that was set line by line below its headings, when at least two of its lines begin with a digit.
fn block(element: ElementRef<'_>, above: &Headings) -> Option<String> {
    let mut text: String = above.0.iter().flat_map(|words| [words, "\n"]).collect();
    text.extend(element.text());
    let rows = text
        .lines()
        .filter(|line| {
            line.trim_start()
                .starts_with(|it: char| it.is_ascii_digit())
        })
        .count();
    (rows >= 2).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_a_browser_shows_it() {
        let page = "<html><body><table><tr><th colspan=2>Caudal &iacute; <br>m&sup3;/s<th>x</tr>\
                    <tr><td rowspan=2>Pegel<td>1,5<td rowspan=2>3</tr><tr><td>2,5</tr></table>";
        let tables = tables(page.as_bytes()).expect("a table");
        assert_eq!(tables.len(), 1);
        assert_eq!(
            tables[0].1,
            "Caudal í m³/s\t\tx\nPegel\t1,5\t3\nPegel\t2,5\t\n"
        );
    }

    #[test]
    fn the_page_says_its_encoding() {
        for (bytes, expect) in [
            (
                &b"<meta charset=\"windows-1251\"><table>\xd3"[..],
                "\u{423}",
            ),
            (
                b"<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>\xfc",
                "\u{fc}",
            ),
            (b"<meta charset=utf-8>\xfc", "\u{fc}"),
            ("<html>\u{fc}".as_bytes(), "\u{fc}"),
        ] {
            assert!(decode(bytes).0.ends_with(expect));
        }
    }

    #[test]
    fn a_login_page_is_no_export() {
        let page =
            "<!DOCTYPE html><title>Sign in</title><table><tr><td>User<td><input></tr></table>";
        let finding = tables(page.as_bytes()).expect_err("no table");
        assert!(finding.message.contains("web page"));
        assert_eq!(finding.text.as_deref(), Some("Sign in"));
    }
}
