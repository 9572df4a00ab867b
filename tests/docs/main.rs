//! A document is a test, or a rumour: what the pages show is run, and what they name exists.

mod commands;
mod fences;
mod guide;
mod language;
mod paths;
mod typed;
mod worked;
