//! `explain`: what a rule means, or why a line was judged as it was.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::report::revealed;
use monoglot::decision::{Answer, Decision, LineHash, Scope, Subject};
use monoglot::report::escape;
use monoglot::review::Bounds;
use monoglot::sites::Site;
use monoglot::{Decoding, Finding, Lang, Review, Row, Rule, Text, Verdict, review_on_site};

use super::advice::{advised, meant};
use super::args::ExplainArgs;
use super::console::print;
use super::corpus::find::{FoundRecord, find_record};
use super::defaults::{DECISIONS_FILE, STDIN_NAME};
use super::inputs::Input;
use super::job::load_config;
use super::known_sites::SitedBy;
use super::settings::{Engines, SettingsResolver};
use super::sited::of_named;
use super::status::Status;

pub(super) fn explain(args: &ExplainArgs) -> Result<Status, String> {
    if let Ok(rule) = args.subject.parse::<Rule>() {
        return print(&explain_rule(rule));
    }
    let (name, number) = line_named(&args.subject).ok_or_else(|| no_subject(&args.subject))?;
    let located = |error: &dyn std::fmt::Display| format!("{}: {error}", escape(name));
    let resolver = SettingsResolver::new(load_config(&args.common)?, &args.judging, &args.decoding);
    let resolver = resolver.choosing(&args.chosen);
    let settings = resolver.of(name)?;
    let source = source_of(name, &args.shards, &resolver).map_err(|error| located(&error))?;
    let text = match &source {
        Found::Bytes(bytes) => {
            let hint = settings.hint.of_file(name, bytes);
            Text::decode(bytes, &hint).map_err(|error| located(&advised(&error)))?
        }
        Found::Record(record) => Text::unicode(&record.text, &settings.hint),
    };
    let mut engines = Engines::default();
    let sites = of_named(&SitedBy::new(&args.sited, &resolver)?)?;
    let (policy, site) = match &source {
        Found::Bytes(_) => {
            let input = Input::named(Path::new(name));
            let site = sites.as_ref().and_then(|sites| sites.of_document(&input, text.as_str()));
            (settings.policy_for(name, text.as_str()), site)
        }
        Found::Record(record) => {
            let site = sites.as_ref().and_then(|sites| sites.of_url(record.url.as_deref()));
            (settings.policy.clone(), site)
        }
    };
    let decisions = resolver.decisions(&args.answered, &args.common, false)?;
    let answers = decisions.answers(name, site.as_ref(), &text);
    let review = review_on_site(&text, &policy, answers, site, engines.get(settings.engine));
    let row = number.checked_sub(1).and_then(|index| review.rows.get(index)).ok_or_else(|| {
        let count = review.rows.len();
        located(&format!("there is no line {number}; the lines are 1 to {count}"))
    })?;
    print(&explain_row(name, &text, &review, row, site))
}

/// The document and the line of `PATH:LINE`, or of `PATH:LINE:COLUMN` as it stands in reports.
fn line_named(subject: &str) -> Option<(&str, usize)> {
    let (name, last) = subject.rsplit_once(':')?;
    let last = last.parse().ok()?;
    let earlier = name.rsplit_once(':').and_then(|(name, line)| Some((name, line.parse().ok()?)));
    Some(earlier.filter(|_| !Path::new(name).exists()).unwrap_or((name, last)))
}

/// What is said of a subject that is neither a rule nor a line.
fn no_subject(subject: &str) -> String {
    let shown = escape(subject);
    let rules = Rule::ALL.map(|rule| rule.id().to_owned());
    match meant(subject, &rules) {
        Some(rule) => format!("there is no rule '{shown}'; did you mean '{rule}'?"),
        None => format!(
            "'{shown}' is neither a rule nor a line as PATH:LINE; the rules are {}",
            rules.join(", ")
        ),
    }
}

/// What a name stands for.
enum Found {
    Bytes(Vec<u8>),
    Record(FoundRecord),
}

