//! What an approval grants and where a referral goes.

use crate::{Date, Kleene, Limit, Period, Policy, Row, Standing, Today, Whichever};

/// When an approval ends: the first day no longer covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// On this day.
    On(Date),
    /// Not known yet; not before this period has passed since the request date.
    Unknown {
        /// The least period, where one is certain.
        at_least: Option<Period>,
    },
}

/// What an approval grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approval {
    /// When it ends.
    pub end: End,
    /// What it is limited to, where all that is possible agrees on it.
    pub limit: Option<Limit>,
}

/// The criteria that may turn out to be the first that is met: those not false, up to and
/// including the first that is met.
pub(crate) fn candidates<'c, const N: usize>(
    of: &'c [u16],
    standing: &'c Standing<N>,
) -> impl Iterator<Item = u16> + Clone + 'c {
    let met = of.iter().position(|at| standing.is_met(*at).is_true());
    let last = met.map_or(of.len(), |at| at.saturating_add(1));
    of.iter().take(last).copied().filter(|at| !standing.is_met(*at).is_false())
}

impl Row {
    /// Whether what chooses it is met.
    pub(crate) fn chosen<const N: usize>(&self, standing: &Standing<N>) -> Kleene {
        self.chosen_by.map_or(Kleene::TRUE, |criterion| standing.is_met(criterion))
    }

    /// Whether it is, or may be, the first chosen one for a line of business; while the line is
    /// unknown, for any line. In one table all rows name lines, or none does.
    fn is_possible<const N: usize>(
        &self,
        before: &[Self],
        line: Option<u16>,
        standing: &Standing<N>,
    ) -> bool {
        if self.chosen(standing).is_false() {
            return false;
        }
        let mut taken = before.iter().filter(|row| row.chosen(standing).is_true());
        if self.lines.is_empty() {
            return taken.next().is_none();
        }
        let mut lines = self.lines.iter().filter(|own| line.is_none_or(|known| known == **own));
        lines.any(|own| !taken.clone().any(|row| row.lines.contains(own)))
    }

    fn end(&self, today: Today, bound: &dyn Fn(u16) -> Option<Date>) -> Option<Date> {
        let end = today.date().plus(self.period);
        match self.or_until {
            None => Some(end),
            Some((fact, Whichever::Longer)) => bound(fact).map(|other| end.max(other)),
            Some((fact, Whichever::Shorter)) => bound(fact).map(|other| end.min(other)),
        }
    }

    fn least(&self) -> Option<Period> {
        match self.or_until {
            Some((_, Whichever::Shorter)) => None,
            Some((_, Whichever::Longer)) | None => Some(self.period),
        }
    }
}

impl Policy {
    /// The duration rows of a section that are possible for a line of business, or, while
    /// it is unknown, for any.
    pub(crate) fn possible_rows<const N: usize>(
        &self,
        section: u16,
        line: Option<u16>,
        standing: &Standing<N>,
    ) -> impl Iterator<Item = &'static Row> + Clone {
        let rows = self
            .durations
            .iter()
            .find(|duration| duration.section == section)
            .map_or(&[][..], |found| found.rows);
        let numbered = rows.iter().enumerate();
        let possible = numbered
            .filter(move |(at, row)| row.is_possible(rows.get(..*at).unwrap_or_default(), line, standing));
        possible.map(|(_, row)| row)
    }

    /// What an approval under one of these sections grants.
    pub(crate) fn approval<const N: usize>(
        &self,
        sections: &[u16],
        standing: &Standing<N>,
        line: Option<u16>,
        today: Today,
        bound: &dyn Fn(u16) -> Option<Date>,
    ) -> Option<Approval> {
        let mut rows =
            candidates(sections, standing).flat_map(|section| self.possible_rows(section, line, standing));
        let first = *rows.next()?;
        let same_limit = rows.clone().all(|row| row.limit == first.limit);
        let end =
            first.end(today, bound).filter(|end| rows.clone().all(|row| row.end(today, bound) == Some(*end)));
        let end = end.map_or_else(
            || {
                let earlier = |a: Period, b: Period| {
                    if today.date().plus(b) < today.date().plus(a) { b } else { a }
                };
                let at_least =
                    rows.try_fold(first.least(), |least, row| Some(Some(earlier(least?, row.least()?))));
                End::Unknown { at_least: at_least.flatten() }
            },
            End::On,
        );
        Some(Approval { end, limit: first.limit.filter(|_| same_limit) })
    }

    /// The target of a referral under one of these criteria; `None` while it is unknown.
    pub(crate) fn target<const N: usize>(
        &self,
        of: &[u16],
        line: Option<u16>,
        standing: &Standing<N>,
    ) -> Option<&'static str> {
        let mut targets =
            candidates(of, standing).flat_map(|under| self.possible_targets(under, line, standing));
        let first = targets.next()?;
        targets.all(|target| target == first).then_some(first)
    }

    fn possible_targets<const N: usize>(
        &self,
        under: u16,
        line: Option<u16>,
        standing: &Standing<N>,
    ) -> impl Iterator<Item = &'static str> {
        self.referrals
            .iter()
            .filter(move |row| {
                self.is_within(row.criterion, under) && standing.is_met(row.criterion) != Kleene::FALSE
            })
            .flat_map(|row| row.targets)
            .filter(move |(of, _)| line.is_none() || of.is_none() || *of == line)
            .map(|(_, target)| *target)
    }
}
