//! The commands, run in process on streams of their own.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Parser;

use super::*;
use crate::artifact::Mode;
use crate::compiled::Compiled;
use crate::emit::docs::tests::compiled;
use crate::limits::{MAX_FIX_ROUNDS, MAX_LOST_ITEMS};

/// A folder that is removed with its value.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("criteria-cli-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::File::create(&path).unwrap().write_all(bytes).unwrap();
        path.to_string_lossy().into_owned()
    }

    fn path(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Calls `run` with streams over strings: its exit, what it wrote, what it said.
fn streamed<T>(input: &str, format: Format, run: impl FnOnce(&mut Streams<'_>) -> T) -> (T, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let result = run(&mut Streams {
        input: &mut input.as_bytes(),
        out: &mut out,
        err: &mut err,
        out_style: Style::Plain,
        err_style: Style::Plain,
        format,
    });
    (result, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

pub(super) fn command(args: &[&str], input: &str) -> (Exit, String, String) {
    let cli = Cli::try_parse_from([&["criteria"], args].concat()).unwrap();
    let format = cli.format.reader();
    streamed(input, format, |streams| {
        let (out, err) = (&mut *streams.out, &mut *streams.err);
        let (out_style, err_style) = (streams.out_style, streams.err_style);
        cli.run(Streams { input: streams.input, out, err, out_style, err_style, format })
    })
}

#[track_caller]
fn fails(args: &[&str], message: &str) {
    let (exit, out, err) = command(args, "");
    assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
    assert!(err.starts_with("error: ") && err.contains(message), "{err}");
}

#[test]
fn arguments_are_consistent() {
    use clap::CommandFactory;
    Cli::command().debug_assert();
}

#[test]
fn files_that_cannot_be_used_are_named() {
    let folder = Folder::new();
    let latin = folder.put("a/latin.md", b"# caf\xe9");
    folder.put("empty/README.md", b"# no policy");
    folder.put("empty/.hidden/x.md", b"#");
    fails(&["check", "no/such/folder"], "cannot read `no/such/folder`");
    fails(&["check", &latin], "latin.md` is not UTF-8 text: byte 5 begins no character");
    fails(&["check", &folder.path()], "is not UTF-8 text");
    fails(&["check", folder.0.join("empty").to_str().unwrap()], "no policy (`*.md`) in the folder");
    fails(&["decide", "--policy", "no-such.md", "x.json"], "cannot read `no-such.md`");
    fails(&["decide", "--policy", "-"], "cannot both be standard input");
}

#[test]
fn explain_lists_prints_and_suggests() {
    let (exit, out, _) = command(&["explain"], "");
    assert_eq!(exit, Exit::Fine);
    assert_eq!(out.lines().count(), crate::diagnostic::Code::ALL.len());
    assert!(out.lines().all(|line| line.trim_end() == line));
    let (_, out, _) = command(&["explain", "unit-slip"], "");
    assert!(out.starts_with("# unit-slip\n"));
    let (_, out, _) = command(&["explain", "--all"], "");
    assert!(out.contains("\n## unit-slip (finding)\n"), "{out}");
    fails(&["explain", "unit_slips"], "did you mean `unit-slip`?");
    fails(&["explain", "qqqq"], "lists them all");
}

#[test]
fn a_closed_output_is_no_failure() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let cli = Cli::try_parse_from(["criteria", "explain"]).unwrap();
    let (style, format) = (Style::Plain, Format::Human);
    let mut input = io::empty();
    let exit = cli.run(Streams {
        input: &mut input,
        out: &mut Closed,
        err: &mut io::sink(),
        out_style: style,
        err_style: style,
        format,
    });
    assert_eq!(exit, Exit::Fine);
}

fn outputs(folder: &Folder) -> build::Outputs {
    build::Outputs { rust: folder.0.join("rust"), docs: folder.0.join("docs") }
}

fn build_it(all: &[Compiled], folder: &Folder, paths: &[PathBuf], mode: Mode) -> (Exit, String) {
    let (exit, out, err) = streamed("", Format::Human, |streams| {
        build::build(all, paths, &outputs(folder), mode, streams)
            .unwrap_or_else(|failure| panic!("{failure}"))
    });
    assert_eq!(out, "");
    (exit, err)
}

#[test]
fn a_build_writes_and_checks_and_removes_only_when_told_to() {
    let folder = Folder::new();
    let mut compiled = compiled();
    compiled.diagnostics.clear();
    let all = [compiled];
    let orphan = format!("<!-- {} -->", crate::artifact::header("spec/gone.md"));
    folder.put("spec/x-1/2026-01.md", b"");
    folder.put("docs/gone/1.md", orphan.as_bytes());
    let (whole, one) = ([folder.0.join("spec")], [folder.0.join("spec/x-1/2026-01.md")]);

    let (exit, err) = build_it(&all, &folder, &one, Mode::Write);
    assert_eq!(exit, Exit::Fine);
    assert!(err.contains("wrote ") && !err.contains("gone") && !err.contains("README"), "{err}");
    let (exit, err) = build_it(&all, &folder, &whole, Mode::Check);
    assert_eq!(exit, Exit::Findings);
    assert!(
        err.contains("orphaned: ") && err.contains("missing: ") && err.contains("run `cargo regen`"),
        "{err}"
    );
    let (exit, err) = build_it(&all, &folder, &whole, Mode::Write);
    assert_eq!(exit, Exit::Fine);
    assert!(err.contains("left ") && err.contains("docs/README.md"), "{err}");
    assert!(
        err.ends_with(
            "no policy gives 1 generated file any more: `criteria build --prune` removes what was left\n"
        ),
        "{err}"
    );
    assert!(folder.0.join("docs/gone/1.md").exists());
    let (exit, err) = build_it(&all, &folder, &whole, Mode::Prune);
    assert_eq!(exit, Exit::Fine);
    assert!(err.starts_with("removed ") && err.ends_with("docs/gone/1.md\n"), "{err}");
    let (exit, err) = build_it(&all, &folder, &whole, Mode::Check);
    assert_eq!((exit, err.as_str()), (Exit::Fine, "everything generated is fresh\n"));
    assert!(!Path::new(&folder.0).join("docs/gone").exists());
}

#[test]
fn findings_do_not_keep_a_policy_from_being_built() {
    let folder = Folder::new();
    let (exit, err) = build_it(&[compiled()], &folder, std::slice::from_ref(&folder.0), Mode::Write);
    assert_eq!(exit, Exit::Findings);
    assert!(err.contains("finding[unused-fact]") && err.contains("wrote "), "{err}");
}

#[test]
fn errors_keep_everything_from_being_written() {
    use crate::diagnostic::{Code, Diagnostic};
    let folder = Folder::new();
    let mut broken = compiled();
    broken.diagnostics.push(Diagnostic::new(Code::Markup, crate::source::Span::default(), "no"));
    let (exit, err) = build_it(&[compiled(), broken], &folder, &[], Mode::Write);
    assert_eq!(exit, Exit::Findings);
    assert!(err.ends_with("1 error: nothing was generated\n"), "{err}");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0);
}

