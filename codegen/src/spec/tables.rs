//! Tables: each row of the source compared with the header.
//!
//! Markdown pads a short row, drops the cells that are too many, and takes a line of text
//! under a table for a row; none of it is visible in a viewer.

use super::ast::{Table, Text};
use super::outline::{Grid, Row};
use super::text::trim;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_COLUMNS;
use crate::source::{Source, Span};

/// Compares the rows with the header.
pub(super) fn check(source: &Source, grid: &Grid, found: &mut Vec<Diagnostic>) {
    let columns = grid.header.cells.len();
    if columns > MAX_COLUMNS {
        let message = format!("a table of {columns} columns: at most {MAX_COLUMNS} are read");
        found.push(
            Diagnostic::new(Code::TooLarge, grid.header.span, message)
                .here("too many columns")
                .help("divide the table into several"),
        );
    }
    for row in &grid.rows {
        check_row(source, grid, row, found);
    }
}

fn check_row(source: &Source, grid: &Grid, row: &Row, found: &mut Vec<Diagnostic>) {
    let columns = grid.header.cells.len();
    let span = line_of(source, row.span);
    if is_stray_line(source, row) {
        let message = "a line of text right under a table is a row of it in Markdown";
        found.push(
            Diagnostic::new(Code::CellCount, span, message)
                .here("read as a row")
                .help("put an empty line between the table and the text"),
        );
        return;
    }
    let cells = cells_written(source, row);
    if cells != columns {
        // The place is that of the row's first cell: a bar in front of it belongs to the row before.
        let first = row.cells.first().map_or(span.start, |cell| cell.text.span.start);
        let span = Span { start: first.clamp(span.start, span.end), ..span };
        let message = format!(
            "this row has {} and the header {columns}: Markdown drops what is too much and fills up what is missing",
            counted(cells)
        );
        found.push(
            Diagnostic::new(Code::CellCount, span, message)
                .here(format!("{}, not {columns}", counted(cells)))
                .related(line_of(source, grid.header.span), format!("the header has {}", counted(columns)))
                .help("give the row one cell for each column, empty ones too; write `\\|` for a bar inside a cell"),
        );
    }
}

fn counted(cells: usize) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}

/// A span without the line end behind it.
fn line_of(source: &Source, span: Span) -> Span {
    let len = source.slice(span).trim_end().len();
    Span::new(span.start as usize, span.start as usize + len)
}

/// Whether a row has no bar in it: text that was not meant as a row.
fn is_stray_line(source: &Source, row: &Row) -> bool {
    !source.slice(row.span).replace("\\|", "").contains('|')
}

/// How many cells the row has in the source.
fn cells_written(source: &Source, row: &Row) -> usize {
    let end = line_of(source, row.span).end;
    let is_written = |place: &&Span| place.start < end;
    let written = row.places.iter().filter(is_written).count();
    let Some(last) = row.places.last() else { return 0 };
    let rest = source.slice(Span { start: last.end.min(end), end });
    let rest = rest.strip_prefix('|').unwrap_or(rest);
    if rest.trim().is_empty() { written } else { written + extra_cells(rest) }
}

fn extra_cells(rest: &str) -> usize {
    let plain = rest.trim().replace("\\|", "");
    plain.strip_suffix('|').unwrap_or(&plain).matches('|').count() + 1
}

/// The table as the document form keeps it; lines of text that became rows are left out.
pub(super) fn table(source: &Source, grid: &Grid) -> Table {
    let texts = |row: &Row| -> Vec<Text> { row.cells.iter().map(|cell| trim(&cell.text)).collect() };
    let rows = grid.rows.iter().filter(|row| !is_stray_line(source, row));
    Table { header: texts(&grid.header), rows: rows.map(texts).collect(), span: grid.span }
}

/// Whether the header has exactly these columns.
pub(super) fn has_columns(table: &Table, columns: &[&str]) -> bool {
    table.header.len() == columns.len()
        && table.header.iter().zip(columns).all(|(cell, column)| cell.string == *column)
}

/// The columns of a table are not those that its place asks for.
pub(super) fn wrong_header(table: &Table, place: &str, columns: &[&str]) -> Diagnostic {
    let first = table.header.first().map_or(table.span, |cell| cell.span);
    let span = table.header.iter().fold(first, |all, cell| all.to(cell.span));
    let written: Vec<&str> = table.header.iter().map(|cell| cell.string.as_str()).collect();
    let message = format!("the table of {place} does not have the columns that are read by name");
    Diagnostic::new(Code::TableHeader, span, message)
        .here(format!("found `{}`", written.join(" | ")))
        .help(format!("write the header as `| {} |`", columns.join(" | ")))
}

/// There is no table where one belongs.
pub(super) fn missing(place: &str, columns: &[&str], span: Span) -> Diagnostic {
    let message = format!("there is no table under {place}");
    let help = if columns.is_empty() {
        "write its table under the heading, or take the heading away".to_owned()
    } else {
        format!("write a table with the header `| {} |`", columns.join(" | "))
    };
    Diagnostic::new(Code::TableHeader, span, message).here("nothing to read").help(help)
}
