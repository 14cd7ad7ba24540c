//! A paper as one HTML file that any browser shows and prints, or as PDF; nothing is fetched from elsewhere.

use super::ReportError;
use super::figure::pdf_of_pages;
use super::markup::escaped;
use crate::draw::paper_pages;
use crate::present::{Paper, PaperPart, PaperSection, PaperTable, RowMark};

/// Looks of the printed page: black on white, no colour that could favour a party or call a gauge safe.
const STYLE: &str = "\
@page { size: A4 landscape; margin: 12mm }
body { font: 9.5pt/1.4 'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; color: #111; background: #fff; margin: 2em auto; max-width: 78em; padding: 0 1.5em }
h1 { font-size: 18pt; margin: 0 } h2 { font-size: 12.5pt; margin: 1.6em 0 .2em; break-after: avoid } p { margin: .2em 0 } .basis { color: #444; overflow-wrap: anywhere }
.banner { border: 2px solid #111; padding: .4em .7em; font-weight: 700; font-size: 13pt; margin: .6em 0 }
main + main { break-before: page; border-top: 2px solid #111; margin-top: 4em; padding-top: 2em }
table { border-collapse: collapse; width: 100%; margin: .6em 0; font-variant-numeric: tabular-nums }
th, td { border-bottom: 1px solid #bbb; padding: .25em .5em; text-align: left; vertical-align: top } .figure { text-align: right }
th { border-bottom: 1.5px solid #111; font-weight: 600 } thead { display: table-header-group } tr { break-inside: avoid }
tr.strong td { font-weight: 700 } tr.unknown td:first-child { border-left: 3px dashed #111 }
ul { margin: .3em 0; padding-left: 1.3em }
@media print { main + main { border: 0; margin: 0; padding: 0 } }
";

/// Writes a paper as a whole HTML document in UTF-8, one language after another.
pub fn paper_html(paper: &Paper) -> String {
    let first = paper.parts.first();
    let language = first.map_or("en", |part| part.language.as_str());
    let title = first.map_or_else(String::new, |part| {
        format!("{}: {}", part.title, part.subtitle)
    });
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(language),
        escaped(&title),
    );
    for part in &paper.parts {
        push_part(&mut html, part);
    }
    html.push_str("</body>\n</html>\n");
    html
}

/// Writes a paper as PDF on A4, landscape; its text can be searched and copied.
///
/// # Errors
/// When the pages cannot be written.
pub fn paper_pdf(paper: &Paper) -> Result<Vec<u8>, ReportError> {
    pdf_of_pages(&paper_pages(paper))
}

fn push_part(html: &mut String, part: &PaperPart) {
    html.push_str(&format!(
        "<main lang=\"{}\">\n<h1>{}</h1>\n<p>{}</p>\n",
        escaped(&part.language),
        escaped(&part.title),
        escaped(&part.subtitle)
    ));
    if let Some(banner) = &part.banner {
        html.push_str(&format!("<p class=\"banner\">{}</p>\n", escaped(banner)));
    }
    for line in &part.basis {
        html.push_str(&format!("<p class=\"basis\">{}</p>\n", escaped(line)));
    }
    for section in &part.sections {
        push_section(html, section);
    }
    html.push_str("</main>\n");
}

fn push_section(html: &mut String, section: &PaperSection) {
    html.push_str("<section>\n");
    if !section.heading.is_empty() {
        html.push_str(&format!("<h2>{}</h2>\n", escaped(&section.heading)));
    }
    for line in &section.lead {
        html.push_str(&format!("<p>{}</p>\n", escaped(line)));
    }
    if let Some(table) = &section.table {
        push_table(html, table);
    }
    if !section.lines.is_empty() {
        html.push_str("<ul>\n");
        for line in &section.lines {
            html.push_str(&format!("<li>{}</li>\n", escaped(line)));
        }
        html.push_str("</ul>\n");
    }
    html.push_str("</section>\n");
}

fn push_table(html: &mut String, table: &PaperTable) {
    let class = |n: usize| {
        let is_figure = table.columns.get(n).is_some_and(|column| column.is_figure);
        if is_figure { " class=\"figure\"" } else { "" }
    };
    html.push_str("<table>\n<thead><tr>");
    for (n, column) in table.columns.iter().enumerate() {
        html.push_str(&format!(
            "<th scope=\"col\"{}>{}</th>",
            class(n),
            escaped(&column.title)
        ));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str(match row.mark {
            RowMark::Plain => "<tr>",
            RowMark::Strong => "<tr class=\"strong\">",
            RowMark::Unknown => "<tr class=\"unknown\">",
        });
        for (n, cell) in row.cells.iter().enumerate() {
            html.push_str(&format!("<td{}>{}</td>", class(n), escaped(cell)));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::{PaperColumn, PaperRow};

    fn paper() -> Paper {
        let hostile = "<script>alert(1)</script> & \"co\"";
        let row = PaperRow {
            cells: vec![hostile.to_owned(), "3.52 m".to_owned()],
            mark: RowMark::Unknown,
        };
        let column = |title: &str, is_figure: bool| PaperColumn {
            title: title.to_owned(),
            is_figure,
        };
        let table = PaperTable {
            columns: vec![column("Gauge", false), column("Reading", true)],
            rows: vec![row; 60],
        };
        let part = PaperPart {
            language: "en".to_owned(),
            title: "Arvena".to_owned(),
            subtitle: "Warning bulletin".to_owned(),
            banner: Some("Exercise".to_owned()),
            basis: vec![hostile.to_owned()],
            sections: vec![PaperSection {
                heading: "Gauges".to_owned(),
                lead: vec!["a < b".to_owned()],
                table: Some(table),
                lines: vec!["Every source reports. ".repeat(40)],
            }],
            page_of: "page {n} of {total}".to_owned(),
        };
        Paper { parts: vec![part] }
    }

    #[test]
    fn names_out_of_a_file_are_text_and_never_markup() {
        let html = paper_html(&paper());
        assert!(!html.contains("<script"));
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;"));
        assert!(html.contains("<tr class=\"unknown\">"));
        assert!(html.contains("<td class=\"figure\">3.52 m</td>"));
    }

    #[test]
    fn a_pdf_has_as_many_pages_as_it_needs_and_is_the_same_each_time() {
        let pages = paper_pages(&paper());
        assert!(pages.len() > 1, "{}", pages.len());
        let all = pages.concat();
        assert!(all.contains(&format!(">page 1 of {}</text>", pages.len())));
        // The heading of the table stands on every page that the table reaches.
        assert!(pages[1].contains(">Gauge</text>"));
        let rows = all.matches(">3.52 m</text>").count();
        assert_eq!(rows, 60, "every row stands somewhere, once");
        let bytes = paper_pdf(&paper()).expect("a document");
        assert!(bytes.starts_with(b"%PDF-"));
        assert_eq!(bytes, paper_pdf(&paper()).expect("a document"));
    }
}
