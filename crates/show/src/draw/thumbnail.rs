//! A lineage small enough for a card: no words, only its shape.

use std::collections::BTreeMap;

use super::{
    End, Lineage,
    axis::{Axis, minutes},
    fold::{fold, stroke, tone},
    pen::{Pen, escape, r},
};

const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 64.0;

/// The shape of a lineage, 240 by 64 units: dots by time, one below the other by outlet, and the lines between them.
pub fn thumbnail(view: &Lineage) -> String {
    let folded = fold(view);
    let times: Vec<Option<f64>> = view.reports.iter().map(|r| r.when.as_ref().and_then(minutes)).collect();
    let mut known: Vec<f64> = times.iter().flatten().copied().collect();
    known.sort_by(f64::total_cmp);
    known.dedup();
    let lanes = folded.lanes.len().max(1) as f64;
    let radius = (HEIGHT / lanes / 2.4).clamp(1.6, 4.5);
    let undated = times.contains(&None);
    let right = WIDTH - radius - 2.0 - if undated { 16.0 } else { 0.0 };
    // Half by time and half by order: minutes and years both leave room.
    let axis = Axis::new(&known, false, 0.0, right - radius - 2.0);
    let span = (axis.x(known.last().copied().unwrap_or(0.0)) - axis.x(known.first().copied().unwrap_or(0.0)))
        .max(1.0);
    let x = |t: f64| {
        let rank = known.iter().position(|k| *k == t).unwrap_or(0) as f64 / (known.len().max(2) - 1) as f64;
        let time = (axis.x(t) - axis.x(known[0])) / span;
        radius + 2.0 + (rank + time) / 2.0 * (right - radius - 2.0)
    };
    let step = ((HEIGHT - 2.0 * radius - 4.0) / (lanes - 1.0).max(1.0)).min(14.0);
    let top = (HEIGHT - step * (lanes - 1.0)) / 2.0;
    let mut rows: BTreeMap<(usize, i64), usize> = BTreeMap::new();
    let places: Vec<(f64, f64)> = times
        .iter()
        .enumerate()
        .map(|(at, time)| {
            let lane = folded.place[at].0;
            let x = time.map_or(WIDTH - radius - 3.0, &x);
            // Dots of one outlet at one place fan out.
            let nth = rows.entry((lane, (x / (2.0 * radius)) as i64)).or_insert(0);
            let push = *nth as f64 * radius * 1.5;
            *nth += 1;
            ((x + push).min(WIDTH - radius - 2.0), top + lane as f64 * step)
        })
        .collect();
    let mut pen = Pen::default();
    pen.raw(format_args!(
        r#"<svg class="bs-draw bs-thumb" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{0}"><title>{0}</title>"#,
        escape(&super::lineage::label(view)),
    ));
    if undated {
        pen.rect("bs-band", (WIDTH - 15.0, 0.0), (15.0, HEIGHT), 2.0);
    }
    for tie in &folded.ties {
        let End::Report(from) = tie.from else { continue };
        let ((x1, y1), (x2, y2)) = (places[from], places[tie.to]);
        let bend = ((x2 - x1).abs() / 2.0).max(10.0);
        pen.raw(format_args!(r#"<g class="{}">"#, tone(tie.line)));
        pen.path(
            &format!("bs-l bs-thin {}", stroke(tie.line.kind)),
            &format!(
                "M{} {}C{} {} {} {} {} {}",
                r(x1),
                r(y1),
                r(x1 + bend),
                r(y1),
                r(x2 - bend),
                r(y2),
                r(x2),
                r(y2)
            ),
        );
        pen.raw("</g>");
    }
    for (at, place) in places.iter().enumerate() {
        pen.circle(if folded.own[at] { "bs-own" } else { "bs-took" }, *place, radius);
    }
    pen.raw("</svg>");
    pen.finish()
}
