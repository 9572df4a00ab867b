//! Words with several readings.
//!
//! Each reading is written without doubt in the place of the words, and the sentence is read again: what is
//! counted, offered and chosen is what the author would get by writing it so.

use std::ops::Range;
use std::rc::Rc;

use super::{Read, Reader, bytes, extent};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::limits::MAX_PROFILES;
use crate::source::Edit;
use crate::spec::ast::Text;
use crate::tree::ast::{Formula, Kept, KeptWay, Statement};
use crate::tree::build::{Condition, Node};
use crate::tree::choices::Choice;
use crate::tree::grammar::Tree;
use crate::tree::patterns::{Row, Several, Way};
use crate::tree::phrases::Meaning;
use crate::tree::profiles::{Profiles, Shape, count};
use crate::tree::words::{Token, lex};

/// A text and the part of it that is read, from the rows of a name.
#[derive(Clone)]
pub(crate) struct Place<'t> {
    pub start: &'t str,
    pub text: &'t Text,
    pub part: Range<usize>,
}

/// Words of a sentence that have several readings.
pub(crate) struct Construct {
    several: &'static Several,
    /// Their bytes in the text.
    range: Range<usize>,
    pub ways: Vec<Taken>,
}

/// A sentence with one of the readings.
pub(crate) struct Taken {
    way: &'static Way,
    /// What stands in place of the words.
    wording: String,
    /// The whole sentence.
    pub node: Node,
    /// The narrowest statement around the words; `None` where only a list below them completes it.
    pub says: Option<Formula>,
}

/// A row around the words, from the outermost in.
struct Around<'t> {
    row: &'static Row,
    tree: &'t Tree,
    kids: &'t [Rc<Tree>],
}

