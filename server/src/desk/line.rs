//! Who waits for a turn: the turns themselves do not tell how many come first.

use std::collections::BTreeSet;
use tokio::sync::watch;

/// The tickets of all who wait, in the order of their coming.
#[derive(Default)]
pub struct Line(watch::Sender<BTreeSet<u64>>);

impl Line {
    pub fn join(&self) -> Waiting<'_> {
        let mut ticket = 0;
        self.0.send_modify(|tickets| {
            ticket = tickets.last().map_or(0, |last| last + 1);
            tickets.insert(ticket);
        });
        Waiting {
            line: self,
            ticket,
            changes: self.0.subscribe(),
            told: None,
        }
    }
}

/// A place in the line, until it is dropped.
pub struct Waiting<'a> {
    line: &'a Line,
    ticket: u64,
    changes: watch::Receiver<BTreeSet<u64>>,
    told: Option<usize>,
}

impl Waiting<'_> {
    /// How many come first: at once, and then whenever that changes.
    pub async fn ahead(&mut self) -> usize {
        let (ticket, told) = (self.ticket, self.told);
        let count = |tickets: &BTreeSet<u64>| tickets.range(..ticket).count();
        let news = self
            .changes
            .wait_for(|tickets| Some(count(tickets)) != told)
            .await;
        // The sender is the line itself, which is there.
        let ahead = news.map_or(0, |tickets| count(&tickets));
        self.told = Some(ahead);
        ahead
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.line.0.send_modify(|tickets| {
            tickets.remove(&self.ticket);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[tokio::test]
    async fn whoever_leaves_lets_the_others_step_up() {
        let line = Line::default();
        let (first, second, mut third) = (line.join(), line.join(), line.join());
        assert_eq!(third.ahead().await, 2);
        drop(second);
        assert_eq!(third.ahead().await, 1);
        drop(first);
        assert_eq!(third.ahead().await, 0);
        let mut last = line.join();
        assert_eq!(last.ahead().await, 1);
    }
}
