//! How a claim came to its readers: from the outlet that is read to the one who knows.
//!
//! Links that are the same thing at the same distance from the root are drawn once, so that eleven outlets that lead to
//! one unnamed official are seen to do so.

use std::collections::BTreeMap;

use super::{
    ChainKind, ChainLink, Chains, Layout, Look,
    frame::{Key, framed, full_width, legend},
    pen::{Pen, r},
    text::{fit, width, wrap},
    view::bare_name,
};

/// A link that is drawn once.
struct Spot<'a> {
    link: &'a ChainLink,
    /// Links between it and the root.
    depth: usize,
    /// Whom it has it from, by index, and whether it does not say so.
    names: BTreeMap<usize, bool>,
    /// Whether a chain begins here.
    starts: bool,
}

/// Every chain, drawn as one tree or several.
pub fn chains(view: &Chains, look: &Look) -> String {
    let spots = spots(view);
    let width = full_width(look);
    let mut pen = Pen::default();
    let y = match look.layout {
        Layout::Wide => wide(&mut pen, &spots, width),
        Layout::Narrow => narrow(&mut pen, &spots, width),
    };
    let mut keys: Vec<Key> = Vec::new();
    if spots.iter().any(|s| s.link.kind == ChainKind::Anonymous) {
        keys.push(Key {
            sample: Box::new(|pen, x, y| pen.rect("bs-unnamed", (x + 1.0, y - 7.0), (24.0, 14.0), 7.0)),
            wide: 26.0,
            words: "unnamed".to_owned(),
        });
    }
    for (silent, words) in [(false, "names as its source"), (true, "took it from, without saying so")] {
        if spots.iter().any(|s| s.names.values().any(|v| *v == silent)) {
            keys.push(Key {
                sample: Box::new(move |pen, x, y| {
                    let class = if silent { "bs-arrow bs-hush" } else { "bs-arrow" };
                    pen.path(class, &format!("M{} {}h18", r(x), r(y)));
                    tip(pen, silent, (x + 18.0, y));
                }),
                wide: 28.0,
                words: words.to_owned(),
            });
        }
    }
    let bottom = y + if keys.is_empty() { 4.0 } else { 12.0 };
    let height = bottom + legend(&mut pen, bottom, width, &keys);
    let label = format!("Where it comes from: {} ({} chains)", view.title, view.chains.len());
    framed(look, &label, &view.title, "From the outlets that are read to those who know.", pen, height)
}

fn spots(view: &Chains) -> Vec<Spot<'_>> {
    let mut spots: Vec<Spot> = Vec::new();
    let mut known: BTreeMap<(usize, ChainKind, String, Option<&str>), usize> = BTreeMap::new();
    for chain in &view.chains {
        let mut before: Option<usize> = None;
        for (depth, link) in chain.iter().rev().enumerate() {
            // Two unnamed ones are the same only where they lead to the same place.
            let of = link.href.as_deref().filter(|_| link.kind == ChainKind::Anonymous);
            let at = *known.entry((depth, link.kind, bare_name(&link.name), of)).or_insert_with(|| {
                spots.push(Spot { link, depth, names: BTreeMap::new(), starts: false });
                spots.len() - 1
            });
            if let Some(next) = before.filter(|b| *b != at) {
                let silent = link.silent && *spots[at].names.get(&next).unwrap_or(&true);
                spots[at].names.insert(next, silent);
            }
            before = Some(at);
        }
        if let Some(at) = before {
            spots[at].starts = true;
        }
    }
    spots
}

const HIGH: f64 = 42.0;

fn kind(kind: ChainKind) -> &'static str {
    match kind {
        ChainKind::Outlet => "outlet",
        ChainKind::Wire => "news agency",
        ChainKind::Person => "person",
        ChainKind::Organization => "organization",
        ChainKind::Document => "document",
        ChainKind::Anonymous => "unnamed",
        ChainKind::Reporter => "own reporting",
        ChainKind::Report => "outlet not known",
    }
}

fn note(link: &ChainLink) -> String {
    match &link.note {
        Some(note) => format!("{} · {note}", kind(link.kind)),
        None => kind(link.kind).to_owned(),
    }
}

/// The head of an arrow to the right: hollow where the source is not named.
fn tip(pen: &mut Pen, silent: bool, (x, y): (f64, f64)) {
    let class = if silent { "bs-tip bs-hush" } else { "bs-tip" };
    pen.path(class, &format!("M{} {}l8 4l-8 4z", r(x), r(y - 4.0)));
}

/// A rounded box; those without a name are dashed and rounder, outlets square.
fn draw_box(pen: &mut Pen, link: &ChainLink, (x, y): (f64, f64), wide: f64) {
    let (class, round) = match link.kind {
        ChainKind::Anonymous => ("bs-unnamed", HIGH / 2.0),
        ChainKind::Outlet | ChainKind::Wire | ChainKind::Document | ChainKind::Report => ("bs-box", 2.0),
        _ => ("bs-box", 10.0),
    };
    let words = format!("{} ({})", link.name, note(link));
    pen.linked("bs-node", link.href.as_deref(), &words, |pen| {
        pen.rect(class, (x, y), (wide, HIGH), round);
        let inner = wide - 28.0;
        pen.text("bs-b", (x + 14.0, y + 18.0), &fit(&link.name, 13.0, true, inner));
        pen.text("bs-s bs-soft", (x + 14.0, y + 33.0), &fit(&note(link), 12.0, false, inner));
    });
}

