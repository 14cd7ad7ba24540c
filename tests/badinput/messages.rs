//! Warning messages of CAP 1.2, as `thalweg check` takes them.

use thalweg::domain::Finding;
use thalweg::engine;

use crate::corpus::{Case, Corpus, Expectation};
use crate::{Verdict, check};

pub(crate) fn run(corpus: &Corpus, case: &Case) -> Verdict {
    let path = corpus.folder.join(&case.file);
    let mut differences = Vec::new();
    if !engine::is_message(&path) {
        differences.push("the file is not taken for a message".to_owned());
    }
    let said: Vec<Finding> = engine::check_message(&path)
        .expect("a file of the corpus")
        .into_iter()
        .collect();
    check::findings(case, &said, &mut differences);
    let errors = said
        .iter()
        .filter(|finding| finding.severity == thalweg::domain::Severity::Error);
    // Each of these files has one fault, which is said once and with its place.
    let expected = usize::from(case.expectation == Expectation::RejectFile);
    if errors.clone().count() != expected {
        differences.push(format!("{expected} fault expected: {}", check::all(&said)));
    }
    for finding in errors {
        if finding.line.is_none() || finding.column.is_none() || finding.entry.is_none() {
            differences.push(format!(
                "a fault without line, column or element: {finding}"
            ));
        }
    }
    Verdict::Ran(differences)
}
