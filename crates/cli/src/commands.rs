//! What each command does.

use std::{
    fs,
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};
use backstory_model::Case;
use backstory_pipeline::{Address, Input, Limits, Options, Outcome, Progress, archive_beside};
use backstory_show::{SummaryOptions, export, html, steers, summary, views};
use backstory_store::{Hit, Store};
use clap::CommandFactory;

use crate::{
    args::{Cli, Command, Common, Format, Inputs, Kind},
    console::{Console, count},
    correct, graph,
    output::{beside, ours, unwritten, write_to},
};

/// Runs the command; gives how many inputs could not be read.
pub(crate) fn run(cli: &Cli, console: &mut Console) -> Result<usize> {
    let common = &cli.common;
    match &cli.command {
        Command::Trace { inputs, output, no_report, follow } => {
            let page = (!no_report).then(|| output.with_extension("html"));
            let given = given(inputs)?;
            let fetching = inputs.fetch.fetching(Some(archive_beside(output)), *follow);
            let options = Options { fetching, ..reading(inputs, common) };
            trace(&given, options, output, page.as_deref(), console)
        }
        Command::Report { case, output } => {
            let loaded = load(case, common, console)?;
            let page = output.clone().unwrap_or_else(|| case.with_extension("html"));
            if output.is_none() && !ours(&page) {
                bail!(
                    "{}: this file is not a page of backstory, so it was left as it was; name another with -o",
                    page.display()
                );
            }
            write_to(Some(&page), |out| out.write_all(html::report(&loaded).as_bytes()))?;
            if page.as_os_str() != "-" {
                console.status(&format!("wrote {}", page.display()));
            }
            Ok(0)
        }
        Command::Serve { case, listen, token, host, read_only } => {
            let options = backstory_web::Options {
                listen: *listen,
                token: token.clone(),
                hosts: host.clone(),
                read_only: *read_only,
                threads: options(common).threads,
            };
            serve(case, &options, common, console)?;
            Ok(0)
        }
        Command::Correct { case, rule, by, note, at } => {
            let asked = correct::Asked { case, by, note, at: at.as_deref() };
            correct::correct(rule, &asked, &options(common), console)?;
            Ok(0)
        }
        Command::Log { case, json } => {
            correct::log(case, *json, console)?;
            Ok(0)
        }
        Command::Graph { case, story, claim, drawing, narrow, dark, output } => {
            let loaded = load(case, common, console)?;
            let asked = graph::Request {
                case,
                story: story.as_deref(),
                claim: claim.as_deref(),
                drawing: *drawing,
                narrow: *narrow,
                dark: *dark,
                output: output.as_deref(),
            };
            graph::graph(&loaded, &asked)?;
            if let Some(path) = output.as_deref().filter(|p| p.as_os_str() != "-") {
                console.status(&format!("wrote {}", path.display()));
            }
            Ok(0)
        }
        Command::Export { case, format: Format::Json, output } => {
            let case = load(case, common, console)?;
            write_to(output.as_deref(), |out| export::json(&case, out))?;
            Ok(0)
        }
        Command::Watch { case, inputs, watching } => {
            crate::watch::watch(case, inputs, watching, common, console)
        }
        Command::Annotate { inputs } => annotate(inputs, common, console),
        Command::Show { case, kind, id, json } => {
            show(case, *kind, id.as_deref(), *json, common, console)?;
            Ok(0)
        }
        Command::Search { case, words, limit, json } => {
            search(case, &words.join(" "), *limit as usize, *json, console)?;
            Ok(0)
        }
        Command::Demo { folder } => demo(folder, common, console),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "backstory", &mut script);
            write_to(None, |out| out.write_all(&script))?;
            Ok(0)
        }
        Command::Man { all: None } => {
            write_to(None, |mut out| clap_mangen::Man::new(Cli::command()).render(&mut out))?;
            Ok(0)
        }
        Command::Man { all: Some(folder) } => {
            fs::create_dir_all(folder)
                .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
                .with_context(|| format!("{}: the manual pages could not be written", folder.display()))?;
            Ok(0)
        }
    }
}

fn options(common: &Common) -> Options {
    let usual = Options::default();
    Options { threads: common.threads.map_or(usual.threads, usize::from), ..usual }
}

/// What the options say of how inputs are read.
pub(crate) fn reading(inputs: &Inputs, common: &Common) -> Options {
    let usual = options(common);
    let limits = Limits {
        threads: usual.threads,
        report_bytes: inputs.max_report_size,
        unpacked_bytes: inputs.max_unpacked,
        depth: inputs.max_depth,
    };
    Options { limits, model: inputs.model.into(), ..usual }
}

/// What is to be read: the arguments, then what the lists of addresses name.
pub(crate) fn given(inputs: &Inputs) -> Result<Vec<Input>> {
    let mut given: Vec<Input> = inputs.paths.iter().cloned().map(Input::of_argument).collect();
    for list in &inputs.fetch.urls {
        given.extend(addresses(list)?);
    }
    let url = given.iter().find_map(|i| if let Input::Url(url) = i { Some(url) } else { None });
    if let Some(url) = url.filter(|_| inputs.fetch.offline) {
        bail!(
            "{url}: it would have to be fetched, and --offline forbids that; save it and give the file, or leave --offline out"
        );
    }
    Ok(given)
}

