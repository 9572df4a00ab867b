//! What a document, a request and a run may hold at most, so that no input takes unbounded time or memory.
//!
//! All limits stand here, and `docs/reference/limits.md` lists them: a test compares the two, and another tries
//! each at its value and one beyond. They lie far above any policy that people read and vote on.

/// Defines limits, and lists them all by name.
macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident = $value:expr;)*) => {
        $($(#[$doc])* pub const $name: usize = $value;)*

        /// Every limit: the name of its constant, and its value.
        pub const ALL: &[(&str, usize)] = &[$((stringify!($name), $value)),*];
    };
}

limits! {
    /// Bytes in one source file.
    MAX_SOURCE_BYTES = 4 * 1024 * 1024;
    /// Bytes of text in one item, paragraph or table cell.
    MAX_TEXT_BYTES = 64 * 1024;
    /// Lists, quotes and tables inside each other, of any kind and in any part.
    MAX_NESTING = 40;
    /// Headings of a document.
    MAX_HEADINGS = 1_000;
    /// Items in all criteria sections together.
    MAX_ITEMS = 2_000;
    /// Levels of items under a section: `1.`, `a.`, `i.` and three more.
    MAX_ITEM_DEPTH = 6;
    /// Characters of one item's own label, without its dot.
    MAX_LABEL = 8;
    /// Columns of one table.
    MAX_COLUMNS = 200;
    /// Cells of all tables together.
    MAX_CELLS = 10_000;
    /// Footnotes of a document.
    MAX_FOOTNOTES = 1_000;
    /// Mistakes in a document's form that are reported; a file with more is no policy.
    MAX_MISTAKES = 1_000;

    /// Rows of the vocabulary.
    MAX_FACTS = 1_000;
    /// Values of one fact.
    MAX_CHOICES = 1_000;
    /// Names, other phrases, values and units of a vocabulary, all in all.
    MAX_PHRASES = 10_000;
    /// Sentences that are always true.
    MAX_ALWAYS = 500;
    /// Decimal places of a quantity that is given.
    MAX_PLACES = 6;

    /// Words, numbers and signs of one sentence.
    MAX_WORDS = 600;
    /// Derivations of one and the same run of words.
    MAX_DERIVATIONS = 64;
    /// Digits of a number, its decimal places included.
    MAX_DIGITS = 18;
    /// Days, weeks, months or years of a period.
    MAX_PERIOD = 65_535;
    /// Names that wrong words are compared with, all in all, to say what may be meant.
    MAX_LOOKS = 1_000_000;
    /// Sentences that cannot be read for which it is looked for one that can.
    MAX_PROPOSED_FOR = 60;

    /// Steps of the order of determination.
    MAX_STEPS = 500;
    /// Rows of the readings: each reading is compiled.
    MAX_READINGS = 100;
    /// Items of the invariants.
    MAX_INVARIANTS = 500;
    /// Examples of a policy, bases and variants.
    MAX_EXAMPLES = 1_000;

    /// Combinations of values that are tried one by one to show that cases are disjoint, total, or
    /// implied; beyond them it is looked for by what must follow.
    MAX_COMBINATIONS = 20_000;
    /// Splits of a search by what must follow; beyond them it is not decided.
    MAX_SPLITS = 10_000;
    /// The same, for one criterion of the findings `never-met` and `always-met`.
    MAX_SPLITS_OF_A_FINDING = 512;

    /// Sentences and conditions that are looked at around one criterion in that search.
    MAX_AROUND = 256;
    /// Profiles that are counted to say how far readings lie apart: eight facts of four values are 65,536.
    MAX_PROFILES = 100_000;
    /// Lines of one paragraph that are told apart as the items they were meant to be.
    MAX_LOST_ITEMS = 50;
    /// How often `check --fix` mends a policy and reads it again.
    MAX_FIX_ROUNDS = 20;
    /// Bytes of a policy that a message shows.
    MAX_SHOWN_BYTES = 16 * 1024;
    /// Places beside its own that a message shows.
    MAX_SHOWN_PLACES = 8;
    /// Fixes that a message shows.
    MAX_SHOWN_FIXES = 4;

    /// Bytes in a request.
    MAX_REQUEST_BYTES = 1024 * 1024;
    /// Rejections of one request that are listed.
    MAX_REJECTIONS = 100;
    /// Repairs that a determination lists.
    MAX_REPAIRS = 64;
    /// Ways to meet one criterion that the search for repairs goes on with.
    MAX_REPAIR_WAYS = 128;
    /// Choices of "at least so many" that the search for repairs tries.
    MAX_REPAIR_CHOICES = 256;
    /// Ways that the search for repairs makes in all; behind them it goes on with the smallest of each.
    MAX_REPAIR_WORK = 100_000;
    /// Criteria of a repair that are left out one by one, to make it smaller, where the search was cut short.
    MAX_REPAIR_TRIED = 32;

    /// Policies that are found at the paths of one run.
    MAX_FILES = 20_000;
    /// Folders inside each other in which policies are looked for.
    MAX_FOLDERS = 16;
    /// Characters of a name that `criteria new` is given.
    MAX_NAME = 80;
    /// Names in one list that `criteria new` is given.
    MAX_NAMES = 20;
    /// Kinds of request that `criteria new` is given: each is a section.
    MAX_KINDS = 6;
    /// Bytes of an answer that is typed to `criteria new`.
    MAX_ANSWER_BYTES = 4_096;
}
