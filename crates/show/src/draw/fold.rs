//! A lineage made ready to draw: lanes in an order that keeps takers near their givers, and what is too much put together.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::EdgeKind;

use super::{End, Line, Lineage, text::fit};

/// From so many reports or lanes on, what did the same shares a lane.
const MANY_REPORTS: usize = 36;
const MANY_LANES: usize = 24;
/// So many must do the same to share a lane.
const SHARED: usize = 3;
/// From so many sources outside on, those that are cited by the same reports are one.
const MANY_OUTSIDE: usize = 7;

/// A row of dots.
pub(crate) struct Lane {
    pub(crate) name: String,
    /// A second line, for a lane that several outlets share.
    pub(crate) note: Option<String>,
    /// Reports by index, in order of time.
    pub(crate) reports: Vec<usize>,
}

/// Sources outside that stand at one place.
pub(crate) struct Away {
    pub(crate) name: String,
    /// All of them.
    pub(crate) title: String,
    pub(crate) members: Vec<usize>,
}

/// A line to draw: of one finding, or of several that share a lane.
pub(crate) struct Tie<'a> {
    pub(crate) from: End,
    pub(crate) to: usize,
    pub(crate) line: &'a Line,
    /// How many findings it stands for.
    pub(crate) count: usize,
}

/// A lineage ready to draw. Indices of reports are those of the view; an [`End::Outside`] is an index into `away`.
pub(crate) struct Folded<'a> {
    pub(crate) lanes: Vec<Lane>,
    pub(crate) away: Vec<Away>,
    pub(crate) ties: Vec<Tie<'a>>,
    /// Whether a report took nothing from another.
    pub(crate) own: Vec<bool>,
    /// The lane of a report, and whether it shares it with other outlets.
    pub(crate) place: Vec<(usize, bool)>,
}

/// Whether words or facts went along the line.
pub(crate) fn derives(line: &Line) -> bool {
    line.kind != EdgeKind::Cites
}

/// What a line says of credit, as a class.
pub(crate) fn tone(line: &Line) -> &'static str {
    match (line.kind, line.credited) {
        (EdgeKind::Cites, _) => "bs-ref",
        (_, true) => "bs-yes",
        (_, false) => "bs-no",
    }
}

/// What was taken, as a class.
pub(crate) fn stroke(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Copy => "bs-copy",
        EdgeKind::Rewrite => "bs-rewrite",
        EdgeKind::Quotes => "bs-quotes",
        EdgeKind::Cites => "bs-cites",
    }
}

/// What was taken, in a word.
pub(crate) fn verb(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Copy => "copied",
        EdgeKind::Rewrite => "rewrote",
        EdgeKind::Quotes => "took quotes from",
        EdgeKind::Cites => "cite",
    }
}

/// Puts a lineage into lanes.
pub(crate) fn fold(view: &Lineage) -> Folded<'_> {
    let n = view.reports.len();
    let valid = |line: &&Line| {
        line.to < n
            && match line.from {
                End::Report(at) => at < n && at != line.to,
                End::Outside(at) => at < view.outside.len(),
            }
    };
    let lines: Vec<&Line> = view.edges.iter().filter(valid).collect();
    let mut own = vec![true; n];
    for line in lines.iter().filter(|l| l.directed && derives(l)) {
        own[line.to] = false;
    }
    let shared = shared(view, &lines);
    let lanes = lanes(view, &lines, &shared);
    let mut place = vec![(0, false); n];
    for (at, lane) in lanes.iter().enumerate() {
        for report in &lane.reports {
            place[*report] = (at, lane.note.is_some());
        }
    }
    let (away, group) = outside(view, &lines);
    let mut ties: Vec<Tie> = Vec::new();
    let mut seen: BTreeMap<(End, usize, EdgeKind, bool), usize> = BTreeMap::new();
    for line in lines {
        let from = match line.from {
            End::Outside(at) => End::Outside(group[at]),
            report => report,
        };
        let (lane, common) = place[line.to];
        // One line into a shared lane: to its first report.
        let to = if common && derives(line) { lanes[lane].reports[0] } else { line.to };
        match seen.get(&(from, to, line.kind, line.credited)) {
            Some(at) => ties[*at].count += 1,
            None => {
                seen.insert((from, to, line.kind, line.credited), ties.len());
                ties.push(Tie { from, to, line, count: 1 });
            }
        }
    }
    Folded { lanes, away, ties, own, place }
}

/// The line that says most about where a report is from: its strongest, of those that have a direction and lead from a
/// report.
fn main_giver<'a>(to: usize, lines: &[&'a Line]) -> Option<&'a Line> {
    let given = lines.iter().filter(|l| l.to == to && matches!(l.from, End::Report(_)));
    given.min_by_key(|l| (!l.directed, l.kind, l.from)).copied()
}

