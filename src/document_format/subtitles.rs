//! Subtitles: `SubRip` and `WebVTT`.

use super::inline::{self, Inline};
use super::prose::{BlockKind, Prose, Scribe, lines};

/// The prose of subtitles: what is said. A cue goes with all of its lines, but its time stays.
pub(super) fn parse(text: &str) -> Prose<'_> {
    let mut scribe = Scribe::new(text);
    let mut state = State::Outside;
    for place in lines(text) {
        let (end, line) = (place.end, text[place.clone()].trim());
        state = match state {
            _ if line.contains("-->") && !line.starts_with("NOTE") => {
                close(&mut scribe, &state);
                scribe.begin();
                State::Cue(end, end)
            }
            State::Cue(..) if line.is_empty() => {
                close(&mut scribe, &state);
                State::Outside
            }
            State::Cue(first, _) => {
                inline::write(
                    &mut scribe,
                    place,
                    Inline { tags: true, escapes: true, ..Inline::default() },
                );
                State::Cue(first, end)
            }
            State::Outside if place.start == 0 && line.starts_with("WEBVTT") => State::Header,
            State::Header if line.is_empty() => State::Outside,
            State::Header => {
                if let Some(code) = line.strip_prefix("Language:") {
                    scribe.declare(code);
                }
                State::Header
            }
            State::Outside => {
                if let Some(note) = line.strip_prefix("NOTE") {
                    scribe.comment(note);
                }
                State::Outside
            }
        };
    }
    close(&mut scribe, &state);
    scribe.finish()
}

enum State {
    Header,
    Outside,
    /// The lines below a time, from where to where.
    Cue(usize, usize),
}

fn close(scribe: &mut Scribe<'_>, state: &State) {
    if let &State::Cue(start, end) = state {
        scribe.block(BlockKind::Cue, start..end, Some(start..end));
    }
}
