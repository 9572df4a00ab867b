//! Turns: while one build compares and writes, another at the same folders waits.
//!
//! The folder itself is locked, so that no lock file is left anywhere; a lock ends with its
//! process, however that ends. Where folders cannot be locked (on Windows, on some network file
//! systems) builds do not wait: files are whole even so, only sets may mix.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::{Error, Mode, fault};

/// The turn of one build, until it is dropped.
pub(super) struct Locks {
    held: Vec<File>,
    wanted: usize,
}

impl Locks {
    /// Waits for the turn at these folders, which are made where something will be written.
    pub(super) fn of<'a>(folders: impl Iterator<Item = &'a PathBuf>, mode: Mode) -> Result<Self, Error> {
        // By their one true name and in order, so that no two builds wait for each other.
        let mut places = BTreeSet::new();
        for folder in folders {
            if mode != Mode::Check {
                fs::create_dir_all(folder).map_err(|cause| fault("make the folder", folder, cause))?;
            }
            places.extend(fs::canonicalize(folder).ok());
        }
        let held = places.iter().filter_map(|place| lock(place, mode)).collect();
        Ok(Self { held, wanted: places.len() })
    }

    /// Whether no other build can be writing.
    pub(super) fn are_held(&self) -> bool {
        self.held.len() == self.wanted
    }
}

fn lock(folder: &Path, mode: Mode) -> Option<File> {
    let file = File::open(folder).ok()?;
    let locked = match mode {
        Mode::Write | Mode::Prune => file.lock(),
        Mode::Check => file.lock_shared(),
    };
    locked.ok().map(|()| file)
}