/// Reads what reports call by a name: a file, standard input, or a record of a shard.
fn source_of(name: &str, shards: &[PathBuf], resolver: &SettingsResolver) -> Result<Found, String> {
    let path = if name == STDIN_NAME { "-" } else { name };
    let shard = name.rsplit_once('#').map(|(shard, _)| Path::new(shard));
    let shard = shard.filter(|shard| !Path::new(name).exists() && shard.is_file());
    let holders = shard.into_iter().chain(shards.iter().map(PathBuf::as_path));
    let mut is_searched = false;
    for holder in holders {
        is_searched = true;
        let input = Input::named(holder);
        let settings = resolver.of(&input.name)?;
        if let Some(record) = find_record(input, settings, name)? {
            return Ok(Found::Record(record));
        }
    }
    match is_searched {
        true => Err("there is no such record".to_owned()),
        false if name.contains("://") => {
            Err("name the shard that holds this address: explain ADDRESS:LINE SHARD".to_owned())
        }
        false => {
            let settings = resolver.of(name)?;
            let input = Input::named(Path::new(path));
            Ok(Found::Bytes(input.read(settings.fields.limit, settings.max_document)?.bytes))
        }
    }
}

fn explain_rule(rule: Rule) -> String {
    format!(
        "{rule}: {}\n\nDefault: {}.\n\n{}\n",
        rule.summary(),
        rule.default(),
        rule.explanation()
    )
}

fn explain_row(
    path: &str,
    text: &Text,
    review: &Review<'_>,
    row: &Row<'_>,
    site: Option<Site<'_>>,
) -> String {
    let name = |lang: Option<Lang>| lang.map_or("none (und)", Lang::name);
    let mut out = String::new();
    let _ = writeln!(out, "{}:{}: {}", escape(path), row.line.number(), escape(row.line.content));
    let _ = writeln!(
        out,
        "\nDocument: {}, main language {} ({:.0} % of the letters), {} lines",
        text.encoding(),
        name(review.main),
        100.0 * review.share,
        review.rows.len()
    );
    write_language(&mut out, review);
    write_decoding(&mut out, text.decoding());
    for finding in text.findings().iter().filter(|f| f.line == Some(row.line.number())) {
        write_finding(&mut out, finding);
    }
    let _ = writeln!(
        out,
        "Line:     language {} (confidence {:.3}), script {}",
        name(row.lang),
        row.confidence,
        row.script.map_or("none", monoglot::Script::code)
    );
    let block = row.block.map_or("no prose", monoglot::document_format::BlockKind::name);
    let _ = writeln!(out, "Block:    {block}{}", if row.is_ignored { ", ignored" } else { "" });
    if let Some((site, documents)) = site.zip(row.documents()) {
        let (all, name) = (site.documents(), escape(site.name()));
        let _ = writeln!(out, "Site:     stands on {documents} of {all} pages of {name}");
    }
    let rule = row.verdict.rule().map_or(String::new(), |rule| format!(" ({rule})"));
    let _ = writeln!(
        out,
        "Verdict:  {}{rule}, residue with probability {:.4}, foreign with {:.4}",
        row.verdict.name(),
        row.residue(),
        row.foreign()
    );
    if let Some(answer) = row.answer {
        let _ = writeln!(
            out,
            "          a decision says {}; the evidence alone says {}",
            answer.name(),
            row.judged.name()
        );
    }
    if row.judged != Verdict::Keep && !row.line.is_blank() {
        let site = site.filter(|_| row.is_judged_by_site());
        write_answer(&mut out, row.line.content, site);
    }
    write_evidence(&mut out, row);
    out
}

/// What language the site is in, which a document has to speak against.
fn write_language(out: &mut String, review: &Review<'_>) {
    let Some(site) = &review.site else { return };
    let Some(language) = site.language else { return };
    let (some, all, lang) = (language.documents, site.documents, language.lang.name());
    let _ =
        writeln!(out, "          {some} of {all} pages of {} are in {lang}", escape(&site.name));
}

