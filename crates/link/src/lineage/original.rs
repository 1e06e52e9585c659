//! A retelling of a retelling: who is the giver, the report between or the one behind it?
//!
//! Two reports that retell one text are alike for that reason alone, and often more alike than each is to the text. What
//! the receiver tells of the report between must then stand in the report behind it too; only what the report between
//! has of its own, and the receiver as well, shows that it came by that way (the common-error method of stemmatics, Maas
//! 1927).

use std::collections::BTreeMap;

use backstory_model::EdgeKind;

use super::{Case, Found, Settled, kinship::Kin, score};

/// How much less of the receiver the report behind may tell than the report between: two that retell one text are alike in
/// what they left out of it, and pairing of statements is not exact.
const SLACK: f64 = 0.3;

/// Leads retellings without credit to what their giver retells, where that tells nearly as much of them. What a receiver
/// has from a report that it names is told of that one already.
pub(super) fn behind(case: &Case, kin: &Kin, found: &mut Vec<Found>) {
    let mut givers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let length = |report: usize| case.ctx.texts[report].words.len();
    for f in found.iter().filter(|f| f.edge.score >= score::UNCREDITED) {
        match f.edge.kind {
            EdgeKind::Copy | EdgeKind::Rewrite if f.edge.directed => {
                givers.entry(f.to).or_default().push(f.from);
            }
            // Nothing tells which of two has the other's text; whoever cut it has less of it.
            EdgeKind::Copy if length(f.from) != length(f.to) => {
                let (long, short) =
                    if length(f.from) > length(f.to) { (f.from, f.to) } else { (f.to, f.from) };
                givers.entry(short).or_default().push(long);
            }
            _ => {}
        }
    }
    found.retain_mut(|f| {
        if !f.is_retelling() {
            return true;
        }
        // A ring, by dates that contradict each other, ends.
        for _ in 0..givers.len() {
            let between = kin.of(case, f.from, f.to);
            let Some(between) = between.filter(|k| score::retold(k) >= score::UNCREDITED) else {
                break;
            };
            let behind = givers
                .get(&f.from)
                .into_iter()
                .flatten()
                .copied()
                .filter(|o| *o != f.to && !case.same_house(*o, f.to) && !case.is_before(f.to, *o))
                .filter_map(|o| Some((o, kin.of(case, o, f.to)?)))
                .filter(|(_, k)| k.told() + SLACK >= between.told())
                .max_by(|a, b| a.1.told().total_cmp(&b.1.told()).then_with(|| b.0.cmp(&a.0)));
            let Some((original, kinship)) = behind else { break };
            if case.credits(f.to, original) {
                return false;
            }
            let sure = f.edge.score.max(score::retold(&kinship));
            let settled = if case.is_before(original, f.to) { Settled::Day } else { Settled::Open };
            *f = case.retelling(original, f.to, settled, sure, &kinship);
        }
        true
    });
}
