//! A program made at test time: evaluators of any policies, built into one crate, once, and asked
//! through its standard input. The suites compare what it says with what the interpreter says.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use criteria::emit::rust::{Meta, emit};
use criteria::interp::Request;
use criteria::tree::ast::Policy;
use criteria::tree::hash::meaning_hash;

use crate::engines::facts;
use crate::seen::{Seen, write_facts};
use crate::workspace::{put, refresh, root};

/// A program with the evaluators of some policies: it reads requests and writes what it says of them.
#[derive(Debug)]
pub struct Program {
    binary: PathBuf,
}

impl Program {
    /// Builds the evaluators of these policies into one program, in a folder that is kept, so that
    /// what did not change is not built again. The folder's name is the crate's.
    pub fn build(folder: &Path, policies: &[&Policy]) -> Self {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("the folder has a name");
        let emitted = policies.iter().enumerate().map(|(at, policy)| {
            let meta = Meta { source: format!("tests/{name}/{at}.md"), hash: meaning_hash(policy) };
            emit(policy, &meta).unwrap_or_else(|error| panic!("policy {at}: {error}"))
        });
        Self::of_sources(folder, &emitted.collect::<Vec<_>>())
    }

    /// The same for evaluators that were written already.
    pub fn of_sources(folder: &Path, evaluators: &[String]) -> Self {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("the folder has a name");
        let mut main = String::from("mod seen;\n");
        let mut table = String::new();
        for (at, text) in evaluators.iter().enumerate() {
            refresh(&folder.join(format!("src/p{at}.rs")), text);
            _ = writeln!(main, "#[allow(dead_code)]\nmod p{at};");
            _ = write!(table, "&p{at}::EVALUATOR, ");
        }
        _ = write!(
            main,
            "fn main() {{
                let table: &[&criteria_runtime::Evaluator] = &[{table}];
                for line in std::io::stdin().lines() {{
                    let line = line.unwrap();
                    let (at, facts) = line.split_once(' ').unwrap();
                    let evaluator = table[at.parse::<usize>().unwrap()];
                    println!(\"{{}}\", seen::evaluate(evaluator, &seen::read_facts(facts)).line());
                }}
            }}"
        );
        refresh(&folder.join("src/main.rs"), &main);
        let seen = fs::read_to_string(root().join("tests/src/seen.rs")).expect("sources can be read");
        refresh(&folder.join("src/seen.rs"), &format!("#![allow(dead_code)]\n{seen}"));
        refresh(&folder.join("Cargo.toml"), &manifest(name));
        if !folder.join("Cargo.lock").exists() {
            let lock = fs::read_to_string(root().join("Cargo.lock")).expect("the lock file can be read");
            put(&folder.join("Cargo.lock"), &lock);
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--offline", "--quiet", "--target-dir"])
            .arg(folder.join("target"))
            .current_dir(folder)
            .output()
            .expect("cargo can be run");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        Self { binary: folder.join("target/debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)) }
    }

    /// What the evaluator of one of the policies, by its place, says of some requests.
    pub fn say(&self, at: usize, policy: &Policy, requests: &[Request]) -> Vec<Seen> {
        let mut child = Command::new(&self.binary)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program was built");
        let mut lines = String::new();
        for request in requests {
            _ = writeln!(lines, "{at} {}", write_facts(&facts(policy, request)));
        }
        let mut input = child.stdin.take().expect("the program has an input");
        let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the writer ends").expect("the program reads everything");
        let text = String::from_utf8(output.stdout).expect("the program writes text");
        let said: Vec<Seen> = text.lines().map(|line| Seen::read(line).expect(line)).collect();
        assert_eq!(said.len(), requests.len());
        said
    }
}

fn manifest(name: &str) -> String {
    let runtime = root().join("codegen/runtime");
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [features]\nserde = []\n\n\
         [dependencies]\ncriteria-runtime = {{ path = '{}' }}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n\n[workspace]\n",
        runtime.display()
    )
}
