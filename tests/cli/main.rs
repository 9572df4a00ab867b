//! The built binary: what it prints, how it exits, and what it makes of hostile input.

mod binary;
mod builds;
mod commands;
mod determinations;
mod help;
mod hostile;
mod layout;
mod outcomes;
mod rejections;
mod requests;
mod sarif;
mod standing;
mod versions;