impl Reader<'_> {
    /// The words of a sentence that have several readings, each read anew.
    pub(super) fn constructs(&self, tree: &Tree, tokens: &[Token], place: &Place<'_>) -> Vec<Construct> {
        let mut found = Vec::new();
        open(tree, &mut Vec::new(), &mut |path| {
            if let Some(construct) = self.construct(path, tokens, place) {
                found.push(construct);
            }
        });
        found
    }

    fn construct(&self, path: &[Around<'_>], tokens: &[Token], place: &Place<'_>) -> Option<Construct> {
        let own = path.last()?;
        let several = own.row.several?;
        let range = bytes(tokens, &extent(own.tree));
        let says = path.iter().rev().skip(1).find_map(|around| match self.build(around.tree, tokens) {
            Ok(Node::Formula(_)) => Some((around.row.of, bytes(tokens, &extent(around.tree)))),
            _ => None,
        });
        let ways = several.ways.iter().filter_map(|way| {
            let wording = self.filled(way.wording, own.kids, tokens, place.text)?;
            let instead = [(range.clone(), wording.clone())];
            let node = self.plainly(place.start, &rewritten(place.text, &place.part, &instead))?;
            let says = says.clone().and_then(|(of, part)| {
                match self.plainly(of, &rewritten(place.text, &part, &instead))? {
                    Node::Formula(formula) => Some(formula),
                    _ => None,
                }
            });
            Some(Taken { way, wording, node, says })
        });
        Some(Construct { several, range: range.clone(), ways: ways.collect() })
    }

    /// The words of a reading, with what stands in the slots of the row as it is written. Behind `are` a
    /// phrase with a verb of its own (`… are experienced`) gives way to the name of its value.
    fn filled(&self, wording: &str, kids: &[Rc<Tree>], tokens: &[Token], text: &Text) -> Option<String> {
        let slots = kids.iter().filter(|kid| !matches!(***kid, Tree::Word { .. }));
        let mut words = wording.to_owned();
        for (at, kid) in slots.enumerate() {
            let written = text.string.get(bytes(tokens, &extent(kid)))?;
            let slot = format!("{{{}}}", at + 1);
            if let Some(name) = self.value(kid).filter(|_| has_verb(written)) {
                for verb in ["is", "are"] {
                    words = words.replace(&format!("{verb} {slot}"), &format!("{verb} {name}"));
                }
            }
            words = words.replace(&slot, written);
        }
        Some(words)
    }

    /// The name of the value that a slot is filled with.
    fn value(&self, slot: &Tree) -> Option<&str> {
        let Tree::Leaf { meanings, .. } = slot else { return None };
        meanings.iter().find_map(|meaning| match meaning {
            Meaning::Choice(fact, choice) => {
                self.context.facts.get(fact.0)?.choice_names().get(choice.0).copied()
            }
            _ => None,
        })
    }

    /// The one meaning of a text; words with several readings in it keep the first.
    fn plainly(&self, start: &str, text: &str) -> Option<Node> {
        let tokens = lex(text);
        let vocabulary = self.vocabulary();
        let outcome = self.derivations.of(start, text, || super::GRAMMAR.derive(start, &tokens, &vocabulary));
        let mut nodes = outcome.trees.iter().filter_map(|tree| self.build(tree, &tokens).ok());
        let first = nodes.next()?;
        nodes.all(|node| node == first).then_some(first)
    }

    /// Settles what is open in a sentence: by what the readings come to, or by what the author chose.
    pub(crate) fn settle(
        &self,
        mut read: Read,
        place: &Place<'_>,
        shape: &mut dyn FnMut(&Taken) -> Option<Shape>,
    ) -> Result<Read, Box<Diagnostic>> {
        let constructs = std::mem::take(&mut read.several);
        let compared: Vec<Compared> =
            constructs.iter().map(|construct| Compared::of(self, construct, shape)).collect();
        let open: Vec<&Construct> = constructs
            .iter()
            .zip(&compared)
            .filter_map(|(construct, compared)| (compared.distinct().len() > 1).then_some(construct))
            .collect();
        if open.is_empty() {
            self.choices.nothing_open(place.text.span);
        }
        let mut chosen = Vec::new();
        for (construct, compared) in constructs.iter().zip(&compared) {
            let nth = open.iter().position(|one| one.range == construct.range);
            chosen.push(nth.map_or(Ok(0), |nth| self.chosen(&open, nth, compared, place))?);
        }
        let mut instead = Vec::new();
        for (construct, at) in constructs.into_iter().zip(chosen) {
            let Some(taken) = construct.ways.into_iter().nth(at) else { continue };
            read.node = taken.node;
            instead.push((construct.range, taken.wording));
        }
        if instead.len() > 1 {
            let whole = rewritten(place.text, &place.part, &instead);
            read.node = self.plainly(place.start, &whole).ok_or_else(|| refuse_together(place, &instead))?;
        }
        Ok(read)
    }

    /// The reading that the author chose, by its place among the ways.
    fn chosen(
        &self,
        open: &[&Construct],
        nth: usize,
        compared: &Compared,
        place: &Place<'_>,
    ) -> Result<usize, Box<Diagnostic>> {
        let Some(construct) = open.get(nth) else { return Ok(0) };
        let choices = self.choices.at(place.text.span);
        // A row for other words of the sentence says nothing about these; one for none is wrong.
        let strange = choices.iter().find(|choice| open.iter().all(|words| words.way(choice.id).is_none()));
        if let Some(strange) = strange {
            return Err(Box::new(self.refuse_open(construct, compared, place, Some(strange), open.len())));
        }
        let choices = in_order(open, nth, choices);
        let found: Vec<_> =
            choices.iter().filter_map(|choice| Some((construct.way(choice.id)?, *choice))).collect();
        let first = found.first().copied();
        match (first, found.iter().find(|(at, _)| first.is_some_and(|(other, _)| other != *at))) {
            (Some((at, choice)), None) => {
                self.choices.follow(choice, kept(construct, compared, at));
                Ok(at)
            }
            (Some(_), Some((_, second))) => {
                second.said();
                let message =
                    format!("`{}` is the second reading that is chosen for the same words", second.id);
                Err(Box::new(
                    Diagnostic::new(Code::UnknownReading, second.span(), message)
                        .related(place.text.span_of(construct.range.clone()), "these words")
                        .help(if open.len() == 1 {
                            "keep one of the two rows".to_owned()
                        } else {
                            each_a_row(open.len())
                        }),
                ))
            }
            (None, _) => Err(Box::new(self.refuse_open(construct, compared, place, None, open.len()))),
        }
    }

    fn refuse_open(
        &self,
        construct: &Construct,
        compared: &Compared,
        place: &Place<'_>,
        strange: Option<&Choice<'_>>,
        open: usize,
    ) -> Diagnostic {
        let words = place.text.string.get(construct.range.clone()).unwrap_or_default();
        let span = place.text.span_of(construct.range.clone());
        let mut diagnostic = if let Some(choice) = strange {
            choice.said();
            let message = format!("`{words}` has no reading `{}`", choice.id);
            Diagnostic::new(Code::UnknownReading, choice.span(), message)
                .related(span, "chosen for these words")
        } else {
            let message = format!("`{words}` can be read in {} ways", compared.distinct().len());
            Diagnostic::new(Code::SeveralReadings, span, message).here(construct.several.question)
        };
        let unknown = diagnostic.code == Code::UnknownReading;
        for line in compared.lines(construct) {
            diagnostic = diagnostic.help(line);
        }
        if unknown {
            return diagnostic.help("choose one of these ids, or write its words into the sentence");
        }
        let ways = compared.distinct().into_iter().filter_map(|at| construct.ways.get(at));
        let ids: Vec<&str> = ways.map(|taken| taken.way.id).collect();
        let row = self.choices.row(place.text.span, construct.several.question, &ids);
        let fixes = compared.distinct().into_iter().filter_map(|at| fix(construct, at, place.text));
        if open > 1 {
            diagnostic = diagnostic.help(each_a_row(open));
        }
        diagnostic
            .help(format!("or keep the words, and choose a reading by its id in `## Readings`: `{row}`"))
            .fixes(fixes)
    }
}

