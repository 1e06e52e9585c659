//! A time axis on which both minutes and years can be read: stretches of one scale each, with marked tears between them
//! where nothing happened for long.

use backstory_model::Moment;
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use super::{
    pen::Pen,
    text::{fit, width},
};

/// Minutes of a day.
pub(crate) const DAY: f64 = 1440.0;

/// A gap is torn out where it is longer than all shorter ones together so many times.
const TEAR: f64 = 5.0;
/// No shorter gap is.
const LONG: f64 = 360.0;
/// At most so many tears.
const TEARS: usize = 4;
/// Width of a tear.
const GUTTER: f64 = 56.0;
/// Least width of a stretch: a date has room.
const LEAST: f64 = 76.0;
/// What a stretch leaves free at both ends.
const PAD: f64 = 16.0;

/// Minutes since 1 January 1970, UTC where the moment has a zone; noon where only the day is known, the first day's
/// where only month or year.
pub(crate) fn minutes(moment: &Moment) -> Option<f64> {
    let text = moment.as_str();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some((at.as_second() as f64 / 60.0).floor());
    }
    if let Ok(at) = text.parse::<DateTime>()
        && text.contains('T')
    {
        return Some((at.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second() as f64 / 60.0).floor());
    }
    Some(of_day(moment.first_day()?) + DAY / 2.0)
}

/// Minutes from 1970 to the start of a day.
pub(crate) fn of_day(date: Date) -> f64 {
    let zero = Date::constant(1970, 1, 1);
    f64::from(zero.until(date).map_or(0, |s| s.get_days())) * DAY
}

/// The day in which a minute lies.
pub(crate) fn day_of(minutes: f64) -> Date {
    let days = (minutes / DAY).floor() as i32;
    Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `March`.
pub(crate) fn month(date: Date) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs().saturating_sub(1)).min(11)]
}

/// `4 Mar 2031`.
pub(crate) fn short_day(date: Date) -> String {
    format!("{} {} {}", date.day(), &month(date)[..3], date.year())
}

/// `4 Mar 2031, 18:20`, as exactly as it is known.
pub(crate) fn told(moment: &Moment) -> String {
    let text = moment.as_str();
    match (moment.first_day(), text.len()) {
        (Some(_), ..=4) => text.to_owned(),
        (Some(day), 5..=7) => format!("{} {}", &month(day)[..3], day.year()),
        (Some(day), 8..=10) => short_day(day),
        (Some(_), _) => minutes(moment)
            .map_or_else(|| text.to_owned(), |m| format!("{}, {}", short_day(day_of(m)), clock(m))),
        (None, _) => text.to_owned(),
    }
}

/// `18:20`.
pub(crate) fn clock(minutes: f64) -> String {
    let of_day = minutes.rem_euclid(DAY) as u32;
    format!("{:02}:{:02}", of_day / 60, of_day % 60)
}

/// Whether the time of day is known.
pub(crate) fn timed(moment: &Moment) -> bool {
    moment.as_str().len() > 10
}

/// A length of time in its largest unit: `2 years`, `20 hours`.
pub(crate) fn lapse(minutes: f64) -> String {
    let of = |n: f64, unit: &str| {
        let n = n.round() as i64;
        format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
    };
    match minutes {
        m if m < 90.0 => of(m, "minute"),
        m if m < 1.5 * DAY => of(m / 60.0, "hour"),
        m if m < 45.0 * DAY => of(m / DAY, "day"),
        m if m < 700.0 * DAY => of(m / DAY / 30.44, "month"),
        m => of(m / DAY / 365.25, "year"),
    }
}

/// Words and where they stand.
type Labels = Vec<(f64, String)>;

/// A stretch with one scale.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    t0: f64,
    t1: f64,
    x0: f64,
    x1: f64,
}

impl Stretch {
    fn x(&self, t: f64) -> f64 {
        let (from, to) = (self.x0 + PAD, self.x1 - PAD);
        if self.t1 > self.t0 { from + (to - from) * (t - self.t0) / (self.t1 - self.t0) } else { from }
    }

