//! The statement of account as one HTML file that any browser shows and prints; nothing is fetched from elsewhere.

use super::markup::escaped;
use crate::present::{AccountStatement, StatementView};

/// Looks of the printed page: black on white, no colour that could favour a party.
const STYLE: &str = "\
@page { size: A4 landscape; margin: 14mm }
body { font: 10pt/1.4 'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; color: #111; background: #fff; margin: 2em auto; max-width: 72em; padding: 0 1.5em }
h1 { font-size: 18pt; margin: 0 } h2 { font-size: 13pt; margin: 2em 0 .2em; break-after: avoid } h3 { font-size: 10.5pt; margin: 1.2em 0 .2em; break-after: avoid }
p { margin: .2em 0 } .basis, .place, .article { color: #444 } .doubt { border: 1px solid #444; border-radius: 3px; padding: 0 .4em }
table { border-collapse: collapse; width: 100%; margin: .6em 0; font-variant-numeric: tabular-nums }
th, td { border-bottom: 1px solid #bbb; padding: .25em .5em; text-align: right; vertical-align: top }
th { border-bottom: 1.5px solid #111; font-weight: 600 } th:first-child, td:first-child, .text { text-align: left }
thead { display: table-header-group } tr { break-inside: avoid }
pre { font: 8.5pt/1.35 ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; background: #f5f5f5; padding: .6em; white-space: pre-wrap; margin: .3em 0 }
.signatures { display: flex; gap: 3em; margin-top: 4em; break-inside: avoid } .signatures div { flex: 1; border-top: 1px solid #111; padding-top: .3em }
";

/// Writes a statement of account as a whole HTML document in UTF-8.
pub fn statement_html(view: &StatementView) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(&view.language),
        escaped(&view.title),
        escaped(&view.subtitle),
    );
    html.push_str(&format!(
        "<h1>{}</h1>\n<p>{}</p>\n",
        escaped(&view.title),
        escaped(&view.subtitle)
    ));
    for line in &view.basis {
        html.push_str(&format!("<p class=\"basis\">{}</p>\n", escaped(line)));
    }
    for account in &view.accounts {
        push_account(&mut html, account);
    }
    if !view.remarks.is_empty() {
        html.push_str(&format!(
            "<h2>{}</h2>\n<ul>\n",
            escaped(&view.remarks_heading)
        ));
        for remark in &view.remarks {
            html.push_str(&format!("<li>{}</li>\n", escaped(remark)));
        }
        html.push_str("</ul>\n");
    }
    if !view.clauses.is_empty() {
        html.push_str(&format!("<h2>{}</h2>\n", escaped(&view.clauses_heading)));
        for clause in &view.clauses {
            html.push_str(&format!(
                "<h3>{}</h3>\n<p class=\"place\">{}</p>\n<pre>{}</pre>\n",
                escaped(&clause.heading),
                escaped(&clause.place),
                escaped(&clause.text)
            ));
        }
    }
    html.push_str("<div class=\"signatures\">\n");
    for party in &view.signatures {
        html.push_str(&format!("<div>{}</div>\n", escaped(party)));
    }
    html.push_str("</div>\n</body>\n</html>\n");
    html
}

fn push_account(html: &mut String, account: &AccountStatement) {
    html.push_str(&format!(
        "<h2>{}</h2>\n<p class=\"article\">{} · {} · {}",
        escaped(&account.heading),
        escaped(&account.agreement),
        escaped(&account.article),
        escaped(&account.parties),
    ));
    if let Some(doubt) = &account.doubt {
        html.push_str(&format!(" <span class=\"doubt\">{}</span>", escaped(doubt)));
    }
    html.push_str("</p>\n<table>\n<thead><tr>");
    for column in &account.columns {
        html.push_str(&format!("<th scope=\"col\">{}</th>", escaped(column)));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &account.rows {
        html.push_str("<tr>");
        for cell in row {
            html.push_str(&format!("<td>{}</td>", escaped(cell)));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_out_of_a_file_are_text_and_never_markup() {
        let view = StatementView {
            language: "en".to_owned(),
            title: "<script>alert(1)</script> & co".to_owned(),
            subtitle: "Statement".to_owned(),
            basis: vec!["as of \"now\"".to_owned()],
            accounts: vec![AccountStatement {
                agreement: "A".to_owned(),
                heading: "H".to_owned(),
                article: "Art. 1".to_owned(),
                parties: "due to B".to_owned(),
                doubt: Some("90 %".to_owned()),
                columns: vec!["Period".to_owned(), "Balance (hm³)".to_owned()],
                rows: vec![vec!["2024/25".to_owned(), "−12".to_owned()]],
            }],
            clauses_heading: "Clauses".to_owned(),
            clauses: Vec::new(),
            remarks_heading: "Remarks".to_owned(),
            remarks: vec!["a < b".to_owned()],
            signatures: vec!["B".to_owned()],
        };
        let html = statement_html(&view);
        assert!(!html.contains("<script"));
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co"));
        assert!(html.contains("<td>2024/25</td><td>−12</td>"));
        assert!(html.contains("<li>a &lt; b</li>"));
    }
}
