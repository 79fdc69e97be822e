//! How far a run is, for people who wait: on a terminal, after the first second.

use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Runs shorter than this show nothing.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    is_shown: bool,
    is_wanted: bool,
    bytes: u64,
}

impl Progress {
    pub(super) fn new(is_wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, started: Instant::now(), is_shown: false, is_wanted, bytes: 0 }
    }

    /// Counts one more document.
    pub(super) fn advance(&mut self, bytes: u64) {
        self.bytes += bytes;
        self.bar.inc(1);
        if self.is_wanted && !self.is_shown && self.started.elapsed() > PATIENCE {
            self.is_shown = true;
            if let Ok(style) =
                ProgressStyle::with_template("{spinner} {pos} documents, {msg} ({elapsed})")
            {
                self.bar.set_style(style);
            }
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if self.is_shown {
            self.bar.set_message(HumanBytes(self.bytes).to_string());
        }
    }

    /// Prints something without the bar in its way.
    pub(super) fn pause<T>(&self, print: impl FnOnce() -> T) -> T {
        if self.is_shown { self.bar.suspend(print) } else { print() }
    }

    /// Takes the bar away; it does not come back.
    pub(super) fn finish(&mut self) {
        self.bar.finish_and_clear();
        self.bar.set_draw_target(ProgressDrawTarget::hidden());
        (self.is_wanted, self.is_shown) = (false, false);
    }
}