    fn per_minute(&self) -> f64 {
        if self.t1 > self.t0 { (self.x1 - self.x0 - 2.0 * PAD) / (self.t1 - self.t0) } else { 0.0 }
    }
}

/// Where a minute stands.
pub(crate) struct Axis {
    stretches: Vec<Stretch>,
    /// Whether it tells hours.
    pub(crate) clocks: bool,
    /// What a time is called that stands alone in its stretch, where that is no day.
    pub(crate) names: Vec<(f64, String)>,
}

impl Axis {
    /// For these times (minutes), between two places. `clocks`: whether times of day are known.
    pub(crate) fn new(times: &[f64], clocks: bool, from: f64, to: f64) -> Self {
        let mut times = times.to_vec();
        times.sort_by(f64::total_cmp);
        times.dedup();
        let Some((&first, &last)) = times.first().zip(times.last()) else {
            return Self { stretches: Vec::new(), clocks, names: Vec::new() };
        };
        let most = (((to - from + GUTTER) / (LEAST + GUTTER)) as usize).saturating_sub(1).min(TEARS);
        let torn = tears(&times, most);
        let mut bounds: Vec<(f64, f64, usize)> = Vec::new();
        let (mut start, mut inside) = (first, 1);
        for pair in times.windows(2) {
            if torn.is_some_and(|limit| pair[1] - pair[0] >= limit) {
                bounds.push((start, pair[0], inside));
                (start, inside) = (pair[1], 1);
            } else {
                inside += 1;
            }
        }
        bounds.push((start, last, inside));
        let weight = |n: usize| if n == 1 { 0.0 } else { (n as f64).sqrt() };
        let total: f64 = bounds.iter().map(|b| weight(b.2)).sum();
        let fixed = LEAST * bounds.len() as f64 + GUTTER * (bounds.len() - 1) as f64;
        let rest = (to - from - fixed).max(0.0);
        let mut x = from;
        let mut stretches = Vec::new();
        for (t0, t1, n) in &bounds {
            let share = if total > 0.0 { weight(*n) / total } else { 1.0 / bounds.len() as f64 };
            let wide = LEAST + rest * share;
            stretches.push(Stretch { t0: *t0, t1: *t1, x0: x, x1: x + wide });
            x += wide + GUTTER;
        }
        Self { stretches, clocks, names: Vec::new() }
    }

    /// Where a minute stands; one that lies in a tear, or outside, at the nearest edge.
    pub(crate) fn x(&self, t: f64) -> f64 {
        let Some(last) = self.stretches.last() else { return 0.0 };
        let mut edge = self.stretches[0].x0 + PAD;
        for stretch in &self.stretches {
            if t < stretch.t0 {
                return if t < self.stretches[0].t0 { edge } else { (edge + stretch.x0 + PAD) / 2.0 };
            }
            if t <= stretch.t1 {
                return stretch.x(t);
            }
            edge = stretch.x(stretch.t1);
        }
        last.x(last.t1)
    }

    /// Where a span of time around `middle` begins and ends, as far as its stretch goes.
    pub(crate) fn span(&self, from: f64, middle: f64, to: f64) -> (f64, f64) {
        match self.stretches.iter().find(|s| s.t0 <= middle && middle <= s.t1 && s.t1 > s.t0) {
            Some(stretch) => (stretch.x(from).max(stretch.x0), stretch.x(to).min(stretch.x1)),
            None => (self.x(middle), self.x(middle)),
        }
    }

