use super::{header, notice::Notice};
use crate::LimitsShown;
use leptos::{ev, prelude::*};
use report::ProblemCode;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList};

/// What the file dialog offers. The server looks at the bytes, never at the name.
pub(super) const ACCEPTED: &str = ".jpg,.jpeg,.png,.webp,.tif,.tiff,.pdf,image/jpeg,image/png,image/webp,image/tiff,application/pdf";

/// The files to be sent, in the order in which they were chosen.
#[derive(Clone, Copy)]
pub(super) struct Chosen(RwSignal<Vec<File>, LocalStorage>);

impl Default for Chosen {
    fn default() -> Chosen {
        Chosen(RwSignal::new_local(Vec::new()))
    }
}

impl Chosen {
    pub fn with<T>(self, look: impl FnOnce(&Vec<File>) -> T) -> T {
        self.0.with(look)
    }

    pub fn untracked(self) -> Vec<File> {
        self.0.get_untracked()
    }

    pub fn add(self, files: Vec<File>) {
        self.0.update(|chosen| chosen.extend(files));
    }

    /// The name of the file that is no longer there.
    pub fn remove(self, index: usize) -> Option<String> {
        let removed = self.0.try_update(|chosen| {
            let is_there = index < chosen.len();
            is_there.then(|| chosen.remove(index).name())
        });
        removed.flatten()
    }

    /// Whether the files can be sent. What the server would refuse is said before the
    /// bytes travel.
    pub fn check(self, limits: &LimitsShown) -> Result<(), Notice> {
        let files = self.untracked();
        let problem = |code| Err(Notice::Problem(code, None));
        if files.is_empty() {
            return Err(Notice::NoFile);
        }
        if files.len() > limits.files as usize {
            return problem(ProblemCode::TooManyFiles);
        }
        if total(&files) > limits.bytes {
            return problem(ProblemCode::UploadTooLarge);
        }
        for file in &files {
            let about = |code| Err(Notice::Problem(code, Some(file.name())));
            if file.size() == 0.0 {
                return about(ProblemCode::FileEmpty);
            }
            if !acceptable(&file.name(), &file.type_()) {
                return about(ProblemCode::FileTypeUnknown);
            }
        }
        Ok(())
    }
}

/// At how many dots per inch a sheet is in this file, at most, if its header says so.
pub(super) async fn dpi(file: File) -> Option<u32> {
    let beginning = file
        .slice_with_f64_and_f64(0.0, header::LENGTH.into())
        .ok()?;
    let bytes = JsFuture::from(beginning.array_buffer()).await.ok()?;
    header::dpi(&js_sys::Uint8Array::new(&bytes).to_vec())
}

/// Bytes of all files together.
pub(super) fn total(files: &[File]) -> u64 {
    files.iter().map(|file| file.size() as u64).sum()
}

pub(super) fn listed(files: FileList) -> Vec<File> {
    (0..files.length()).filter_map(|i| files.get(i)).collect()
}

/// Calls `take` with files dropped anywhere on the page; `over` is true meanwhile.
pub(super) fn on_drop(over: RwSignal<bool>, take: impl Fn(Vec<File>) + 'static) {
    let _ = window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        over.set(true);
    });
    let _ = window_event_listener(ev::dragleave, move |_| over.set(false));
    let _ = window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        over.set(false);
        take(carried(event.data_transfer()));
    });
}

/// Calls `take` with files pasted anywhere on the page.
pub(super) fn on_paste(take: impl Fn(Vec<File>) + 'static) {
    let _ = window_event_listener(ev::paste, move |event| {
        take(carried(event.clipboard_data()));
    });
}

fn carried(data: Option<DataTransfer>) -> Vec<File> {
    data.and_then(|data| data.files())
        .map(listed)
        .unwrap_or_default()
}

/// By media type or by name: systems disagree about which they know.
fn acceptable(name: &str, media_type: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ACCEPTED
        .split(',')
        .any(|known| match known.starts_with('.') {
            true => name.ends_with(known),
            false => media_type.eq_ignore_ascii_case(known),
        })
}

#[cfg(test)]
mod tests {
    use super::acceptable;

    #[test]
    fn a_file_is_known_by_its_name_or_by_its_media_type() {
        assert!(acceptable("うら面.JPG", ""));
        assert!(acceptable("scan", "application/pdf"));
        assert!(acceptable("fax.TIFF", "application/octet-stream"));
        assert!(!acceptable("letter.docx", "application/msword"));
        assert!(!acceptable("jpg", ""));
    }
}
