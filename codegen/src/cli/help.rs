//! What stands under the help of each command: an example, and what its exit codes mean.

/// What the exit codes of a command that reads policies mean.
macro_rules! codes {
    ($example:literal, $one:literal) => {
        concat!(
            "Example:\n  ",
            $example,
            "\n\nExit codes:\n  0  all is fine\n  1  ",
            $one,
            "\n  2  the command was not understood, or a file could not be used"
        )
    };
}

/// What stands under the help of the whole command.
pub(super) const ALL: &str = concat!(
    codes!("criteria check", "errors or findings in a policy, a rejected request, or stale files"),
    "\n\nData goes to standard output, everything else to standard error. `-` is standard input where a \
     policy or a request is read. Colour is for terminals; `NO_COLOR` switches it off.\n\n\
     Decision support only: a clinician decides every denial. State rules and coverage documents prevail \
     over every policy."
);
pub(super) const CHECK: &str =
    codes!("criteria check spec/cp-phar-999/2026-03.md", "errors or findings in a policy");
pub(super) const DRAFT: &str =
    codes!("criteria draft published.txt", "the draft has doubts to look at (it is printed all the same)");
pub(super) const FMT: &str = codes!("criteria fmt --check", "a policy is not laid out so, or cannot be read");
pub(super) const READ: &str =
    codes!("criteria read spec/cp-phar-999/2026-03.md --place I.3", "errors or findings in the policy");
pub(super) const BUILD: &str =
    codes!("criteria build --check", "errors or findings in a policy, or stale files");
pub(super) const DECIDE: &str = codes!(
    "criteria decide -p spec/cp-phar-999/2026-03.md request.json",
    "the request was rejected, or the policy has errors (a determination is 0, whatever it says)"
);
pub(super) const RUN: &str = codes!(
    "criteria run request.json",
    "errors or findings in a policy, or a rejected request (a determination is 0, whatever it says)"
);
pub(super) const EXPLAIN: &str = codes!("criteria explain missing-comparator", "never used");
pub(super) const NEW: &str = codes!(
    "criteria new --number CP.PHAR.999 --title \"Drug X\" --in-force 2026-03-01 \\\n      \
     --diagnosis asthma --agent \"drug A, drug B\" --not-with \"drug C\"",
    "never used"
);
pub(super) const COMPLETIONS: &str =
    codes!("criteria completions bash > ~/.local/share/bash-completion/completions/criteria", "never used");
pub(super) const MAN: &str = codes!("criteria man ~/.local/share/man/man1", "never used");
