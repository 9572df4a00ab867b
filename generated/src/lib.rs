//! Evaluators generated from the policies in `spec/`.
