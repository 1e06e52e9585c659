//! The lineage of a story as SVG: publication time from left to right, a lane for each outlet, a line for each finding
//! that one report took from another.
//!
//! Colours are CSS variables with fall-backs, so that the picture takes the colours of the page it stands in and can
//! also stand alone. Everything that colour says is said by shape or line as well.

use std::collections::BTreeMap;

use backstory_model::{Annotated, Edge, EdgeKind, Node, ReportId, SourceId};
use maud::{Markup, html};

use crate::{
    digest::{Digest, Thread, derives, title},
    words::short,
};

const LANE: f64 = 40.0;
const TOP: f64 = 44.0;
const LEFT: f64 = 190.0;
const OUTSIDE: f64 = 70.0;
const WIDTH: f64 = 1000.0;
const UNDATED: f64 = 150.0;
const RADIUS: f64 = 11.0;
/// Width of a label on the time axis, in user units.
const LABEL: f64 = 84.0;

/// A stretch of the time axis that stands for more days than its width says is marked as a break where it exceeds so
/// many times the usual one.
const BREAK: f64 = 4.0;

/// Where a day stands on the axis.
struct Axis {
    /// Days since year 0 and where they stand, in order.
    stops: Vec<(f64, f64)>,
    /// Where days were left out.
    breaks: Vec<f64>,
    /// Where labelled days begin.
    labels: Vec<(f64, String)>,
}

/// Days since an arbitrary day, with the time of day as a fraction; half a day where only the day is known.
fn days(annotated: &Annotated) -> Option<f64> {
    let date = &annotated.report.published.as_ref()?.date;
    let day = number_of(date.first_day()?);
    let clock = date.as_str().split_once('T').and_then(|(_, time)| {
        let hour: f64 = time.get(..2)?.parse().ok()?;
        let minute: f64 = time.get(3..5)?.parse().ok()?;
        Some((hour + minute / 60.0) / 24.0)
    });
    Some(day + clock.unwrap_or(0.5))
}

/// Days since the first day of year 0 in the proleptic Gregorian calendar.
fn number_of<D: std::fmt::Display>(date: D) -> f64 {
    let text = date.to_string();
    let part = |n: usize| text.split('-').nth(n).and_then(|p| p.parse::<i64>().ok()).unwrap_or(1);
    // Howard Hinnant, "chrono-compatible low-level date algorithms": years that begin in March end with the leap day.
    let (year, month, day) = (part(0) - i64::from(part(1) <= 2), part(1), part(2));
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    (year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year) as f64
}

impl Axis {
    fn new(reports: &[&Annotated], from: f64, to: f64) -> Self {
        let mut known: Vec<(f64, String)> = reports
            .iter()
            .filter_map(|a| {
                let date = &a.report.published.as_ref()?.date;
                let label = date.as_str().get(..10).unwrap_or(date.as_str());
                Some((number_of(date.first_day()?), label.to_owned()))
            })
            .collect();
        known.sort_by(|a, b| a.0.total_cmp(&b.0));
        known.dedup_by(|a, b| a.0 == b.0);
        let gaps: Vec<f64> = known.windows(2).map(|w| w[1].0 - w[0].0).collect();
        let mut sorted = gaps.clone();
        sorted.sort_by(f64::total_cmp);
        let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(1.0);
        let shown: Vec<f64> = gaps.iter().map(|g| g.min(usual * BREAK)).collect();
        // One day more, so that the last day has its width.
        let total: f64 = shown.iter().sum::<f64>() + 1.0;
        let unit = (to - from) / total;
        let (mut stops, mut breaks, mut x) = (Vec::new(), Vec::new(), from);
        for (at, (day, _)) in known.iter().enumerate() {
            stops.push((*day, x));
            let (gap, width) = (gaps.get(at).copied().unwrap_or(1.0), shown.get(at).copied().unwrap_or(1.0));
            if width < gap {
                // The first day keeps its width; the rest of the stretch is the break.
                stops.push((day + 1.0, x + unit.min(width * unit / 2.0)));
                breaks.push(x + width * unit * 0.6);
            }
            x += width * unit;
        }
        if let Some((last, _)) = known.last() {
            stops.push((last + 1.0, x));
        }
        let mut axis = Self { stops, breaks, labels: Vec::new() };
        let mut free = f64::MIN;
        for (day, label) in known {
            let x = axis.x(day);
            if x >= free && x + LABEL <= to + RADIUS + 16.0 {
                free = x + LABEL;
                axis.labels.push((x, label));
            }
        }
        axis
    }

