use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Event, File, HtmlElement, HtmlImageElement, Url};

/// Puts the answer in the place of the page's own parts, without a page change: the
/// address stays, the title and the focus move. `None` if the answer is no page of ours.
pub(super) fn show(page: &Document, files: &[File]) -> Option<()> {
    let here = document();
    let main = page.get_element_by_id("main")?;
    replace(&here, page, "header.site")?;
    replace(&here, page, "#main")?;
    here.set_title(&page.title());
    let heading = main
        .query_selector("h1")
        .ok()??
        .dyn_into::<HtmlElement>()
        .ok()?;
    // The focus scrolls to the heading; first to the top, for what stands above it.
    leptos::prelude::window().scroll_to_with_x_and_y(0.0, 0.0);
    heading.focus().ok()?;
    here.dispatch_event(&Event::new("uramen:answered").ok()?)
        .ok()?;
    for (index, file) in files.iter().enumerate() {
        // Without it the page keeps the display picture that came with the answer.
        let _ = show_own(&here, index, file);
    }
    Some(())
}

fn replace(here: &Document, page: &Document, selector: &str) -> Option<()> {
    let old = here.query_selector(selector).ok()??;
    let new = page.query_selector(selector).ok()??;
    old.replace_with_with_node_1(&new).ok()
}

/// Shows the user's own file where the answer carries a reduced picture of it.
fn show_own(here: &Document, index: usize, file: &File) -> Result<(), JsValue> {
    if !matches!(
        file.type_().as_str(),
        "image/jpeg" | "image/png" | "image/webp"
    ) {
        return Ok(());
    }
    let selector = format!("img[data-file='{index}'][data-page='1']");
    let Some(shown) = here
        .query_selector(&selector)?
        .and_then(|found| found.dyn_into::<HtmlImageElement>().ok())
    else {
        return Ok(());
    };
    let address = Url::create_object_url_with_blob(file)?;
    let own = HtmlImageElement::new()?;
    let loaded = own.clone();
    let on_load = move || match same_shape(&loaded, &shown) {
        true => shown.set_src(&loaded.src()),
        false => drop(Url::revoke_object_url(&loaded.src())),
    };
    own.set_onload(Some(Closure::once_into_js(on_load).unchecked_ref()));
    own.set_src(&address);
    Ok(())
}

/// What was found is drawn on the server's picture: the file may stand in for it only if
/// the browser turns it the same way.
fn same_shape(own: &HtmlImageElement, shown: &HtmlImageElement) -> bool {
    let attribute = |name| {
        shown
            .get_attribute(name)
            .and_then(|value| value.parse().ok())
            .unwrap_or(1.0)
    };
    let own = f64::from(own.natural_width()) / f64::from(own.natural_height().max(1));
    let shown = attribute("width") / attribute("height");
    (own / shown - 1.0_f64).abs() < 0.01
}
