//! Reference text: carried into the documents as it is, with its emphasis and links.

use super::ast::{Block, NamedList, Text};
use super::letters::check_letters;
use super::outline::{List, Node, Run};
use super::tables::table;
use super::text::{part_of, trim};
use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// The blocks of a reference section.
pub(super) fn blocks(source: &Source, nodes: &[&Node]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for node in nodes {
        block(source, node, &mut blocks);
    }
    blocks
}

fn block(source: &Source, node: &Node, blocks: &mut Vec<Block>) {
    match node {
        Node::Paragraph(run) | Node::Code(run) => blocks.push(Block::Paragraph(run.text.clone())),
        Node::Heading(heading) => blocks.push(Block::Heading(heading.run.text.clone())),
        Node::Table(grid) => blocks.push(Block::Table(table(source, grid))),
        Node::Quote { blocks: quoted, .. } => {
            for inner in quoted {
                block(source, inner, blocks);
            }
        }
        Node::List(list) => {
            let mut others = Vec::new();
            let runs = flat_runs(list, &mut others);
            blocks.push(Block::List(runs.into_iter().map(|run| run.text).collect()));
            for other in others {
                block(source, other, blocks);
            }
        }
        Node::Footnote { .. } | Node::Html(_) | Node::Rule(_) => {}
    }
}

/// The items of a list and of the lists in it, and whatever else stands in them.
fn flat_runs<'n>(list: &'n List, others: &mut Vec<&'n Node>) -> Vec<Run> {
    let mut runs = Vec::new();
    for item in &list.items {
        let mut own = Run::default();
        let mut below = Vec::new();
        for node in &item.blocks {
            match node {
                Node::Paragraph(run) => own.join(run),
                Node::List(inner) => below.extend(flat_runs(inner, others)),
                other => others.push(other),
            }
        }
        runs.push(own);
        runs.extend(below);
    }
    runs
}

/// The values of an appendix that is, paragraphs aside, one list of bullets.
pub(super) fn named_list(
    source: &Source,
    heading: &Text,
    nodes: &[&Node],
    found: &mut Vec<Diagnostic>,
) -> Option<NamedList> {
    let name = appendix_name(heading)?;
    let mut only = None;
    for node in nodes {
        match node {
            Node::Paragraph(_) | Node::Footnote { .. } => {}
            Node::List(list) if only.is_none() => only = Some(list),
            _ => return None,
        }
    }
    let list = only?;
    if source.slice(list.span).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let runs = flat_runs(list, &mut Vec::new());
    for run in &runs {
        check_letters(run, found);
    }
    Some(NamedList { name, items: runs.iter().map(|run| trim(&run.text)).collect() })
}

/// `Appendix D` of `Appendix D: Disease-modifying therapies`.
fn appendix_name(heading: &Text) -> Option<Text> {
    let behind = heading.string.strip_prefix("Appendix ")?;
    let width = behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len());
    (width > 0).then(|| part_of(heading, 0.."Appendix ".len() + width))
}