fn wide(pen: &mut Pen, spots: &[Spot<'_>], width_all: f64) -> f64 {
    let columns = spots.iter().map(|s| s.depth + 1).max().unwrap_or(1);
    let mut gap = 64.0;
    let wanted = |s: &Spot<'_>| {
        (width(&s.link.name, 13.0, true).max(width(&note(s.link), 12.0, false)) + 30.0).clamp(110.0, 320.0)
    };
    // One width for a column; chains of any length end in the last one. Where they have no room, the widest give way.
    let mut widths = vec![0.0f64; columns];
    for spot in spots {
        widths[spot.depth] = widths[spot.depth].max(wanted(spot));
    }
    let room = width_all - gap * (columns - 1) as f64;
    let mut most: f64 = 320.0;
    while most > 60.0 && widths.iter().map(|w| w.min(most)).sum::<f64>() > room {
        most -= 4.0;
    }
    widths.iter_mut().for_each(|w| *w = w.min(most));
    let used: f64 = widths.iter().sum();
    if columns > 1 {
        gap = ((width_all - used) / (columns - 1) as f64).clamp(gap, 150.0);
    }
    let left = |depth: usize| -> f64 { (depth + 1..columns).map(|d| widths[d] + gap).sum() };
    // Leaves one below the other, each root in the middle of what leads to it.
    let mut tops: Vec<Option<f64>> = vec![None; spots.len()];
    let mut free = vec![0.0f64; columns];
    let mut roots: Vec<usize> = (0..spots.len()).filter(|s| spots[*s].depth == 0).collect();
    roots.sort_by_key(|root| {
        let first = spots.iter().position(|s| s.names.contains_key(root));
        first.unwrap_or(*root)
    });
    for root in roots {
        place(root, spots, &mut tops, &mut free);
        let lowest = free.iter().copied().fold(0.0, f64::max);
        free.iter_mut().for_each(|f| *f = lowest + 6.0);
    }
    let at = |s: usize| (left(spots[s].depth), tops[s].unwrap_or(0.0));
    for (n, spot) in spots.iter().enumerate() {
        for (next, silent) in &spot.names {
            let ((x1, y1), (x2, y2)) = (at(n), at(*next));
            let (a, b) = ((x1 + widths[spot.depth], y1 + HIGH / 2.0), (x2 - 8.0, y2 + HIGH / 2.0));
            let bend = (b.0 - a.0) / 2.0;
            pen.path(
                if *silent { "bs-arrow bs-hush" } else { "bs-arrow" },
                &format!(
                    "M{} {}C{} {} {} {} {} {}",
                    r(a.0),
                    r(a.1),
                    r(a.0 + bend),
                    r(a.1),
                    r(b.0 - bend),
                    r(b.1),
                    r(b.0),
                    r(b.1)
                ),
            );
            tip(pen, *silent, b);
        }
    }
    for (n, spot) in spots.iter().enumerate() {
        draw_box(pen, spot.link, at(n), widths[spot.depth]);
    }
    (0..spots.len()).map(|s| at(s).1 + HIGH).fold(0.0, f64::max)
}

/// Places what leads to a spot, then the spot beside the middle of it; gives its top.
fn place(spot: usize, spots: &[Spot<'_>], tops: &mut [Option<f64>], free: &mut [f64]) -> f64 {
    if let Some(top) = tops[spot] {
        return top;
    }
    let depth = spots[spot].depth;
    tops[spot] = Some(free[depth]);
    let before: Vec<usize> =
        (0..spots.len()).filter(|s| spots[*s].names.contains_key(&spot) && tops[*s].is_none()).collect();
    // A group starts below what its own root's column is filled with.
    if let Some(next) = free.get(depth + 1).copied() {
        free[depth + 1] = next.max(free[depth]);
    }
    let placed: Vec<f64> = before.iter().map(|s| place(*s, spots, tops, free)).collect();
    let middle = match (placed.first(), placed.last()) {
        (Some(a), Some(b)) => (a + b) / 2.0,
        _ => free[depth],
    };
    let top = middle.max(free[depth]);
    free[depth] = top + HIGH + 10.0;
    tops[spot] = Some(top);
    top
}

/// From each root down: who names it, indented.
fn narrow(pen: &mut Pen, spots: &[Spot<'_>], width_all: f64) -> f64 {
    let mut y = 0.0;
    for root in (0..spots.len()).filter(|s| spots[*s].depth == 0) {
        if y > 0.0 {
            y += 12.0;
        }
        branch(pen, spots, root, 0, &mut y, width_all);
    }
    y
}

fn branch(pen: &mut Pen, spots: &[Spot<'_>], at: usize, level: usize, y: &mut f64, width_all: f64) {
    const INDENT: f64 = 22.0;
    let x = level as f64 * INDENT;
    let top = *y;
    let spot = &spots[at];
    let lines = wrap(&spot.link.name, 13.0, true, width_all - x - 30.0, 1);
    let wanted =
        lines.first().map_or(0.0, |l| width(l, 13.0, true)).max(width(&note(spot.link), 12.0, false));
    draw_box(pen, spot.link, (x, top), (wanted + 30.0).min(width_all - x - 1.0));
    *y += HIGH + 10.0;
    let mut last = None;
    for before in (0..spots.len()).filter(|s| spots[*s].names.contains_key(&at)) {
        let middle = *y + HIGH / 2.0;
        last = Some(middle);
        let silent = spots[before].names.get(&at).copied().unwrap_or(false);
        let class = if silent { "bs-arrow bs-hush" } else { "bs-arrow" };
        pen.path(class, &format!("M{} {}H{}", r(x + INDENT), r(middle), r(x + 11.0)));
        branch(pen, spots, before, level + 1, y, width_all);
    }
    if let Some(last) = last {
        pen.path("bs-arrow", &format!("M{} {}V{}", r(x + 11.0), r(last), r(top + HIGH + 8.0)));
        pen.path("bs-tip", &format!("M{} {}l4 8h-8z", r(x + 11.0), r(top + HIGH)));
    }
}
