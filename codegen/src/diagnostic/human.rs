//! Diagnostics as rustc prints them: the code, the line with a caret under it, the other
//! places, and what to do.
//!
//! Only the lines from the first to the last place are handed to the renderer, so that a
//! thousand messages about a long file stay cheap.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use super::{Diagnostic, Fix, Safety, Severity};
use crate::limits::{MAX_SHOWN_BYTES, MAX_SHOWN_FIXES, MAX_SHOWN_PLACES};
use crate::source::{Source, Span};

/// Whether output carries colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    Plain,
    /// With terminal colours.
    Coloured,
}

/// Renders one diagnostic over its source. Spans that are not of this source are moved to
/// the nearest place that is.
pub fn render(source: &Source, diagnostic: &Diagnostic, style: Style) -> String {
    let related = diagnostic.related.iter().take(MAX_SHOWN_PLACES).map(|(span, _)| *span);
    let window = Window::around(source, related.fold(diagnostic.span, Span::to));
    let title = level(diagnostic.code.severity())
        .primary_title(printable(&diagnostic.message))
        .id(diagnostic.code.as_str());
    let group = if window.is_shown() {
        title.element(snippet(source, diagnostic, &window))
    } else {
        title.element(origin(source, diagnostic))
    };
    let group = group.elements(notes(diagnostic).into_iter().map(|(level, text)| level.message(text)));
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let fixes = diagnostic.fixes.iter().filter_map(|fix| suggestion(source, fix));
    let groups: Vec<Group<'_>> = std::iter::once(group).chain(fixes.take(MAX_SHOWN_FIXES)).collect();
    let mut text = renderer.decor_style(DecorStyle::Ascii).render(&groups);
    text.push('\n');
    text
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Finding => Level::WARNING.with_name("finding"),
    }
}

fn snippet<'a>(
    source: &'a Source,
    diagnostic: &'a Diagnostic,
    window: &Window<'a>,
) -> Snippet<'a, Annotation<'a>> {
    let primary = window.annotation(AnnotationKind::Primary, diagnostic.span, &diagnostic.here);
    let related = diagnostic
        .related
        .iter()
        .take(MAX_SHOWN_PLACES)
        .map(|(span, text)| window.annotation(AnnotationKind::Context, *span, text));
    Snippet::source(window.text)
        .line_start(window.line)
        .path(source.name())
        .annotation(primary)
        .annotations(related)
}

/// The place alone, where its line is too long to be shown.
fn origin<'a>(source: &'a Source, diagnostic: &Diagnostic) -> Origin<'a> {
    let (line, column) = source.position(diagnostic.span.start);
    Origin::path(source.name()).line(line).char_column(column)
}

/// The lines of a fix as they would be, with what changes marked.
fn suggestion<'a>(source: &'a Source, fix: &'a Fix) -> Option<Group<'a>> {
    let window = Window::around(source, fix.span()?);
    if !window.is_shown() {
        return None;
    }
    let title = match fix.safety {
        Safety::Safe => printable(&fix.title),
        Safety::Suggested => format!("if that is what is meant: {}", printable(&fix.title)),
    };
    let patches = fix.edits.iter().map(|edit| Patch::new(window.range(edit.span), edit.text.as_str()));
    let snippet = Snippet::source(window.text).line_start(window.line).path(source.name()).patches(patches);
    Some(Level::HELP.secondary_title(title).element(snippet))
}

fn notes(diagnostic: &Diagnostic) -> Vec<(Level<'static>, String)> {
    let mut notes = Vec::new();
    if !diagnostic.path.is_empty() {
        notes.push((Level::NOTE.with_name("in"), printable(&diagnostic.path.join(" › "))));
    }
    notes.extend(diagnostic.help.iter().map(|help| (Level::HELP, printable(help))));
    let more = diagnostic.fixes.len().saturating_sub(MAX_SHOWN_FIXES);
    if more > 0 {
        let more = format!("{more} more ways to mend it are not shown: `--format json` has them");
        notes.push((Level::NOTE.with_name("fixes"), more));
    }
    let explain = format!("criteria explain {}", diagnostic.code);
    notes.push((Level::NOTE.with_name("explain"), explain));
    notes
}

