use crate::front::Front;
use crate::{Error, Issuer, seal};
use sheet::{Content, Layout, Packed, Picture, Profile};

/// A page's content and the grid of the largest cells at which it fits.
pub(crate) struct Fitted {
    pub(crate) picture: Picture,
    pub(crate) content: Content,
    pub(crate) layout: &'static Layout,
}

/// Tries every resolution, best first, with every cell, largest first: sharpness of the
/// picture comes before ease of reading. `content` is told the page, from 1.
pub(crate) fn fit(
    front: &Front,
    content: impl Fn(usize, Packed) -> Content,
    issuer: &Issuer,
) -> Result<Vec<Fitted>, Error> {
    let layouts = Profile::ALL.map(Layout::of);
    let mut tried = vec![Vec::new(); front.pages()];
    let mut fitted: Vec<Option<Fitted>> = (0..front.pages()).map(|_| None).collect();
    for dpi in Picture::RESOLUTIONS {
        if fitted.iter().all(Option::is_some) {
            break;
        }
        let pages = front
            .pictures(dpi)?
            .into_iter()
            .zip(&mut fitted)
            .zip(&mut tried)
            .zip(1..);
        for (((picture, fitted), tried), page) in pages.filter(|(((_, f), _), _)| f.is_none()) {
            let content = content(page, picture.pack()?);
            let length = seal::frame_len(&content, issuer)?;
            tried.push((dpi, length));
            let mut layouts = layouts.into_iter();
            let layout = layouts.find(|layout| layout.capacity() >= length);
            *fitted = layout.map(|layout| Fitted {
                picture,
                content,
                layout,
            });
        }
    }
    let most = layouts.map(Layout::capacity).into_iter().max().unwrap_or(0);
    let pages = fitted.into_iter().zip(tried).zip(1..);
    pages
        .map(|((fitted, tried), page)| fitted.ok_or(Error::TooDense { page, tried, most }))
        .collect()
}
