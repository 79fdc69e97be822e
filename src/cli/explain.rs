//! `explain`: what a rule means, or why a line was judged as it was.

use std::fmt::Write as _;
use std::fs;

use monoglot::report::escape;
use monoglot::review::{CERTAIN, LIKELY};
use monoglot::{Lang, Review, Row, Rule, Terms, Text, review};

use super::args::ExplainArgs;
use super::inputs;
use super::job::{Judge, load_config};
use super::{Status, print};

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
    let judge = Judge::new(&args.judging, &args.decoding, load_config(&args.settings)?);
    let located = |error: &dyn std::fmt::Display| format!("{}: {error}", escape(path));
    let bytes = fs::read(path).map_err(|error| located(&inputs::explain(&error)))?;
    let text = Text::decode(&bytes, &judge.hint).map_err(|error| located(&error))?;
    let review = review(&text, &judge.policy, judge.engine().as_mut());
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
        "Verdict:  {}{rule}, foreign with probability {:.4}",
        row.verdict.name(),
        row.foreign()
    );
    let _ = writeln!(out, "\nEvidence, in nats (above 0 speaks for foreign):");
    for (term, nats) in row.terms.iter() {
        let _ = writeln!(out, "  {nats:>+7.2}  {:<11} {}", term.name(), term.meaning(nats));
    }
    let _ = writeln!(out, "  {:>+7.2}  sum", row.terms.sum());
    let _ = writeln!(
        out,
        "\nA sum of {:+.2} flags a line (probability {LIKELY}), {:+.2} removes it ({CERTAIN}).",
        Terms::sum_for(LIKELY),
        Terms::sum_for(CERTAIN)
    );
    out
}
