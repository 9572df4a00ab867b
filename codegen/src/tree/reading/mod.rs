//! From a sentence to its one meaning: derivation, the prose ledger, and what to say where
//! there is no derivation, or more than one.

mod exceptions;
mod groupings;
mod numbers;
mod proposals;
mod refusals;
mod several;
mod table;
mod tails;
mod unknown;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::LazyLock;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::limits::{MAX_DIGITS, MAX_PERIOD, MAX_PROPOSED_FOR, MAX_WORDS};
use crate::source::Span;
use crate::spec::ast::Text;
use crate::tree::ast::{CriterionId, Quote};
use crate::tree::build::{Amount, Context, Node, Problem, Refusal, period_unit};
use crate::tree::choices::Choices;
use crate::tree::doubts::Doubts;
use crate::tree::grammar::{Grammar, Outcome, Tree, Vocabulary};
use crate::tree::patterns::{Terminal, rows};
use crate::tree::phrases::{Meaning, Phrases};
use crate::tree::words::{Decimal, Token, lex_range, unit_of};

use refusals::{ambiguous, overflow};
pub(crate) use several::{Construct, Place, Taken};
pub use table::{PatternWords, pattern_examples, pattern_rows, pattern_table, pattern_words};

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(rows()));

/// What a word of an executed sentence is there for. There is no class for the rest: a word
/// that no pattern uses is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordClass {
    /// Says how things combine or what is done: `one of the following`, `approve when`.
    Operator,
    /// Opens a condition: `if`, `for … requests`.
    Condition,
    /// Names a fact, or one of its other phrases.
    Fact,
    /// Compares: `≥`, `at least`, `within the last`.
    Comparison,
    /// A value: a choice, a number.
    Value,
    /// The unit of a number.
    Unit,
    /// Joins: `and`, `or`.
    Connective,
    /// The bold title of a criterion.
    Title,
    /// A label.
    Citation,
}

impl WordClass {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Condition => "condition",
            Self::Fact => "fact",
            Self::Comparison => "comparison",
            Self::Value => "value",
            Self::Unit => "unit",
            Self::Connective => "connective",
            Self::Title => "title",
            Self::Citation => "citation",
        }
    }
}

/// How one executed sentence was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceReading {
    /// What it is: `I.A.4.d`, `Always true 1`, `Order 2`, `Invariant 3`, …
    pub place: String,
    /// The text.
    pub text: Quote,
    /// How it was read, in canonical words; empty where the words say no formula.
    pub read_as: String,
    /// How the same is said where it is not met; empty with `read_as`.
    pub not_met: String,
    /// Every word with its class, in order.
    pub words: Vec<(Span, String, WordClass)>,
    /// The patterns used, outermost first.
    pub patterns: Vec<&'static str>,
}

/// Derivations by the rows and words they came from: policies repeat themselves, and each
/// alternative reading compiles the policy once more. Of one vocabulary only.
#[derive(Default)]
pub struct Derivations(RefCell<BTreeMap<(String, String), Rc<Outcome>>>, Cell<usize>);

impl Derivations {
    fn of(&self, start: &str, words: &str, derive: impl FnOnce() -> Outcome) -> Rc<Outcome> {
        let key = (start.to_owned(), words.to_owned());
        if let Some(known) = self.0.borrow().get(&key) {
            return known.clone();
        }
        let outcome = Rc::new(derive());
        self.0.borrow_mut().insert(key, outcome.clone());
        outcome
    }

    /// Whether there is still time to look for proposals: where nothing can be read, something else is wrong.
    fn may_propose(&self) -> bool {
        self.1.set(self.1.get() + 1);
        self.1.get() <= MAX_PROPOSED_FOR
    }
}

impl std::fmt::Debug for Derivations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} derivations", self.0.borrow().len())
    }
}

/// What is needed to read a sentence of a policy.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub context: Context<'a>,
    pub phrases: &'a Phrases,
    /// Those whom requests are for: `members`.
    pub subjects: &'a str,
    /// What requests are called: `requests`.
    pub requests: &'a str,
    /// The labels that can be cited.
    pub labels: &'a [(String, CriterionId)],
    /// What was derived before.
    pub derivations: &'a Derivations,
    /// What is in doubt already.
    pub doubts: &'a Doubts,
    /// The readings that the author chose.
    pub choices: &'a Choices<'a>,
}

/// A sentence that was read.
pub(crate) struct Read {
    pub node: Node,
    pub words: Vec<(Span, String, WordClass)>,
    pub patterns: Vec<&'static str>,
    /// Its words that have several readings, until they are settled.
    pub several: Vec<Construct>,
}

/// A row's refusal, and the tokens that it is about.
type Refused = (Refusal, Range<usize>);

