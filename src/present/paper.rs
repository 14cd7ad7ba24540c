//! A document to print, once a language: headings, tables and sentences, without any looks. HTML and PDF are made of
//! the same paper, so that both have the same words and figures.

/// A document.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Paper {
    /// The whole document in each language, one after another.
    pub parts: Vec<PaperPart>,
}

/// A document in one language.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct PaperPart {
    /// Its language, for a reader's software.
    pub language: String,
    /// Name of the basin.
    pub title: String,
    /// What the document is.
    pub subtitle: String,
    /// Said large before all others, such as that this is an exercise.
    pub banner: Option<String>,
    /// What it knows and from when, one line each.
    pub basis: Vec<String>,
    /// The rest, in order.
    pub sections: Vec<PaperSection>,
    /// "page { n } of { total }", for the foot of a page, with these two words in place of the numbers.
    pub page_of: String,
}

/// A section.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct PaperSection {
    /// Heading.
    pub heading: String,
    /// Sentences before the table.
    pub lead: Vec<String>,
    /// A table.
    pub table: Option<PaperTable>,
    /// Sentences behind it, one point each.
    pub lines: Vec<String>,
}

/// A table; every row has a cell for each column.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct PaperTable {
    /// Columns.
    pub columns: Vec<PaperColumn>,
    /// Rows.
    pub rows: Vec<PaperRow>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct PaperColumn {
    /// Its heading.
    pub title: String,
    /// Whether it holds figures, which stand at its right edge.
    pub is_figure: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PaperRow {
    /// Its cells.
    pub cells: Vec<String>,
    /// How it stands out. The words say the same.
    pub mark: RowMark,
}

/// How a row stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowMark {
    /// Not at all.
    #[default]
    Plain,
    /// Bold: a level is reached.
    Strong,
    /// With a broken bar before it: nothing is known.
    Unknown,
}

impl PaperTable {
    /// A table of these columns, a heading and whether it holds figures.
    pub(super) fn new(columns: &[(String, Holds)]) -> Self {
        let column = |(title, holds): &(String, Holds)| PaperColumn {
            title: title.clone(),
            is_figure: *holds == Holds::Figures,
        };
        Self {
            columns: columns.iter().map(column).collect(),
            rows: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, mark: RowMark, cells: Vec<String>) {
        self.rows.push(PaperRow { cells, mark });
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Words,
    Figures,
}
