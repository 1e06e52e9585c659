//! The lineage of a story for a narrow screen: reports one below the other in order of time, lines as bows beside them.

use super::{
    End, Lineage, Look,
    axis::{DAY, clock, day_of, lapse, minutes, month, timed, told},
    fold::{self, Tie},
    frame::{framed, full_width, legend},
    lineage::{keys, label, report_title, tie_title},
    pen::{Pen, r},
    route::{self, HEAD},
    text::fit,
};

const RAIL: f64 = 88.0;
const TEXT: f64 = 110.0;
const ROW: f64 = 42.0;
const HEADING: f64 = 30.0;
const RADIUS: f64 = 10.0;

/// What stands in a row.
enum Row<'a> {
    Heading(String, String),
    Report(usize),
    /// Reports that share a lane: their first one, and how many.
    Shared(usize, &'a fold::Lane),
    Away(usize),
}

pub(crate) fn draw(view: &Lineage, look: &Look) -> String {
    let folded = fold::fold(view);
    let mut rows: Vec<Row> = Vec::new();
    let mut heads: Vec<(Option<f64>, usize)> = Vec::new();
    for (at, report) in view.reports.iter().enumerate() {
        let (lane, common) = folded.place[at];
        if !common || folded.lanes[lane].reports[0] == at {
            heads.push((report.when.as_ref().and_then(minutes), at));
        }
    }
    heads.sort_by(|a, b| {
        (a.0.is_none()).cmp(&b.0.is_none()).then(a.0.unwrap_or(0.0).total_cmp(&b.0.unwrap_or(0.0)))
    });
    let mut before: Option<f64> = None;
    let mut undated = false;
    for (time, at) in heads {
        match time {
            Some(t) if before.is_none_or(|b| day_of(b) != day_of(t)) => {
                let gap = before.map(|b| t - b).filter(|g| *g > 3.0 * DAY);
                let later = gap.map_or_else(String::new, |g| format!("{} later", lapse(g)));
                let day = day_of(t);
                rows.push(Row::Heading(format!("{} {} {}", day.day(), month(day), day.year()), later));
            }
            None if !undated => {
                undated = true;
                rows.push(Row::Heading("Undated".to_owned(), String::new()));
            }
            _ => {}
        }
        before = time.or(before);
        let (lane, common) = folded.place[at];
        rows.push(if common { Row::Shared(at, &folded.lanes[lane]) } else { Row::Report(at) });
    }
    if !folded.away.is_empty() {
        rows.push(Row::Heading("Cited, not in the case".to_owned(), String::new()));
        rows.extend((0..folded.away.len()).map(Row::Away));
    }

    let width = full_width(look);
    let mut pen = Pen::default();
    let mut places: Vec<f64> = vec![0.0; view.reports.len()];
    let mut away: Vec<f64> = vec![0.0; folded.away.len()];
    let mut y = 0.0;
    let mut tops = Vec::new();
    for row in &rows {
        let height = match row {
            Row::Heading(..) => HEADING,
            Row::Away(_) => 28.0,
            _ => ROW,
        };
        let middle = y + if matches!(row, Row::Heading(..)) { 21.0 } else { height / 2.0 };
        match row {
            Row::Report(at) => places[*at] = middle,
            Row::Shared(_, lane) => lane.reports.iter().for_each(|r| places[*r] = middle),
            Row::Away(at) => away[*at] = middle,
            Row::Heading(..) => {}
        }
        tops.push((y, middle));
        y += height;
    }
    pen.line("bs-rule", (RAIL, 8.0), (RAIL, y - 8.0));
    let room = width - TEXT - 2.0;
    for (row, (top, middle)) in rows.iter().zip(&tops) {
        if let Row::Heading(words, later) = row {
            if *top > 0.0 {
                pen.line("bs-rule", (TEXT, top + 4.0), (width, top + 4.0));
            }
            pen.text("bs-s bs-b", (TEXT, middle + 2.0), words);
            pen.text("bs-s bs-soft bs-i bs-end", (width, middle + 2.0), later);
        }
    }
    ties(&mut pen, &folded, &places, &away, y);
    for (row, (_, middle)) in rows.iter().zip(&tops) {
        let at = (RAIL, *middle);
        match row {
            Row::Heading(..) => {}
            Row::Report(n) => {
                let report = &view.reports[*n];
                let own = folded.own[*n];
                pen.linked("bs-node", report.href.as_deref(), &report_title(report), |pen| {
                    pen.circle("bs-halo", at, RADIUS + 2.5);
                    pen.circle(if own { "bs-own" } else { "bs-took" }, at, RADIUS);
                    let class = if own { "bs-n bs-own-n" } else { "bs-n" };
                    pen.text(class, (at.0, at.1 + 3.9), &fit(&report.label, 11.0, true, 2.0 * RADIUS));
                    let when = match (&report.when, &report.not_before) {
                        (Some(m), _) if timed(m) => minutes(m).map(clock),
                        (None, Some(bound)) => Some(format!("not before {}", told(bound))),
                        _ => None,
                    };
                    let when = when.map_or_else(String::new, |w| format!("{w}  "));
                    pen.text("bs-b", (TEXT, at.1 - 3.0), &fit(&report.outlet, 13.0, true, room));
                    pen.text(
                        "bs-s bs-soft",
                        (TEXT, at.1 + 13.0),
                        &fit(&format!("{when}{}", report.title), 12.0, false, room),
                    );
                });
            }
            Row::Shared(n, lane) => {
                let names: Vec<&str> =
                    lane.reports.iter().map(|r| view.reports[*r].outlet.as_str()).collect();
                let own = folded.own[*n];
                pen.linked("bs-node", None, &format!("{} {}", lane.name, names.join(", ")), |pen| {
                    pen.circle(if own { "bs-own" } else { "bs-took" }, (at.0 - 3.5, at.1), 7.0);
                    pen.circle("bs-halo", (at.0 + 2.5, at.1), 8.5);
                    pen.circle(if own { "bs-own" } else { "bs-took" }, (at.0 + 3.0, at.1), 7.0);
                    let note = lane.note.as_deref().unwrap_or_default();
                    pen.text(
                        "bs-b",
                        (TEXT, at.1 - 3.0),
                        &fit(&format!("{}: {note}", lane.name), 13.0, true, room),
                    );
                    pen.text("bs-s bs-soft", (TEXT, at.1 + 13.0), &fit(&names.join(", "), 12.0, false, room));
                });
            }
            Row::Away(n) => {
                let away = &folded.away[*n];
                let href = match away.members[..] {
                    [one] => view.outside[one].href.as_deref(),
                    _ => None,
                };
                pen.linked("bs-node", href, &away.title, |pen| {
                    pen.circle("bs-halo", at, 8.5);
                    pen.circle("bs-away", at, 6.0);
                    pen.text("bs-s bs-soft bs-i", (TEXT, at.1 + 4.0), &fit(&away.name, 12.0, false, room));
                });
            }
        }
    }
    let bottom = y + 12.0;
    let height = bottom + legend(&mut pen, bottom, width, &keys(view, &folded));
    let brief = "Reports in order of time (UTC where known). Bows lead from the report that was first to the one that took from it.";
    framed(look, &label(view), &view.title, brief, pen, height)
}