    fn x(&self, day: f64) -> f64 {
        let after = self.stops.partition_point(|s| s.0 <= day);
        match (after.checked_sub(1).and_then(|n| self.stops.get(n)), self.stops.get(after)) {
            (Some((d0, x0)), Some((d1, x1))) => x0 + (x1 - x0) * (day - d0) / (d1 - d0),
            (Some((_, x)), None) | (None, Some((_, x))) => *x,
            (None, None) => LEFT + OUTSIDE,
        }
    }
}

/// The id of the place on the page that shows what an edge rests on.
pub(crate) fn edge_anchor(edge: &Edge) -> String {
    let from = match edge.from {
        Node::Report(id) => id.to_string(),
        Node::External(id) => id.to_string(),
    };
    format!("edge-{from}-{}-{}", edge.to, edge.kind.name())
}

/// Draws the lineage of a story. Links lead to `#` report ids and [`edge_anchor`]s. None where no report took anything
/// from another: then there is nothing to draw that a list would not say better.
pub(crate) fn lineage(digest: &Digest<'_>, thread: &Thread<'_>) -> Option<Markup> {
    let edges: Vec<&Edge> = thread.reports.iter().flat_map(|a| digest.taken(a.report.id)).collect();
    if edges.is_empty() {
        return None;
    }
    let undated = thread.reports.iter().any(|a| days(a).is_none());
    let outside = edges.iter().any(|e| matches!(e.from, Node::External(_)));
    let from = LEFT + if outside { OUTSIDE } else { 0.0 };
    let to = WIDTH - if undated { UNDATED } else { 20.0 };
    let axis = Axis::new(&thread.reports, from + RADIUS, to - RADIUS);

    let mut lanes: Vec<String> = Vec::new();
    let mut places: BTreeMap<ReportId, (f64, f64)> = BTreeMap::new();
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for annotated in &thread.reports {
        let id = annotated.report.id;
        let name = digest.name(id);
        let lane = lanes.iter().position(|l| *l == name).unwrap_or_else(|| {
            lanes.push(name);
            lanes.len() - 1
        });
        let y = TOP + (lane as f64 + 0.5) * LANE;
        let mut x = days(annotated).map_or(to + UNDATED / 2.0, |d| axis.x(d));
        while taken.iter().any(|(a, b)| *b == y && (a - x).abs() < 2.0 * RADIUS + 2.0) {
            x += 2.0 * RADIUS + 3.0;
        }
        taken.push((x, y));
        places.insert(id, (x, y));
    }
    let own_lanes = lanes.len();
    let mut outsiders: BTreeMap<SourceId, (f64, f64)> = BTreeMap::new();
    for edge in &edges {
        if let Node::External(id) = edge.from {
            outsiders.entry(id).or_insert_with(|| {
                lanes.push(digest.source_name(id));
                (LEFT + RADIUS * 2.0, TOP + (lanes.len() as f64 - 0.5) * LANE)
            });
        }
    }
    let bottom = TOP + lanes.len() as f64 * LANE;
    let prefix = thread.id.map_or_else(String::new, |id| id.to_string());
    let marker = |tone: &str| format!("{prefix}-{tone}");
    let label = format!("Who took from whom: {}", thread.title);
    Some(html! {
        svg class="lineage" viewBox=(format!("0 0 {WIDTH} {}", bottom + 26.0)) role="img" aria-label=(label)
            xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif" font-size="13" {
            defs {
                @for (tone, color) in [("credited", GOOD), ("silent", BAD), ("cites", SOFT)] {
                    marker id=(marker(tone)) viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse"
                        markerWidth="11" markerHeight="11" orient="auto" {
                        path d="M0 1L10 5L0 9z" style=(format!("fill:{color}")) {}
                    }
                }
                pattern id=(marker("hatch")) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    line x1="0" y1="0" x2="0" y2="6" style=(format!("stroke:{RULE};stroke-width:2")) {}
                }
            }
            @if undated {
                rect x=(to + 8.0) y=(TOP - 8.0) width=(UNDATED - 16.0) height=(own_lanes as f64 * LANE + 16.0)
                    fill=(format!("url(#{})", marker("hatch"))) opacity="0.55" {}
                text x=(to + UNDATED / 2.0) y=(TOP - 14.0) text-anchor="middle" style=(format!("fill:{SOFT}")) { "undated" }
            }
            @for (at, lane) in lanes.iter().enumerate() {
                @let y = TOP + (at as f64 + 0.5) * LANE;
                text x=(LEFT - 16.0) y=(y + 4.0) text-anchor="end"
                    style=(format!("fill:{}{}", if at < own_lanes { INK } else { SOFT }, if at < own_lanes { "" } else { ";font-style:italic" })) {
                    (short(lane, 24))
                }
                line x1=(LEFT) y1=(y) x2=(if at < own_lanes { WIDTH } else { from - 20.0 }) y2=(y) style=(format!("stroke:{RULE};stroke-width:1")) {}
            }
            @for (x, label) in &axis.labels {
                line x1=(r(*x)) y1=(TOP - 8.0) x2=(r(*x)) y2=(TOP + own_lanes as f64 * LANE) style=(format!("stroke:{RULE};stroke-width:1;stroke-dasharray:1 4")) {}
                text x=(r(*x)) y=(TOP - 14.0) style=(format!("fill:{SOFT}")) { (label) }
            }
            @for x in &axis.breaks {
                path d=(format!("M{} {}l4 -10m4 10l4 -10", r(x - 6.0), r(TOP - 3.0))) style=(format!("stroke:{SOFT};fill:none;stroke-width:1.5")) {
                    title { "days without reports are left out here" }
                }
            }
            @if outside {
                text x=(LEFT) y=(bottom + 18.0) style=(format!("fill:{SOFT};font-style:italic")) { "cited, not in the case" }
            }
            @for annotated in &thread.reports {
                @if annotated.report.published.is_none() {
                    @if let Some(bound) = digest.case.links.not_before.get(&annotated.report.id).and_then(|m| m.first_day()) {
                        @let (x, y) = places[&annotated.report.id];
                        @let start = axis.x(number_of(bound));
                        path d=(format!("M{} {}v12m0 -6H{}", r(start), r(y - 6.0), r(x - RADIUS)))
                            style=(format!("stroke:{SOFT};fill:none;stroke-width:1.5;stroke-dasharray:2 3")) {
                            title { (format!("not published before {bound}, because of what it cites")) }
                        }
                    }
                }
            }
            @for edge in edges.iter().rev() {
                @let start = match edge.from { Node::Report(id) => places.get(&id).copied(), Node::External(id) => outsiders.get(&id).copied() };
                @if let (Some(start), Some(end)) = (start, places.get(&edge.to).copied()) {
                    @let tone = tone(edge);
                    a href=(format!("#{}", edge_anchor(edge))) {
                        path d=(curve(start, end)) fill="none" style=(line_style(edge))
                            marker-end=[edge.directed.then(|| format!("url(#{})", marker(tone)))] {
                            title { (digest.number(edge.to)) " " (digest.taking(edge)) }
                        }
                        // A wide unseen line: a thin one is hard to hit.
                        path d=(curve(start, end)) fill="none" stroke="transparent" stroke-width="12" {
                            title { (digest.name(edge.to)) " " (digest.taking(edge)) }
                        }
                    }
                }
            }
            @for (id, (x, y)) in &outsiders {
                circle cx=(r(*x)) cy=(r(*y)) r=(RADIUS - 3.0) style=(format!("fill:{PAPER};stroke:{SOFT};stroke-width:2;stroke-dasharray:3 3")) {
                    title { (digest.source_name(*id)) ", cited but not in the case" }
                }
            }
            @for annotated in &thread.reports {
                @let id = annotated.report.id;
                @let (x, y) = places[&id];
                @let own = digest.taken(id).iter().all(|e| !derives(e) || !e.directed);
                a href=(format!("#{id}")) {
                    circle cx=(r(x)) cy=(r(y)) r=(RADIUS) style=(format!("fill:{};stroke:{INK};stroke-width:1.75", if own { INK } else { PAPER })) {
                        title { (digest.name(id)) ", " (digest.date(annotated)) ": " (short(&title(annotated), 120)) }
                    }
                    text x=(r(x)) y=(r(y + 4.0)) text-anchor="middle" font-size="11" font-weight="600" pointer-events="none"
                        style=(format!("fill:{}", if own { PAPER } else { INK })) { (digest.number(id)) }
                }
            }
        }
    })
}