    /// Draws labels above `top`, lines from there to `bottom`. Takes 40 units above `top`.
    pub(crate) fn draw(&self, pen: &mut Pen, top: f64, bottom: f64) {
        for (at, stretch) in self.stretches.iter().enumerate() {
            pen.line("bs-rule", (stretch.x0, top), (stretch.x1, top));
            let (context, ticks) = self.labels(stretch);
            let mut free = f64::MIN;
            // A label that does not fit is left out, but for the first.
            let limit = self.stretches.get(at + 1).map_or(stretch.x1 + 2.0, |next| next.x0 - 6.0);
            for (nth, (x, words)) in context.into_iter().enumerate() {
                let wide = width(&words, 12.0, true);
                if x >= free && (nth == 0 || x + wide <= limit) {
                    pen.text("bs-s bs-b", (x, top - 24.0), &fit(&words, 12.0, true, limit - x));
                    free = x + wide + 14.0;
                }
            }
            let mut free = f64::MIN;
            for (x, words) in ticks {
                pen.line("bs-grid", (x, top), (x, bottom));
                let half = width(&words, 12.0, false) / 2.0;
                let inside = x - half >= stretch.x0 - 1.0 && x + half <= stretch.x1 + 1.0;
                if x - half >= free && inside {
                    pen.text("bs-s bs-soft bs-mid", (x, top - 7.0), &words);
                    free = x + half + 10.0;
                }
            }
            if let Some(next) = self.stretches.get(at + 1) {
                let middle = (stretch.x1 + next.x0) / 2.0;
                pen.path(
                    "bs-tear",
                    &format!("M{} {}l4 -8m2 8l4 -8", super::pen::r(middle - 5.0), super::pen::r(top + 4.0)),
                );
                let words = lapse(next.t0 - stretch.t1);
                pen.text("bs-s bs-soft bs-i bs-mid", (middle, top - 7.0), &words);
            }
        }
    }

    /// Labels of the upper row, by their left ends, and of the lower row, by their middles.
    fn labels(&self, stretch: &Stretch) -> (Labels, Labels) {
        const ROOM: f64 = 58.0;
        let per_minute = stretch.per_minute();
        let start = stretch.x(stretch.t0);
        let first = day_of(stretch.t0);
        if per_minute == 0.0 {
            let clock = if self.clocks { clock(stretch.t0) } else { String::new() };
            let half = width(&clock, 12.0, false) / 2.0;
            let ticks = if clock.is_empty() { vec![] } else { vec![(start.max(stretch.x0 + half), clock)] };
            let name = self.names.iter().find(|n| n.0 == stretch.t0).map(|n| n.1.clone());
            return (vec![(stretch.x0, name.unwrap_or_else(|| short_day(first)))], ticks);
        }
        let whole = |t: f64| stretch.x(t) >= stretch.x0 && stretch.x(t) <= stretch.x1 + 0.1;
        let (low, high) = (stretch.t0 - PAD / per_minute, stretch.t1 + PAD / per_minute);
        let hours = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 360.0, 720.0];
        if let Some(step) = hours.iter().find(|s| **s * per_minute >= ROOM).filter(|_| self.clocks) {
            let mut ticks = Vec::new();
            let mut t = (low / step).ceil() * step;
            while t <= high {
                ticks.push((stretch.x(t), clock(t)));
                t += step;
            }
            let mut context = vec![(stretch.x0, short_day(first))];
            let mut day = first;
            while let Ok(next) = day.tomorrow() {
                day = next;
                if of_day(day) > high {
                    break;
                }
                context.push((stretch.x(of_day(day)), short_day(day)));
            }
            return (context, ticks);
        }
        if let Some(step) = [1, 2, 4, 7, 14].iter().find(|s| f64::from(**s) * DAY * per_minute >= ROOM) {
            let mut day = first;
            let (mut ticks, mut context) =
                (Vec::new(), vec![(stretch.x0, format!("{} {}", month(first), first.year()))]);
            while of_day(day) <= high {
                let x = stretch.x(of_day(day) + DAY / 2.0);
                if whole(of_day(day) + DAY / 2.0) {
                    ticks.push((x, format!("{} {}", day.day(), &month(day)[..3])));
                    if day.year() != first.year() && context.len() == 1 {
                        context.push((x, day.year().to_string()));
                    }
                }
                day = day.saturating_add(jiff::Span::new().days(*step));
            }
            return (context, ticks);
        }
        let months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
        let step = months
            .iter()
            .find(|m| f64::from(**m) * 30.44 * DAY * per_minute >= ROOM)
            .copied()
            .unwrap_or(1200);
        let mut ticks = Vec::new();
        let mut context = Vec::new();
        let mut index = i32::from(first.year()) * 12 + i32::from(first.month()) - 1;
        index = index.div_euclid(step) * step;
        if step < 12 {
            context.push((stretch.x0, first.year().to_string()));
        }
        let mut year = i32::from(first.year());
        loop {
            let (y, m) = (index.div_euclid(12), index.rem_euclid(12) + 1);
            let Some(date) =
                i16::try_from(y).ok().zip(i8::try_from(m).ok()).and_then(|(y, m)| Date::new(y, m, 1).ok())
            else {
                break;
            };
            if of_day(date) > high {
                break;
            }
            if of_day(date) >= low {
                let x = stretch.x(of_day(date));
                ticks
                    .push((x, if step < 12 { month(date)[..3].to_owned() } else { date.year().to_string() }));
                if step < 12 && y != year {
                    year = y;
                    context.push((x, y.to_string()));
                }
            }
            index += step;
        }
        (context, ticks)
    }
}

