//! Examples: base tables of two columns, and the table of variants.

use super::super::ast::{ExampleRow, Text};
use super::super::checks::Bold;
use super::super::outline::{Grid, Node};
use super::super::refuse;
use super::Reader;
use crate::diagnostic::{Code, Diagnostic};

const VARIANTS: [&str; 5] = ["Example", "Starts from", "Differs in", "Determination", "Because"];

impl Reader<'_> {
    pub(super) fn examples(&mut self, nodes: &[&Node]) {
        for node in nodes {
            match node {
                Node::Table(grid) if grid.header.cells.len() == 2 => self.base_example(grid),
                Node::Table(grid) => {
                    let rows = self.rows("`## Examples`", &VARIANTS, grid.span, &[node]);
                    let rows = rows.into_iter().filter_map(|row| <[Text; 5]>::try_from(row).ok());
                    self.spec.examples.extend(rows.map(variant));
                }
                Node::Footnote { .. } => {}
                other => self.found.push(refuse::block(other)),
            }
        }
    }

    fn base_example(&mut self, grid: &Grid) {
        let table = self.table(grid, |at| if at == 0 { Bold::Cell } else { Bold::Refused });
        let Ok([id, title]) = <[Text; 2]>::try_from(table.header) else { return };
        let mut example = ExampleRow {
            id,
            title,
            starts_from: None,
            facts: Vec::new(),
            determination: Text::default(),
            because: Text::default(),
        };
        for row in table.rows {
            let Ok([key, value]) = <[Text; 2]>::try_from(row) else { continue };
            match (key.strong.is_empty(), key.string.as_str()) {
                (true, _) => example.facts.push((key, value)),
                (false, "Determination") => example.determination = value,
                (false, "Because") => example.because = value,
                (false, _) => self.bold_fact(&key),
            }
        }
        if example.id.is_empty() || example.determination.is_empty() {
            let message =
                "an example begins with its id in the header and ends with the determination it expects";
            self.found.push(
                Diagnostic::new(Code::TableHeader, example.id.span, message)
                    .here("the id or the row `**Determination**` is missing")
                    .help("write the header `| E1 | its title |`, and the last row `| **Determination** | criteria not met |`"),
            );
        }
        self.spec.examples.push(example);
    }

    fn bold_fact(&mut self, key: &Text) {
        let message =
            format!("`{}` is bold: in an example only **Determination** and **Because** are", key.string);
        self.found
            .push(Diagnostic::new(Code::Markup, key.span, message).here("bold").help("take the `**` away"));
    }
}

fn variant(row: [Text; 5]) -> ExampleRow {
    let [id, starts_from, differs, determination, because] = row;
    let facts = if differs.is_empty() { Vec::new() } else { vec![(Text::default(), differs)] };
    ExampleRow { id, title: Text::default(), starts_from: Some(starts_from), facts, determination, because }
}