/// A list of addresses. A line that is none stops the run before anything is fetched.
fn addresses(list: &Path) -> Result<Vec<Input>> {
    let shown = list.display();
    let bytes = if list.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(list)
    };
    let bytes = bytes.with_context(|| format!("{shown}: the list of addresses cannot be read"))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| anyhow!("{shown}: a list of addresses was expected, as text in UTF-8, one a line"))?;
    let mut found = Vec::new();
    for (number, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Err(error) = Address::parse(line) {
            bail!("{shown}, line {}: {line}: {error}", number + 1);
        }
        found.push(Input::Url(line.to_owned()));
    }
    if found.is_empty() {
        bail!("{shown}: it lists no address; one a line was expected, such as https://post.example/report");
    }
    Ok(found)
}

fn trace(
    inputs: &[Input],
    options: Options,
    case: &Path,
    page: Option<&Path>,
    console: &mut Console,
) -> Result<usize> {
    let fresh = !case.exists();
    let mut store = Store::create(case)?;
    let mut skip = own_files(case);
    skip.extend(options.fetching.archive.clone());
    let options = Options { skip, ..options };
    let traced = backstory_pipeline::trace(&mut store, inputs, &options, console);
    console.finish();
    let (outcome, traced) = traced?;
    if traced.reports.is_empty() {
        drop(store);
        if fresh {
            own_files(case).iter().filter(|p| p.extension().is_none_or(|e| e != "html")).for_each(|file| {
                let _ = fs::remove_file(file);
            });
        }
        console.warning(&format!(
            "no report could be read, so {} {}; what is read: text, Markdown, web pages, feeds, web archives, documents, mail, JSON, JSON lines",
            case.display(),
            if fresh { "was not made" } else { "is as empty as before" }
        ));
        return Ok(outcome.failed);
    }
    console.status(&told(&outcome, case));
    let mut page = page;
    if let Some(path) = page {
        if ours(path) {
            write_to(Some(path), |out| out.write_all(html::report(&traced).as_bytes()))?;
        } else {
            console.warning(&format!(
                "{}: this file is not a page of backstory, so it was left as it was; write the HTML report with 'backstory report {} -o FILE'",
                path.display(),
                case.display(),
            ));
            page = None;
        }
    }
    if !console.quiet() {
        print_summary(&traced, case, page, console)?;
    }
    Ok(outcome.failed)
}

/// The case and what lies beside it: none of them is a report.
pub(crate) fn own_files(case: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["", "-wal", "-shm", "-journal"].iter().map(|s| beside(case, s)).collect();
    files.push(case.with_extension("html"));
    files.push(archive_beside(case));
    files
}

fn told(outcome: &Outcome, case: &Path) -> String {
    let Outcome { files, added, replaced, known, failed } = *outcome;
    let mut parts = Vec::new();
    if added > 0 {
        parts.push(format!("{added} new"));
    }
    if replaced > 0 {
        parts.push(format!("{replaced} made anew by this version or model"));
    }
    if known > 0 {
        let all = if added + replaced == 0 { "nothing new, " } else { "" };
        parts.push(format!("{all}{known} already there"));
    }
    if failed > 0 {
        parts.push(format!("{failed} could not be read"));
    }
    let reports = count(added + replaced + known, "report");
    format!("{}: {reports} in {} ({})", case.display(), count(files, "file"), parts.join(", "))
}

fn print_summary(case: &Case, path: &Path, page: Option<&Path>, console: &Console) -> Result<()> {
    let case_path = Some(path.display().to_string());
    let html_path = page.map(|p| p.display().to_string());
    let text = summary(case, &SummaryOptions { screen: console.screen(), case_path, html_path });
    write_to(None, |out| out.write_all(text.as_bytes()))
}

/// Opens a case and loads it, with links made anew where it needs them.
fn load(path: &Path, common: &Common, console: &mut Console) -> Result<Case> {
    let mut store = Store::open(path)?;
    let loaded = backstory_pipeline::load(&mut store, &options(common), console);
    console.finish();
    let case = loaded?;
    if case.reports.is_empty() {
        console.warning(&empty(path));
    }
    Ok(case)
}

fn serve(path: &Path, web: &backstory_web::Options, common: &Common, console: &mut Console) -> Result<()> {
    // Links that were made from other reports, or by another version, are made anew first. A case that is up to date
    // is not loaded: pages read what they show.
    let mut store = Store::open(path)?;
    if store.links_stale(backstory_pipeline::VERSION)? {
        drop(load(path, common, console)?);
    } else {
        tell(&mut store, console);
        if store.is_empty()? {
            console.warning(&empty(path));
        }
    }
    drop(store);
    let running = backstory_web::start(path, web)?;
    console.status(&format!("{}: open the address below; end with Ctrl-C", path.display()));
    write_to(None, |out| writeln!(out, "{}", running.url()).and_then(|()| out.flush()))?;
    running.wait()?;
    Ok(())
}

