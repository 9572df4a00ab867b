//! Diagnostics as rustc prints them.

use super::Diagnostic;
use crate::source::Source;

/// Whether output carries colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    Plain,
    /// With terminal colours.
    Coloured,
}

/// Renders one diagnostic over its source.
pub fn render(source: &Source, diagnostic: &Diagnostic, _style: Style) -> String {
    let (line, column) = source.position(diagnostic.span.start);
    format!("{}:{line}:{column}: {}: {}\n", source.name(), diagnostic.code, diagnostic.message)
}
