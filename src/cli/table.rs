//! Tables for a terminal.

/// Which side a column leans to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lean {
    Left,
    Right,
}

/// Lays rows out under headings; widths follow the content.
pub(super) fn table(columns: &[(&str, Lean)], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(n, (heading, _))| {
            let cells = rows
                .iter()
                .filter_map(|row| row.get(n))
                .map(|cell| cell.chars().count());
            cells.chain([heading.chars().count()]).max().unwrap_or(0)
        })
        .collect();
    let headings: Vec<String> = columns
        .iter()
        .map(|(heading, _)| (*heading).to_owned())
        .collect();
    let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    let mut text = String::new();
    for row in [&headings, &rules].into_iter().chain(rows) {
        let cells: Vec<String> = columns
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(n, ((_, lean), width))| {
                let cell = row.get(n).map_or("", String::as_str);
                let blank = " ".repeat(width - cell.chars().count());
                if *lean == Lean::Left {
                    format!("{cell}{blank}")
                } else {
                    format!("{blank}{cell}")
                }
            })
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lean_right_and_words_left() {
        let text = table(
            &[("a", Lean::Left), ("n", Lean::Right)],
            &[vec!["xyz".to_owned(), "10".to_owned()]],
        );
        assert_eq!(text, "a     n\n───  ──\nxyz  10\n");
    }
}
