//! One line, judged inside its document: as a whole, and its stretches.

use super::context::Context;
use super::extract::{HOME_SHARE, in_foreign_script, in_home_script};
use super::features::{Features, Look};
use super::judgement::Judgement;
use super::line_features::LineFeatures;
use super::standing::Standing;
use super::{shape, span};
use crate::classify::Engine;
use crate::lang::Lang;

/// A line in its document, before the other lines are heard.
pub(super) fn judge(
    features: &LineFeatures<'_>,
    is_last: bool,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Judgement {
    let mut judgement = with_stretches(features, is_last, context, engine);
    judgement.weigh();
    judgement
}

/// A line as a whole, or its stretches.
fn with_stretches(
    features: &LineFeatures<'_>,
    is_last: bool,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Judgement {
    let line = features.line;
    let Some(main) = context.main.filter(|_| features.letters > 0) else {
        return Judgement::neutral();
    };
    if features.is_foreign_to(context.scripts, HOME_SHARE) {
        let judgement = in_foreign_script(&features.words, main, context, engine);
        let judgement = with_look(judgement, line, features, is_last, context);
        return Judgement { is_foreign_alone: judgement.is_likely_foreign(), ..judgement };
    }
    let plain = plainly_native(features, main, context);
    let is_plain = plain.is_some();
    let mut judgement = plain.unwrap_or_else(|| {
        let judgement = with_and_without_quotations(features, line, main, context, engine);
        with_look(judgement, line, features, is_last, context)
    });
    judgement.is_foreign_alone = judgement.is_likely_foreign();
    let mut found = if judgement.is_foreign_alone {
        Vec::from_iter(span::beside_native(line, features, context, engine))
    } else {
        let stretches = span::stretches(line, features, context, engine);
        judgement.is_settled = is_plain && stretches.is_none();
        stretches.unwrap_or_default()
    };
    if found.is_empty() || shape::is_neutral(line, &features.words) {
        return judgement;
    }
    let further = found.split_off(1);
    let Some(found) = found.pop() else { return judgement };
    let (features, stretch) = (found.features, Some(found.range));
    let judgement = Judgement { features, stretch, further, ..judgement };
    Judgement { is_foreign_alone: judgement.is_likely_foreign(), ..judgement }
}

/// Judged with and without what stands in quotation marks: a line is as foreign as the milder
/// judgement says, since a foreign title says nothing about the sentence around it.
fn with_and_without_quotations(
    features: &LineFeatures<'_>,
    line: &str,
    main: Lang,
    context: &Context<'_>,
    engine: &mut dyn Engine,
) -> Judgement {
    let whole = in_home_script(&features.words, Some(features), main, context, engine);
    let Some(outside) = shape::unquoted(line, &features.words) else { return whole };
    let outside = in_home_script(&outside, None, main, context, engine);
    if outside.guess() >= whole.guess() {
        return whole;
    }
    let features = Features { rival: whole.rival(), ..outside.features };
    Judgement { features, ..outside }
}

/// What a line that may be foreign looks like, apart from its words.
fn with_look(
    mut judgement: Judgement,
    line: &str,
    features: &LineFeatures<'_>,
    is_last: bool,
    context: &Context<'_>,
) -> Judgement {
    if judgement.rival().is_some() {
        judgement.features.look = Look {
            labels: features.is_label.then_some(context.labels),
            is_quoted: shape::is_quoted(line),
            shape: shape::shape(line, &features.words),
            is_language_menu: shape::is_language_menu(&features.words),
            is_last,
        };
    }
    judgement
}

/// A lead of the main language, in nats, that no discount of names and quotations takes away.
const PLAINLY_NATIVE: f64 = -40.0;

/// Fewer words than this are seldom so far ahead: not worth a look.
const FEWEST_WORDS: usize = 4;

/// A line whose words, all counted in full, are so far ahead for the main language that no discount
/// could change the verdict, nor anything that the line looks like. Most lines of an article are, and
/// need no second look.
fn plainly_native(line: &LineFeatures<'_>, main: Lang, context: &Context<'_>) -> Option<Judgement> {
    let native = |rival: Option<Lang>| Judgement {
        features: Features { rival, lead: f64::NEG_INFINITY, ..Features::default() },
        ..Judgement::of(Some(main))
    };
    if line.evidence.is_beyond_doubt() && line.best.is_some_and(|best| best.0 == main) {
        return Some(native(None));
    }
    if line.words.len() < FEWEST_WORDS {
        return None;
    }
    let standing = Standing::new(&line.evidence, context)?;
    let nats = standing.best.1 - standing.main?;
    let is_main = standing.home.0 == main;
    (nats < PLAINLY_NATIVE && is_main).then(|| Judgement {
        confidence: 1.0 / (1.0 + nats.exp()),
        ..native(Some(standing.best.0))
    })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test reads fixtures")]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::classify::Ngram;

    /// The lines of all cases, document by document.
    fn documents() -> Vec<Vec<String>> {
        let folders = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
        let files = |folder: fs::DirEntry| fs::read_dir(folder.path()).expect("cases");
        let folders = fs::read_dir(folders).expect("folders").map(|folder| folder.expect("one"));
        let paths = folders.flat_map(files).map(|file| file.expect("a case").path());
        let cases = paths.filter(|path| path.extension().is_some_and(|kind| kind == "txt"));
        let lines = |case: String| {
            let lines = case.lines().filter_map(|line| line.split_once("| "));
            lines.map(|(_, content)| content.replace(['⟦', '⟧'], "")).collect()
        };
        cases.map(|path| lines(fs::read_to_string(path).expect("a case"))).collect()
    }

    /// The short cut only saves time: read in full, no line that it passes over would be foreign, or in
    /// another language.
    #[test]
    fn what_is_plainly_native_is_native_when_read_in_full() {
        let engine = &mut Ngram::new();
        let mut passed_over = 0;
        for document in documents() {
            let lines: Vec<_> =
                document.iter().map(|line| LineFeatures::new(line, engine)).collect();
            let context = Context::new(lines.iter(), &[], &[]);
            let Some(main) = context.main else { continue };
            for (features, line) in lines.iter().zip(&document) {
                let is_home = !features.is_foreign_to(context.scripts, HOME_SHARE);
                let Some(plain) = plainly_native(features, main, &context).filter(|_| is_home)
                else {
                    continue;
                };
                let full = with_and_without_quotations(features, line, main, &context, engine);
                for is_last in [false, true] {
                    let full = with_look(full.clone(), line, features, is_last, &context);
                    assert!(!full.is_likely_foreign(), "{line}");
                }
                assert_eq!(plain.lang, full.lang, "{line}");
                passed_over += 1;
            }
        }
        assert!(passed_over > 100, "{passed_over} lines");
    }
}
