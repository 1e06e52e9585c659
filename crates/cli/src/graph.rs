//! `backstory graph`: one drawing of a case as a file.

use std::path::Path;

use anyhow::{Result, bail};
use backstory_model::{Case, ClaimId, StoryId};
use backstory_show::draw::{self, Layout, Look};

use crate::{args::Drawing, output::write_to};

/// What is asked for.
pub(crate) struct Request<'a> {
    pub(crate) case: &'a Path,
    pub(crate) story: Option<&'a str>,
    pub(crate) claim: Option<&'a str>,
    pub(crate) drawing: Option<Drawing>,
    pub(crate) narrow: bool,
    pub(crate) dark: bool,
    pub(crate) output: Option<&'a Path>,
}

/// Draws, and writes what was drawn.
pub(crate) fn graph(case: &Case, asked: &Request<'_>) -> Result<()> {
    let svg = svg(case, asked)?;
    let ending = asked.output.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    if ending.as_deref() == Some("png") {
        let png = png(&draw::still(&svg, asked.dark), asked.output.unwrap_or(Path::new("")))?;
        return write_to(asked.output, |out| out.write_all(&png));
    }
    write_to(asked.output, |out| out.write_all(svg.as_bytes()))
}

/// Dots of a PNG for each unit of the drawing: sharp on a dense screen.
#[cfg(feature = "png")]
const DENSITY: f32 = 2.0;

/// A drawing as PNG, set in Arimo, which comes with the program: what is measured is what is shown on any machine.
#[cfg(feature = "png")]
fn png(svg: &str, path: &Path) -> Result<Vec<u8>> {
    use anyhow::Context;
    use resvg::{tiny_skia, usvg};

    let mut options = usvg::Options { font_family: "Arimo".to_owned(), ..usvg::Options::default() };
    let fonts = options.fontdb_mut();
    fonts.load_font_data(include_bytes!("../fonts/arimo-regular.ttf").to_vec());
    fonts.load_font_data(include_bytes!("../fonts/arimo-bold.ttf").to_vec());
    let fault = || format!("{}: the picture could not be drawn as PNG; name the file .svg", path.display());
    let tree = usvg::Tree::from_str(svg, &options).with_context(fault)?;
    let size = tree.size().to_int_size().scale_by(DENSITY).with_context(fault)?;
    let mut map = tiny_skia::Pixmap::new(size.width(), size.height()).with_context(fault)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(DENSITY, DENSITY), &mut map.as_mut());
    map.encode_png().with_context(fault)
}

#[cfg(not(feature = "png"))]
fn png(_: &str, path: &Path) -> Result<Vec<u8>> {
    bail!(
        "{}: this program was built without PNG; name the file .svg, or build it with '--features png'",
        path.display()
    )
}

fn svg(case: &Case, asked: &Request<'_>) -> Result<String> {
    let look = Look::alone(if asked.narrow { Layout::Narrow } else { Layout::Wide });
    let no_links = |_: &draw::Target| None;
    let drawing =
        asked.drawing.unwrap_or(if asked.claim.is_some() { Drawing::Chains } else { Drawing::Lineage });
    let path = asked.case.display();
    let svg = match drawing {
        Drawing::Lineage => draw::lineage(
            &draw::lineage_view(case, story(case, asked)?, &no_links).unwrap_or_default(),
            &look,
        ),
        Drawing::Card => {
            draw::thumbnail(&draw::lineage_view(case, story(case, asked)?, &no_links).unwrap_or_default())
        }
        Drawing::Timeline => match draw::events_view(case, story(case, asked)?, &no_links) {
            Some(view) => draw::events(&view, &look),
            None => bail!(
                "{path}: no report of this story says when anything happened, so there is no timeline to draw"
            ),
        },
        Drawing::Chains => {
            draw::chains(&draw::chains_view(case, claim(case, asked)?, &no_links).unwrap_or_default(), &look)
        }
        Drawing::Moves => {
            draw::moves(&draw::moves_view(case, claim(case, asked)?, &no_links).unwrap_or_default(), &look)
        }
    };
    Ok(if asked.dark { draw::still(&svg, true) } else { svg })
}

/// The story that is meant: by the start of its id, or the one with the most reports.
fn story(case: &Case, asked: &Request<'_>) -> Result<StoryId> {
    let path = asked.case.display();
    let stories = &case.links.stories;
    match asked.story {
        Some(start) => {
            let found: Vec<StoryId> =
                stories.iter().map(|s| s.id).filter(|id| id.to_string().starts_with(start)).collect();
            match found[..] {
                [one] => Ok(one),
                [] => bail!(
                    "{path}: no story has an id that starts with {start:?}; 'backstory show {path} story' lists them"
                ),
                _ => bail!(
                    "{path}: {} stories have ids that start with {start:?}; give more of it",
                    found.len()
                ),
            }
        }
        None => match stories.iter().max_by_key(|s| (s.reports.len(), std::cmp::Reverse(s.id))) {
            Some(story) => Ok(story.id),
            None => bail!("{path}: the case has no story: no two of its reports tell of one event"),
        },
    }
}

/// The claim that is meant: by the start of its id, or the first of those with the most at stake in the story.
fn claim(case: &Case, asked: &Request<'_>) -> Result<ClaimId> {
    let path = asked.case.display();
    let claims = &case.links.claims;
    match asked.claim {
        Some(start) => {
            let found: Vec<ClaimId> =
                claims.iter().map(|c| c.id).filter(|id| id.to_string().starts_with(start)).collect();
            match found[..] {
                [one] => Ok(one),
                [] => bail!(
                    "{path}: no claim has an id that starts with {start:?}; 'backstory show {path} claim' lists them"
                ),
                _ => bail!(
                    "{path}: {} claims have ids that start with {start:?}; give more of it",
                    found.len()
                ),
            }
        }
        None => {
            let story = story(case, asked)?;
            match claims.iter().find(|c| c.story == story) {
                Some(claim) => Ok(claim.id),
                None => bail!("{path}: the story states no claim that could be drawn"),
            }
        }
    }
}
