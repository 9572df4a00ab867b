//! A policy laid out otherwise: changes of layout that change nothing that is read.

/// What is done to a text, and where: the place counts through the lines where it can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mangling {
    pub(crate) way: Way,
    pub(crate) place: usize,
    /// Which of the variants of the way.
    pub(crate) variant: usize,
}

/// A way of laying out a line otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    SpacesBehind,
    BlankLine,
    NoBlankLine,
    Padding,
    Dashes,
    Comparator,
    Space,
    Wrap,
    Deeper,
    Marker,
    Loose,
    Indent,
    Entity,
    Heading,
}

impl Way {
    pub(crate) const ALL: [Self; 14] = [
        Self::SpacesBehind,
        Self::BlankLine,
        Self::NoBlankLine,
        Self::Padding,
        Self::Dashes,
        Self::Comparator,
        Self::Space,
        Self::Wrap,
        Self::Deeper,
        Self::Marker,
        Self::Loose,
        Self::Indent,
        Self::Entity,
        Self::Heading,
    ];
}

/// A line of a document in the layout of the house, with what the document makes of it.
#[derive(Debug, Clone)]
struct Line {
    text: String,
    /// As it was, before anything was done to it.
    house: String,
    executed: bool,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.house.is_empty()
    }

    fn is_heading(&self) -> bool {
        self.house.starts_with('#')
    }

    fn is_row(&self) -> bool {
        self.house.trim_start().starts_with('|')
    }

    fn is_rule(&self) -> bool {
        self.house.trim_start().starts_with("| --- |")
    }

    /// An item of an executed list.
    fn is_item(&self) -> bool {
        let text = self.house.trim_start();
        let numbered = text.split_once(". ").is_some_and(|(n, _)| n.bytes().all(|b| b.is_ascii_digit()));
        self.executed && (text.starts_with("- ") || numbered)
    }

    fn indent(&self) -> usize {
        self.house.len() - self.house.trim_start().len()
    }

    /// Where a line of prose may be broken: at a space before a plain word of some length.
    fn breaks(&self) -> Vec<usize> {
        let plain = |word: &str| word.len() > 3 && word.chars().all(char::is_alphabetic);
        let at = |at: &usize| {
            let (before, behind) = (&self.text[..*at], &self.text[*at + 1..]);
            before.ends_with(char::is_alphanumeric) && plain(behind.split(' ').next().unwrap_or_default())
        };
        self.text.match_indices(' ').map(|(at, _)| at).filter(at).collect()
    }
}

/// Headings of parts that are read, the criteria aside.
const EXECUTED: [&str; 6] =
    ["Vocabulary", "Order of determination", "Readings", "Invariants", "Examples", "Accepted findings"];

fn is_executed(heading: &str) -> bool {
    let criteria =
        heading.split_once(". ").is_some_and(|(label, _)| label.bytes().all(|b| b"IVX".contains(&b)));
    criteria || EXECUTED.iter().any(|part| heading.starts_with(part))
}

fn lines(text: &str) -> Vec<Line> {
    let mut executed = true;
    let mut in_title = true;
    let mut lines = Vec::new();
    for house in text.lines() {
        if let Some(heading) = house.strip_prefix("## ") {
            in_title = false;
            executed = is_executed(heading);
        }
        let title = house.is_empty() || house.starts_with(['#', '|']);
        let own = if in_title { title } else { executed && !house.starts_with("[^") };
        lines.push(Line { text: house.to_owned(), house: house.to_owned(), executed: own });
    }
    lines
}

/// The text with all of it done. Whatever cannot be done where it says is left out.
pub(crate) fn mangled(text: &str, manglings: &[Mangling]) -> String {
    let mut lines = lines(text);
    for Mangling { way, place, variant } in manglings {
        let possible: Vec<usize> = (0..lines.len()).filter(|at| can(*way, &lines, *at)).collect();
        if !possible.is_empty() {
            mangle(*way, &mut lines, possible[place % possible.len()], *variant);
        }
    }
    let mut text = String::new();
    for line in lines {
        text += &line.text;
        text += "\n";
    }
    text
}

fn can(way: Way, lines: &[Line], at: usize) -> bool {
    let line = &lines[at];
    let blank = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(Line::is_blank);
    let untouched = line.text == line.house;
    match way {
        Way::SpacesBehind => !line.is_blank() && (line.executed || blank(Some(at + 1))),
        Way::BlankLine => line.is_blank(),
        Way::NoBlankLine => {
            let heading = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_some_and(Line::is_heading);
            line.is_blank() && (heading(at.checked_sub(1)) || heading(Some(at + 1)))
        }
        Way::Padding => line.is_row() && !line.is_rule() && !line.text.contains('\n'),
        Way::Dashes => line.is_rule(),
        Way::Comparator => line.executed && line.text.contains(['≥', '≤', '<', '>']),
        Way::Space => line.executed && !line.breaks().is_empty(),
        Way::Wrap => {
            let prose = line.is_item() || line.house.ends_with(':');
            line.executed && prose && !line.is_heading() && !line.is_row() && !line.breaks().is_empty()
        }
        Way::Deeper => (line.is_item() || line.is_row()) && line.indent() > 0 && untouched,
        Way::Marker => {
            let below = lines[at + 1..].iter().find(|line| !line.is_blank());
            let leaf = below.is_none_or(|below| below.indent() <= line.indent());
            line.is_item() && leaf && untouched
        }
        Way::Loose => line.is_item() && at > 0 && lines[at - 1].is_item(),
        Way::Indent => {
            let prose = line.is_heading() || line.is_row() || line.house.ends_with(':');
            line.executed && prose && !line.is_item() && untouched
        }
        Way::Entity => line.executed && line.text.contains(['µ', '×']),
        Way::Heading => line.is_heading() && untouched,
    }
}

