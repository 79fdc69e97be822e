//! A panic of the pipeline: a bug of ours, which costs one document and never the run.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::settings::Engines;

/// What some work gives, or that it panicked. The engines, which may have been in the middle of
/// something, are made anew; nothing else outlives the work.
pub(super) fn caught<T>(
    engines: &mut Engines,
    work: impl FnOnce(&mut Engines) -> T,
) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(|| work(engines))).map_err(|payload| {
        engines.renew();
        format!("a bug in monoglot: {}; please report it", words(&*payload))
    })
}

fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}
