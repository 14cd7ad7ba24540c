//! What a person sees, checked against figures worked out by hand on an evaluation made by hand.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "present/basin.rs"]
mod basin;
#[path = "present/boards.rs"]
mod boards;
#[path = "present/clauses.rs"]
mod clauses;
#[path = "present/languages.rs"]
mod languages;
#[path = "present/ledgers.rs"]
mod ledgers;
#[path = "present/messages.rs"]
mod messages;
#[path = "present/plots.rs"]
mod plots;
#[path = "present/statement.rs"]
mod statement;