/// The text without what would steer a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The lines from the first to the last place of a diagnostic.
struct Window<'a> {
    text: &'a str,
    whole: &'a str,
    start: usize,
    line: usize,
}

impl<'a> Window<'a> {
    fn around(source: &'a Source, places: Span) -> Self {
        let whole = source.text();
        let places = within(whole, places);
        let Range { start: first, end: last } = places;
        let start = whole.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end =
            whole.get(last..).and_then(|after| after.find('\n')).map_or(whole.len(), |at| last + at + 1);
        let line = source.line(u32::try_from(start).unwrap_or(u32::MAX)).max(1);
        Self { text: whole.get(start..end).unwrap_or_default(), whole, start, line }
    }

    fn is_shown(&self) -> bool {
        self.text.len() <= MAX_SHOWN_BYTES
    }

    fn annotation(&self, kind: AnnotationKind, span: Span, label: &str) -> Annotation<'a> {
        let label = (!label.is_empty()).then(|| printable(label));
        kind.span(self.range(span)).label(label)
    }

    /// A span as a range of the window's text.
    fn range(&self, span: Span) -> Range<usize> {
        let range = within(self.whole, span);
        let shift = |at: usize| at.saturating_sub(self.start).min(self.text.len());
        shift(range.start)..shift(range.end)
    }
}

/// The span as a range of whole characters of the text.
fn within(text: &str, span: Span) -> Range<usize> {
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.ceil_char_boundary(span.end as usize).max(start);
    start..end
}

