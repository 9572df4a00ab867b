//! What a compilation gives: everything that commands and emitters print.

use crate::diagnostic::Diagnostic;
use crate::interp;
use crate::source::{Source, Span};
use crate::spec;
use crate::tree::ast::{self, Quote};

/// A compiled source: all that could be built, and all that there is to say about it.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The source.
    pub source: Source,
    /// What was written.
    pub spec: spec::ast::Spec,
    /// What it means; `None` where an error keeps it from being built.
    pub policy: Option<ast::Policy>,
    /// Every executed sentence beside how it was read.
    pub readings: Vec<SentenceReading>,
    /// The findings that the document accepts.
    pub findings: Vec<AcceptedFinding>,
    /// All diagnostics, sorted; accepted findings are not among them.
    pub diagnostics: Vec<Diagnostic>,
    /// What was decided about each example, in the order of `policy.examples`.
    pub example_results: Vec<interp::Determination>,
    /// What the other readings would change.
    pub reading_effects: Vec<ReadingEffect>,
}

/// How an executed sentence was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceReading {
    /// Where it stands: `I.A.4.d`, `Always true 1`, `Order 2`.
    pub place: String,
    /// The sentence.
    pub text: Quote,
    /// What it was read as.
    pub read_as: String,
    /// Its words, each with its class.
    pub words: Vec<(Span, String, WordClass)>,
    /// The patterns that it was derived by.
    pub pattern: Vec<&'static str>,
}

/// What a word of an executed sentence is to the compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordClass {
    /// Combines criteria: `one of the following`.
    Operator,
    /// Says when a criterion applies: `if`, `for … requests`.
    Condition,
    /// Names a fact.
    Fact,
    /// Compares: `≥`, `at least`.
    Comparison,
    /// A value of a fact.
    Value,
    /// The unit of a number.
    Unit,
    /// Joins sentences: `and`, `or`.
    Connective,
    /// A title, which only readers use.
    Title,
    /// A label or another policy.
    Citation,
}

impl WordClass {
    /// The class in a word.
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

/// A finding that the document accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedFinding {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Why it is accepted.
    pub why: String,
}

/// What the other reading of a clause would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingEffect {
    /// The reading: `R1`.
    pub id: String,
    /// The clause: `I.A.4`.
    pub place: String,
    /// The examples that it changes: id, determination now, determination then.
    pub changes: Vec<(String, String, String)>,
    /// Whether the other clause does not compile.
    pub error: bool,
}

/// Compiles a source. To be replaced by the pipeline.
pub fn compile(source: Source) -> Compiled {
    Compiled {
        source,
        spec: spec::ast::Spec::default(),
        policy: None,
        readings: Vec::new(),
        findings: Vec::new(),
        diagnostics: Vec::new(),
        example_results: Vec::new(),
        reading_effects: Vec::new(),
    }
}