impl Construct {
    /// The place of a reading among the ways, by its id.
    fn way(&self, id: &str) -> Option<usize> {
        self.ways.iter().position(|taken| taken.way.id == id)
    }
}

/// The choices for some open words of a sentence. Where each of its open wordings has a row of its own that
/// fits, in their order, each takes that one; otherwise a row is for all words that have its reading.
fn in_order<'c, 's>(open: &[&Construct], nth: usize, rows: Vec<&'c Choice<'s>>) -> Vec<&'c Choice<'s>> {
    let fits = |(words, row): (&&Construct, &&Choice<'_>)| words.way(row.id).is_some();
    let each = rows.len() == open.len() && open.iter().zip(&rows).all(fits);
    if each { rows.into_iter().skip(nth).take(1).collect() } else { rows }
}

/// How to choose for several wordings of one sentence.
fn each_a_row(count: usize) -> String {
    format!(
        "{count} wordings of this sentence are open: give each a row of its own, in their order in the sentence, or \
         split the sentence into lettered items"
    )
}

/// What is chosen for several wordings of a sentence, and cannot be read together.
fn refuse_together(place: &Place<'_>, instead: &[(Range<usize>, String)]) -> Box<Diagnostic> {
    let words: Vec<String> = instead.iter().map(|(_, words)| format!("`{words}`")).collect();
    let message = format!("{} cannot be read together in one sentence", words.join(" and "));
    Box::new(
        Diagnostic::new(Code::SeveralReadings, place.text.span, message)
            .help("split the sentence into lettered items, one for each of these wordings"),
    )
}

/// What the readings of some words come to.
struct Compared {
    profiles: Option<Profiles>,
    /// For each reading, the first that means the same.
    same_as: Vec<usize>,
    /// Whether there was anything to count.
    too_many: bool,
}

impl Compared {
    fn of(
        reader: &Reader<'_>,
        construct: &Construct,
        shape: &mut dyn FnMut(&Taken) -> Option<Shape>,
    ) -> Self {
        let shapes: Option<Vec<Shape>> = construct.ways.iter().map(shape).collect();
        let too_many = shapes.is_some();
        let profiles = shapes.and_then(|shapes| count(reader.context.facts, &shapes));
        let ways = || construct.ways.iter().enumerate();
        let first = |node: &Node, at: usize| ways().position(|(_, taken)| taken.node == *node).unwrap_or(at);
        let same_as = match &profiles {
            Some(profiles) => profiles.same_as.clone(),
            None => ways().map(|(at, taken)| first(&taken.node, at)).collect(),
        };
        Self { too_many: too_many && profiles.is_none(), profiles, same_as }
    }

    /// The readings that differ, each by the first of its words.
    fn distinct(&self) -> Vec<usize> {
        self.same_as.iter().enumerate().filter(|(at, same)| at == *same).map(|(at, _)| at).collect()
    }

    /// A line a reading: its id, what it means, how far it reaches, and its words.
    fn lines(&self, construct: &Construct) -> Vec<String> {
        let first =
            self.distinct().first().and_then(|at| construct.ways.get(*at)).map_or("", |taken| taken.way.id);
        let mut lines: Vec<String> = self
            .distinct()
            .into_iter()
            .filter_map(|at| {
                let Taken { way, wording, .. } = construct.ways.get(at)?;
                let reach = self.reach(at, first).map_or_else(String::new, |reach| format!("; {reach}"));
                Some(format!("`{}`: write `{wording}`; {}{reach}", way.id, way.says))
            })
            .collect();
        if self.profiles.is_none() {
            let why = if self.too_many {
                format!("not counted: the facts have more than {MAX_PROFILES} profiles")
            } else {
                "not counted: what the words are about could not be read".to_owned()
            };
            lines.push(why);
        }
        lines
    }

    fn reach(&self, at: usize, first: &str) -> Option<String> {
        let profiles = self.profiles.as_ref()?;
        let facts = if profiles.facts == 1 { "fact" } else { "facts" };
        let met = profiles.met.get(at)?;
        let reach = format!("met by {met} of {} profiles of {} {facts}", profiles.all, profiles.facts);
        let Some(apart) = profiles.apart.get(at)?.as_ref() else { return Some(reach) };
        let met = if apart.met { "met" } else { "not met" };
        Some(format!("{reach}; {met}, unlike `{first}`, where {}", apart.profile))
    }
}

fn kept(construct: &Construct, compared: &Compared, chosen: usize) -> Kept {
    let stands_for = |at: usize| compared.same_as.get(at).copied();
    let shown = |at: usize| if stands_for(at) == stands_for(chosen) { chosen } else { at };
    let ways = compared.distinct().into_iter().map(shown).filter_map(|at| {
        let taken = construct.ways.get(at)?;
        Some(KeptWay {
            id: taken.way.id,
            says: taken.way.says,
            wording: taken.wording.clone(),
            met: compared.profiles.as_ref().and_then(|profiles| profiles.met.get(at).copied()),
        })
    });
    Kept {
        chosen: construct.ways.get(chosen).map_or("", |taken| taken.way.id),
        ways: ways.collect(),
        profiles: compared.profiles.as_ref().map(|profiles| profiles.all),
    }
}

/// The edit that writes a reading into the sentence; none where the words stand in two cells, or a footnote
/// is called among them.
fn fix(construct: &Construct, at: usize, text: &Text) -> Option<Fix> {
    let taken = construct.ways.get(at)?;
    let range = &construct.range;
    let cell = &text.filled;
    let split = !cell.is_empty() && (range.start < cell.start || range.end > cell.end);
    let noted = text.footnotes.iter().any(|(at, _)| range.contains(at));
    let title = format!("write the reading `{}`", taken.way.id);
    (!split && !noted)
        .then(|| Fix::suggested(title, [Edit::replace(text.span_of(range.clone()), &taken.wording)]))
}

/// Calls `visit` with every row of a tree whose words have several readings, and the rows around it.
fn open<'t>(tree: &'t Tree, path: &mut Vec<Around<'t>>, visit: &mut dyn FnMut(&[Around<'t>])) {
    let Tree::Row { row, kids } = tree else { return };
    path.push(Around { row, tree, kids });
    if row.several.is_some() {
        visit(path);
    } else {
        for kid in kids {
            open(kid, path, visit);
        }
    }
    path.pop();
}

/// Whether a phrase is a clause of its own.
fn has_verb(phrase: &str) -> bool {
    phrase.split_whitespace().any(|word| ["is", "are", "was", "were", "has", "have"].contains(&word))
}

/// Part of a text with other words in some places, which stand in order.
fn rewritten(text: &Text, part: &Range<usize>, instead: &[(Range<usize>, String)]) -> String {
    let piece = |range: Range<usize>| text.string.get(range).unwrap_or_default();
    let (mut written, mut from) = (String::new(), part.start);
    for (range, words) in instead {
        written.push_str(piece(from..range.start));
        written.push_str(words);
        from = range.end;
    }
    written.push_str(piece(from..part.end));
    written
}

/// What a sentence states, where it states something that facts settle by themselves.
pub(super) fn stated(taken: &Taken) -> Option<Shape> {
    let formula = taken.says.as_ref().or(match &taken.node {
        Node::Formula(formula)
        | Node::Condition(Condition::If(formula))
        | Node::Statement(Statement::NeverApprove { when: formula, .. }) => Some(formula),
        _ => None,
    })?;
    Some(Shape::Says(formula.clone()))
}
