//! Dates that other reports contradict.
//!
//! A page may show the day it was set up, the day of its template or a slip of the hand. Where the other reports of the
//! event say otherwise, such a date settles no direction between two reports.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{COPIED, Case, Common};

/// Days by which a report must come before all others that have most of it, for its date to be doubted: what nobody wanted
/// for so long, several do not find in one week.
const ALONE: i32 = 14;
/// Days within which two of the others must lie.
const TOGETHER: i32 = 7;

/// Reports that are dated long before all others with most of their text, though these came within days of each other, from
/// several outlets, and none names the report's outlet. An old report of which others use a part again is not meant.
pub(super) fn doubtful(case: &Case, shared: &BTreeMap<(usize, usize), Common>) -> BTreeSet<usize> {
    let day = |report: usize| case.ctx.texts[report].days.map(|d| d.start);
    let mut others: BTreeMap<usize, Vec<(Date, usize)>> = BTreeMap::new();
    for ((a, b), common) in shared {
        if common.passages.is_empty() || case.same_house(*a, *b) {
            continue;
        }
        for (one, other) in [(*a, *b), (*b, *a)] {
            if common.share(case.ctx, one) >= COPIED {
                others.entry(one).or_default().extend(day(other).map(|day| (day, other)));
            }
        }
    }
    let alone = |report: usize, others: &mut Vec<(Date, usize)>| {
        // Of a report whose outlet nothing tells, none can name it.
        let (Some(own), Some(_)) = (day(report), case.credits.own[report]) else { return false };
        others.sort_unstable();
        let days = |from: Date, to: Date| (to - from).get_days();
        let late = others.first().is_some_and(|(first, _)| days(own, *first) >= ALONE);
        let near = |pair: &[(Date, usize)]| {
            days(pair[0].0, pair[1].0) <= TOGETHER && !case.same_house(pair[0].1, pair[1].1)
        };
        late && others.windows(2).any(near)
            && others.iter().all(|(_, other)| !case.names(*other, report) && !case.credits(*other, report))
    };
    others
        .into_iter()
        .filter_map(|(report, mut others)| alone(report, &mut others).then_some(report))
        .collect()
}