#[cfg(test)]
#[expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::Code;
    use super::*;
    use crate::source::Edit;

    #[track_caller]
    fn check(text: &str, diagnostic: &Diagnostic, expected: &Expect) {
        expected.assert_eq(&render(&Source::new("spec\\a\\1.md", text), diagnostic, Style::Plain));
    }

    #[test]
    fn says_what_where_why_and_what_to_do() {
        let mut diagnostic =
            Diagnostic::new(Code::MissingComparator, Span::new(34, 46), "`Age` needs a comparator")
                .here("at least? more than?")
                .related(Span::new(0, 6), "of this section")
                .help("write `Age ≥ 18 years`");
        diagnostic.path = vec!["A. Multiple sclerosis".to_owned(), "2".to_owned()];
        check(
            "### A. Multiple sclerosis\r\n1. x;\r\n2. Age\t18 years — ®\r\n",
            &diagnostic,
            &expect![[r#"
                error[missing-comparator]: `Age` needs a comparator
                 --> spec/a/1.md:3:1
                  |
                1 | ### A. Multiple sclerosis
                  | ------ of this section
                2 | 1. x;
                3 | 2. Age    18 years — ®
                  | ^^^^^^^^^^^^^^^ at least? more than?
                  |
                  = in: A. Multiple sclerosis › 2
                  = help: write `Age ≥ 18 years`
                  = explain: criteria explain missing-comparator
            "#]],
        );
    }

    #[test]
    fn a_fix_shows_the_line_as_it_would_be() {
        let text = "1. Age >= 18 years;\n2. Age ≥ 18 years; and\n3. x\n";
        let safe = Edit::delete(Span::new(40, 44));
        let choice = [Edit::replace(Span::new(7, 9), "≥"), Edit::replace(Span::new(20, 21), "3")];
        check(
            text,
            &Diagnostic::new(Code::Markup, Span::new(20, 22), "wrong")
                .fix(Fix::safe("take `and` away", [safe]))
                .fix(Fix::suggested("renumber", choice)),
            &expect![[r#"
                error[markup]: wrong
                 --> spec/a/1.md:2:1
                  |
                2 | 2. Age ≥ 18 years; and
                  | ^^
                  |
                  = explain: criteria explain markup
                help: take `and` away
                  |
                2 - 2. Age ≥ 18 years; and
                2 + 2. Age ≥ 18 years;
                  |
                help: if that is what is meant: renumber
                  |
                1 ~ 1. Age ≥ 18 years;
                2 ~ 3. Age ≥ 18 years; and
                  |
            "#]],
        );
    }

    #[test]
    fn a_finding_at_the_end_of_an_empty_file() {
        check(
            "",
            &Diagnostic::new(Code::UnusedFact, Span::new(7, 9), "no one asks"),
            &expect![[r#"
            finding[unused-fact]: no one asks
             --> spec/a/1.md:1:1
              |
            1 |
              | ^
              |
              = explain: criteria explain unused-fact
        "#]],
        );
    }

    /// A line of `MAX_SHOWN_BYTES` is shown; of a longer one the place is said.
    #[test]
    fn long_lines() {
        let shown = |bytes: usize| {
            let text = format!("first\n{}\n", "x".repeat(bytes - 1));
            let diagnostic = Diagnostic::new(Code::Markup, Span::new(16, 17), "wrong").help("mend it");
            render(&Source::new("spec/a/1.md", text), &diagnostic, Style::Plain)
        };
        let at = shown(MAX_SHOWN_BYTES);
        assert!(at.contains("spec/a/1.md:2:11") && at.contains("xxxxxxxxxxxx"), "{} bytes", at.len());
        let beyond = shown(MAX_SHOWN_BYTES + 1);
        assert!(!beyond.contains("xx"), "{} bytes", beyond.len());
        for words in ["error[markup]: wrong", "spec/a/1.md:2:11", "help: mend it"] {
            assert!(beyond.contains(words), "`{words}` is not in {beyond}");
        }
    }

    /// `MAX_SHOWN_PLACES` and `MAX_SHOWN_FIXES`: what is beyond them is left out.
    #[test]
    fn many_places_and_fixes() {
        let lines = "xx\n".repeat(20);
        let mut diagnostic = Diagnostic::new(Code::Markup, Span::new(0, 2), "wrong");
        for at in 1..=MAX_SHOWN_PLACES + 1 {
            diagnostic = diagnostic.related(Span::new(3 * at, 3 * at + 2), format!("place {at}"));
        }
        for at in 1..=MAX_SHOWN_FIXES + 1 {
            diagnostic =
                diagnostic.fix(Fix::safe(format!("fix {at}"), [Edit::delete(Span::new(3 * at, 3 * at + 2))]));
        }
        let text = render(&Source::new("spec/a/1.md", lines), &diagnostic, Style::Plain);
        assert!(text.contains("fixes: 1 more ways to mend it are not shown"), "{text}");
        for (what, most) in [("place", MAX_SHOWN_PLACES), ("fix", MAX_SHOWN_FIXES)] {
            assert!(text.contains(&format!("{what} {most}")), "{text}");
            assert!(!text.contains(&format!("{what} {}", most + 1)), "{text}");
        }
    }

    #[test]
    fn no_span_makes_it_panic() {
        let mut seed = 1_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        let pieces = [
            "a",
            "≥",
            "\t",
            "\r\n",
            "\n",
            "®",
            "🧠",
            "\u{feff}",
            "\u{200b}",
            "\u{1b}[31m",
            "e\u{301}",
            "漢字",
            "\0",
            "\r",
        ];
        for _ in 0..3000 {
            let text: String =
                (0..next(60)).map(|_| pieces[next(pieces.len())].repeat(1 + next(40) / 13)).collect();
            let mut span =
                || Span { start: u32::try_from(next(90)).unwrap(), end: u32::try_from(next(90)).unwrap() };
            let diagnostic = Diagnostic::new(Code::Markup, span(), "x\ny\u{1b}")
                .here("here")
                .related(span(), "there")
                .related(span(), "")
                .fix(Fix::safe("mend", [Edit::replace(span(), "\u{1b}x\r\ny")]))
                .fix(Fix::suggested("mend", [Edit::delete(span()), Edit::delete(span())]));
            let source = Source::new("a.md", text);
            assert!(!render(&source, &diagnostic, Style::Coloured).is_empty());
            let plain = render(&source, &diagnostic, Style::Plain);
            assert!(!plain.contains('\u{1b}'), "{plain:?}");
            assert!(!super::super::render_json(&source, &diagnostic).trim_end().contains('\n'));
        }
    }
}
