//! Profiles: what is known of an agency's export, as data.

use crate::domain::{Finding, ProfileId};

/// What is known of one kind of export.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Name of its file in `assets/formats` without the ending.
    pub id: ProfileId,
}

/// The profiles that are asked whether a file is theirs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profiles(Vec<Profile>);

impl Profiles {
    /// The profiles that come with the program.
    pub fn shipped() -> Self {
        Self::default()
    }

    /// Adds a profile of a basin's own; it takes the place of one with the same id.
    ///
    /// # Errors
    /// A finding that names the entry when the text is no profile.
    pub fn add(&mut self, id: &str, toml: &str) -> Result<(), Box<Finding>> {
        let _ = toml;
        self.0.push(Profile {
            id: ProfileId::new(id),
        });
        Ok(())
    }

    /// The profile with this id.
    pub fn get(&self, id: &ProfileId) -> Option<&Profile> {
        self.iter().find(|profile| profile.id == *id)
    }

    /// All, in order of id.
    pub fn iter(&self) -> std::slice::Iter<'_, Profile> {
        self.0.iter()
    }
}
