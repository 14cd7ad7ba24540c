//! Thalweg.

pub mod agreements;
pub mod app;
pub mod archive;
pub mod cli;
pub mod domain;
pub mod draw;
pub mod engine;
pub mod feeds;
pub mod harmonise;
pub mod indicators;
pub mod ingest;
pub mod present;
pub mod report;
pub mod sample;
pub mod series;
