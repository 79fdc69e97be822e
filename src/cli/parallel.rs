//! Work in parallel, results in order, memory bounded by the work in flight.
//!
//! A result that is too large to wait for its turn is handed on in parts, by a thread that waits for the turn
//! of its item. Items before it are worked on by threads that wait for none behind them, so that nobody
//! waits for ever.

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

/// Takes a part of a result before its end; on a break nobody wants the rest.
pub(super) type HandOn<'w, T> = &'w mut dyn FnMut(T) -> ControlFlow<()>;

/// Runs `work` on every item with `jobs` threads, each with a state from `begin`, and hands the
/// results to `emit` in the order of the items, each behind its parts. Stops early when `emit` breaks. What
/// an item takes in memory until then is its weight.
pub(super) fn parallel_map_ordered<I, S, T>(
    items: impl Iterator<Item = I> + Send,
    jobs: NonZeroUsize,
    weigh: impl Fn(&I) -> usize + Sync,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I, HandOn<'_, T>) -> T + Sync,
    mut emit: impl FnMut(T) -> ControlFlow<()>,
) where
    I: Send,
    T: Send,
{
    if jobs.get() == 1 {
        return map_in_order(items, begin(), work, emit);
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
                    let mut batch = Batch { queue, sender: &sender, first, results: Vec::new() };
                    for item in items {
                        let result = work(&mut state, item, &mut |part| batch.hand_on(part));
                        batch.results.push(result);
                    }
                    if batch.send().is_break() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let _guard = CloseOnPanic(&queue);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for sent in results {
            match sent {
                Sent::Results(first, results) => drop(waiting.insert(first, results)),
                Sent::Part(part) => {
                    if emit(part).is_break() {
                        return queue.close();
                    }
                }
            }
            let begin = due;
            while let Some(results) = waiting.remove(&due) {
                due += results.len();
                for result in results {
                    if emit(result).is_break() {
                        return queue.close();
                    }
                }
            }
            queue.emitted(due - begin);
        }
    });
}

/// The same with one thread, which is this one.
fn map_in_order<I, S, T>(
    items: impl Iterator<Item = I>,
    mut state: S,
    work: impl Fn(&mut S, I, HandOn<'_, T>) -> T,
    mut emit: impl FnMut(T) -> ControlFlow<()>,
) {
    for item in items {
        let mut flow = ControlFlow::Continue(());
        let result = work(&mut state, item, &mut |part| {
            flow = emit(part);
            flow
        });
        if flow.is_break() || emit(result).is_break() {
            return;
        }
    }
}

/// What threads send to who emits it.
enum Sent<T> {
    /// A part of the result that is due.
    Part(T),
    /// Results in order, and the number of the first.
    Results(usize, Vec<T>),
}

/// The results of items that a thread was handed at once.
struct Batch<'q, I, W, T> {
    queue: &'q Queue<I, W>,
    sender: &'q mpsc::SyncSender<Sent<T>>,
    /// The number of the first item whose result was not sent.
    first: usize,
    results: Vec<T>,
}

impl<I, W, T> Batch<'_, I, W, T> {
    /// Hands on a part of the result of the item that is worked on, when that is due.
    fn hand_on(&mut self, part: T) -> ControlFlow<()> {
        self.send()?;
        self.queue.wait_for(self.first)?;
        self.sender.send(Sent::Part(part)).map_or(ControlFlow::Break(()), ControlFlow::Continue)
    }

    /// Sends the results so far.
    fn send(&mut self) -> ControlFlow<()> {
        let results = std::mem::take(&mut self.results);
        if results.is_empty() {
            return ControlFlow::Continue(());
        }
        let count = results.len();
        let sent = self.sender.send(Sent::Results(self.first, results));
        self.first += count;
        sent.map_or(ControlFlow::Break(()), ControlFlow::Continue)
    }
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
    /// How many results are emitted.
    emitted: usize,
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
        ahead.emitted += count;
        self.moved.notify_all();
    }
}

impl<I, W> Queue<I, W> {
    /// Waits until all results before one are emitted; breaks if it will not be.
    fn wait_for(&self, number: usize) -> ControlFlow<()> {
        let is_early = |ahead: &mut Ahead| !ahead.closed && ahead.emitted < number;
        let ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let ahead = self.moved.wait_while(ahead, is_early).unwrap_or_else(PoisonError::into_inner);
        if ahead.closed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn close(&self) {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twice each number below 500; of some of them in parts.
    fn run(jobs: usize, stop_at: usize) -> Vec<usize> {
        let mut seen = Vec::new();
        let slow = |(): &mut (), n: usize, hand_on: HandOn<'_, usize>| {
            if n.is_multiple_of(7) {
                thread::sleep(std::time::Duration::from_millis(1));
            }
            let parts = if n.is_multiple_of(3) { 4 } else { 0 };
            let _ = (0..parts).try_for_each(|_| hand_on(n * 2));
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
        let times = |n: usize| if n.is_multiple_of(3) { 5 } else { 1 };
        let expected: Vec<_> = (0..500).flat_map(|n| vec![n * 2; times(n)]).collect();
        for jobs in [1, 2, 3, 8] {
            assert_eq!(run(jobs, usize::MAX), expected, "{jobs} jobs");
        }
    }

    /// Whoever it is, nobody hangs, and whoever started the work hears of it.
    #[test]
    fn a_panic_ends_the_work() {
        let run = |in_items: usize, in_work: usize, in_emit: usize| {
            let item = |n| if n == in_items { panic!("items") } else { n };
            let work = |(): &mut (), n, hand_on: HandOn<'_, usize>| {
                assert!(n != in_work, "work");
                if n % 5 == 0 {
                    let _ = hand_on(n);
                }
                n
            };
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
        assert_eq!(run(none, none, none), 6000);
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
            assert_eq!(run(jobs, 3), [0, 0, 0]);
            assert_eq!(run(jobs, 7), [0, 0, 0, 0, 0, 2, 4]);
        }
    }
}
