//! Builds the command once, with cargo, and runs it as a user would: on files, with pipes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// What a run of the command came to.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The command, built.
pub fn path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        // This test runs from `⟨target⟩/⟨profile⟩/deps`; the command is built beside it.
        let here = std::env::current_exe().unwrap();
        let profile = here.ancestors().nth(2).unwrap();
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--profile", "test", "--package", "criteria", "--bin", "criteria"])
            .arg("--target-dir")
            .arg(profile.parent().unwrap())
            .current_dir(root())
            .status()
            .unwrap();
        assert!(built.success());
        root().join(profile.parent().unwrap()).join("debug/criteria")
    })
}

/// Runs the command at the root of the workspace.
pub fn criteria(args: &[&str], input: &[u8]) -> Ran {
    run(args, input, root(), &[])
}

/// Runs the command in a folder, with further variables of the environment.
pub fn run(args: &[&str], input: &[u8], folder: &Path, variables: &[(&str, &str)]) -> Ran {
    let mut child = Command::new(path())
        .args(args)
        .envs(variables.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A command that does not read its input closes it: no fault of the test's.
    let writing = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

impl Ran {
    /// Checks the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }

    /// Checks that nothing was printed as data.
    #[track_caller]
    pub fn without_data(self) -> Self {
        assert_eq!(self.out, "");
        self
    }

    /// Checks what was said besides the data.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.err.contains(words), "`{words}` is not in: {}", self.err);
        self
    }

    /// Checks what was printed as data.
    #[track_caller]
    pub fn prints(self, words: &str) -> Self {
        assert!(self.out.contains(words), "`{words}` is not in: {}", self.out);
        self
    }
}