impl Reader<'_> {
    /// Reads part of a text from the rows of `start`; says why where it cannot.
    pub(crate) fn read(&self, start: &str, text: &Text, part: Range<usize>, sink: &mut Sink) -> Option<Read> {
        match self.try_read(start, text, part) {
            Ok(read) => Some(read),
            Err(diagnostic) => {
                self.say(*diagnostic, text.span, sink);
                None
            }
        }
    }

    /// Says what is wrong, unless it only follows from what was said before.
    pub(crate) fn say(&self, diagnostic: Diagnostic, place: Span, sink: &mut Sink) {
        if !self.doubts.explain(&diagnostic, place) {
            sink.push(diagnostic);
        }
    }

    /// Reads part of a text from the rows of `start`, or says why it cannot.
    pub(crate) fn try_read(
        &self,
        start: &str,
        text: &Text,
        part: Range<usize>,
    ) -> Result<Read, Box<Diagnostic>> {
        let place = Place { start, text, part };
        let read = self.try_open(&place)?;
        self.settle(read, &place, &mut several::stated)
    }

    /// The same, with what has several readings still open.
    pub(crate) fn try_open(&self, place: &Place<'_>) -> Result<Read, Box<Diagnostic>> {
        let Place { start, text, part } = place.clone();
        let tokens = lex_range(&text.string, part.clone());
        if tokens.is_empty() {
            let span = text.span_of(part);
            return Err(Box::new(
                Diagnostic::new(Code::UnknownPhrase, span, "a sentence is missing here")
                    .help("write what is asked, or take the item out"),
            ));
        }
        if tokens.len() > MAX_WORDS {
            let message = format!("a sentence of {} words: at most {MAX_WORDS} are read", tokens.len());
            return Err(Box::new(
                Diagnostic::new(Code::TooLarge, text.span_of(part), message)
                    .here("too many words")
                    .help("letter its parts as items"),
            ));
        }
        let vocabulary = self.vocabulary();
        let words = text.string.get(part).unwrap_or_default();
        let outcome = self.derivations.of(start, words, || GRAMMAR.derive(start, &tokens, &vocabulary));
        self.choose(&outcome, place, &tokens)
    }

    /// The words of the policy that the rows leave open.
    pub(in crate::tree) fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary { phrases: self.phrases, subjects: self.subjects, requests: self.requests }
    }

    fn choose(
        &self,
        outcome: &Outcome,
        place: &Place<'_>,
        tokens: &[Token],
    ) -> Result<Read, Box<Diagnostic>> {
        let text = place.text;
        let mut good: Vec<(Node, Rc<Tree>)> = Vec::new();
        let mut problems: Vec<(Problem, Range<usize>)> = Vec::new();
        for tree in &outcome.trees {
            match self.build(tree, tokens) {
                Ok(node) if good.iter().any(|(known, _)| *known == node) => {}
                Ok(node) => good.push((node, tree.clone())),
                Err((Refusal::Problem(problem), range)) => problems.push((problem, range)),
                Err((Refusal::NoSuch, _)) => {}
            }
        }
        match good.as_slice() {
            [(node, tree)] if !outcome.overflow => {
                if let Some(loose) = tails::loose(tree, text, tokens) {
                    return Err(Box::new(loose));
                }
                let mut words = Vec::new();
                ledger(tree, text, tokens, WordClass::Operator, &mut words);
                let mut patterns = Vec::new();
                used_patterns(tree, &mut patterns);
                let several = self.constructs(tree, tokens, place);
                Ok(Read { node: node.clone(), words, patterns, several })
            }
            [] => Err(Box::new(self.refuse(problems, outcome.furthest, (place.start, text), tokens))),
            _ if outcome.overflow => Err(Box::new(overflow(text, tokens))),
            several => Err(Box::new(ambiguous(several, text, tokens))),
        }
    }

    fn build(&self, tree: &Tree, tokens: &[Token]) -> Result<Node, Refused> {
        match tree {
            Tree::Row { row, kids } => {
                let mut nodes = Vec::new();
                for kid in kids.iter().filter(|kid| !matches!(***kid, Tree::Word { .. })) {
                    nodes.push(self.build(kid, tokens)?);
                }
                let range = extent(tree);
                (row.build)(&self.context, &nodes).map_err(|refusal| (refusal, range))
            }
            Tree::Word { at } => Err((Refusal::NoSuch, *at..*at + 1)),
            Tree::Leaf { terminal, from, to, head, meanings } => self
                .leaf(*terminal, tokens.get(*from..*to).unwrap_or_default(), *head - *from, meanings)
                .map_err(|refusal| (refusal, *from..*to)),
        }
    }

    fn leaf(
        &self,
        terminal: Terminal,
        tokens: &[Token],
        head: usize,
        meanings: &[Meaning],
    ) -> crate::tree::build::Built {
        let number = || tokens.first().and_then(|token| Decimal::read(&token.text));
        let join = |tokens: &[Token], raw: bool| {
            tokens
                .iter()
                .map(|t| if raw { t.raw.as_str() } else { t.text.as_str() })
                .collect::<Vec<_>>()
                .join(" ")
        };
        let node = match terminal {
            Terminal::Fact | Terminal::List => match meanings.first() {
                Some(Meaning::Fact(id)) => Some(Node::Fact(*id)),
                Some(Meaning::NotFact(id)) => Some(Node::NotFact(*id)),
                Some(Meaning::List(id)) => Some(Node::List(*id)),
                _ => None,
            },
            Terminal::Choice => Some(Node::Choices(
                meanings
                    .iter()
                    .filter_map(|meaning| match meaning {
                        Meaning::Choice(fact, choice) => Some((*fact, vec![*choice])),
                        _ => None,
                    })
                    .collect(),
            )),
            Terminal::Number | Terminal::Amount if number().is_none() => return Err(too_long()),
            Terminal::Period if period(tokens).is_none() => return Err(too_long()),
            Terminal::Number => number().map(Node::Number),
            Terminal::Amount => number().map(|number| {
                let unit = unit_of(tokens.get(1..).unwrap_or_default());
                let shown = tokens.first().map(|token| token.raw.clone()).unwrap_or_default();
                Node::Amount(Amount { number, shown, unit })
            }),
            Terminal::Period => period(tokens).map(Node::Period),
            Terminal::Label => return self.label(tokens),
            Terminal::Subjects | Terminal::Requests | Terminal::Thing | Terminal::Target => {
                Some(Node::Thing(join(tokens, true)))
            }
        };
        let _ = head;
        node.ok_or(Refusal::NoSuch)
    }

    fn label(&self, tokens: &[Token]) -> crate::tree::build::Built {
        let raw = tokens.first().map(|token| token.raw.as_str()).unwrap_or_default();
        if let Some((_, id)) = self.labels.iter().find(|(label, _)| label == raw) {
            return Ok(Node::Label(*id));
        }
        Err(Refusal::Problem(self.no_label(raw)))
    }
}

