//! Where receipts are verified.

use crate::{Site, words::receipt as text};
use leptos::prelude::*;
use report::Lang;

/// Where a receipt is verified.
pub fn receipt_page(lang: Lang, site: &Site) -> AnyView {
    let action = format!("/{}/receipt/verify", lang.tag());
    let command = format!("uramen receipt verify FILE --key {}", site.public_key);
    view! {
        <main id="main" class="narrow">
            <h1>{text::VERIFY.say(lang)}</h1>
            <p class="lead">{text::VERIFY_LEAD.say(lang)}</p>
            <form class="card receipt" method="post" enctype="multipart/form-data" action=action>
                <p class="field">
                    <label for="receipt-file">{text::VERIFY_FILE.say(lang)}</label>
                    <input type="file" id="receipt-file" name="file" accept="application/json,.json" />
                </p>
                <p class="field">
                    <label for="receipt-text">{text::VERIFY_TEXT.say(lang)}</label>
                    <span id="receipt-hint" class="note">{text::VERIFY_TEXT_HINT.say(lang)}</span>
                    <textarea
                        id="receipt-text"
                        name="text"
                        rows="8"
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby="receipt-hint"
                    ></textarea>
                </p>
                <p class="actions">
                    <button type="submit" class="button">{text::VERIFY_SUBMIT.say(lang)}</button>
                </p>
            </form>
            <section aria-labelledby="offline">
                <h2 id="offline">{text::OFFLINE.say(lang)}</h2>
                <p>{text::OFFLINE_LEAD.say(lang)}</p>
                <p><code>{command}</code></p>
            </section>
        </main>
    }
    .into_any()
}
