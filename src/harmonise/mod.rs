//! harmonise.