/// What each piece of evidence adds to the score behind the verdict, the heaviest first.
fn write_evidence(out: &mut String, row: &Row<'_>) {
    let Some(terms) = row.terms() else {
        out.push_str("\nPlainly at home: no second look was needed.\n");
        return;
    };
    let is_residue = row.is_asked_for_residue();
    let is_by_site = row.is_judged_by_site();
    let question = match (is_residue, is_by_site) {
        (true, _) => "residue",
        (false, true) => "boilerplate",
        (false, false) => "another language",
    };
    let _ = writeln!(out, "\nEvidence, in nats (above 0 speaks for {question}):");
    for (term, nats) in terms.iter() {
        let _ = writeln!(out, "  {nats:>+7.2}  {:<11} {}", term.name(), term.meaning(nats));
    }
    let _ = writeln!(out, "  {:>+7.2}  sum", terms.sum());
    if is_by_site {
        return write_bounds_by_site(out, is_residue);
    }
    let (bounds, right) = match (is_residue, row.spans.is_empty()) {
        (true, false) => (Bounds::of_stretches(), 97),
        (true, true) => (Bounds::of_residue(), 97),
        (false, _) => (Bounds::of_foreign(), 95),
    };
    let _ = writeln!(
        out,
        "\nLikely from a probability of {:.2} on (60 of 100 such verdicts are right), certain from \
         {:.2} on ({right} of 100), as read off sites that the verdicts were not fitted to.",
        bounds.likely, bounds.certain
    );
}

/// From where on a line that its site repeats is taken for something.
fn write_bounds_by_site(out: &mut String, is_residue: bool) {
    let _ = if is_residue {
        let Bounds { likely, certain } = Bounds::of_repeated_residue();
        writeln!(
            out,
            "\nJudged by its site, alike on all pages in one language: likely from a probability of {likely:.2} \
             on, certain from {certain:.2} on."
        )
    } else {
        let certain = Bounds::of_frame().certain;
        writeln!(
            out,
            "\nJudged by its site, alike on all pages in one language: boilerplate from a probability of \
             {certain:.2} on."
        )
    };
}

/// How a person says of a line that it stays, wherever it stands, or wherever on its site.
fn write_answer(out: &mut String, line: &str, site: Option<Site<'_>>) {
    let name = site.map(|site| site.name().to_owned());
    let place =
        name.as_ref().map_or("in all documents".to_owned(), |name| format!("on {}", escape(name)));
    let scope = name.map_or(Scope::Everywhere, |site| Scope::Site { site });
    let subject = Subject::Line(LineHash::of(line));
    let decision = Decision { subject, scope, answer: Answer::Keep, text: line.trim().to_owned() };
    let _ = writeln!(out, "Answer:   to keep it {place}, add this to {DECISIONS_FILE}:");
    let _ = writeln!(out, "  {}", escape(&decision.to_string()));
}

/// Which encoding, on what evidence, and what was mended in the whole document.
fn write_decoding(out: &mut String, decoding: &Decoding) {
    let source = if decoding.detected.is_some() { "found from the bytes" } else { "as named" };
    let _ = write!(out, "Decoding: {}, {source}", decoding.used);
    if let Some(declared) = decoding.declared {
        let _ = write!(out, ", declared as {declared}");
    }
    if let Some((encoding, nats)) = decoding.runner_up {
        let _ = write!(out, "; next best {encoding}, less likely by {nats:.1} nats");
    }
    if decoding.doubtful {
        out.push_str("; a guess: the text is in no language known to the decoder");
    }
    out.push('\n');
    let counts = [
        ("undecodable character", decoding.undecodable),
        ("line in another encoding", decoding.mixed_lines),
        ("line of mojibake undone", decoding.repaired_lines),
    ];
    let changes = decoding.changes.iter().map(|&(change, n)| (change.name(), n));
    for (what, n) in counts.into_iter().chain(changes).filter(|&(_, n)| n > 0) {
        let _ = writeln!(out, "          {n} \u{d7} {what}");
    }
}

/// What decoding found on the line: the reason, and the line before and after.
fn write_finding(out: &mut String, finding: &Finding) {
    let Finding { rule, severity, reason, .. } = finding;
    let _ = writeln!(out, "          this line: {rule}: {}: {}", severity.name(), escape(reason));
    if let Some(after) = &finding.replacement {
        let _ = writeln!(out, "            - {}", escape(&revealed(&finding.text, after)));
        let _ = writeln!(out, "            + {}", escape(after));
    }
}
