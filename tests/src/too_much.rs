//! Input that is made to be too much: very long, very deep or very many, by shape and size.

/// A document that no policy is, by a name; about a megabyte of most shapes.
pub type Shape = (&'static str, fn() -> String);

const HEAD: &str = "# T\n\n| | |\n| --- | --- |\n| Reference number | DEMO.1 |\n| Version | 2026-01 |\n\
    | In force from | 2026-01-01 |\n| Subject | member |\n| Lines of business | Commercial |\n\
    | Request kinds | initial |\n\n## Vocabulary\n\n| Fact | Kind | Also written | Only when | Asked as |\n\
    | --- | --- | --- | --- | --- |\n| severe | yes or no | | | Is it severe? |\n\n## I. Criteria\n\n\
    For initial requests:\n\n### A. All (must meet all)\n\n";

/// How deep, and how many.
const MANY: usize = 100_000;

fn criteria(items: &str) -> String {
    format!("{HEAD}{items}")
}

/// So many texts, each made of its number.
pub fn each(numbers: impl Iterator<Item = usize>, text: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    numbers.for_each(|at| all += &text(at));
    all
}

/// Documents that are too much.
pub const DOCUMENTS: &[Shape] = &[
    ("one line of 10 MB", || "a".repeat(10_000_000)),
    ("one line of 4 MB", || "word ".repeat(800_000)),
    ("an item of 4 MB", || criteria(&format!("1. {}", "severe ".repeat(550_000)))),
    ("block quotes", || ">".repeat(MANY)),
    ("block quotes with spaces", || criteria(&"> ".repeat(MANY))),
    ("lists on one line", || criteria(&"- ".repeat(MANY))),
    ("lists of numbers on one line", || criteria(&"1. ".repeat(MANY))),
    ("lists by indents", || criteria(&each(0..2_000, |at| format!("{}- a. x\n", "  ".repeat(at))))),
    ("opening brackets", || criteria(&format!("1. {}", "[".repeat(MANY)))),
    ("brackets", || criteria(&format!("1. {}{}", "[".repeat(MANY), "]".repeat(MANY)))),
    ("brackets of links", || criteria(&format!("1. {}", "[a](".repeat(MANY)))),
    ("images", || criteria(&format!("1. {}", "![".repeat(MANY)))),
    ("parentheses", || criteria(&format!("1. {}", "(".repeat(MANY)))),
    ("emphasis", || criteria(&format!("1. {}", "*a ".repeat(MANY)))),
    ("emphasis of two kinds", || criteria(&format!("1. {}", "*a _b ".repeat(MANY)))),
    ("bold that never ends", || criteria(&format!("1. {}", "**a ".repeat(MANY)))),
    ("stars", || criteria(&format!("1. {}", "*".repeat(MANY)))),
    ("backticks of all lengths", || {
        let runs: String = (1..1_000).map(|at| "`".repeat(at) + " ").collect();
        criteria(&format!("1. {runs}"))
    }),
    ("open tags", || criteria(&format!("1. {}", "<b".repeat(MANY)))),
    ("comments", || criteria(&format!("1. {}", "<!-- a ".repeat(MANY)))),
    ("entities", || criteria(&format!("1. {}", "&ge;".repeat(MANY)))),
    ("backslashes", || criteria(&format!("1. {}", "\\".repeat(MANY)))),
    ("a million cells", || {
        format!("{HEAD}\n## Codes\n\n| a | b |\n| - | - |\n{}", "|a|b|\n".repeat(500_000))
    }),
    ("a million short rows", || format!("| a | b |\n| - | - |\n{}", "|\n".repeat(1_000_000))),
    ("100,000 columns", || format!("|{}\n|{}\n", "a|".repeat(MANY), "-|".repeat(MANY))),
    ("100,000 columns and rows", || {
        format!("|{}\n|{}\n{}", "a|".repeat(MANY), "-|".repeat(MANY), "|a\n".repeat(MANY))
    }),
    ("100,000 items", || criteria(&each(1..=MANY, |at| format!("{at}. Severe;\n")))),
    ("100,000 items of one number", || criteria(&"1. Severe;\n".repeat(MANY))),
    ("100,000 letters", || criteria(&"- a. Severe;\n".repeat(MANY))),
    ("100,000 headings", || "## I. Criteria\n\n".repeat(MANY)),
    ("100,000 sections", || criteria(&"### B. All (must meet all)\n\n".repeat(MANY))),
    ("100,000 underlined headings", || "a\n---\n".repeat(MANY)),
    ("a million link definitions", || each(0..300_000, |at| format!("[{at}]: b\n"))),
    ("one link definition, again and again", || "[a]: b\n".repeat(500_000)),
    ("footnotes that are called", || criteria(&format!("1. Severe;{}", "[^a]".repeat(MANY)))),
    ("footnotes that are defined", || each(0..MANY, |at| format!("[^{at}]: x\n\n"))),
    ("footnotes inside footnotes", || each(0..MANY, |at| format!("[^{at}]: x[^{}]\n", at + 1))),
    ("code fences", || "```\n".repeat(MANY)),
    ("signs at line starts", || criteria(&"+ 5\n".repeat(MANY))),
    ("comparators", || criteria(&format!("1. Severe {}", ">=".repeat(MANY)))),
    ("digits", || criteria(&format!("1. Severe ≥ {}", "9".repeat(60_000)))),
    ("look-alike letters", || criteria(&format!("1. {}", "а ".repeat(MANY)))),
    ("invisible characters", || criteria(&format!("1. {}", "\u{200b}".repeat(MANY)))),
    ("carriage returns", || "\r".repeat(MANY)),
    ("byte-order marks", || "\u{feff}".repeat(MANY)),
    ("a vocabulary of one line each", || {
        let rows: String = each(0..MANY, |at| format!("| f{at} | yes or no | | | x? |\n"));
        criteria("1. Severe;\n").replace("| severe |", &format!("{rows}| severe |"))
    }),
    ("100,000 phrases of one fact", || {
        let also: Vec<String> = (0..6_000).map(|at| format!("the p{at}")).collect();
        let row = format!("yes or no | {} |", also.join("; "));
        criteria("1. Severe;\n").replace("yes or no | |", &row)
    }),
    ("a list of values on one line", || {
        let values: Vec<String> = (0..9_000).map(|at| format!("v{at}")).collect();
        criteria("1. Severe;\n").replace("yes or no", &format!("one of: {}", values.join(", ")))
    }),
];

/// Requests that are too much; each is one JSON text.
pub const REQUESTS: &[Shape] = &[
    ("arrays in arrays", || "[".repeat(MANY)),
    ("objects in objects", || "{\"facts\":".repeat(MANY)),
    ("arrays about nothing", || format!("{{\"about\": {}{}}}", "[".repeat(MANY), "]".repeat(MANY))),
    ("arrays as a fact", || {
        format!("{{\"facts\": {{\"severe\": {}{}}}}}", "[".repeat(MANY), "]".repeat(MANY))
    }),
    ("objects as a fact", || {
        format!("{{\"facts\": {{\"severe\": {}1{}}}}}", "{\"a\":".repeat(MANY), "}".repeat(MANY))
    }),
    ("a key of a megabyte", || format!("{{\"facts\": {{\"{}\": 1}}}}", "a".repeat(1_000_000))),
    ("a text of a megabyte", || format!("{{\"facts\": {{\"severe\": \"{}\"}}}}", "a".repeat(1_000_000))),
    ("a number of a megabyte", || format!("{{\"facts\": {{\"severe\": {}}}}}", "9".repeat(1_000_000))),
    ("100,000 facts", || {
        let facts: Vec<String> = (0..50_000).map(|at| format!("\"f{at}\":1")).collect();
        format!("{{\"facts\": {{{}}}}}", facts.join(","))
    }),
    ("one fact, again and again", || format!("{{\"facts\": {{{}\"x\":1}}}}", "\"severe\":1,".repeat(80_000))),
    ("ten megabytes", || " ".repeat(10_000_000)),
    ("escapes", || format!("\"{}\"", "\\u0000".repeat(MANY))),
];
