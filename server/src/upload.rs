//! From a request's body to the uploaded files, in memory and within the limits.
//!
//! Whatever is refused is read to its end all the same, and thrown away: a browser whose
//! request is cut off in the middle shows its own error in place of our answer.

use crate::config::Config;
use crate::problem::Refusal;
use crate::verify::Upload;
use app::Paper;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use futures_util::{StreamExt, future};
use report::ProblemCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a form sent.
#[derive(Default)]
pub struct Received {
    pub uploads: Vec<Upload>,
    /// What the sender has besides; only the site's own form says so.
    pub paper: Paper,
}

/// The form's field that holds files; but for `paper`, other fields are passed over.
pub const FIELD: &str = "file";

/// # Errors
/// Of the request: its form, its size, its number of files, the time it takes.
pub async fn receive(request: Request, config: &Config) -> Result<Received, Refusal> {
    let overrun = Arc::new(AtomicBool::new(false));
    let (parts, body) = request.into_parts();
    let body = limited(body, config.max_bytes, overrun.clone());
    let reading = read(Request::from_parts(parts, body), config.max_files);
    let read = tokio::time::timeout(config.receive_time(), reading).await;
    if overrun.load(Ordering::Relaxed) {
        return Err(ProblemCode::UploadTooLarge.into());
    }
    let received = read.unwrap_or(Err(ProblemCode::TookTooLong))?;
    if received.uploads.is_empty() {
        return Err(ProblemCode::FileMissing.into());
    }
    Ok(received)
}

/// A request with its whole body in memory: for small forms.
///
/// # Errors
/// The body is larger than `most` bytes, takes too long or breaks off.
pub async fn small(request: Request, most: u64, config: &Config) -> Result<Request, Refusal> {
    let overrun = Arc::new(AtomicBool::new(false));
    let (parts, body) = request.into_parts();
    let reading = to_bytes(limited(body, most, overrun.clone()), usize::MAX);
    let read = tokio::time::timeout(config.receive_time(), reading).await;
    if overrun.load(Ordering::Relaxed) {
        return Err(ProblemCode::UploadTooLarge.into());
    }
    let bytes = read.map_err(|_| ProblemCode::TookTooLong)?;
    let bytes = bytes.map_err(|_| ProblemCode::UploadMalformed)?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// Reads a body to its end without keeping any of it.
pub async fn discard(body: Body, config: &Config) {
    let end = body.into_data_stream().for_each(|_| future::ready(()));
    // Whoever sends slower than that sees the connection closed.
    tokio::time::timeout(config.receive_time(), end)
        .await
        .unwrap_or(());
}

/// Passes on at most `most` bytes and swallows the rest.
fn limited(body: Body, most: u64, overrun: Arc<AtomicBool>) -> Body {
    let mut left = most;
    let pass = move |chunk: Result<Bytes, axum::Error>| {
        let length = chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        let fits = length <= left && !overrun.load(Ordering::Relaxed);
        if fits {
            left -= length;
        } else {
            overrun.store(true, Ordering::Relaxed);
        }
        future::ready(fits.then_some(chunk))
    };
    Body::from_stream(body.into_data_stream().filter_map(pass))
}

async fn read(request: Request, most_files: u32) -> Result<Received, ProblemCode> {
    let is_form = is_multipart(&request);
    if !is_form {
        request
            .into_body()
            .into_data_stream()
            .for_each(|_| future::ready(()))
            .await;
        return Err(ProblemCode::UploadMalformed);
    }
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| ProblemCode::UploadMalformed)?;
    let mut received = Received::default();
    let mut too_many = false;
    while let Some(mut field) = form
        .next_field()
        .await
        .map_err(|_| ProblemCode::UploadMalformed)?
    {
        if field.name() == Some(Paper::FIELD) {
            // What is longer than any of the words is cut off, and means nothing.
            let word = read_field(&mut field, 16).await?;
            received.paper = Paper::from_slug(&String::from_utf8_lossy(&word));
        }
        if field.name() != Some(FIELD) {
            continue;
        }
        too_many = too_many || received.uploads.len() >= most_files as usize;
        let name = field
            .file_name()
            .filter(|name| !name.is_empty())
            .map(str::to_owned);
        // The limit of the request is the limit of its files.
        let most = if too_many { 0 } else { usize::MAX };
        let bytes = read_field(&mut field, most).await?;
        // A form sent without choosing a file has one part without name and bytes.
        if !too_many && (name.is_some() || !bytes.is_empty()) {
            received.uploads.push(Upload::new(name, bytes));
        }
    }
    if too_many {
        Err(ProblemCode::TooManyFiles)
    } else {
        Ok(received)
    }
}

/// The first `most` bytes of a field, which is read to its end.
async fn read_field(field: &mut Field<'_>, most: usize) -> Result<Vec<u8>, ProblemCode> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field
        .chunk()
        .await
        .map_err(|_| ProblemCode::UploadMalformed)?
    {
        let left = most.saturating_sub(bytes.len());
        bytes.extend_from_slice(chunk.get(..left).unwrap_or(&chunk));
    }
    Ok(bytes)
}

fn is_multipart(request: &Request) -> bool {
    let content_type = request.headers().get(axum::http::header::CONTENT_TYPE);
    content_type.is_some_and(|value| value.as_bytes().starts_with(b"multipart/form-data"))
}
