//! What was set, `key=value`.

use super::{Setting, refuse};
use crate::domain::Finding;

/// One `key=value` as it was typed.
pub type Given = (String, String);

/// What was set for one indicator, with its defaults.
pub struct Settings<'a> {
    known: &'a [Setting],
    given: &'a [Given],
}

impl<'a> Settings<'a> {
    /// What was `given` for an indicator that knows `known`.
    ///
    /// # Errors
    /// When a name is not known; the hint lists those that are.
    pub fn new(known: &'a [Setting], given: &'a [Given]) -> Result<Self, Box<Finding>> {
        for (name, _) in given {
            if !known.iter().any(|setting| setting.name == name) {
                let names: Vec<&str> = known.iter().map(|setting| setting.name).collect();
                return Err(refuse(
                    format!("there is nothing called \"{name}\" to set here"),
                    if names.is_empty() {
                        "this indicator has no settings".to_owned()
                    } else {
                        format!("set one of: {}", names.join(", "))
                    },
                ));
            }
        }
        Ok(Self { known, given })
    }

    /// Every setting with the value in force, in the order of the indicator; unset ones without a default are left
    /// out.
    pub fn in_force(&self) -> Vec<(&'a str, &'a str)> {
        let all = self.known.iter();
        all.filter_map(|setting| Some((setting.name, self.text(setting.name)?)))
            .collect()
    }

    /// The text of a setting: as given, else its default; `None` when neither is there.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        let given = self.given.iter().rfind(|(given, _)| given == name);
        let default = || {
            let setting = self.known.iter().find(|setting| setting.name == name)?;
            (!setting.default.is_empty()).then_some(setting.default)
        };
        given
            .map(|(_, value)| value.as_str().trim())
            .or_else(default)
    }

    /// The number of a setting.
    ///
    /// # Errors
    /// When it is set to something that is no finite number.
    pub fn number(&self, name: &str) -> Result<Option<f64>, Box<Finding>> {
        self.text(name).map(|text| number(name, text)).transpose()
    }

    /// The number of a setting that must be there.
    ///
    /// # Errors
    /// When it is not set, or no finite number.
    pub fn wanted_number(&self, name: &str) -> Result<f64, Box<Finding>> {
        self.number(name)?.ok_or_else(|| unset(name))
    }

    /// The text of a setting that must be there.
    ///
    /// # Errors
    /// When it is not set.
    pub fn wanted_text(&self, name: &str) -> Result<&'a str, Box<Finding>> {
        self.text(name).ok_or_else(|| unset(name))
    }

    /// The whole number of a setting, not below nothing.
    ///
    /// # Errors
    /// When it is set to something else.
    pub fn count(&self, name: &str) -> Result<Option<usize>, Box<Finding>> {
        let parse = |text: &str| {
            text.parse().map_err(|_| {
                refuse(
                    format!("{name} is \"{text}\", which is no whole number"),
                    format!("set it to a whole number, such as {name}=7"),
                )
            })
        };
        self.text(name).map(parse).transpose()
    }

    /// The numbers of a setting that is a list, `2,5,10`; empty when it is not set.
    ///
    /// # Errors
    /// When one of them is no finite number.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>, Box<Finding>> {
        let Some(text) = self.text(name) else {
            return Ok(Vec::new());
        };
        let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
        parts.map(|part| number(name, part)).collect()
    }

    /// Which of `choices` a setting is.
    ///
    /// # Errors
    /// When it is none of them; the hint lists them.
    pub fn choice<T: Copy>(&self, name: &str, choices: &[(&str, T)]) -> Result<T, Box<Finding>> {
        let text = self.text(name).unwrap_or_default();
        let found = choices
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(text));
        found.map(|(_, choice)| *choice).ok_or_else(|| {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            refuse(
                format!("{name} is \"{text}\", which is no choice here"),
                format!("set {name} to one of: {}", words.join(", ")),
            )
        })
    }
}

fn number(name: &str, text: &str) -> Result<f64, Box<Finding>> {
    let parsed: Option<f64> = text.parse().ok().filter(|number: &f64| number.is_finite());
    parsed.ok_or_else(|| {
        refuse(
            format!("{name} is \"{text}\", which is no number"),
            format!("set it to a number with a decimal point, such as {name}=0.5"),
        )
    })
}

fn unset(name: &str) -> Box<Finding> {
    refuse(
        format!("{name} is not set"),
        format!("give it with --set {name}=…"),
    )
}
