//! A URL or a watched folder → bytes. The only place that reaches the outside world, and it knows nothing of what the
//! bytes mean.
//!
//! - [`Client::get`]: one URL, with every limit of a [`Policy`]; a failure is a [`FetchError`], transient or final,
//!   and never an empty payload.
//! - [`Polling`]: when to ask again.
//! - [`folder::watch`]: files that have arrived whole in a folder.
//!
//! Whether a host may be asked at all, over plain http or at a private address, is consent of a person on this
//! machine and stands in the policy; a basin that came from elsewhere cannot give it.
#![warn(missing_docs)]

mod address;
mod backoff;
mod client;
mod error;
pub mod folder;
mod names;
mod policy;
mod trouble;

pub use backoff::{Backoff, Outcome, Polling, http_date, retry_after};
pub use client::{Client, Fetched, Validators};
pub use error::FetchError;
pub use policy::{Policy, ProxyUse};
