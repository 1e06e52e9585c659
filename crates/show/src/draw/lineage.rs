//! The lineage of a story with time from left to right and a lane for each outlet.

use backstory_model::{EdgeKind, Moment};

use super::{
    End, Lineage, Look, ReportNode,
    axis::{Axis, DAY, minutes, timed, told},
    fold::{self, Folded, Tie, derives, stroke, tone},
    frame::{Key, framed, full_width, legend},
    pen::{Pen, r},
    route::{self, Point, Router},
    text::fit,
};

const LABELS: f64 = 172.0;
const OUTSIDE: f64 = 34.0;
const UNDATED: f64 = 118.0;
const HEAD: f64 = 46.0;
const RADIUS: f64 = 10.0;
const SMALL: f64 = 4.5;

/// Dots of a lane that would lie on each other: how many rows there may be before they are pushed to the right.
const ROWS: usize = 3;

pub(crate) fn draw(view: &Lineage, look: &Look) -> String {
    let folded = fold::fold(view);
    let plan = Plan::new(view, &folded, full_width(look));
    let mut pen = Pen::default();
    let bottom = plan.draw(&mut pen, view, &folded);
    let keys = keys(view, &folded);
    let height = bottom + 12.0 + legend(&mut pen, bottom + 12.0, full_width(look), &keys);
    let brief = "Each dot is a report, by outlet and time of publication (UTC where known). Lines lead from the report \
                 that was first to the one that took from it.";
    framed(look, &label(view), &view.title, brief, pen, height)
}

/// What the picture is, for those who do not see it.
pub(crate) fn label(view: &Lineage) -> String {
    let lines = view.edges.len();
    format!("Who took from whom: {} ({} reports, {} links)", view.title, view.reports.len(), lines)
}

/// A report in words.
pub(crate) fn report_title(report: &ReportNode) -> String {
    let when = match (&report.when, &report.not_before) {
        (Some(when), _) => told(when),
        (None, Some(bound)) => format!("undated, not before {}", told(bound)),
        (None, None) => "undated".to_owned(),
    };
    format!("{} {}, {when}: {}", report.label, report.outlet, report.title)
}

/// A line in words.
pub(crate) fn tie_title(tie: &Tie<'_>) -> String {
    match tie.count {
        1 => tie.line.why.clone(),
        n => format!("{} — and {} more like it", tie.line.why, n - 1),
    }
}

/// Where everything stands.
struct Plan {
    axis: Axis,
    to: f64,
    width: f64,
    undated: bool,
    /// Top and height of each lane.
    lanes: Vec<(f64, f64)>,
    dots: Vec<(Point, f64)>,
    away: Vec<Point>,
    bottom: f64,
}

impl Plan {
    fn new(view: &Lineage, folded: &Folded<'_>, width: f64) -> Self {
        let undated = view.reports.iter().any(|r| time(r).is_none());
        let outside = !folded.away.is_empty();
        let from = LABELS + if outside { OUTSIDE } else { 4.0 };
        let to = width - if undated { UNDATED } else { 0.0 };
        let times: Vec<f64> = view.reports.iter().filter_map(time).collect();
        let clocks = clocks(view);
        let axis = Axis::new(&times, clocks, from, to - if undated { 10.0 } else { 0.0 });
        let mut dots = vec![((0.0, 0.0), RADIUS); view.reports.len()];
        let mut lanes = Vec::new();
        let dense = folded.lanes.len() > 16;
        let mut y = HEAD + 8.0;
        for lane in &folded.lanes {
            let radius = if lane.note.is_some() { SMALL } else { RADIUS };
            let gap = 2.0 * radius + 2.5;
            let mut rows: Vec<Vec<f64>> = Vec::new();
            let mut placed: Vec<(usize, f64, usize)> = Vec::new();
            for at in &lane.reports {
                let alone = lane.reports.iter().filter(|r| time(&view.reports[**r]).is_none()).count() == 1;
                let aside = to + if alone { UNDATED / 2.0 } else { 16.0 + radius };
                let wanted = time(&view.reports[*at]).map_or(aside, |t| axis.x(t));
                // Nearest place that is free: first in another row, then further right.
                let free = |row: &Vec<f64>, x: f64| row.iter().all(|o| (o - x).abs() >= gap);
                let most = if time(&view.reports[*at]).is_some() { to } else { width } - radius - 1.0;
                let found = (0..200).find_map(|push| {
                    let x = wanted + f64::from(push) * gap;
                    if push > 0 && x > most && rows.len() < 40 {
                        return None;
                    }
                    (0..ROWS).find(|n| rows.get(*n).is_none_or(|row| free(row, x))).map(|row| (x, row))
                });
                let (x, row) = found.unwrap_or((wanted, rows.len()));
                if rows.len() <= row {
                    rows.resize(row + 1, Vec::new());
                }
                rows[row].push(x);
                placed.push((*at, x, row));
            }
            let inner = rows.len().max(1) as f64 * gap;
            let least = match (lane.note.is_some(), dense) {
                (true, _) => 34.0,
                (false, true) => {
                    if folded.lanes.len() > 40 {
                        22.0
                    } else {
                        26.0
                    }
                }
                (false, false) => 34.0,
            };
            let height = f64::max(least, inner + if dense { 0.0 } else { 8.0 });
            for (at, x, row) in placed {
                let middle = y + height / 2.0 + (row as f64 - (rows.len() - 1) as f64 / 2.0) * gap;
                dots[at] = ((x, middle), radius);
            }
            lanes.push((y, height));
            y += height;
        }
        let bottom = y;
        if outside {
            y += 30.0;
        }
        let away: Vec<Point> = folded
            .away
            .iter()
            .enumerate()
            .map(|(n, _)| (LABELS + 13.0, y + (n as f64 + 0.5) * 24.0))
            .collect();
        Self { axis, to, width, undated, lanes, dots, away, bottom }
    }