#[test]
fn two_policies_never_share_a_name() {
    let folder = Folder::new();
    let ((), _, _) = streamed("", Format::Human, |streams| {
        let all = [compiled(), compiled()];
        let failure = build::build(&all, &[], &outputs(&folder), Mode::Check, streams).unwrap_err();
        assert!(failure.to_string().contains("would both be"), "{failure}");
    });
}

#[test]
fn the_policy_is_chosen_or_asked_for() {
    #[track_caller]
    fn check(request: &str, expected: &str) {
        let mut newer = compiled();
        if let Some(policy) = &mut newer.policy {
            policy.version = "2026-07".to_owned();
            policy.in_force_from = "2026-07-01".parse().unwrap();
        }
        let mut other = compiled();
        if let Some(policy) = &mut other.policy {
            policy.id = "X.9".to_owned();
        }
        let all = [compiled(), newer, other];
        match decide::choose(&all, &decide::Named::of(request), None) {
            Ok(one) => assert_eq!(one.policy.as_ref().unwrap().version, expected),
            Err(failure) => assert!(failure.to_string().contains(expected), "{failure}"),
        }
    }
    let dated = |date: &str| format!(r#"{{"policy": "X.1", "facts": {{"request date": "{date}", "a": 1}}}}"#);
    check(r#"{"policy": "X.9"}"#, "2026-01");
    check(&dated("2026-06-30"), "2026-01");
    check(&dated("2026-07-01"), "2026-07");
    check(
        &dated("2025-12-31"),
        "no version is in force on the request date: X.1 2026-01 (2026-01-01 to 2026-06-30), X.1 2026-07 \
         (from 2026-07-01); name a day with `--as-of`",
    );
    check(&dated("soon"), "the request has no `request date`");
    check(r#"{"facts": {"request date": "2026-07-01"}}"#, "which policy?");
    check(r#"{"policy": "X.1"}"#, "the request has no `request date`");
    check("not json", "which policy?");
    check(r#"{"policy": "X.2"}"#, "the request names none of these policies");
}

/// `MAX_FIX_ROUNDS`: pasted lines are mended `MAX_LOST_ITEMS` at a time; what is left in the end is said.
#[test]
fn rounds_of_fixes_are_bounded() {
    let base = include_str!("../diagnostic/pages/base.md");
    let from = "1. Responds positively to therapy;\n2. At least 12 months since prior course completed.\n";
    assert!(base.contains(from));
    for (rounds, left) in [(2, false), (MAX_FIX_ROUNDS + 1, true)] {
        let lines = "• Responds positively to therapy;\n".repeat(rounds * MAX_LOST_ITEMS + 1);
        let (_, out, err) = command(&["check", "--fix", "-"], &base.replacen(from, &lines, 1));
        assert_eq!(out.contains('•'), left, "{rounds} rounds: {err}");
        assert_eq!(err.contains("error[stray-sign]"), left, "{rounds} rounds: {err}");
    }
}
