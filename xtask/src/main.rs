//! The project's chores: test set-up, evaluation and benches.
fn main() {}
