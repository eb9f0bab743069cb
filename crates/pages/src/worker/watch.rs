use crate::Limits;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A worker process and the time it has left.
pub(super) struct Watch {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    child: Child,
    clock: Clock,
    page_time: Duration,
    expired: bool,
}

enum Clock {
    Running {
        until: Instant,
        page_until: Instant,
    },
    /// The parent is busy with a page.
    Paused {
        left: Duration,
    },
    Ended,
}

impl Watch {
    pub(super) fn new(child: Child, limits: &Limits) -> Self {
        let clock = Clock::Paused { left: limits.time };
        let watch = Self {
            state: Mutex::new(State {
                child,
                clock,
                page_time: limits.page_time,
                expired: false,
            }),
            changed: Condvar::new(),
        };
        watch.resume();
        watch
    }

    /// Kills the process when its time is over; returns when it has ended.
    pub(super) fn run(&self) {
        let mut state = self.lock();
        loop {
            state = match state.clock {
                Clock::Ended => return,
                Clock::Paused { .. } => self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
                Clock::Running { until, page_until } => {
                    let until = until.min(page_until);
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        state.expired = true;
                        let _ = state.child.kill(); // fails only if it has ended by itself
                        return;
                    }
                    let waited = self.changed.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    pub(super) fn pipes(&self) -> io::Result<(ChildStdin, ChildStdout)> {
        let child = &mut self.lock().child;
        let pipes = child.stdin.take().zip(child.stdout.take());
        pipes.ok_or_else(|| io::Error::other("no pipes"))
    }

    pub(super) fn pause(&self) {
        let mut state = self.lock();
        if let Clock::Running { until, .. } = state.clock {
            let left = until.saturating_duration_since(Instant::now());
            state.clock = Clock::Paused { left };
        }
        self.changed.notify_all();
    }

    pub(super) fn resume(&self) {
        let mut state = self.lock();
        if let Clock::Paused { left } = state.clock {
            let now = Instant::now();
            let after = |time| now.checked_add(time).unwrap_or(now);
            state.clock = Clock::Running {
                until: after(left),
                page_until: after(state.page_time),
            };
        }
        self.changed.notify_all();
    }

    pub(super) fn ends_on_drop(&self) -> Ends<'_> {
        Ends(self)
    }

    pub(super) fn expired(&self) -> bool {
        self.lock().expired
    }

    /// Whether the process was ended by a fault of its own code rather than by us; called
    /// after it was waited for.
    pub(super) fn crashed(&self) -> bool {
        const ILL: i32 = 4;
        const ABRT: i32 = 6;
        const BUS: i32 = 7;
        const FPE: i32 = 8;
        const SEGV: i32 = 11;
        let status = self.lock().child.try_wait();
        let signal = status.ok().flatten().and_then(|status| status.signal());
        signal.is_some_and(|signal| [ILL, ABRT, BUS, FPE, SEGV].contains(&signal))
    }

    /// How the process ended, for the log; called after it was waited for.
    pub(super) fn obituary(&self, cause: io::Error) -> io::Error {
        match self.lock().child.try_wait() {
            Ok(Some(status)) => io::Error::new(cause.kind(), format!("{cause}; {status}")),
            _ => cause,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Kills and reaps the process, even while unwinding.
pub(super) struct Ends<'a>(&'a Watch);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.clock = Clock::Ended;
        let _ = state.child.kill(); // fails only if it has ended by itself
        let _ = state.child.wait();
        drop(state);
        self.0.changed.notify_all();
    }
}
