//! How long the indicators take on a commission's network, beside what other engines take for the same work.

fn main() {
    divan::main();
}
