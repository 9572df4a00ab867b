//! What is said about blocks that stand where they are not executed.

use super::checks::is_connective;
use super::labels;
use super::outline::{HeadingStyle, Node, Run};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A block quote in an executed region.
pub(super) fn quote(span: Span) -> Diagnostic {
    let message = "a line that starts with `>` is a quotation in Markdown: the sign is gone, \
                   and with it the comparison";
    Diagnostic::new(Code::BlockQuote, span, message)
        .here("the `>` is not read as \"greater than\"")
        .help("write the comparison on one line with its fact: `age > 18 years`, or `≥` where that is meant")
}

/// A sign that Markdown takes for a bullet.
pub(super) fn stray_sign(sign: char, span: Span) -> Diagnostic {
    let message = format!(
        "a line that starts with `{sign}` begins a new item in Markdown: the sign is gone from what is read"
    );
    Diagnostic::new(Code::StraySign, span, message)
        .here("read as a bullet")
        .help(format!(
            "where `{sign}` belongs to a number or a product, write it on the line before (`×` for a product)"
        ))
        .help("where an item is meant, start it with `-` and its letter, or with its number")
}

/// A sign that prints as a bullet and is none.
pub(super) fn bullet(sign: char, span: Span) -> Diagnostic {
    let message = format!("`{sign}` is no list mark in Markdown: the line was joined to the one before");
    Diagnostic::new(Code::StraySign, span, message)
        .here("read as text")
        .help("start each item with `-` and its letter, `- a. …`, or with its number, `1. …`")
}

/// The same behind the dash of an item.
pub(super) fn bullet_behind_dash(sign: char, span: Span) -> Diagnostic {
    let message = format!("`{sign}` stands behind the dash of an item, where its letter belongs");
    Diagnostic::new(Code::StraySign, span, message)
        .here("a second mark")
        .help("start each item with `-` and its letter alone: `- a. …`")
}

/// A block directly under a criteria section, among its items.
pub(super) fn in_criteria(node: &Node) -> Diagnostic {
    match node {
        Node::Paragraph(run) => paragraph(run),
        other => block(other),
    }
}

/// A block inside an item, behind its own text.
pub(super) fn in_item(node: &Node) -> Diagnostic {
    match node {
        Node::Paragraph(run) => {
            let message = "a paragraph behind the items under a criterion is not executed";
            Diagnostic::new(Code::Markup, run.text.span, message).here("not executed").help(
                "write `; and` or `; or` at the end of the last item above it, and a remark as a footnote",
            )
        }
        other => in_criteria(other),
    }
}

/// Whether a paragraph says for which requests something is.
pub(super) fn reads_as_scope(string: &str) -> bool {
    string.trim_end().ends_with(':') && ["For ", "If "].iter().any(|start| string.starts_with(start))
}

/// A second scope line. It is no remark: left out, the criteria would be for more requests than they say.
pub(super) fn second_scope(span: Span, line: &str) -> Diagnostic {
    Diagnostic::new(Code::SecondScope, span, "a heading has one scope line, and this is another one")
        .here("not read: it would limit the criteria below")
        .help(format!(
            "give the criteria below a heading of their own, `### A. ⟨name⟩ (must meet all)`, with `{line}` under it"
        ))
        .help("or say both in one line: `If ⟨sentence⟩, and ⟨sentence⟩:`")
}

/// A paragraph in an executed region.
pub(super) fn paragraph(run: &Run) -> Diagnostic {
    let span = run.text.span;
    let string = run.text.string.as_str();
    if let Some(label) = labels::prefix(string) {
        let message = format!("`{}` at the start of a line is no item in Markdown", label.literal);
        return Diagnostic::new(Code::ItemLabel, span, message)
            .here("read as a paragraph")
            .help(format!("write `- {}. …`, at the indent of the items beside it", label.literal));
    }
    if string.starts_with('|') {
        let message = "this is no table in Markdown: the header row and the `| --- |` row under it \
                       must have the same number of cells";
        return Diagnostic::new(Code::CellCount, span, message)
            .here("read as a paragraph")
            .help("give both rows one cell for each column");
    }
    let word = string.split([' ', ';', ':']).next().unwrap_or_default();
    if matches!(word, "AND" | "OR") || is_connective(string.trim()) {
        let message = format!("`{word}` stands between the items and splits their list in two");
        return Diagnostic::new(Code::Markup, span, message).here("read as a paragraph").help(format!(
            "write it at the end of the item before, `…; **{word}**`, or indent it under that item"
        ));
    }
    if reads_as_scope(string) {
        return Diagnostic::new(Code::SecondScope, span, "a scope line stands only right under a heading")
            .here("not read: it would limit the criteria below")
            .help("give the criteria below a heading of their own, with this line right under it")
            .help("or write it in front of each of them: `1. For ⟨value⟩ requests: …`");
    }
    Diagnostic::new(Code::Markup, span, "a paragraph that is not executed stands between what is")
        .here("not executed")
        .help("write it as a footnote, or as an item that starts with `Note:`")
}

/// Any other block in an executed region.
pub(super) fn block(node: &Node) -> Diagnostic {
    let span = node.span();
    match node {
        Node::Quote { .. } => quote(span),
        Node::Paragraph(run) => paragraph(run),
        Node::Html(_) => super::checks::html_at(span),
        Node::Heading(heading) => self::heading(heading.style, span),
        Node::Code(_) => Diagnostic::new(
            Code::Markup,
            span,
            "a block of code may not stand in an executed part: \
                                                 a line indented by four spaces or more is one",
        )
        .here("read as code")
        .help("indent the line like its neighbours, or take the fence away"),
        Node::Rule(_) => Diagnostic::new(Code::Markup, span, "a rule may not stand in an executed part")
            .here("a rule")
            .help("take it away: headings part the document"),
        Node::Table(_) => {
            Diagnostic::new(Code::Markup, span, "a table that is not executed stands in an executed part")
                .here("not executed")
                .help("move it to an appendix")
        }
        Node::List(_) => {
            Diagnostic::new(Code::Markup, span, "a list that is not executed stands in an executed part")
                .here("not executed")
                .help("move it to the section it belongs to, or to an appendix")
        }
        Node::Footnote { .. } => footnote_place(span),
    }
}

/// A heading that Markdown made out of something else.
pub(super) fn heading(style: HeadingStyle, span: Span) -> Diagnostic {
    match style {
        HeadingStyle::Underlined => {
            let message = "text with a line of `---` or `===` under it is a heading in Markdown";
            Diagnostic::new(Code::Markup, span, message)
                .here("read as a heading")
                .help("put an empty line between the text and the rule, or write the heading with `##`")
        }
        HeadingStyle::Signs => {
            let message = "a line that starts with `#` is a heading in Markdown, and may not stand inside a list or quotation";
            Diagnostic::new(Code::Markup, span, message)
                .here("read as a heading")
                .help("where `#` means a number, write it out")
        }
    }
}

/// A footnote's text that splits what stands around it.
pub(super) fn footnote_place(span: Span) -> Diagnostic {
    let message = "a footnote's text stands in the middle of an executed part, where it splits a list or swallows the next line";
    Diagnostic::new(Code::Footnote, span, message)
        .here("a footnote's text")
        .help("move it to the end of the document")
}
