//! Synthetic news whose truth is known: a seed and a number of reports in, the reports of an invented country and the
//! truth about them out. docs/newsroom.md says what each kind of report is and what the truth holds.
//!
//! ```
//! let newsroom = backstory_newsroom::generate(7, 20);
//! assert_eq!(newsroom.reports.len(), 20);
//! assert_eq!(newsroom, backstory_newsroom::generate(7, 20));
//! ```

mod collect;
mod dice;
mod event;
mod grammar;
mod ink;
mod plan;
mod render;
mod story;
mod style;
mod take;
mod truth;
mod voices;
mod words;
mod world;

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

pub use crate::truth::{
    Change, Claim, Lineage, Moment, Occurrence, Pair, Place, Quote, Range, Report, Statement, Truth, Update,
};

use crate::dice::Dice;
use crate::event::Event;
use crate::plan::DateShown;
use crate::story::{Done, story};
use crate::world::{WORLD, civil};

/// Reports and the truth about them.
#[derive(Debug, Clone, PartialEq)]
pub struct Newsroom {
    /// File name and record of each report, in the order of the names.
    pub reports: Vec<(String, Value)>,
    /// What is true of them.
    pub truth: Truth,
}

/// Makes so many reports. The same seed and number give the same newsroom, on any machine.
pub fn generate(seed: u64, reports: usize) -> Newsroom {
    // Names say nothing of who came first: they are dealt out in another order.
    let mut order: Vec<usize> = (1..=reports).collect();
    Dice::named(seed, "names of files").shuffle(&mut order);
    let mut names = order.into_iter().map(|n| format!("r{n:05}.json"));
    let mut newsroom = Newsroom {
        reports: Vec::with_capacity(reports),
        truth: Truth {
            newsroom: 1,
            seed,
            reports: Vec::new(),
            lineage: Vec::new(),
            cites: Vec::new(),
            same_house: Vec::new(),
            quotes: Vec::new(),
            claims: Vec::new(),
            updates: Vec::new(),
            stock: Vec::new(),
            timeline: Vec::new(),
        },
    };
    let mut number = 0;
    while newsroom.reports.len() < reports {
        // Every ninth event is one that happened to the people of an earlier one.
        let before = (number % 9 == 8).then(|| Event::new(seed, number - 1 - number % 5, None));
        let event = Event::new(seed, number, before.as_ref());
        number += 1;
        let done = story(&event, before.is_some(), reports - newsroom.reports.len());
        let files: Vec<String> = names.by_ref().take(done.len()).collect();
        collect::collect(&event, &done, &files, &mut newsroom.truth);
        newsroom.reports.extend(files.iter().cloned().zip(done.iter().map(record)));
    }
    newsroom.reports.sort_by(|a, b| a.0.cmp(&b.0));
    newsroom.truth.reports.sort_by(|a, b| a.file.cmp(&b.file));
    newsroom
}

/// A report as news-please writes it.
fn record(done: &Done) -> Value {
    let Done { plan, rendered } = done;
    let outlet = &WORLD.outlets[plan.outlet];
    let clock = |minutes: i64| {
        let (y, m, d) = civil(minutes.div_euclid(1440));
        let minute = minutes.rem_euclid(1440);
        format!("{y:04}-{m:02}-{d:02} {:02}:{:02}:00", minute / 60, minute % 60)
    };
    let date = match plan.date {
        DateShown::Minute => Some(clock(plan.time)),
        DateShown::Day => Some(world::iso(plan.day())),
        DateShown::Missing => None,
        DateShown::Wrong(days) => Some(world::iso(plan.day() + days)),
    };
    // The address tells no day: what the date hides, it must not say.
    let title = rendered.title.clone().unwrap_or_default();
    let slug: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .take(8)
        .collect();
    let number = dice::hash(&rendered.text) % 1_000_000;
    json!({
        "maintext": rendered.text,
        "title": rendered.title,
        "authors": plan.authors,
        "date_publish": date,
        "source_domain": outlet.domain,
        "url": format!("https://www.{}/{}-{number}", outlet.domain, slug.join("-")),
        "language": "en",
    })
}

impl Newsroom {
    /// Writes `reports/` and `truth.json` into a folder, which is made where it is absent. Files of the same names are
    /// written over, others left.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        let reports = folder.join("reports");
        std::fs::create_dir_all(&reports)?;
        for (name, record) in &self.reports {
            std::fs::write(reports.join(name), serde_json::to_vec_pretty(record)?)?;
        }
        let mut file = std::io::BufWriter::new(std::fs::File::create(folder.join("truth.json"))?);
        serde_json::to_writer(&mut file, &self.truth)?;
        file.flush()
    }
}