    /// Draws all but the legend; gives where it ends.
    fn draw(&self, pen: &mut Pen, view: &Lineage, folded: &Folded<'_>) -> f64 {
        if self.undated {
            let x = self.to + 2.0;
            pen.rect("bs-band", (x, HEAD - 4.0), (self.width - x, self.bottom - HEAD + 8.0), 4.0);
            pen.text("bs-s bs-b", (x + 8.0, HEAD - 24.0), "Undated");
        }
        self.axis.draw(pen, HEAD, self.bottom + 2.0);
        for (lane, (top, height)) in folded.lanes.iter().zip(&self.lanes) {
            let y = top + height / 2.0;
            pen.line("bs-rule", (LABELS, y), (self.width, y));
            let first = &view.reports[lane.reports[0]];
            match &lane.note {
                Some(note) => {
                    pen.text(
                        "bs-end",
                        (LABELS - 12.0, y - 2.0),
                        &fit(&lane.name, 13.0, false, LABELS - 14.0),
                    );
                    pen.text(
                        "bs-s bs-soft bs-end",
                        (LABELS - 12.0, y + 13.0),
                        &fit(note, 12.0, false, LABELS - 14.0),
                    );
                }
                None => {
                    let name = fit(&first.outlet, 13.0, false, LABELS - 14.0);
                    pen.text("bs-end", (LABELS - 12.0, y + 4.5), &name);
                }
            }
        }
        self.whiskers(pen, view);
        self.away(pen, view, folded);
        self.ties(pen, folded);
        for (at, report) in view.reports.iter().enumerate() {
            self.dot(pen, report, self.dots[at], folded.own[at]);
        }
        self.away.last().map_or(self.bottom, |p| p.1 + 14.0)
    }

    fn dot(&self, pen: &mut Pen, report: &ReportNode, (at, radius): (Point, f64), own: bool) {
        pen.linked("bs-node", report.href.as_deref(), &report_title(report), |pen| {
            pen.circle("bs-halo", at, radius + 2.5);
            pen.circle(if own { "bs-own" } else { "bs-took" }, at, radius);
            if radius > SMALL {
                let class = if own { "bs-n bs-own-n" } else { "bs-n" };
                pen.text(class, (at.0, at.1 + 3.9), &fit(&report.label, 11.0, true, 2.0 * RADIUS));
            }
        });
    }

    /// Dates that are no point: days on an axis of hours, months and years, and what an undated report cannot come
    /// before. Below the dots, so that no line of the lineage lies on them.
    fn whiskers(&self, pen: &mut Pen, view: &Lineage) {
        for (report, ((x, y), radius)) in view.reports.iter().zip(&self.dots) {
            if *radius <= SMALL {
                continue;
            }
            let y = y + radius - 1.0;
            match (&report.when, &report.not_before) {
                // A day is wide on an axis of hours alone.
                (Some(when), _) if when.as_str().len() < 10 || (self.axis.clocks && !timed(when)) => {
                    let Some(days) = when.interval() else { continue };
                    let start = self.axis.x(super::axis::of_day(days.start)).min(*x);
                    let end = self.axis.x(super::axis::of_day(days.end) + DAY).max(*x);
                    if end - start > 2.0 * radius + 6.0 {
                        let words = format!("some time in {}", told(when));
                        pen.linked("bs-bound", None, &words, |pen| {
                            pen.path("bs-whisker", &format!("M{} {}v-6m0 6H{}v-6", r(start), r(y), r(end)));
                        });
                    }
                }
                (None, Some(bound)) => {
                    let Some(start) = minutes(bound).map(|t| self.axis.x(t)) else { continue };
                    let words = format!("not published before {}", told(bound));
                    pen.linked("bs-bound", None, &words, |pen| {
                        pen.path("bs-whisker", &format!("M{} {}v-8m0 8H{}", r(start), r(y), r(*x)));
                    });
                }
                _ => {}
            }
        }
    }

