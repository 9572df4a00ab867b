//! An endless row of choices from one number: the same number, the same choices, on every machine.

/// The row.
#[derive(Debug, Clone)]
pub struct Picks(u64);

impl From<u64> for Picks {
    fn from(seed: u64) -> Self {
        Self(seed)
    }
}

impl Picks {
    /// A number below `count`; nought where there is none.
    pub fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % count.max(1) as u64).unwrap_or(0)
    }

    /// One of these.
    pub fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}
