use serde::{Deserialize, Serialize};

use crate::{Moment, ReportId, Span};

/// What reading gives: one text as it was read, and what stood beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// `folder/file.txt` (the last two parts of the path, so that it is the same from any directory), with
    /// `#3` behind it for the third record of a file that holds several.
    pub uri: String,
    /// Absolute path, for people; None for standard input.
    pub path: Option<String>,
    /// The text exactly as decoded; line ends are left as they are.
    pub text: String,
    /// What the file gave beside the text.
    pub meta: Meta,
    /// Parts of the text whose role the markup tells (the words under a picture, a byline), in order, without overlap.
    pub marks: Vec<Block>,
    /// Words of the text that lead somewhere, in order of their starts.
    pub links: Vec<Link>,
}

/// Words that lead to another page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The words.
    pub span: Span,
    /// Where they lead: an absolute address.
    pub url: String,
    /// What the markup says of it.
    pub kind: LinkKind,
}

/// What a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// Words to click on.
    Link,
    /// A quotation, and the address that it is taken from (`<blockquote cite>`, `<q cite>`).
    Quotation,
    /// The title of a work (`<cite>`) that is a link too.
    Work,
}

impl LinkKind {
    /// As the case file writes it.
    pub fn name(self) -> &'static str {
        match self {
            LinkKind::Link => "link",
            LinkKind::Quotation => "quotation",
            LinkKind::Work => "work",
        }
    }
}

/// Metadata given with a text, as written there. Empty where nothing was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Headline.
    pub title: Option<String>,
    /// Name or domain of the outlet.
    pub outlet: Option<String>,
    /// Names of the writers.
    pub authors: Vec<String>,
    /// Date of publication, in any form.
    pub published: Option<String>,
    /// Address the text was published at.
    pub url: Option<String>,
    /// Code of the language, such as `en`.
    pub language: Option<String>,
    /// Standfirst or summary.
    pub description: Option<String>,
    /// Whether a person gave this in a manifest or front matter (it then beats what the text says).
    pub by_hand: bool,
    /// Date of the last change, in any form.
    pub modified: Option<String>,
    /// When the text was fetched, in any form. It bounds the date of publication and is never taken for it.
    pub captured: Option<String>,
    /// The place that the report names itself after.
    pub dateline: Option<String>,
    /// Works that the report says it rests on.
    pub based_on: Vec<Credit>,
    /// What the outlet says about how the report was made.
    pub backstory: Option<String>,
}

/// A work that a report says it rests on: taken over whole, or cited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Whether the report is the work of another outlet that this one took over.
    pub taken_over: bool,
    /// The outlet or author, as written.
    pub name: Option<String>,
    /// Title of the work.
    pub title: Option<String>,
    /// Address of the work.
    pub url: Option<String>,
}

/// One report: a text with its parts named. Nothing of the text is deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// From text and metadata.
    pub id: ReportId,
    /// See [`Document::uri`].
    pub uri: String,
    /// See [`Document::path`].
    pub path: Option<String>,
    /// The text that every span of this report is measured in.
    pub text: String,
    /// Code of the language (`en`), None where it cannot be told.
    pub language: Option<String>,
    /// Headline; None where there is none.
    pub title: Option<Title>,
    /// The outlet's name as people write it (`Reuters`, not `reuters.com`), None where unknown.
    pub outlet: Option<String>,
    /// Names of the writers.
    pub authors: Vec<String>,
    /// When it was published; None where nothing says so.
    pub published: Option<Published>,
    /// Address it was published at.
    pub url: Option<String>,
    /// Agencies and outlets that the report itself credits for its text: wire slugs, bylines, footers.
    pub agencies: Vec<Agency>,
    /// In order, without overlap; between them only white space.
    pub blocks: Vec<Block>,
}

/// A headline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// The words.
    pub text: String,
    /// Where they stand; None where the title came as metadata.
    pub span: Option<Span>,
}

/// When a report was published, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// As precise as is known.
    pub date: Moment,
    /// What says so.
    pub basis: Basis,
    /// Where in the text; None where it stands outside it.
    pub span: Option<Span>,
}

/// What a publication date rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A date in the report's address.
    Url,
    /// A date line in its text.
    Text,
    /// A field of the file.
    Metadata,
    /// A manifest or front matter made by a person.
    Manifest,
}

impl Basis {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Url => "url",
            Basis::Text => "text",
            Basis::Metadata => "metadata",
            Basis::Manifest => "manifest",
        }
    }
}

/// An agency that a report credits for its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// The agency's name as people write it: `Reuters`, `Associated Press`.
    pub name: String,
    /// The words that say so; None where a metadata field does.
    pub span: Option<Span>,
}

/// A part of the text with one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Where it is, without white space at the ends.
    pub span: Span,
}

/// What a part of a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// Place, agency or date line that opens the text.
    Dateline,
    /// What the report says.
    Body,
    /// The words under a picture.
    Caption,
    /// What belongs to the page and not to the report.
    Furniture,
}

impl Role {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Title => "title",
            Role::Byline => "byline",
            Role::Dateline => "dateline",
            Role::Body => "body",
            Role::Caption => "caption",
            Role::Furniture => "furniture",
        }
    }
}
