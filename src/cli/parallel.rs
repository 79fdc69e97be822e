//! Work in parallel, results in order, memory bounded by the work in flight.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// Results may wait for a slow earlier one, but no more than so many for each job.
const AHEAD: usize = 32;

/// So many items are handed out at once, when a run has many: to hand out a small file costs as much as
/// to find it in the cache.
const BATCH: usize = 16;

/// A batch grows by one item for each so many windows of items that were handed out.
const FEW: usize = 2;

/// Nothing further is handed out while what is under way weighs more than this, in bytes.
const BUDGET: usize = 8 << 20;

/// Runs `work` on every item with `jobs` threads, each with a state from `begin`, and hands the
/// results to `emit` in the order of the items. Stops early when `emit` breaks. What an item takes
/// in memory until then is its weight.
pub(super) fn parallel_map_ordered<I, S, T>(
    items: impl Iterator<Item = I> + Send,
    jobs: NonZeroUsize,
    weigh: impl Fn(&I) -> usize + Sync,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I) -> T + Sync,
    mut emit: impl FnMut(T) -> ControlFlow<()>,
) where
    I: Send,
    T: Send,
{
    if jobs.get() == 1 {
        let mut state = begin();
        let _ = items.map(|item| work(&mut state, item)).try_for_each(emit);
        return;
    }
    let queue = Queue::new(items, weigh, jobs.get() * AHEAD);
    thread::scope(|scope| {
        let (sender, results) = mpsc::sync_channel(jobs.get());
        for _ in 0..jobs.get() {
            let (sender, queue, begin, work) = (sender.clone(), &queue, &begin, &work);
            scope.spawn(move || {
                let _guard = CloseOnPanic(queue);
                let mut state = begin();
                while let Some((first, items)) = queue.next() {
                    let results: Vec<_> =
                        items.into_iter().map(|item| work(&mut state, item)).collect();
                    if sender.send((first, results)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let _guard = CloseOnPanic(&queue);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (first, results) in results {
            waiting.insert(first, results);
            let begin = due;
            while let Some(results) = waiting.remove(&due) {
                due += results.len();
                for result in results {
                    if emit(result).is_break() {
                        queue.close();
                        return;
                    }
                }
            }
            queue.emitted(due - begin);
        }
    });
}

/// Items that are handed out only as far ahead of the output as the window and the budget allow.
struct Queue<I, W> {
    source: Mutex<Source<I>>,
    ahead: Mutex<Ahead>,
    moved: Condvar,
    weigh: W,
    window: usize,
}

/// Lets nobody wait for results that will not come. The panic goes on to who started the work.
struct CloseOnPanic<'q, I, W>(&'q Queue<I, W>);

impl<I, W> Drop for CloseOnPanic<'_, I, W> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

/// The items, which take time to find: nobody who has results waits for that.
struct Source<I> {
    items: I,
    /// Items handed out.
    taken: usize,
}

/// How far the items are ahead of the output.
#[derive(Default)]
struct Ahead {
    /// The weights of those whose results are not emitted, in order, and their sum.
    weights: VecDeque<usize>,
    weight: usize,
    closed: bool,
}

impl<I: Iterator, W: Fn(&I::Item) -> usize> Queue<I, W> {
    fn new(items: I, weigh: W, window: usize) -> Self {
        let source = Mutex::new(Source { items, taken: 0 });
        Self { source, ahead: Mutex::default(), moved: Condvar::new(), weigh, window }
    }

    /// The next items and the number of the first. Of a few items each goes alone, so that no thread
    /// waits for another's; of many, light ones go together.
    fn next(&self) -> Option<(usize, Vec<I::Item>)> {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let is_far = |ahead: &mut Ahead| {
            !ahead.closed && (ahead.weights.len() >= self.window || ahead.weight > BUDGET)
        };
        let ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let ahead = self.moved.wait_while(ahead, is_far).unwrap_or_else(PoisonError::into_inner);
        if ahead.closed {
            return None;
        }
        drop(ahead);
        let first = source.taken;
        let size = (first / (self.window * FEW)).clamp(1, BATCH);
        let mut batch = Vec::with_capacity(size);
        let mut weight = 0;
        while batch.len() < size && weight == 0 {
            let Some(item) = source.items.next() else { break };
            weight = (self.weigh)(&item);
            batch.push(item);
            self.add(weight);
        }
        source.taken += batch.len();
        (!batch.is_empty()).then_some((first, batch))
    }

    fn add(&self, weight: usize) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        ahead.weights.push_back(weight);
        ahead.weight += weight;
    }

    /// So many of the first results that were not emitted are.
    fn emitted(&self, count: usize) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..count {
            ahead.weight -= ahead.weights.pop_front().unwrap_or_default();
        }
        self.moved.notify_all();
    }
}

impl<I, W> Queue<I, W> {
    fn close(&self) {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(jobs: usize, stop_at: usize) -> Vec<usize> {
        let mut seen = Vec::new();
        let slow = |(): &mut (), n: usize| {
            if n.is_multiple_of(7) {
                thread::sleep(std::time::Duration::from_millis(1));
            }
            n * 2
        };
        parallel_map_ordered(
            0..500,
            NonZeroUsize::new(jobs).unwrap(),
            |_| BUDGET / 3,
            || (),
            slow,
            |n| {
                seen.push(n);
                if seen.len() == stop_at {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        seen
    }

    #[test]
    fn results_come_in_order_for_any_number_of_jobs() {
        let expected: Vec<_> = (0..500).map(|n| n * 2).collect();
        for jobs in [1, 2, 3, 8] {
            assert_eq!(run(jobs, usize::MAX), expected, "{jobs} jobs");
        }
    }

    /// Whoever it is, nobody hangs, and whoever started the work hears of it.
    #[test]
    fn a_panic_ends_the_work() {
        let run = |in_items: usize, in_work: usize, in_emit: usize| {
            let item = |n| if n == in_items { panic!("items") } else { n };
            let work = |(): &mut (), n| if n == in_work { panic!("work") } else { n };
            let mut seen = 0;
            let emit = |n| {
                assert!(n != in_emit, "emit");
                seen += 1;
                ControlFlow::Continue(())
            };
            let jobs = NonZeroUsize::new(3).unwrap();
            parallel_map_ordered((0..5000).map(item), jobs, |_| 0, || (), work, emit);
            seen
        };
        let none = usize::MAX;
        assert_eq!(run(none, none, none), 5000);
        for (in_items, in_work, in_emit) in
            [(400, none, none), (none, 400, none), (none, none, 400)]
        {
            let ended = std::panic::catch_unwind(|| run(in_items, in_work, in_emit));
            assert!(ended.is_err());
        }
    }

    #[test]
    fn a_break_stops_the_workers() {
        for jobs in [1, 4] {
            assert_eq!(run(jobs, 3), [0, 2, 4]);
        }
    }
}
