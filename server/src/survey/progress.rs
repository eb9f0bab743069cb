use std::io::{IsTerminal, Write};

/// A line on the terminal that tells how far a condition has come; elsewhere nothing.
pub struct Progress {
    is_seen: bool,
}

impl Progress {
    pub fn new() -> Progress {
        Progress {
            is_seen: std::io::stderr().is_terminal(),
        }
    }

    pub fn show(&self, condition: &str, done: usize, files: usize) {
        let condition = condition.escape_debug();
        self.write(&format!("\r\x1b[K{condition}: {done} of {files} files"));
    }

    pub fn clear(&self) {
        self.write("\r\x1b[K");
    }

    fn write(&self, text: &str) {
        if self.is_seen {
            let mut terminal = std::io::stderr().lock();
            // A terminal that is gone misses nothing.
            let _ = terminal
                .write_all(text.as_bytes())
                .and_then(|()| terminal.flush());
        }
    }
}