fn mangle(way: Way, lines: &mut Vec<Line>, at: usize, variant: usize) {
    let pick = |of: &[&str]| of[variant % of.len()].to_owned();
    let line = &mut lines[at];
    match way {
        // A tab would undo the dashes of a table, and the closing signs of a heading.
        Way::SpacesBehind if line.is_rule() || line.is_heading() => line.text += &pick(&[" ", "  "]),
        Way::SpacesBehind => line.text += &pick(&[" ", "  ", "\t", "   \t "]),
        Way::BlankLine => line.text += &pick(&["\n", "\n  ", "  \n\n", "\t"]),
        Way::NoBlankLine => {
            lines.remove(at);
        }
        Way::Padding => line.text = padded(&line.text, variant),
        Way::Dashes => {
            let columns = line.house.matches("---").count();
            let dashes = pick(&["|-", "| ------ ", "|  --  ", "|---"]).repeat(columns);
            line.text = format!("{}{dashes}|", " ".repeat(line.indent()));
        }
        Way::Comparator => {
            let variants = comparators(&line.text);
            line.text.clone_from(&variants[variant % variants.len()]);
        }
        Way::Space => {
            let breaks = line.breaks();
            let at = breaks[variant % breaks.len()];
            let spaces = ["\u{a0}", "\u{202f}", "&nbsp;", "\t", "  ", " \u{a0} "];
            line.text.replace_range(at..=at, spaces[variant % spaces.len()]);
        }
        Way::Wrap => {
            let breaks = line.breaks();
            let at = breaks[variant % breaks.len()];
            let indent = " ".repeat(variant % (line.indent() + 4));
            line.text.replace_range(at..=at, &format!("\n{indent}"));
        }
        Way::Deeper => deeper(lines, at, 1 + variant % 3),
        Way::Marker => {
            let (marker, rest) = line.text.trim_start().split_once(' ').expect("an item has a marker");
            line.text =
                format!("{}{marker}{}{rest}", " ".repeat(line.indent()), pick(&["  ", "   ", "    "]));
        }
        Way::Loose => line.text.insert_str(0, &pick(&["\n", " \n", "\n\n"])),
        Way::Indent => line.text.insert(0, ' '),
        Way::Entity => {
            let (micro, times) =
                (pick(&["\u{3bc}", "&micro;", "&#181;"]), pick(&["&times;", "&#xd7;", "&#215;"]));
            line.text = line.text.replace('µ', &micro).replace('×', &times);
        }
        Way::Heading => {
            let signs = line.text.trim_start().bytes().take_while(|b| *b == b'#').count();
            let at = line.text.len() - line.text.trim_start().len() + signs;
            line.text.insert_str(at, &pick(&[" ", "  ", "\t"]));
            line.text += &pick(&["", " #", " ####  "]);
        }
    }
}

/// Every list, or the table, below one item of the outermost list moves by so many spaces.
fn deeper(lines: &mut [Line], at: usize, by: usize) {
    let outermost = |line: &Line| line.indent() == 0;
    let first = lines[..at].iter().rposition(outermost).map_or(0, |above| above + 1);
    let end = lines[at..].iter().position(outermost).map_or(lines.len(), |below| at + below);
    if lines[first..end].iter().all(|line| line.text == line.house) {
        for line in &mut lines[first..end] {
            line.text.insert_str(0, &" ".repeat(by));
        }
    }
}

/// The row with other spaces beside its bars.
fn padded(row: &str, variant: usize) -> String {
    let pads = ["", " ", "  ", "\t", "    "];
    let trimmed = row.trim();
    let indent = &row[..row.len() - row.trim_start().len()];
    let inner = trimmed.strip_prefix('|').unwrap_or(trimmed);
    let inner = inner.strip_suffix('|').unwrap_or(inner).replace("\\|", "\u{1}");
    let mut padded = format!("{indent}|");
    for (at, cell) in inner.split('|').enumerate() {
        let pad = |by: usize| pads[(variant + at * by) % pads.len()];
        let cell = cell.trim_matches([' ', '\t']).replace('\u{1}', "\\|");
        padded.extend([pad(3), &cell, pad(7), "|"]);
    }
    padded
}

/// The line with its comparators written otherwise.
fn comparators(line: &str) -> Vec<String> {
    let close = |sign: &str| line.replace(&format!(" {sign} "), sign);
    vec![
        line.replace('≥', ">=").replace('≤', "<="),
        line.replace('≥', "&ge;").replace('≤', "&le;").replace(" < ", " &lt; ").replace(" > ", " &gt; "),
        line.replace('≥', "&#8805;").replace('≤', "&#x2264;"),
        close("≥").replace(" ≤ ", "≤ "),
        close("≤").replace(" ≥ ", "\u{a0}>=\u{a0}"),
        line.replace(" ≥ ", "  ≥\t").replace(" ≤ ", "<="),
    ]
}
