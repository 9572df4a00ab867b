//! The closed set of codes, one page each.

use std::fmt;

/// How much a diagnostic weighs. Both make `check` exit with 1; only an error keeps the
/// policy from being built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The policy cannot be built.
    Error,
    /// The policy can be built; someone should look, and mend it or accept it with a reason.
    Finding,
}

macro_rules! codes {
    ($($name:ident = $text:literal, $severity:ident;)*) => {
        /// The kind of a diagnostic. Each has a page: `criteria explain CODE`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = include_str!(concat!("pages/", $text, ".md"))] $name,)*
        }

        impl Code {
            /// All codes, in alphabetical order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name: `unknown-phrase`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Whether it keeps the policy from being built.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Its page, in Markdown.
            pub const fn page(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("pages/", $text, ".md")),)* }
            }
        }
    };
}

codes! {
    AcceptedUnused = "accepted-unused", Finding;
    AlwaysMet = "always-met", Finding;
    AmbiguousSentence = "ambiguous-sentence", Error;
    Arithmetic = "arithmetic", Error;
    BlockQuote = "block-quote", Error;
    BrokenCase = "broken-case", Error;
    CarriedNote = "carried-note", Finding;
    CellCount = "cell-count", Error;
    ConditionalUnderOr = "conditional-under-or", Error;
    DanglingConnective = "dangling-connective", Error;
    DuplicatePhrase = "duplicate-phrase", Error;
    ExampleFails = "example-fails", Error;
    ExampleUnreadable = "example-unreadable", Error;
    FactKind = "fact-kind", Error;
    Footnote = "footnote", Error;
    GapInRanges = "gap-in-ranges", Finding;
    GluedLine = "glued-line", Finding;
    GuessedFact = "guessed-fact", Finding;
    GuessedFrame = "guessed-frame", Finding;
    GuessedLabel = "guessed-label", Finding;
    HeaderField = "header-field", Error;
    InvariantFails = "invariant-fails", Error;
    ItemIndent = "item-indent", Error;
    ItemLabel = "item-label", Error;
    JudgementWord = "judgement-word", Finding;
    LabelSequence = "label-sequence", Error;
    LabelTuple = "label-tuple", Error;
    ListNotCovered = "list-not-covered", Finding;
    LookalikeLetter = "lookalike-letter", Error;
    LostGlyph = "lost-glyph", Finding;
    Markup = "markup", Error;
    MissingComparator = "missing-comparator", Error;
    MissingOperator = "missing-operator", Error;
    MissingSection = "missing-section", Error;
    MixedAndOr = "mixed-and-or", Error;
    NamedTwice = "named-twice", Error;
    NeverMet = "never-met", Finding;
    NeverVaries = "never-varies", Error;
    NoneInForce = "none-in-force", Finding;
    NoOtherReading = "no-other-reading", Finding;
    NotOr = "not-or", Error;
    OnlyWhen = "only-when", Error;
    OpaquePhrase = "opaque-phrase", Finding;
    OpenList = "open-list", Finding;
    OrderStep = "order-step", Error;
    OutcomeTable = "outcome-table", Error;
    OutOfRange = "out-of-range", Error;
    ProseDiffers = "prose-differs", Finding;
    ReadingUnreadable = "reading-unreadable", Error;
    Reauthorization = "reauthorization", Error;
    ScopeAsCriterion = "scope-as-criterion", Finding;
    SecondScope = "second-scope", Error;
    SeveralReadings = "several-readings", Error;
    StaleCitation = "stale-citation", Finding;
    StraySign = "stray-sign", Error;
    TableHeader = "table-header", Error;
    TimeDirection = "time-direction", Finding;
    TooLarge = "too-large", Error;
    TooPrecise = "too-precise", Error;
    TwoDefinitions = "two-definitions", Finding;
    TwoInForce = "two-in-force", Error;
    UnitSlip = "unit-slip", Finding;
    UnknownLabel = "unknown-label", Error;
    UnknownPhrase = "unknown-phrase", Error;
    UnknownReading = "unknown-reading", Error;
    UnknownSection = "unknown-section", Error;
    UnplacedLine = "unplaced-line", Finding;
    UnreadTitle = "unread-title", Finding;
    UnusedFact = "unused-fact", Finding;
    VanishedText = "vanished-text", Error;
    WrongUnit = "wrong-unit", Error;
}

impl Code {
    /// Whether it is about several policies together, so that one alone never raises it.
    pub const fn is_of_several(self) -> bool {
        matches!(self, Self::NoneInForce | Self::TwoDefinitions | Self::TwoInForce)
    }

    /// The code of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