/// For each report the shared lane it belongs to, where there are too many to have lanes of their own.
fn shared(view: &Lineage, lines: &[&Line]) -> BTreeMap<usize, (String, String)> {
    let outlets: BTreeSet<&str> = view.reports.iter().map(|r| r.outlet.as_str()).collect();
    let mut out = BTreeMap::new();
    if view.reports.len() <= MANY_REPORTS && outlets.len() <= MANY_LANES {
        return out;
    }
    let mut groups: BTreeMap<Option<(End, EdgeKind, bool)>, Vec<usize>> = BTreeMap::new();
    for at in 0..view.reports.len() {
        let gives = lines.iter().any(|l| l.from == End::Report(at));
        // Who is only cited, and outside the case, tells two reports apart no more than their words do.
        let counts = |l: &&Line| l.to == at && (derives(l) || matches!(l.from, End::Report(_)));
        let taken: Vec<&Line> = lines.iter().copied().filter(counts).collect();
        let strong: Vec<&Line> = taken.iter().copied().filter(|l| derives(l)).collect();
        match (&taken[..], &strong[..]) {
            _ if gives => {}
            ([], _) => groups.entry(None).or_default().push(at),
            (_, [line]) | ([line], _) if line.directed => {
                groups.entry(Some((line.from, line.kind, line.credited))).or_default().push(at);
            }
            _ => {}
        }
    }
    for (key, members) in groups {
        let names: BTreeSet<&str> = members.iter().map(|m| view.reports[*m].outlet.as_str()).collect();
        if names.len() < SHARED {
            continue;
        }
        let note = match key {
            Some((giver, kind, credited)) => {
                let giver = match giver {
                    End::Report(at) => &view.reports[at].label,
                    End::Outside(at) => &view.outside[at].name,
                };
                let credit = match (kind, credited) {
                    (EdgeKind::Cites, _) => "",
                    (_, true) => ", credited",
                    (_, false) => ", not credited",
                };
                format!("{} {giver}{credit}", verb(kind))
            }
            None => "took from none here".to_owned(),
        };
        let name = format!("{} outlets", names.len());
        for member in members {
            out.insert(member, (name.clone(), note.clone()));
        }
    }
    out
}

/// Lanes from the first origin on, each followed by those who took from it.
fn lanes(view: &Lineage, lines: &[&Line], shared: &BTreeMap<usize, (String, String)>) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    let mut by_name: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut takers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut roots = Vec::new();
    for at in 0..view.reports.len() {
        match main_giver(at, lines).map(|l| l.from) {
            Some(End::Report(giver)) => takers.entry(giver).or_default().push(at),
            _ => roots.push(at),
        }
    }
    let mut placed = vec![false; view.reports.len()];
    // Taken from the end: roots in order of time, then what no root leads to because it takes in a ring.
    let mut todo: Vec<usize> = (0..view.reports.len()).rev().chain(roots.into_iter().rev()).collect();
    while let Some(at) = todo.pop() {
        if std::mem::replace(&mut placed[at], true) {
            continue;
        }
        let key = match shared.get(&at) {
            Some((name, note)) => (name.clone(), note.clone()),
            None => (view.reports[at].outlet.clone(), String::new()),
        };
        let lane = *by_name.entry(key).or_insert_with_key(|(name, note)| {
            let note = (!note.is_empty()).then(|| note.clone());
            lanes.push(Lane { name: name.clone(), note, reports: Vec::new() });
            lanes.len() - 1
        });
        lanes[lane].reports.push(at);
        todo.extend(takers.get(&at).into_iter().flatten().rev());
    }
    for lane in &mut lanes {
        lane.reports.sort_unstable();
    }
    // Lanes of those who have to do with no one come last.
    let tied: BTreeSet<usize> = lines
        .iter()
        .flat_map(|l| [Some(l.to), if let End::Report(at) = l.from { Some(at) } else { None }])
        .flatten()
        .collect();
    lanes.sort_by_key(|l| !l.reports.iter().any(|r| tied.contains(r)));
    lanes
}

/// Reports that cite a source, and how.
type CitedBy = BTreeSet<(usize, EdgeKind, bool)>;

/// Sources outside, and for each of the view the index of the place it stands at.
fn outside(view: &Lineage, lines: &[&Line]) -> (Vec<Away>, Vec<usize>) {
    let many = view.outside.len() >= MANY_OUTSIDE;
    let mut groups: Vec<(CitedBy, Vec<usize>)> = Vec::new();
    let mut group = vec![0; view.outside.len()];
    for (at, place) in group.iter_mut().enumerate() {
        let to: BTreeSet<_> =
            lines.iter().filter(|l| l.from == End::Outside(at)).map(|l| (l.to, l.kind, l.credited)).collect();
        match groups.iter().position(|g| many && g.0 == to) {
            Some(found) => {
                groups[found].1.push(at);
                *place = found;
            }
            None => {
                *place = groups.len();
                groups.push((to, vec![at]));
            }
        }
    }
    let away = groups.into_iter().map(|(_, members)| {
        let names: Vec<String> = members.iter().map(|m| view.outside[*m].name.clone()).collect();
        let name = match &names[..] {
            [one] => one.clone(),
            [one, two] => format!("{}, {}", fit(one, 12.0, false, 76.0), fit(two, 12.0, false, 76.0)),
            [one, more @ ..] => format!("{} and {} more", fit(one, 12.0, false, 90.0), more.len()),
            [] => String::new(),
        };
        Away { name, title: format!("{}: cited, not in the case", names.join(", ")), members }
    });
    (away.collect(), group)
}
