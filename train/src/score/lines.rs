//! Single lines without a document, as `tag --each-line` takes them: `LANGUAGE<TAB>TEXT` in each row
//! of a file.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use monoglot::classify::Ngram;
use monoglot::{Hint, Lang, Text, review_each_line};

use super::codes::merged;
use super::json::open;
use super::text::{head, row};

/// Languages that most identifiers know.
const COMMON: &str = "afr arb aze bel ben bul cat ces dan deu ell eng est fas fil fin fra glg guj heb \
    hin hrv hun hye ind ita jpn kan kat kor lit lav mal mar mkd mya nep nld nob pan pol por ron rus sin \
    slk slv spa sqi srp swe tam tel tha tur ukr urd vie zho";

/// Languages with most text on the web.
const WEB: &str = "eng rus deu jpn zho spa fra por ita nld pol tur fas vie ind ces kor ukr ell hun swe \
    ron dan fin arb heb tha bul hrv nob";

/// Macro accuracy over languages, in percent: a row for each file, and their mean.
///
/// # Errors
///
/// If a file cannot be read.
pub fn lines(paths: &[PathBuf]) -> io::Result<String> {
    let mut text = head("", &["all", "30 of the web", "common ones"]);
    let mut sums = [0.0; 3];
    for path in paths {
        let rows = open(path)?;
        let right = shares(&rows)?;
        let means = [None, Some(WEB), Some(COMMON)].map(|among| mean(&right, among));
        sums.iter_mut().zip(means).for_each(|(sum, mean)| *sum += mean);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        text += &row(&name, &means.map(|mean| format!("{mean:.1}")));
    }
    let mean = |sum| format!("{:.2}", sum / paths.len().max(1) as f64);
    Ok(text + &row("mean", &sums.map(mean)))
}

/// The share of lines that are right, for each language.
fn shares(rows: &str) -> io::Result<BTreeMap<&str, f64>> {
    let rows: Vec<_> = rows.lines().filter_map(|row| row.split_once('\t')).collect();
    let text: String = rows.iter().flat_map(|(_, text)| [text, "\n"]).collect();
    let text = Text::decode(text.as_bytes(), &Hint::default()).map_err(io::Error::other)?;
    let review = review_each_line(&text, &mut Ngram::new());
    let mut counts = BTreeMap::<_, (usize, usize)>::new();
    for ((lang, _), said) in rows.iter().zip(&review.rows) {
        let (right, all) = counts.entry(*lang).or_default();
        *right += usize::from(merged(said.lang.map_or("und", Lang::code)) == merged(lang));
        *all += 1;
    }
    Ok(counts.into_iter().map(|(lang, (right, all))| (lang, right as f64 / all as f64)).collect())
}

/// The mean over some languages, or over all.
fn mean(shares: &BTreeMap<&str, f64>, among: Option<&str>) -> f64 {
    let is_in = |lang: &str| among.is_none_or(|langs| langs.split(' ').any(|one| one == lang));
    let shares: Vec<_> =
        shares.iter().filter(|(lang, _)| is_in(lang)).map(|(_, share)| share).collect();
    100.0 * shares.iter().copied().sum::<f64>() / shares.len().max(1) as f64
}