/// The length from which gaps are torn out; None where none is.
fn tears(times: &[f64], most: usize) -> Option<f64> {
    let mut gaps: Vec<f64> = times.windows(2).map(|w| w[1] - w[0]).collect();
    gaps.sort_by(f64::total_cmp);
    let mut sum = 0.0;
    for (at, gap) in gaps.iter().enumerate() {
        if sum > 0.0 && *gap > LONG.max(TEAR * sum) && gaps.len() - at <= most {
            return Some(*gap);
        }
        sum += gap;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> f64 {
        minutes(&Moment::parse(text).expect("a moment")).expect("a time")
    }

    #[test]
    fn minutes_are_counted_in_utc() {
        assert_eq!(at("1970-01-02T00:05:00Z"), 1445.0);
        assert_eq!(at("1970-01-02T02:05:00+02:00"), 1445.0);
        assert_eq!(at("1970-01-02T00:05:00"), 1445.0);
        assert_eq!(at("1970-01-02"), 2160.0);
        assert_eq!(at("1969-12-31T23:59:00Z"), -1.0);
        assert_eq!(told(&Moment::parse("2031-03-04T18:20:00Z").expect("a moment")), "4 Mar 2031, 18:20");
        assert_eq!(told(&Moment::parse("2031-03").expect("a moment")), "Mar 2031");
    }

    #[test]
    fn minutes_and_years_both_have_room() {
        let times = [
            at("2029-01-01"),
            at("2031-03-04T18:20:00Z"),
            at("2031-03-04T18:21:00Z"),
            at("2031-03-04T19:00:00Z"),
        ];
        let axis = Axis::new(&times, true, 0.0, 800.0);
        assert_eq!(axis.stretches.len(), 2);
        let x: Vec<f64> = times.iter().map(|t| axis.x(*t)).collect();
        assert!(x[1] - x[0] > GUTTER && x[2] - x[1] > 5.0 && x[3] > 700.0, "{x:?}");
    }

    #[test]
    fn an_even_run_is_not_torn() {
        let times: Vec<f64> = (0..9).map(|n| f64::from(n) * DAY).collect();
        assert_eq!(Axis::new(&times, false, 0.0, 800.0).stretches.len(), 1);
        assert_eq!(Axis::new(&times[..2], false, 0.0, 800.0).stretches.len(), 1);
    }

    #[test]
    fn lapses() {
        let words: Vec<String> = [1.0, 600.0, 2.0 * DAY, 90.0 * DAY, 800.0 * DAY].map(lapse).to_vec();
        assert_eq!(words, ["1 minute", "10 hours", "2 days", "3 months", "2 years"]);
    }
}