    fn away(&self, pen: &mut Pen, view: &Lineage, folded: &Folded<'_>) {
        if !folded.away.is_empty() {
            pen.text("bs-s bs-b bs-end", (LABELS - 12.0, self.bottom + 22.0), "Cited, not in the case");
        }
        for (away, at) in folded.away.iter().zip(&self.away) {
            let href = match away.members[..] {
                [one] => view.outside[one].href.as_deref(),
                _ => None,
            };
            pen.linked("bs-node", href, &away.title, |pen| {
                let name = fit(&away.name, 12.0, false, LABELS - 14.0);
                pen.text("bs-s bs-soft bs-i bs-end", (LABELS - 12.0, at.1 + 4.0), &name);
                pen.circle("bs-halo", *at, 8.5);
                pen.circle("bs-away", *at, 6.0);
            });
        }
    }

    fn ties(&self, pen: &mut Pen, folded: &Folded<'_>) {
        let place = |end: End| match end {
            End::Report(at) => self.dots[at],
            End::Outside(at) => (self.away[at], 6.0),
        };
        let mut router = Router::new(self.dots.clone(), self.width - 2.0);
        let mut order: Vec<&Tie> = folded.ties.iter().collect();
        // The strongest last, on top.
        order.sort_by_key(|t| (std::cmp::Reverse(t.line.kind), t.to, t.from));
        for tie in order {
            let mut others: Vec<&Tie> = folded.ties.iter().filter(|t| t.to == tie.to).collect();
            others.sort_by(|a, b| {
                place(a.from)
                    .0
                    .1
                    .total_cmp(&place(b.from).0.1)
                    .then((a.from, a.line.kind).cmp(&(b.from, b.line.kind)))
            });
            let nth = others.iter().position(|t| std::ptr::eq(*t, tie)).unwrap_or(0);
            let to = self.dots[tie.to];
            let spread =
                if others.len() > 1 { (1.5 * to.1 / (others.len() - 1) as f64).min(7.0) } else { 0.0 };
            let port = (nth as f64 - (others.len() - 1) as f64 / 2.0) * spread;
            let way = router.way(place(tie.from), to, port);
            route::draw(pen, tie, &way, &tie_title(tie));
        }
    }
}

/// Whether most reports tell the time of day.
fn clocks(view: &Lineage) -> bool {
    let known = || view.reports.iter().filter_map(|r| r.when.as_ref());
    2 * known().filter(|m| timed(m)).count() > known().count()
}

fn time(report: &ReportNode) -> Option<f64> {
    report.when.as_ref().and_then(|m: &Moment| minutes(m))
}

/// The legend: what occurs, and nothing else.
pub(crate) fn keys(view: &Lineage, folded: &Folded<'_>) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut dot = |class: &'static str, radius: f64, words: &str| {
        keys.push(Key {
            sample: Box::new(move |pen, x, y| pen.circle(class, (x + 7.0, y), radius)),
            wide: 14.0,
            words: words.to_owned(),
        });
    };
    if folded.own.contains(&true) {
        dot("bs-own", 6.0, "took nothing from another report");
    }
    if folded.own.contains(&false) {
        dot("bs-took", 6.0, "took from another");
    }
    if folded.away.iter().any(|a| !a.members.is_empty()) {
        dot("bs-away", 6.0, "outside the case");
    }
    let mut line = |kind: EdgeKind, tone: &'static str, head: bool, words: &str| {
        keys.push(Key {
            sample: Box::new(move |pen, x, y| {
                pen.raw(format_args!(r#"<g class="{tone}">"#));
                let end = if head { 28.0 } else { 36.0 };
                pen.path(&format!("bs-l {}", stroke(kind)), &format!("M{} {}H{}", r(x), r(y), r(x + end)));
                if head {
                    let d = format!(
                        "M{} {}L{} {}L{} {}Z",
                        r(x + 28.0),
                        r(y - 4.2),
                        r(x + 36.0),
                        r(y),
                        r(x + 28.0),
                        r(y + 4.2)
                    );
                    pen.path("bs-head", &d);
                }
                pen.raw("</g>");
            }),
            wide: 38.0,
            words: words.to_owned(),
        });
    };
    for (kind, words) in
        [(EdgeKind::Copy, "copied"), (EdgeKind::Rewrite, "rewrote"), (EdgeKind::Quotes, "took quotes")]
    {
        for (tone_wanted, credit) in [("bs-yes", "credited"), ("bs-no", "not credited")] {
            let here = |t: &&Tie| t.line.kind == kind && tone(t.line) == tone_wanted && t.line.directed;
            if folded.ties.iter().find(here).is_some() {
                line(kind, tone_wanted, true, &format!("{words}, {credit}"));
            }
        }
    }
    if folded.ties.iter().any(|t| !derives(t.line)) {
        line(EdgeKind::Cites, "bs-ref", true, "cites");
    }
    if let Some(open) = folded.ties.iter().find(|t| !t.line.directed && derives(t.line)) {
        line(open.line.kind, tone(open.line), false, "no arrow: which was first is open");
    }
    let whole_day = view.reports.iter().filter_map(|r| r.when.as_ref()).any(|m| !timed(m));
    if clocks(view) && whole_day {
        keys.push(Key {
            sample: Box::new(|pen, x, y| {
                pen.path("bs-whisker", &format!("M{} {}v-6m0 6h34v-6", r(x), r(y + 3.0)))
            }),
            wide: 36.0,
            words: "some time that day".to_owned(),
        });
    }
    keys
}
