//! `thalweg explain BASIN FIGURE`: from the figure down to file and line.

use super::args::Explain;
use super::evaluate::{open_imported, request};
use super::outcome::{Outcome, print, print_json};
use crate::domain::Explanation;

pub(super) fn run(args: &Explain) -> Result<Outcome, Outcome> {
    let request = request(None, None, args.as_of.as_deref(), &args.view)?;
    let (workspace, _) = open_imported(&args.basin)?;
    let explanation = workspace.explain(&args.figure, &request)?;
    if args.json {
        print_json(&explanation)?;
    } else {
        let mut text = String::new();
        write_tree(&explanation, 0, &mut text);
        print(&text);
    }
    Ok(Outcome::Done)
}

fn write_tree(explanation: &Explanation, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    let value = explanation.value.map_or_else(
        || "–".to_owned(),
        |value| format!("{} {}", shortest(value), explanation.unit),
    );
    text.push_str(&format!(
        "{indent}{}: {}",
        explanation.what,
        value.trim_end()
    ));
    if let Some(article) = &explanation.article {
        text.push_str(&format!("  [{article}]"));
    }
    text.push('\n');
    if let Some(because) = &explanation.because {
        text.push_str(&format!("{indent}  {because}\n"));
    }
    if let Some(reading) = &explanation.reading {
        text.push_str(&format!(
            "{indent}  {}:{}:{} (revision {}, sha256 {})\n{indent}  | {}\n",
            reading.file,
            reading.line,
            reading.column,
            reading.revision,
            reading.sha256.as_str().get(..12).unwrap_or_default(),
            reading.text
        ));
    }
    for input in &explanation.inputs {
        write_tree(input, depth + 1, text);
    }
}

/// As many decimals as the figure needs, at most six.
fn shortest(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