/// Samples of the lines and dots, for the legend.
pub(crate) fn sample(kind: EdgeKind, credited: bool) -> Markup {
    let edge = Edge {
        from: Node::Report(ReportId(0)),
        to: ReportId(0),
        kind,
        credited,
        directed: true,
        score: 1.0,
        evidence: vec![],
        reasons: vec![],
    };
    html! {
        svg class="key" viewBox="0 0 40 12" width="40" height="12" aria-hidden="true" {
            path d="M1 6H39" fill="none" style=(line_style(&edge)) {}
        }
    }
}

/// A dot of the legend: filled, hollow or outside the case.
pub(crate) fn dot(own: bool, outside: bool) -> Markup {
    let (fill, stroke) = match (own, outside) {
        (_, true) => (PAPER, format!("{SOFT};stroke-dasharray:3 3")),
        (true, _) => (INK, INK.to_owned()),
        (false, _) => (PAPER, INK.to_owned()),
    };
    html! {
        svg class="key" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" {
            circle cx="7" cy="7" r="5.5" style=(format!("fill:{fill};stroke:{stroke};stroke-width:1.75")) {}
        }
    }
}

const INK: &str = "var(--ink,#1c1b19)";
const SOFT: &str = "var(--soft,#5d594f)";
const RULE: &str = "var(--rule,#ddd8cc)";
const PAPER: &str = "var(--paper,#fbfaf6)";
const GOOD: &str = "var(--good,#1f6b4a)";
const BAD: &str = "var(--bad,#a8261c)";

