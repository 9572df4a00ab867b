//! Help, manuals and completions: every command has a line, an example, and its exit codes.

use std::process::{Command, Stdio};

use clap::{CommandFactory, Parser};
use criteria::cli::Cli;

use super::binary::{criteria, run};

/// The names of all commands.
fn commands() -> Vec<String> {
    let names: Vec<String> =
        Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
    assert!(names.len() >= 9, "{names:?}");
    names
}

#[test]
fn every_command_says_what_it_does_shows_an_example_and_its_exit_codes() {
    let whole = criteria(&["--help"], b"").exits(0);
    for words in ["Exit codes:", "NO_COLOR", "`-` is standard input", "a clinician decides every denial"] {
        whole.out.find(words).unwrap_or_else(|| panic!("`{words}` is not in: {}", whole.out));
    }
    for name in commands() {
        let line = whole.out.lines().find(|line| line.trim_start().starts_with(&format!("{name} ")));
        assert!(
            line.is_some_and(|line| line.trim_end().ends_with(|c: char| c.is_alphabetic())),
            "{name}: {line:?}"
        );
        let help = criteria(&[&name, "--help"], b"").exits(0).out;
        for words in
            [&format!("Example:\n  criteria {name}"), "Exit codes:\n  0  all is fine\n  1  ", "\n  2  "]
        {
            assert!(help.contains(words), "`{words}` is not in the help of {name}: {help}");
        }
    }
}

#[test]
fn the_examples_in_the_help_are_understood() {
    for name in commands() {
        let help = criteria(&[&name, "--help"], b"").out;
        let example = help.split("Example:\n").nth(1).unwrap().split("\n\n").next().unwrap();
        let line = example.replace("\\\n", " ");
        let line = line.split('>').next().unwrap();
        let mut words = Vec::new();
        for (at, part) in line.split('"').enumerate() {
            match at % 2 {
                0 => words.extend(part.split_whitespace().map(str::to_owned)),
                _ => words.push(part.to_owned()),
            }
        }
        let parsed = Cli::try_parse_from(&words);
        assert!(parsed.is_ok(), "{words:?}: {parsed:?}");
    }
}

#[test]
fn a_wrong_argument_says_what_to_do() {
    #[track_caller]
    fn check(args: &[&str], words: &[&str]) {
        let ran = criteria(args, b"").exits(2).without_data();
        for words in words {
            assert!(ran.err.contains(words), "`{words}` is not in: {}", ran.err);
        }
    }
    check(&["chek"], &["unrecognized subcommand 'chek'", "'check'", "--help"]);
    check(&["check", "--formt", "json"], &["--formt", "--format"]);
    check(&["check", "--format", "xml"], &["human", "json"]);
    check(&["read"], &["<PATH>", "Usage: criteria read"]);
    check(&["completions", "tcsh"], &["bash", "zsh", "fish"]);
    check(&["new", "--yes"], &["`--number`", "CP.PHAR.999", "`--ask`"]);
}

#[test]
fn help_has_no_colour_where_none_is_wanted() {
    let root = super::binary::root();
    let help =
        |args: &[&str], variables: &[(&str, &str)]| run(args, b"", root, variables).out.contains('\u{1b}');
    assert!(!help(&["--help"], &[]));
    assert!(!help(&["--help"], &[("NO_COLOR", "1"), ("TERM", "xterm-256color")]));
}

#[test]
fn completions_are_accepted_by_the_shell_and_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = criteria(&["completions", shell], b"").exits(0).out;
        for name in commands() {
            assert!(script.contains(&name), "{name} is not in the completions for {shell}");
        }
    }
    let script = criteria(&["completions", "bash"], b"").out;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("criteria.bash");
    criteria_tests::workspace::put(&path, &script);
    let checked = Command::new("bash").arg("-n").arg(&path).stderr(Stdio::piped()).output();
    // Where there is no bash there is no one to ask.
    if let Ok(checked) = checked {
        assert!(checked.status.success() && checked.stderr.is_empty(), "{checked:?}");
    }
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    let ran = criteria(&["man", pages.to_str().unwrap()], b"").exits(0).without_data();
    ran.says("wrote ");
    let mut expected = vec!["criteria.1".to_owned()];
    expected.extend(commands().iter().map(|name| format!("criteria-{name}.1")));
    expected.sort();
    let mut found: Vec<String> = std::fs::read_dir(&pages)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, expected);
    let printed = criteria(&["man"], b"").exits(0).out;
    for name in &found {
        let text = std::fs::read_to_string(pages.join(name)).unwrap();
        assert!(text.contains(".TH ") && text.contains("Exit codes:"), "{name}: {text}");
        assert!(printed.contains(&text), "{name} is not printed");
    }
    let whole = std::fs::read_to_string(pages.join("criteria.1")).unwrap();
    assert!(whole.contains("a clinician decides every denial"), "{whole}");
}
