//! `explain`: what a rule means, or why a line was judged as it was.

use std::fmt::Write as _;
use std::fs;

use monoglot::report::escape;
use monoglot::review::Bounds;
use monoglot::{Decoding, Finding, Lang, Review, Row, Rule, Text, review_answered};

use super::advice::advised;
use super::args::ExplainArgs;
use super::console::print;
use super::io_error;
use super::job::load_config;
use super::settings::{Engines, SettingsResolver};
use super::status::Status;

pub(super) fn explain(args: &ExplainArgs) -> Result<Status, String> {
    if let Ok(rule) = args.subject.parse::<Rule>() {
        return print(&explain_rule(rule));
    }
    let (path, number) = args.subject.rsplit_once(':').unwrap_or((&args.subject, ""));
    let Ok(number) = number.parse::<usize>() else {
        let rules = Rule::ALL.map(Rule::id).join(", ");
        let subject = escape(&args.subject);
        return Err(format!(
            "'{subject}' is neither a rule nor a line as PATH:LINE; the rules are {rules}"
        ));
    };
    let resolver = SettingsResolver::new(load_config(&args.common)?, &args.judging, &args.decoding);
    let settings = resolver.of(path)?;
    let located = |error: &dyn std::fmt::Display| format!("{}: {error}", escape(path));
    let bytes = fs::read(path).map_err(|error| located(&io_error::explain(&error)))?;
    let text = Text::decode(&bytes, &settings.hint).map_err(|error| located(&advised(&error)))?;
    let answers = resolver.decisions(&args.answered, &args.common, false)?.answers(path, &text);
    let mut engines = Engines::default();
    let review = review_answered(&text, &settings.policy, answers, engines.get(settings.engine));
    let row = number.checked_sub(1).and_then(|index| review.rows.get(index)).ok_or_else(|| {
        let count = review.rows.len();
        located(&format!("there is no line {number}; the lines are 1 to {count}"))
    })?;
    print(&explain_row(path, &text, &review, row))
}

fn explain_rule(rule: Rule) -> String {
    format!(
        "{rule}: {}\n\nDefault: {}.\n\n{}\n",
        rule.summary(),
        rule.default(),
        rule.explanation()
    )
}

fn explain_row(path: &str, text: &Text, review: &Review<'_>, row: &Row<'_>) -> String {
    let name = |lang: Option<Lang>| lang.map_or("none (und)", Lang::name);
    let mut out = String::new();
    let _ = writeln!(out, "{}:{}: {}", escape(path), row.line.number, escape(row.line.content));
    let _ = writeln!(
        out,
        "\nDocument: {}, main language {} ({:.0} % of the letters), {} lines",
        text.encoding(),
        name(review.main),
        100.0 * review.share,
        review.rows.len()
    );
    write_decoding(&mut out, text.decoding());
    for finding in text.findings().iter().filter(|f| f.line == Some(row.line.number)) {
        write_finding(&mut out, finding);
    }
    let _ = writeln!(
        out,
        "Line:     language {} (confidence {:.3}), script {}",
        name(row.lang),
        row.confidence,
        row.script.map_or("none", monoglot::Script::code)
    );
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
    write_evidence(&mut out, row);
    out
}

/// What each piece of evidence adds to the score behind the verdict, the heaviest first.
fn write_evidence(out: &mut String, row: &Row<'_>) {
    let Some(terms) = row.terms() else {
        out.push_str("\nPlainly at home: no second look was needed.\n");
        return;
    };
    let is_residue = row.is_asked_for_residue();
    let question = if is_residue { "residue" } else { "another language" };
    let _ = writeln!(out, "\nEvidence, in nats (above 0 speaks for {question}):");
    for (term, nats) in terms.iter() {
        let _ = writeln!(out, "  {nats:>+7.2}  {:<11} {}", term.name(), term.meaning(nats));
    }
    let _ = writeln!(out, "  {:>+7.2}  sum", terms.sum());
    let bounds = match (is_residue, row.spans.is_empty()) {
        (true, false) => Bounds::of_stretches(),
        (true, true) => Bounds::of_residue(),
        (false, _) => Bounds::of_foreign(),
    };
    let _ = writeln!(
        out,
        "\nLikely from a probability of {:.2} on (60 of 100 such verdicts are right), certain from \
         {:.2} on (97 of 100), as read off sites that the verdicts were not fitted to.",
        bounds.likely, bounds.certain
    );
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
        let _ = writeln!(out, "            - {}", unhidden(&escape(&finding.text)));
        let _ = writeln!(out, "            + {}", escape(after));
    }
}

/// The text with what nobody sees spelt out, here where it is what was taken out; elsewhere it is
/// part of the spelling of Persian and Hindi and would only be in the way.
fn unhidden(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' => out.extend(c.escape_unicode()),
            _ => out.push(c),
        }
    }
    out
}
