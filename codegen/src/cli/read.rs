//! `criteria read`: every executed sentence beside how it was read.

use std::path::PathBuf;

use serde::Serialize;

use super::load::{compile_all, report};
use super::{Exit, Failure, Format, Streams};
use crate::compiled::Compiled;
use crate::diagnostic::Style;
use crate::source::Source;
use crate::tree::SentenceReading;

/// The schema of a line of JSON.
const SCHEMA: &str = "criteria.reading/1";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A policy; `-` is standard input
    path: PathBuf,
    /// Only this place and what stands under it: `I.A.4`, `Order 2`, `Always true`
    #[arg(long)]
    place: Option<String>,
}

#[derive(Serialize)]
struct Sentence<'a> {
    schema: &'static str,
    file: &'a str,
    line: usize,
    place: &'a str,
    text: &'a str,
    read_as: &'a str,
    not_met: &'a str,
    words: Vec<Word<'a>>,
    patterns: &'a [&'static str],
}

#[derive(Serialize)]
struct Word<'a> {
    word: &'a str,
    class: &'static str,
}

impl Args {
    pub(super) fn run(&self, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
        let all = compile_all(std::slice::from_ref(&self.path), streams.input)?;
        let mut found = false;
        for compiled in &all {
            for reading in compiled.readings.iter().filter(|reading| self.wants(&reading.place)) {
                found = true;
                let text = match streams.format {
                    Format::Human => human(reading, streams.out_style),
                    Format::Json => json(&compiled.source, reading)?,
                };
                streams.out.write_all(text.as_bytes())?;
            }
        }
        let tally = report(&all, streams.err, streams.err_style, streams.format)?;
        match &self.place {
            Some(place) if !found => Err(Failure::Said(nowhere(place, &all))),
            _ => Ok(tally.exit()),
        }
    }

    fn wants(&self, place: &str) -> bool {
        self.place.as_deref().is_none_or(|wanted| {
            let rest = place.strip_prefix(wanted.trim());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
        })
    }
}

fn nowhere(place: &str, all: &[Compiled]) -> String {
    let places = all.iter().flat_map(|compiled| &compiled.readings).map(|reading| reading.place.as_str());
    let near = |a: &str| strsim::jaro_winkler(a, place);
    match places.max_by(|a, b| near(a).total_cmp(&near(b))) {
        Some(nearest) => {
            format!("no executed sentence at `{place}`; the nearest place is `{nearest}`")
        }
        None => format!("no executed sentence at `{place}`"),
    }
}

fn human(reading: &SentenceReading, style: Style) -> String {
    let (bold, dim, end) = match style {
        Style::Plain => ("", "", ""),
        Style::Coloured => ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"),
    };
    let classed = |(_, word, class): &(_, String, crate::tree::WordClass)| {
        format!("{word} {dim}({}){end}", class.as_str())
    };
    let words: Vec<_> = reading.words.iter().map(classed).collect();
    let (place, text) = (&reading.place, &reading.text.text);
    let mut lines = vec![format!("{bold}{place}{end}  {text}")];
    lines.push(format!("    read as: {}", reading.read_as));
    if !words.is_empty() {
        lines.push(format!("    words:   {}", words.join(" · ")));
    }
    lines.join("\n") + "\n\n"
}

fn json(source: &Source, reading: &SentenceReading) -> Result<String, Failure> {
    let line = Sentence {
        schema: SCHEMA,
        file: source.name(),
        line: source.line(reading.text.span.start),
        place: &reading.place,
        text: &reading.text.text,
        read_as: &reading.read_as,
        not_met: &reading.not_met,
        words: reading.words.iter().map(|(_, word, class)| Word { word, class: class.as_str() }).collect(),
        patterns: &reading.patterns,
    };
    let text = serde_json::to_string(&line).map_err(|error| Failure::Said(error.to_string()))?;
    Ok(text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use crate::tree::WordClass;
    use crate::tree::ast::Quote;

    #[test]
    fn a_sentence_beside_how_it_was_read() {
        let word = |text: &str, class| (Span::default(), text.to_owned(), class);
        let reading = SentenceReading {
            place: "I.A.3".to_owned(),
            text: Quote { text: "Age ≥ 18 years;".to_owned(), span: Span::default() },
            read_as: "age ≥ 18 years".to_owned(),
            not_met: "age < 18 years".to_owned(),
            words: vec![
                word("Age", WordClass::Fact),
                word("≥", WordClass::Comparison),
                word("18", WordClass::Value),
                word("years", WordClass::Unit),
            ],
            patterns: vec!["⟨quantity⟩ ≥ ⟨number unit⟩"],
        };
        let expected = "I.A.3  Age ≥ 18 years;\n    read as: age ≥ 18 years\n    words:   \
             Age (fact) · ≥ (comparison) · 18 (value) · years (unit)\n\n";
        assert_eq!(human(&reading, Style::Plain), expected);
        let line = json(&Source::new("a.md", ""), &reading).unwrap();
        assert!(line.contains(r#""words":[{"word":"Age","class":"fact"},"#), "{line}");
    }

    #[test]
    fn a_place_holds_what_stands_under_it() {
        #[track_caller]
        fn check(wanted: &str, place: &str, expected: bool) {
            let args = Args { path: PathBuf::new(), place: Some(wanted.to_owned()) };
            assert_eq!(args.wants(place), expected);
        }
        check("I.A", "I.A.3", true);
        check("I.A", "I.A", true);
        check("I.A.1", "I.A.10", false);
        check("Order", "Order 2", true);
        check("Order 2", "Order 20", false);
    }
}