fn too_long() -> Refusal {
    Problem::refuse(
        Code::OutOfRange,
        "the number is too large to be read exactly",
        format!("write a number of at most {MAX_DIGITS} digits; of a period, at most {MAX_PERIOD}"),
    )
}

fn period(tokens: &[Token]) -> Option<criteria_runtime::Period> {
    let [number, unit] = tokens else { return None };
    let count = Decimal::read(&number.text)?.scaled(0).and_then(|n| u16::try_from(n).ok())?;
    Some(criteria_runtime::Period { count, unit: period_unit(&unit.text)? })
}

/// The tokens that a tree covers.
fn extent(tree: &Tree) -> Range<usize> {
    match tree {
        Tree::Word { at } => *at..*at + 1,
        Tree::Leaf { from, to, .. } => *from..*to,
        Tree::Row { kids, .. } => {
            let from = kids.first().map_or(0, |kid| extent(kid).start);
            from..kids.last().map_or(from, |kid| extent(kid).end)
        }
    }
}

/// The bytes of some tokens.
fn bytes(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    let start = tokens.get(range.start).map_or(0, |token| token.range.start);
    let end = tokens.get(range.end.saturating_sub(1)).map_or(start, |token| token.range.end);
    start..end.max(start)
}

fn used_patterns(tree: &Tree, patterns: &mut Vec<&'static str>) {
    if let Tree::Row { row, kids } = tree {
        if !row.doc.is_empty() {
            patterns.push(row.pattern);
        }
        for kid in kids {
            used_patterns(kid, patterns);
        }
    }
}

/// The prose ledger: every word under the row that used it.
fn ledger(
    tree: &Tree,
    text: &Text,
    tokens: &[Token],
    class: WordClass,
    words: &mut Vec<(Span, String, WordClass)>,
) {
    let mut note = |range: Range<usize>, class: WordClass| {
        for token in tokens.get(range).unwrap_or_default() {
            words.push((text.span_of(token.range.clone()), token.raw.clone(), class));
        }
    };
    match tree {
        Tree::Word { at } => note(*at..*at + 1, class),
        Tree::Leaf { terminal, from, to, .. } => match terminal {
            Terminal::Fact => note(*from..*to, WordClass::Fact),
            Terminal::Choice | Terminal::List | Terminal::Number | Terminal::Target => {
                note(*from..*to, WordClass::Value);
            }
            Terminal::Amount | Terminal::Period => {
                note(*from..*from + 1, WordClass::Value);
                note(*from + 1..*to, WordClass::Unit);
            }
            Terminal::Label => note(*from..*to, WordClass::Citation),
            Terminal::Subjects | Terminal::Requests => note(*from..*to, WordClass::Condition),
            Terminal::Thing => note(*from..*to, WordClass::Unit),
        },
        Tree::Row { row, kids } => {
            let class = row.class;
            for kid in kids {
                ledger(kid, text, tokens, class, words);
            }
        }
    }
}