fn tone(edge: &Edge) -> &'static str {
    match (edge.kind, edge.credited) {
        (EdgeKind::Cites, _) => "cites",
        (_, true) => "credited",
        (_, false) => "silent",
    }
}

fn line_style(edge: &Edge) -> String {
    let color = match tone(edge) {
        "credited" => GOOD,
        "silent" => BAD,
        _ => SOFT,
    };
    let line = match edge.kind {
        EdgeKind::Copy => "stroke-width:3.5",
        EdgeKind::Rewrite => "stroke-width:2.25;stroke-dasharray:9 4",
        EdgeKind::Quotes => "stroke-width:2.25;stroke-dasharray:2 4",
        EdgeKind::Cites => "stroke-width:1.25",
    };
    format!("stroke:{color};{line}")
}

/// From the rim of one dot to the rim of another, leaving to the right.
fn curve((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    if x2 - x1 > 3.0 * RADIUS {
        let bend = ((x2 - x1) / 2.0).min(90.0);
        let (a, b) = (x1 + RADIUS, x2 - RADIUS - 1.0);
        format!("M{} {}C{} {} {} {} {} {}", r(a), r(y1), r(a + bend), r(y1), r(b - bend), r(y2), r(b), r(y2))
    } else {
        // Side by side or one below the other: around the right.
        let out = x1.max(x2) + RADIUS + 26.0;
        let (a, b) = (x1 + RADIUS, x2 + RADIUS + 1.0);
        format!("M{} {}C{} {} {} {} {} {}", r(a), r(y1), r(out), r(y1), r(out), r(y2), r(b), r(y2))
    }
}

/// One decimal: enough for a screen, and the same text on every machine.
fn r(n: f64) -> f64 {
    (n * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_without_gaps() {
        let days = ["1999-12-31", "2000-01-01", "2000-02-28", "2000-02-29", "2000-03-01", "2001-03-01"]
            .map(number_of);
        let first = days[0];
        assert_eq!(days.map(|d| d - first), [0.0, 1.0, 59.0, 60.0, 61.0, 426.0]);
    }
}
