//! Does the comparison notice a fault in the interpreter, in the emitter, in the runtime? Real faults
//! are planted in a copy of their source, the copy is built, and the two engines are compared: one
//! of them with the fault, the other without.
//!
//! The first run builds the compiler once more, which takes a while; later ones find it built.

mod planted;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use criteria_tests::engines::compare;
use criteria_tests::program::Program;
use criteria_tests::requests::sample;
use criteria_tests::runner::is_too_few;
use criteria_tests::seen::Seen;
use criteria_tests::space::Space;
use criteria_tests::workspace::{alemtuzumab, refresh, root};

use planted::{EMITTER, Fault, INTERPRETER, all};

/// What the runtime of the copy has besides: which fault counts.
const SWITCH: &str = "
/// The fault that counts.
pub static PLANTED: core::sync::atomic::AtomicUsize = core::sync::atomic::AtomicUsize::new(0);

/// Whether it is this one.
pub fn planted(fault: usize) -> bool {
    PLANTED.load(core::sync::atomic::Ordering::Relaxed) == fault
}
";

/// A copy of the workspace with all faults in it, and the judge that lets one count.
fn copy() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults");
    for (path, text) in sources() {
        refresh(&folder.join(&path), &with_faults(&path, text));
    }
    let manifest = fs::read_to_string(root().join("tests/Cargo.toml")).expect("the manifest can be read");
    let (package, rest) = manifest.split_once("[[test]]").expect("there are suites");
    let (_, lints) = rest.split_once("[lints.rust]").expect("there are lints");
    let package =
        package.replace("features = [\"cli\"]", "features = []").replace("clap.workspace = true\n", "");
    let judge = "[[bin]]\nname = \"judge\"\npath = \"judge.rs\"\n\n";
    refresh(&folder.join("tests/Cargo.toml"), &format!("{package}{judge}[lints.rust]{lints}"));
    let judge = fs::read_to_string(root().join("tests/faults/judge.rs")).expect("the judge stands here");
    refresh(&folder.join("tests/judge.rs"), &judge);
    folder
}

/// What the copy needs of the workspace: sources, policies, manifests.
fn sources() -> Vec<(String, String)> {
    let mut files = vec![
        "Cargo.toml",
        "Cargo.lock",
        "codegen/Cargo.toml",
        "codegen/runtime/Cargo.toml",
        "generated/Cargo.toml",
    ]
    .into_iter()
    .map(|path| root().join(path))
    .collect();
    for folder in ["codegen/src", "codegen/runtime/src", "generated/src", "tests/src", "tests/data", "spec"] {
        below(&root().join(folder), &mut files);
    }
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root()).expect("it was found below the root").to_string_lossy();
        let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{name}: {why}"));
        (name.replace('\\', "/"), text)
    };
    files.into_iter().map(read).collect()
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("folders can be listed") {
        let path = entry.expect("folders can be listed").path();
        if path.is_dir() { below(&path, files) } else { files.push(path) }
    }
}

/// A file of the copy. The fault's own text is looked for even where nothing is built, so that the
/// list stays true to the source.
fn with_faults(path: &str, mut text: String) -> String {
    for (number, fault) in all().filter(|(_, fault)| fault.file == path) {
        let right = fault.within.replace("{}", fault.from);
        let count = text.matches(&right).count();
        assert_eq!(count, 1, "{path} has `{right}` {count} times: mend the list of faults");
        let switch = if path.starts_with("codegen/runtime") { "crate" } else { "criteria_runtime" };
        let either = format!("(if {switch}::planted({number}) {{ {} }} else {{ {} }})", fault.to, fault.from);
        text = text.replace(&right, &fault.within.replace("{}", &either));
    }
    if path == "codegen/runtime/src/lib.rs" { text + SWITCH } else { text }
}

fn cargo(folder: &Path, words: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(words)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_PROFILE_DEV_INCREMENTAL", "false")
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the judge writes text")
}

/// Runs the judge of the copy.
fn judge(folder: &Path, words: &[&str]) -> String {
    let run = ["run", "--quiet", "--offline", "--package", "criteria-tests", "--bin", "judge", "--"];
    cargo(folder, &[&run, words].concat())
}

/// All in one, because they share the copy and its building.
#[test]
fn faults_in_interpreter_emitter_and_runtime_are_noticed() {
    let folder = copy();
    let is_emitter = |fault: &Fault| EMITTER.iter().any(|one| one.what == fault.what);
    let numbered = |emitter: bool| all().filter(move |(_, fault)| is_emitter(fault) == emitter);
    let numbers = |emitter| numbered(emitter).map(|(number, _)| number.to_string()).collect::<Vec<_>>();
    let words = |first: &[&'static str], rest: &[String]| {
        first.iter().map(|word| (*word).to_owned()).chain(rest.iter().cloned()).collect::<Vec<String>>()
    };
    let mut unnoticed = Vec::new();
    let mut note = |(number, fault): (usize, &Fault), differs: Option<String>| {
        let part = if number <= INTERPRETER.len() {
            "interpreter"
        } else if is_emitter(fault) {
            "emitter"
        } else {
            "runtime"
        };
        match differs {
            Some(why) => {
                let why: String = why.chars().take(160).collect();
                println!("{part}: {}: noticed: {why}", fault.what);
            }
            None => unnoticed.push(format!("{part}: {}", fault.what)),
        }
    };

    // Interpreter and runtime: the engines of the copy, in one program.
    let compare_words = words(&["compare", "0"], &numbers(false));
    let said = judge(&folder, &compare_words.iter().map(String::as_str).collect::<Vec<_>>());
    let mut said = said.lines().map(|line| line.strip_prefix("differs: ").map(str::to_owned));
    assert_eq!(said.next(), Some(None), "no fault counts here");
    numbered(false).zip(said).for_each(|(fault, differs)| note(fault, differs));

    // Emitter: what the copy writes, built on the runtime as it is, against the interpreter as it is.
    let emitted = folder.join("emitted");
    let emit_words =
        words(&["emit"], &[&[emitted.display().to_string(), "0".to_owned()][..], &numbers(true)].concat());
    judge(&folder, &emit_words.iter().map(String::as_str).collect::<Vec<_>>());
    let read = |at: usize| fs::read_to_string(emitted.join(format!("{at}.rs"))).expect("the judge wrote it");
    let texts: Vec<String> = (0..=EMITTER.len()).map(read).collect();
    let program = Program::of_sources(&folder.with_file_name("misemitted"), &texts);
    let spec = alemtuzumab();
    let mut probes = sample(spec, 3_000);
    probes.extend(Space::of(&spec.policy).probes(&spec.policy, 200));
    let differs = |at: usize| {
        let said: Vec<Seen> = program.say(at, &spec.policy, &probes);
        probes.iter().zip(&said).find_map(|(request, seen)| compare(&spec.policy, request, seen).err())
    };
    assert_eq!(differs(0), None, "no fault counts here");
    numbered(true)
        .zip(1..)
        .for_each(|(fault, at)| note(fault, differs(at).map(|why| why.replace('\n', "; "))));
    assert!(unnoticed.is_empty() || is_too_few(6_000), "not noticed: {unnoticed:#?}");
}
