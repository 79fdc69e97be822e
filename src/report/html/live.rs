//! The page of `monoglot serve`: the same, and it may ask the program that it came from.

use super::super::badness::badness;
use super::super::totals::Totals;
use super::data::{self, Shown};
use super::page::{BUDGETS, DETAILS, Page, Rest, policy};
use crate::document::Document;

const SCRIPT: &str =
    script!("dom", "model", "ribbon", "answers", "lines", "page", "live/ask", "live/desk");

/// What the page shows of one document, as JSON.
#[derive(Debug, Default)]
pub(crate) struct LiveDocument {
    /// How bad it is; the higher, the sooner it is shown.
    rank: u32,
    pub(crate) row: String,
    pub(crate) details: Option<String>,
}

/// A document that has a file can be saved, which its row says by a `w`.
pub(crate) fn live_document(document: &Document<'_>, has_file: bool) -> LiveDocument {
    let row = data::row(document);
    let row = if has_file { row.replacen('{', "{\"w\":1,", 1) } else { row };
    LiveDocument { rank: badness(document), row, details: data::details(document) }
}

/// The page with these documents, numbered as they come and the worst first, and its content security
/// policy. Details beyond what a page holds are asked for when they are looked at.
pub(crate) fn live_page(
    totals: &Totals,
    documents: &[&LiveDocument],
    id: &str,
) -> (String, String) {
    let mut order: Vec<_> = documents.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, document)| std::cmp::Reverse(document.rank));
    let rows = order.iter().map(|(id, document)| (*id, document.row.as_str())).collect();
    let mut left = BUDGETS[DETAILS];
    let details = order.iter().filter_map(|(id, document)| {
        let details = document.details.as_deref()?;
        left = left.checked_sub(details.len())?;
        Some((*id, details))
    });
    let shown = Shown { rows, details: details.collect() };
    let policy = policy(SCRIPT) + "; connect-src 'self'";
    let mut page = Page::new(totals, SCRIPT, |order| data::page(totals, order, &shown, Some(id)));
    page.policy.clone_from(&policy);
    page.is_live = true;
    (page.written(Rest::default()), policy)
}
