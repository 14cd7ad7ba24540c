//! The one list that registers a shipped agreement, in order of id.

/// The text of each agreement in `assets/agreements`, with its id.
macro_rules! agreements {
    ($($id:literal,)*) => {
        &[$(($id, include_str!(concat!("../../assets/agreements/", $id, ".toml"))),)*]
    };
}

/// Agreements that come with the program: id and text, in order of id. Each file names its id itself, too; a
/// test holds the two against each other.
pub const SHIPPED: &[(&str, &str)] = agreements![
    "albufeira-douro",
    "albufeira-guadiana",
    "albufeira-minho",
    "albufeira-tejo",
    "amu-darya",
    "chu",
    "ganges-1977",
    "ganges-1996",
    "helmand-1973",
    "indus-1960",
    "mekong-flood",
    "mekong-pmfm",
    "nile-1959",
    "ppwb-1969",
    "st-mary-milk-1921",
    "syr-darya",
    "talas",
    "us-mexico-1944-colorado",
    "us-mexico-1944-rio-grande",
];

/// Text of an agreement that comes with the program, by id.
pub fn shipped(id: &str) -> Option<&'static str> {
    SHIPPED
        .binary_search_by_key(&id, |(id, _)| id)
        .ok()
        .and_then(|at| SHIPPED.get(at))
        .map(|(_, text)| *text)
}
