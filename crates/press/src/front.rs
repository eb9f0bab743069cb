use crate::Error;
use hayro_syntax::object::{Array, Dict, Name};
use hayro_syntax::page::Page;
use hayro_syntax::{LoadPdfError, Pdf};
use krilla::configure::{ConfigurationBuilder, PdfVersion};
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla::pdf::PdfDocument;
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};
use sheet::Picture;
use std::sync::Arc;

/// A4 in points: 4960 x 7016 dots of a 600 dpi printer, so that dots fall on its pixels.
pub(crate) const WIDTH: f32 = 595.2;
pub(crate) const HEIGHT: f32 = 841.92;

/// Millimetres.
const A4: [f32; 2] = [210.0, 297.0];
/// A page within this of A4 is taken for it and stretched.
const TOLERANCE: f32 = 2.0;

/// A certificate: A4 portrait pages only.
pub(crate) struct Front {
    document: PdfDocument,
    version: PdfVersion,
    pages: usize,
}

impl Front {
    pub(crate) fn open(pdf: &[u8]) -> Result<Front, Error> {
        let pdf = Arc::new(Pdf::new(pdf.to_vec()).map_err(|error| match error {
            LoadPdfError::Decryption(_) => Error::Encrypted,
            LoadPdfError::Invalid => Error::NotAPdf,
        })?);
        for (page, number) in pdf.pages().iter().zip(1..) {
            check_size(page, number)?;
            check_annotations(page, number)?;
        }
        let pages = pdf.pages().len();
        if pages == 0 {
            return Err(Error::NotAPdf);
        }
        // What is newer than its PDF version could not be embedded.
        let version = match pdf.version() {
            hayro_syntax::PdfVersion::Pdf20 => PdfVersion::Pdf20,
            _ => PdfVersion::Pdf17,
        };
        Ok(Front {
            document: PdfDocument::new(pdf),
            version,
            pages,
        })
    }

    pub(crate) fn pages(&self) -> usize {
        self.pages
    }

    /// An empty document that can take this certificate's pages.
    pub(crate) fn new_document(&self) -> Document {
        // A version alone contradicts nothing; only validators could.
        let configuration = ConfigurationBuilder::new()
            .with_version(self.version)
            .finish();
        let configuration = configuration.unwrap_or_default();
        Document::new_with(SerializeSettings {
            configuration,
            ..SerializeSettings::default()
        })
    }

    /// The page from `index` (from 0), as it is, on the whole of an A4 surface.
    pub(crate) fn draw(&self, surface: &mut Surface, index: usize) {
        if let Some(size) = Size::from_wh(WIDTH, HEIGHT) {
            surface.draw_pdf_page(&self.document, size, index);
        }
    }

    /// Every page without any background, thresholded.
    ///
    /// What is rendered is not the certificate's file but its pages as they are printed, so
    /// that whatever embedding might do to a page, the picture is what stands on the paper.
    pub(crate) fn pictures(&self, dpi: u32) -> Result<Vec<Picture>, Error> {
        let mut document = self.new_document();
        for index in 0..self.pages {
            let mut page = document.start_page_with(a4());
            self.draw(&mut page.surface(), index);
        }
        let pdf = document.finish().map_err(|e| Error::Pdf(e.to_string()))?;
        let pages = pages::pdf::render(&pdf, dpi)?;
        let threshold =
            |p: pages::pdf::Rendered| Picture::from_gray(p.width, p.height, dpi, &p.gray);
        Ok(pages.into_iter().map(threshold).collect::<Result<_, _>>()?)
    }
}

pub(crate) fn a4() -> PageSettings {
    PageSettings::from_wh(WIDTH, HEIGHT).unwrap_or_default()
}

fn check_size(page: &Page, number: usize) -> Result<(), Error> {
    let (width, height) = page.render_dimensions();
    let size = [width, height].map(|points| points / 72.0 * 25.4);
    let near = |(side, wanted): (f32, f32)| (side - wanted).abs() <= TOLERANCE;
    if size.into_iter().zip(A4).all(near) {
        Ok(())
    } else {
        let [width, height] = size;
        Err(Error::NotA4 {
            page: number,
            width,
            height,
        })
    }
}

/// Annotations are not part of a page's content, and would silently be missing.
fn check_annotations(page: &Page, number: usize) -> Result<(), Error> {
    let annotations = page.raw().get::<Array>("Annots");
    let mut visible = annotations
        .iter()
        .flat_map(|list| list.iter::<Dict>())
        .filter(|annotation| {
            let kind = annotation.get::<Name>("Subtype");
            !kind.is_some_and(|kind| matches!(kind.as_ref(), b"Link" | b"Popup"))
        });
    match visible.next() {
        Some(_) => Err(Error::Annotations { page: number }),
        None => Ok(()),
    }
}
