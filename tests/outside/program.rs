//! The guide's program in a temporary folder, and builds of it by cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use criteria_tests::workspace::{put, root};
use serde_json::Value;
use tempfile::TempDir;

use super::guide;

/// The program, and where it is built. The folder for builds is kept, so that only the first run
/// of this suite builds the compiler's dependencies.
pub struct Outside {
    folder: TempDir,
    target: PathBuf,
}

/// What came of one build.
pub struct Built {
    messages: Vec<Value>,
    pub stderr: String,
    succeeded: bool,
}

impl Outside {
    /// The files of the guide, with this checkout where the guide says `../criteria`.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = guide::files();
        let names: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["Cargo.toml", "build.rs", "spec/oximeter.md", "src/main.rs"]);
        for (path, text) in &files {
            put(&folder.path().join(path), text);
        }
        let manifest = &files[0].1;
        let here = root().to_string_lossy().replace('\\', "/");
        assert_eq!(manifest.matches("\"../criteria/").count(), 2);
        let manifest = manifest.replace("\"../criteria/", &format!("\"{here}/"));
        // Faster to build, and nothing else.
        let fast = "\n[profile.dev]\ndebug = false\nincremental = false\n";
        put(&folder.path().join("Cargo.toml"), &(manifest + fast));
        fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
        Self { folder, target: Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside") }
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    pub fn put(&self, path: &str, text: &str) {
        put(&self.folder.path().join(path), text);
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.folder.path().join(path)).unwrap();
    }

    /// Builds it as it stands.
    pub fn build(&self) -> Built {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["build", "--offline", "--message-format", "json-render-diagnostics", "--target-dir"])
            .arg(&self.target)
            .env("CARGO_TERM_COLOR", "never")
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        let messages = lines.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
        let stderr = String::from_utf8(output.stderr).unwrap();
        Built { messages, stderr, succeeded: output.status.success() }
    }
}

impl Built {
    pub fn succeeded(&self) -> bool {
        self.succeeded
    }

    /// The message of this kind about the program itself.
    fn about(&self, reason: &str, kind: Option<&str>) -> &Value {
        let about = |message: &&Value| {
            message["reason"] == reason
                && message["package_id"].as_str().is_some_and(|id| id.contains("outside@"))
                && kind.is_none_or(|kind| message["target"]["kind"][0] == kind)
        };
        self.messages.iter().find(about).unwrap_or_else(|| panic!("no {reason}:\n{}", self.stderr))
    }

    /// Whether neither the program nor anything that it stands on was built, which is so only where
    /// its build script did not run.
    #[track_caller]
    pub fn is_fresh(&self) -> bool {
        assert!(self.succeeded, "{}", self.stderr);
        self.about("compiler-artifact", Some("bin"))["fresh"] == true
    }

    /// Where its build script writes.
    pub fn out_dir(&self) -> PathBuf {
        PathBuf::from(self.about("build-script-executed", None)["out_dir"].as_str().unwrap())
    }

    /// Runs the program: the lines that it prints.
    #[track_caller]
    pub fn run(&self) -> Vec<String> {
        assert!(self.succeeded, "{}", self.stderr);
        assert!(!self.stderr.contains("warning"), "{}", self.stderr);
        let binary = self.about("compiler-artifact", Some("bin"))["executable"].as_str().unwrap();
        let output = Command::new(binary).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }
}
