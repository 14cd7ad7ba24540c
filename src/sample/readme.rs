//! `README.md` of the sample: what it is, and every planted fault with its file and lines.

pub(super) fn text(_files: &[super::exports::File]) -> String {
    String::new()
}
