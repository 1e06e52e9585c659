//! Lines between dots: which of several ways meets the fewest other dots.

use super::{
    fold::{Tie, stroke, tone},
    pen::{Pen, r},
};

/// A place.
pub(crate) type Point = (f64, f64);

/// A line as it is drawn: its path, where its head is, and whether the head points right (1) or left (-1).
pub(crate) struct Way {
    pub(crate) d: String,
    pub(crate) tip: Point,
    pub(crate) facing: f64,
    points: Vec<Point>,
    /// Where it changes lanes.
    at: f64,
}

impl Way {
    /// A way that is not looked for.
    pub(crate) fn fixed(d: String, tip: Point, facing: f64) -> Self {
        Self { d, tip, facing, points: Vec::new(), at: 0.0 }
    }
}

/// Length of an arrow's head.
pub(crate) const HEAD: f64 = 8.0;

fn cubic(p: [Point; 4], points: &mut Vec<Point>) {
    for n in 0..=12 {
        let t = f64::from(n) / 12.0;
        let u = 1.0 - t;
        let mix = |i: fn(&Point) -> f64| {
            u * u * u * i(&p[0])
                + 3.0 * u * u * t * i(&p[1])
                + 3.0 * u * t * t * i(&p[2])
                + t * t * t * i(&p[3])
        };
        points.push((mix(|p| p.0), mix(|p| p.1)));
    }
}

fn straight(from: Point, to: Point, points: &mut Vec<Point>) {
    let steps = ((to.0 - from.0).abs() / 6.0).ceil().max(1.0);
    for n in 0..=(steps as usize) {
        points.push((from.0 + (to.0 - from.0) * n as f64 / steps, to.1));
    }
}

/// Along the giver's lane, over to the receiver's, and along that to its dot. `a` and `b` are the rims.
fn step(a: Point, b: Point, turn: f64, wide: f64) -> Way {
    let way = (b.0 - a.0).signum();
    let (from, to) = (turn, turn + way * wide);
    let mut points = Vec::new();
    straight((a.0, a.1), (from, a.1), &mut points);
    let corners = [(from, a.1), (from + way * wide * 0.55, a.1), (to - way * wide * 0.55, b.1), (to, b.1)];
    cubic(corners, &mut points);
    let end = b.0 - way * HEAD;
    straight((to, b.1), (end, b.1), &mut points);
    let [_, c1, c2, c3] = corners;
    let d = format!(
        "M{} {}H{}C{} {} {} {} {} {}H{}",
        r(a.0),
        r(a.1),
        r(from),
        r(c1.0),
        r(c1.1),
        r(c2.0),
        r(c2.1),
        r(c3.0),
        r(c3.1),
        r(end)
    );
    Way { d, tip: b, facing: way, points, at: turn }
}

/// Out to one side and back: between dots at much the same time.
fn bow(a: Point, b: Point, out: f64) -> Way {
    let way = out.signum();
    let edge = if way > 0.0 { a.0.max(b.0) } else { a.0.min(b.0) } + out;
    let end = (b.0 + way * HEAD, b.1);
    let corners = [a, (edge, a.1), (edge, b.1), end];
    let mut points = Vec::new();
    cubic(corners, &mut points);
    let d = format!(
        "M{} {}C{} {} {} {} {} {}",
        r(a.0),
        r(a.1),
        r(edge),
        r(a.1),
        r(edge),
        r(b.1),
        r(end.0),
        r(end.1)
    );
    Way { d, tip: b, facing: -way, points, at: edge }
}

/// Finds ways, each knowing those before it.
pub(crate) struct Router {
    /// Middles and radii of all dots.
    pub(crate) dots: Vec<(Point, f64)>,
    used: Vec<(f64, f64, f64, Point)>,
    limit: f64,
}

impl Router {
    /// `limit`: how far right a line may go.
    pub(crate) fn new(dots: Vec<(Point, f64)>, limit: f64) -> Self {
        Self { dots, used: Vec::new(), limit }
    }

    /// From one dot to another; `port` is how far from the middle of the receiver's rim the line arrives.
    pub(crate) fn way(&mut self, a: (Point, f64), b: (Point, f64), port: f64) -> Way {
        let ((ax, ay), ra) = a;
        let ((bx, by), rb) = b;
        let rim = (rb * rb - port * port).max(0.0).sqrt() + 1.5;
        let mut ways: Vec<Way> = Vec::new();
        if (bx - ax).abs() - ra - rim >= 30.0 + HEAD {
            let way = (bx - ax).signum();
            let (from, to) = ((ax + way * ra, ay), (bx - way * rim, by + port));
            let room = (to.0 - from.0).abs() - HEAD - 4.0;
            let wide = ((ay - by).abs() * 0.45).clamp(18.0, 40.0).min(room - 4.0);
            for share in [0.02, 0.12, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0] {
                ways.push(step(from, to, from.0 + way * (room - wide) * share, wide));
            }
        } else {
            for out in [22.0, 32.0, 44.0, 58.0, 74.0] {
                ways.push(bow((ax + ra, ay), (bx + rim, by + port), out));
                ways.push(bow((ax - ra, ay), (bx - rim, by + port), -out));
            }
        }
        let cost = |way: &Way, rank: usize| {
            let mut cost = rank as f64 * 0.12;
            for ((x, y), radius) in &self.dots {
                if ((*x, *y) == a.0) || ((*x, *y) == b.0) {
                    continue;
                }
                // Squares will do: the root is drawn of the nearest alone.
                let square = |p: &Point| (p.0 - x) * (p.0 - x) + (p.1 - y) * (p.1 - y);
                let near = way.points.iter().map(square).fold(f64::MAX, f64::min).sqrt();
                if near < radius + 2.5 {
                    cost += 2.0 + (radius + 2.5 - near) * 0.2;
                }
            }
            let (top, bottom) = (ay.min(by), ay.max(by));
            for (x, from, to, giver) in &self.used {
                if (x - way.at).abs() < 7.0 && *from < bottom && *to > top && *giver != a.0 {
                    cost += 1.0;
                }
            }
            if way.points.iter().any(|p| p.0 > self.limit) {
                cost += 20.0;
            }
            cost
        };
        let costs: Vec<f64> = ways.iter().enumerate().map(|(rank, way)| cost(way, rank)).collect();
        let best = (0..ways.len()).min_by(|x, y| costs[*x].total_cmp(&costs[*y])).unwrap_or(0);
        let way = ways.swap_remove(best);
        self.used.push((way.at, ay.min(by), ay.max(by), a.0));
        way
    }
}

/// Draws a line with its head, as a link with a title.
pub(crate) fn draw(pen: &mut Pen, tie: &Tie<'_>, way: &Way, title: &str) {
    let href = tie.line.href.as_deref().filter(|_| tie.count == 1);
    pen.linked(&format!("bs-edge {}", tone(tie.line)), href, title, |pen| {
        let kind = stroke(tie.line.kind);
        pen.path(&format!("bs-l {kind}"), &way.d);
        let ((x, y), way_x) = (way.tip, way.facing);
        if tie.line.directed {
            let (back, half) = (x - way_x * HEAD, 4.2);
            pen.path(
                "bs-head",
                &format!("M{} {}L{} {}L{} {}Z", r(back), r(y - half), r(x), r(y), r(back), r(y + half)),
            );
        } else {
            pen.path(&format!("bs-l {kind}"), &format!("M{} {}H{}", r(x - way_x * HEAD), r(y), r(x)));
        }
        pen.path("bs-hit", &way.d);
    });
}