/// Says what is in the case and cannot be shown.
fn tell(store: &mut Store, console: &mut Console) {
    store.take_notices().iter().for_each(|notice| console.diagnostic(notice));
}

fn empty(path: &Path) -> String {
    let path = path.display();
    format!("{path}: the case holds no reports; add some with 'backstory trace PATH… -o {path}'")
}

fn annotate(inputs: &Inputs, common: &Common, console: &mut Console) -> Result<usize> {
    let given = given(inputs)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut print = || -> io::Result<Outcome> {
        let fetching = inputs.fetch.fetching(None, false);
        let options = Options { fetching, ..reading(inputs, common) };
        let outcome = backstory_pipeline::annotate(&given, &options, console, |annotated, beside| {
            writeln!(out, "{}", export::annotated_line(annotated, beside))?;
            // Whoever reads along sees each report as it is finished.
            out.flush()
        })?;
        out.flush()?;
        Ok(outcome)
    };
    let outcome = print().map_err(|error| unwritten("standard output", error))?;
    Ok(outcome.failed)
}

fn show(
    path: &Path,
    kind: Option<Kind>,
    id: Option<&str>,
    json: bool,
    common: &Common,
    console: &mut Console,
) -> Result<()> {
    let case = load(path, common, console)?;
    let Some(kind) = kind else {
        let page = path.with_extension("html");
        return print_summary(&case, path, page.exists().then_some(&*page), console);
    };
    let kind = match kind {
        Kind::Story => views::Kind::Story,
        Kind::Report => views::Kind::Report,
        Kind::Claim => views::Kind::Claim,
        Kind::Quote => views::Kind::Quote,
        Kind::Source => views::Kind::Source,
    };
    let text = if json {
        views::view_json(&case, kind, id)
    } else {
        views::view(&case, kind, id, console.screen())
    }?;
    write_to(None, |out| out.write_all(text.as_bytes()))
}

fn search(path: &Path, words: &str, limit: usize, json: bool, console: &mut Console) -> Result<()> {
    let mut store = Store::open(path)?;
    tell(&mut store, console);
    let hits = store.search(words, limit)?;
    if hits.is_empty() {
        if store.is_empty()? {
            console.warning(&empty(path));
        } else if !words.contains(char::is_alphanumeric) {
            console.warning(&format!(
                "no word to look for in {words:?}; give at least one, and \"several together\" in quotation marks"
            ));
        } else {
            console.status(&format!(
                "nothing in {} has all of these words: {words}; try fewer words, or the start of a word with '*' behind it",
                path.display()
            ));
        }
        return Ok(());
    }
    let color = console.screen().color;
    write_to(None, |out| {
        hits.iter().try_for_each(|hit| {
            if json { writeln!(out, "{}", hit_json(hit)) } else { write_hit(out, hit, color) }
        })
    })
}

fn hit_json(hit: &Hit) -> serde_json::Value {
    let snippet: String = hit.snippet.iter().map(|(text, _)| text.as_str()).collect();
    let matches: Vec<&str> = hit.snippet.iter().filter(|(_, m)| *m).map(|(text, _)| text.as_str()).collect();
    serde_json::json!({
        "kind": hit.found.name(), "id": hit.id, "title": hit.title, "snippet": snippet, "matches": matches,
        "score": hit.score,
    })
}

fn write_hit(out: &mut dyn Write, hit: &Hit, color: bool) -> io::Result<()> {
    let bold = if color { anstyle::Style::new().bold() } else { anstyle::Style::new() };
    let clean = |text: &str| text.chars().filter(|c| !steers(*c)).collect::<String>();
    writeln!(out, "{} {}  {}", hit.found.name(), hit.id, clean(&hit.title))?;
    write!(out, "    ")?;
    for (text, matched) in &hit.snippet {
        let text = clean(text);
        if *matched { write!(out, "{bold}{text}{bold:#}") } else { write!(out, "{text}") }?;
    }
    writeln!(out)
}

fn demo(folder: &Path, common: &Common, console: &mut Console) -> Result<usize> {
    let reports = folder.join("reports");
    let fault =
        |path: &Path| format!("{}: the demo could not be written; name another folder", path.display());
    fs::create_dir_all(&reports).with_context(|| fault(&reports))?;
    for (name, text) in backstory_demo::FILES {
        let path = reports.join(name);
        match fs::read(&path) {
            Ok(there) if there == text.as_bytes() => {}
            Ok(_) => bail!(
                "{}: another file of this name is there and was left as it was; name another folder",
                path.display()
            ),
            Err(_) => fs::write(&path, text).with_context(|| fault(&path))?,
        }
    }
    let case = folder.join("case.db");
    let page = case.with_extension("html");
    // The summary ends with where to read on.
    trace(&[Input::Path(reports)], options(common), &case, Some(&page), console)
}
