//! Vector instructions chosen at run time.

use std::sync::LazyLock;

use fearless_simd::{Level, Simd, dispatch};

/// Does some work with the widest vector instructions that this machine has.
///
/// The work is ordinary code over arrays, compiled once for each kind of machine, so every machine
/// gives the same numbers. It must be inlined wholly, and is worth it for some hundred bytes at least:
/// the choice costs a few nanoseconds.
#[inline(always)]
pub(crate) fn vectorised<R>(work: impl FnOnce() -> R) -> R {
    static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);
    dispatch!(*LEVEL, simd => simd.vectorize(work))
}
