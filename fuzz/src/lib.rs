//! What the targets share: a budget in bytes, and a text that foreign words stand out in.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// German sentences: around them, residue in other languages goes.
pub const GERMAN: &str = "Die neue Bücherei hat am Montag nach zwei Jahren Bauzeit eröffnet.\n\n\
    Die Bürgermeisterin dankte den Handwerkern und schnitt ein rotes Band durch.\n\n\
    Im Erdgeschoss gibt es einen großen Raum für Kinder mit niedrigen Regalen.\n\n\
    Das alte Gebäude war für die vielen Bücher zu klein und zu feucht geworden.\n\n";

/// So many bytes are run, if the environment says so.
static BUDGET: LazyLock<Option<u64>> =
    LazyLock::new(|| std::env::var("FUZZ_BYTES").ok()?.parse().ok());
static BYTES: AtomicU64 = AtomicU64::new(0);
static INPUTS: AtomicU64 = AtomicU64::new(0);

/// Counts an input, and ends the run in peace when the budget of `FUZZ_BYTES` is spent: libFuzzer knows
/// budgets of time and of runs.
pub fn spend(bytes: usize) {
    let spent = BYTES.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
    let inputs = INPUTS.fetch_add(1, Ordering::Relaxed) + 1;
    if BUDGET.is_some_and(|budget| spent >= budget) {
        eprintln!("{spent} bytes in {inputs} inputs: nothing found");
        // libFuzzer takes an exit that runs handlers for a crash.
        unsafe { libc::_exit(0) }
    }
}
