use super::{
    header::{self, Part},
    notice::Notice,
};
use crate::LimitsShown;
use leptos::{ev, prelude::*};
use report::ProblemCode;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList};

/// What the file dialog offers. The server looks at the bytes, never at the name.
pub(super) const ACCEPTED: &str = ".jpg,.jpeg,.png,.webp,.tif,.tiff,.pdf,image/jpeg,image/png,image/webp,image/tiff,application/pdf";

/// A file to be sent.
pub(super) struct Picked {
    pub file: File,
    /// What its header says, once that has been read.
    dpi: Option<u32>,
}

/// The files to be sent, in the order in which they were chosen.
#[derive(Clone, Copy)]
pub(super) struct Chosen(RwSignal<Vec<Picked>, LocalStorage>);

impl Default for Chosen {
    fn default() -> Chosen {
        Chosen(RwSignal::new_local(Vec::new()))
    }
}

impl Chosen {
    pub fn with<T>(self, look: impl FnOnce(&[Picked]) -> T) -> T {
        self.0.with(|chosen| look(chosen))
    }

    pub fn untracked(self) -> Vec<File> {
        let files = |chosen: &Vec<Picked>| chosen.iter().map(|one| one.file.clone()).collect();
        self.0.with_untracked(files)
    }

    pub fn add(self, files: Vec<File>) {
        for file in files {
            let picked = Picked {
                file: file.clone(),
                dpi: None,
            };
            self.0.update(|chosen| chosen.push(picked));
            leptos::task::spawn_local(async move {
                if let Some(dpi) = dpi(&file).await {
                    self.note(&file, dpi);
                }
            });
        }
    }

    /// Unless the file was taken back meanwhile. Two files may have one name, but each is an
    /// object of its own.
    fn note(self, file: &File, dpi: u32) {
        self.0.update(|chosen| {
            if let Some(picked) = chosen.iter_mut().find(|picked| picked.file == *file) {
                picked.dpi = Some(dpi);
            }
        });
    }

    pub fn remove(self, index: usize) {
        self.0.update(|chosen| {
            if index < chosen.len() {
                chosen.remove(index);
            }
        });
    }

    /// How many they are, and their bytes together.
    pub fn count(self) -> (usize, u64) {
        self.with(|chosen| (chosen.len(), total(chosen.iter().map(|one| &one.file))))
    }

    /// Names and dots per inch of the files that are too coarse: told before they are sent,
    /// and they may be sent all the same.
    pub fn coarse(self) -> Vec<(String, u32)> {
        let coarse = |one: &Picked| {
            let dpi = one.dpi.filter(|&dpi| dpi < header::COARSE)?;
            Some((one.file.name(), dpi))
        };
        self.with(|chosen| chosen.iter().filter_map(coarse).collect())
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
async fn dpi(file: &File) -> Option<u32> {
    let beginning = read(file, 0).await?;
    let (place, bytes) = match header::further(&beginning) {
        Some(place) => (place, read(file, place).await?),
        None => (0, Vec::new()),
    };
    let parts = [(0, &beginning), (place, &bytes)];
    header::dpi(&parts.map(|(place, bytes)| Part { place, bytes }))
}

/// As much of a file as is read at once.
async fn read(file: &File, place: usize) -> Option<Vec<u8>> {
    let begin = place as f64;
    let part = file.slice_with_f64_and_f64(begin, begin + f64::from(header::LENGTH));
    let bytes = JsFuture::from(part.ok()?.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&bytes).to_vec())
}

/// Bytes of all files together.
fn total<'a>(files: impl IntoIterator<Item = &'a File>) -> u64 {
    files.into_iter().map(|file| file.size() as u64).sum()
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
