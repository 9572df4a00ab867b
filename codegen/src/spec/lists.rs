//! Lists outside the criteria: values, sentences and numbered steps.

use super::ast::Text;
use super::checks::{Bold, executed};
use super::items::sequence_mistake;
use super::labels::{Counting, bullet, prefix};
use super::mends;
use super::outline::{List, ListItem, Node, Run};
use super::refuse;
use super::sequence::Sequence;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{Edit, Source, Span};

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    /// With `-`.
    Dashes,
    /// With `1.`, `2.`, `3.`
    Numbers,
}

/// Reads the lists among the blocks, one text an item; everything else is refused.
pub(super) fn texts(
    source: &Source,
    blocks: &[&Node],
    marked: Marked,
    found: &mut Vec<Diagnostic>,
) -> Vec<Text> {
    let sequence = Some(Sequence::new(Counting::Numbers));
    let mut reader = Reader { source, marked, sequence, texts: Vec::new(), found };
    for block in blocks {
        match block {
            Node::List(list) => reader.list(list),
            Node::Footnote { .. } => {}
            other => reader.refuse(other),
        }
    }
    reader.texts
}

struct Reader<'r> {
    source: &'r Source,
    marked: Marked,
    /// None behind a quotation, which may have swallowed numbers.
    sequence: Option<Sequence>,
    texts: Vec<Text>,
    found: &'r mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn refuse(&mut self, block: &Node) {
        if let Node::Paragraph(run) = block
            && self.marked == Marked::Dashes
            && let Some((sign, _)) = bullet(&run.text.string)
        {
            return self.bullets(run, sign);
        }
        if matches!(block, Node::Quote { .. }) {
            self.sequence = None;
        }
        let quote = matches!(block, Node::Quote { .. });
        let fix = quote.then(|| mends::joined(self.source, block.span())).flatten();
        self.found.push(refuse::block(block).fixes(fix));
    }

    /// Lines with signs that only print as bullets, read as the items they were meant to be.
    fn bullets(&mut self, run: &Run, sign: char) {
        let starts = std::iter::once(0).chain(run.lines.iter().copied());
        let starts: Vec<(usize, char, usize)> = starts
            .filter_map(|at| {
                let (sign, width) = bullet(run.text.string.get(at..)?)?;
                Some((at, sign, width))
            })
            .collect();
        let signs = starts.iter().map(|(at, sign, _)| run.text.span_of(*at..at + sign.len_utf8()));
        let edits: Vec<Edit> = signs.map(|sign| Edit::replace(sign, "-")).collect();
        let first = run.text.span_of(0..sign.len_utf8());
        let fix = Fix::safe("start the items of the list with `-`", edits);
        self.found.push(refuse::bullet(sign, first).fix(fix));
        let ends = starts.iter().skip(1).map(|(at, ..)| *at).chain([run.text.string.len()]);
        for ((at, _, width), end) in starts.iter().zip(ends) {
            self.texts.push(super::text::trim(&run.part(at + width..end).text));
        }
    }

    fn list(&mut self, list: &List) {
        let mut signs_reported = Signs::Fine;
        for item in &list.items {
            let written = self.source.slice(item.span);
            let span = Span { start: item.span.start, end: item.span.start + 1 };
            match written.chars().next() {
                Some(sign @ ('+' | '*')) => {
                    if signs_reported == Signs::Fine {
                        let word = |text: &str| text.starts_with(char::is_alphabetic);
                        let dashes = self.marked == Marked::Dashes;
                        let fix = dashes.then(|| mends::dashes(self.source, list, word)).flatten();
                        self.found.push(refuse::stray_sign(sign, span).fixes(fix));
                    }
                    signs_reported = Signs::Reported;
                    if self.marked == Marked::Numbers {
                        continue;
                    }
                }
                Some('-') if self.marked == Marked::Numbers => {
                    self.found.push(unnumbered(span));
                    continue;
                }
                Some('0'..='9') => self.number(written, span),
                _ => {}
            }
            self.item(item);
        }
    }

    fn number(&mut self, written: &str, span: Span) {
        let digits: String = written.chars().take_while(char::is_ascii_digit).collect();
        let end = span.start + u32::try_from(digits.len()).unwrap_or(1);
        let span = Span { end, ..span };
        if self.marked == Marked::Dashes {
            self.found.push(
                Diagnostic::new(Code::ItemLabel, span, "the items of this list are not numbered")
                    .here("a number")
                    .help("start the item with `-`"),
            );
            return;
        }
        if written.as_bytes().get(digits.len()) != Some(&b'.') {
            let message = format!("the number `{digits}` has a bracket: Markdown begins a new list there");
            let report = Diagnostic::new(Code::ItemLabel, span, message).here("a bracket");
            let fix = mends::dotted(Span { end: end + 1, ..span }, &digits);
            self.found.push(report.help(format!("write `{digits}.`")).fix(fix));
        }
        let Some(sequence) = &mut self.sequence else { return };
        if !sequence.fits(&digits) {
            self.found.push(sequence_mistake("step", &sequence.expected(), &digits, span));
        }
        sequence.take(&digits);
    }

    fn item(&mut self, item: &ListItem) {
        let mut run = Run::default();
        for block in &item.blocks {
            match block {
                Node::Paragraph(more) => run.join(more),
                Node::Footnote { .. } => {}
                Node::List(list) => self.found.push(nested(list.span)),
                other => self.refuse(other),
            }
        }
        executed(&run, Bold::Refused, self.found);
        self.swallowed(&run);
        self.texts.push(super::text::trim(&run.text));
    }

    /// Lines that were meant as items and became part of the one before.
    fn swallowed(&mut self, run: &Run) {
        for at in &run.lines {
            let line = run.text.string.get(*at..).unwrap_or_default();
            let numbered = self.marked == Marked::Numbers
                && prefix(line).is_some_and(|label| Counting::Numbers.ordinal(label.literal).is_some());
            if line.starts_with("- ") || numbered {
                let message = "an item that is indented too far becomes part of the one above it";
                self.found.push(
                    Diagnostic::new(Code::ItemIndent, run.text.span_of(*at..*at + 1), message)
                        .here("part of the item above")
                        .help("start it at the indent of the items beside it"),
                );
                self.sequence = None;
            }
        }
    }
}

/// Whether the sign of a list was complained about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signs {
    Fine,
    Reported,
}

fn unnumbered(span: Span) -> Diagnostic {
    Diagnostic::new(Code::ItemLabel, span, "this item has no number, so nothing can cite it")
        .here("no number")
        .help("write its number in place of the dash: `1. …`")
}

fn nested(span: Span) -> Diagnostic {
    let message = "a list inside a list is not read here: each item is one line of its own";
    Diagnostic::new(Code::Markup, span, message)
        .here("a list inside a list")
        .help("start its items at the indent of the list, or say it in one sentence")
}
