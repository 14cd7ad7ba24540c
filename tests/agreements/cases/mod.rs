//! Worked and published cases of the shipped agreements, from their files alone.
//!
//! The table of cases lies outside of the repository: `THALWEG_TREATY_CASES` names the JSON file. Each case is
//! turned into daily values and facts that realise it, evaluated through the public interface, and its rows,
//! shares and triggers are held against what the case expects, within its tolerance. A case without a way to
//! realise it fails the run. The main published figures stand in `published`, which needs no file.

mod albufeira;
mod all;
mod asia;
mod ganges;
mod mekong;
mod prairie;
mod published;
mod realise;
mod rio_grande;

use serde_json::Value;

/// What comes of a case: nothing, or what is wrong.
pub(super) type Verdict = Result<(), String>;

/// One case of the table.
pub(super) struct Case<'j>(&'j Value);

impl Case<'_> {
    fn text(&self, key: &str) -> &str {
        self.0[key].as_str().unwrap_or_default()
    }

    pub(super) fn id(&self) -> &str {
        self.text("id")
    }

    /// A number among the inputs; NaN, which no figure equals, where there is none.
    pub(super) fn input(&self, key: &str) -> f64 {
        self.0["inputs"][key].as_f64().unwrap_or(f64::NAN)
    }

    pub(super) fn inputs(&self, key: &str) -> Vec<f64> {
        list(&self.0["inputs"][key])
    }

    pub(super) fn input_text(&self, key: &str) -> &str {
        self.0["inputs"][key].as_str().unwrap_or_default()
    }

    pub(super) fn has_input(&self, key: &str) -> bool {
        !self.0["inputs"][key].is_null()
    }

    pub(super) fn input_texts(&self, key: &str) -> Vec<&str> {
        let items = self.0["inputs"][key].as_array();
        items.map_or_else(Vec::new, |items| {
            items.iter().filter_map(Value::as_str).collect()
        })
    }

    pub(super) fn wants(&self, key: &str) -> bool {
        !self.0["expected"][key].is_null()
    }

    pub(super) fn expected(&self, key: &str) -> f64 {
        self.0["expected"][key].as_f64().unwrap_or(f64::NAN)
    }

    pub(super) fn expected_list(&self, key: &str) -> Vec<f64> {
        list(&self.0["expected"][key])
    }

    pub(super) fn expected_text(&self, key: &str) -> &str {
        self.0["expected"][key].as_str().unwrap_or_default()
    }

    pub(super) fn expects(&self, key: &str) -> Option<bool> {
        self.0["expected"][key].as_bool()
    }

    pub(super) fn inside(&self, outer: &str, key: &str) -> f64 {
        self.0["expected"][outer][key].as_f64().unwrap_or(f64::NAN)
    }

    /// The case's own tolerance, and beyond it what binary fractions cost.
    pub(super) fn tolerance(&self, expected: f64) -> f64 {
        let given = self.0["tolerance"].as_f64().unwrap_or(0.0);
        given.max(1e-9 * expected.abs().max(1.0))
    }

    /// A figure against a number that the case expects.
    pub(super) fn holds(&self, what: &str, found: Option<f64>) -> Verdict {
        self.equals(what, found, self.expected(what))
    }

    /// A figure against a number, within the case's tolerance.
    pub(super) fn equals(&self, what: &str, found: Option<f64>, expected: f64) -> Verdict {
        let near = found.is_some_and(|found| (found - expected).abs() <= self.tolerance(expected));
        if near {
            Ok(())
        } else {
            Err(format!("{what}: found {found:?}, expected {expected}"))
        }
    }

    pub(super) fn no_runner(&self) -> Verdict {
        Err("no way to realise this case".to_owned())
    }
}

fn list(value: &Value) -> Vec<f64> {
    let items = value.as_array();
    items.map_or_else(Vec::new, |items| {
        items
            .iter()
            .map(|item| item.as_f64().unwrap_or(f64::NAN))
            .collect()
    })
}

/// A test, yes or no.
pub(super) fn same(what: &str, found: Option<bool>, expected: Option<bool>) -> Verdict {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{what}: found {found:?}, expected {expected:?}"))
    }
}

fn run(case: &Case<'_>) -> Verdict {
    match case.text("treaty") {
        "ganges-1996" => ganges::run(case),
        "albufeira" => albufeira::run(case),
        "us-mexico-1944" => rio_grande::run(case),
        "st-mary-milk-1921" | "ppwb-1969" => prairie::run(case),
        "nile-1959" | "helmand-1973" | "syr-darya" | "amu-darya" => asia::run(case),
        "mekong-pmfm-6a" | "mekong-flood" => mekong::run(case),
        other => Err(format!("no agreement for {other}")),
    }
}

#[test]
fn every_case_of_the_table_comes_out() {
    let Some(path) = std::env::var_os("THALWEG_TREATY_CASES") else {
        println!("not run: THALWEG_TREATY_CASES names no table of cases");
        return;
    };
    let text = std::fs::read_to_string(&path).expect("the table of cases can be read");
    let table: Value = serde_json::from_str(&text).expect("the table of cases is JSON");
    let cases = table["cases"].as_array().expect("cases");
    let mut failed = Vec::new();
    for case in cases.iter().map(Case) {
        if let Err(why) = run(&case) {
            failed.push(format!("{} ({})", case.id(), why));
        }
    }
    let n = cases.len();
    println!("{} of {n} cases as expected", n - failed.len());
    assert!(failed.is_empty(), "of {n} cases:\n{}", failed.join("\n"));
}