fn ties(pen: &mut Pen, folded: &fold::Folded<'_>, places: &[f64], away: &[f64], height: f64) {
    let y = |end: End| match end {
        End::Report(at) => places[at],
        End::Outside(at) => away[at],
    };
    let mut order: Vec<&Tie> = folded.ties.iter().collect();
    order.sort_by_key(|t| (std::cmp::Reverse(t.line.kind), t.to, t.from));
    for tie in order {
        let (from, to) = (y(tie.from), places[tie.to]);
        if from == to {
            continue;
        }
        let mut others: Vec<&Tie> = folded.ties.iter().filter(|t| t.to == tie.to).collect();
        others.sort_by(|a, b| y(a.from).total_cmp(&y(b.from)).then(a.line.kind.cmp(&b.line.kind)));
        let nth = others.iter().position(|t| std::ptr::eq(*t, tie)).unwrap_or(0);
        let spread = if others.len() > 1 { (14.0 / (others.len() - 1) as f64).min(6.0) } else { 0.0 };
        let port = (nth as f64 - (others.len() - 1) as f64 / 2.0) * spread;
        let rim = (RADIUS * RADIUS - port * port).max(0.0).sqrt() + 1.5;
        let radius = if matches!(tie.from, End::Outside(_)) { 6.0 } else { RADIUS };
        let tip = (RAIL - rim, to + port);
        // The further, the wider, and never out of the picture.
        let out = (RAIL - 2.0) * 1.3 - 20.0;
        let bulge = 22.0 + (out - 22.0) * ((from - to).abs() / height.max(1.0)).sqrt();
        let edge = (RAIL - radius).min(tip.0) - bulge;
        let d = format!(
            "M{} {}C{} {} {} {} {} {}",
            r(RAIL - radius),
            r(from),
            r(edge),
            r(from),
            r(edge),
            r(tip.1),
            r(tip.0 - HEAD),
            r(tip.1)
        );
        let way = route::Way::fixed(d, tip, 1.0);
        route::draw(pen, tie, &way, &tie_title(tie));
    }
}
