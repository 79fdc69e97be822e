//! Blank lines around what goes: they go along, so that no hole is left.
//!
//! Between two lines that stay there are as many blank lines as the widest gap between them had, before
//! the first line or behind the last none. Where nothing goes, blank lines stay as they are.

use super::document::Row;

/// Marks the blank lines that go along with removed ones.
pub(super) fn close_gaps(rows: &mut [Row<'_>]) {
    let mut start = 0;
    while start < rows.len() {
        let is_open = |row: &Row<'_>| row.is_removed() || row.line.is_blank();
        let length = rows[start..].iter().take_while(|row| is_open(row)).count();
        let end = start + length;
        let rule =
            rows[start..end].iter().find(|row| row.is_removed()).and_then(|row| row.verdict.rule());
        if rule.is_some() {
            let stay = stay(&rows[start..end], start == 0, end == rows.len());
            for (index, row) in rows[start..end].iter_mut().enumerate() {
                let is_gap = row.line.is_blank() && !row.is_removed() && !stay.contains(&index);
                row.goes_with = rule.filter(|_| is_gap);
            }
        }
        start = end + 1;
    }
}

/// The blank lines that stay of a run of blank and removed lines: the widest gap; at the beginning of a
/// text what stood before the first line that goes, at its end nothing.
fn stay(run: &[Row<'_>], is_first: bool, is_last: bool) -> std::ops::Range<usize> {
    if is_last {
        return 0..0;
    }
    let mut widest = 0..0;
    let mut at = 0;
    for gap in run.split(Row::is_removed) {
        if gap.len() > widest.len() {
            widest = at..at + gap.len();
        }
        at += gap.len() + 1;
        if is_first {
            break;
        }
    }
    widest
}
