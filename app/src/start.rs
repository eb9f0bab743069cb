use crate::{
    Sample, Site,
    upload::UploadForm,
    words::{self, start},
};
use leptos::prelude::*;
use report::Lang;

/// What this is, the upload form, how to scan, and the samples.
pub fn start_page(lang: Lang, site: &Site) -> AnyView {
    view! {
        <main id="main" class="narrow">
            <h1>{start::TITLE.say(lang)}</h1>
            <p class="lead">{start::LEAD_1.say(lang)}</p>
            <p class="lead">{start::LEAD_2.say(lang)}</p>
            <section class="card" aria-labelledby="send">
                <h2 id="send">{start::UPLOAD.say(lang)}</h2>
                {view! { <UploadForm lang=lang limits=site.limits /> }.into_any()}
                <p class="note kept">{start::NOTHING_KEPT.say(lang)}</p>
            </section>
            {how_to_scan(lang)}
            {samples(lang, &site.samples)}
        </main>
    }
    .into_any()
}

fn how_to_scan(lang: Lang) -> AnyView {
    let points = [
        start::SCAN_BACK,
        start::SCAN_A4,
        start::SCAN_DPI,
        start::SCAN_SCANNER,
    ]
    .map(|text| view! { <li>{text.say(lang)}</li> });
    view! {
        <section>
            <h2>{start::SCAN_TITLE.say(lang)}</h2>
            <ul>{points.collect_view()}</ul>
            <p>{start::NOT_JLIS.say(lang)}</p>
            <p><a href=format!("/{}/help#scan", lang.tag())>{start::SCAN_MORE.say(lang)}</a></p>
        </section>
    }
    .into_any()
}

fn samples(lang: Lang, samples: &[Sample]) -> AnyView {
    let cards = samples
        .iter()
        .map(|sample| sample_card(lang, sample))
        .collect_view();
    view! {
        <section id="samples">
            <h2>{start::SAMPLES.say(lang)}</h2>
            <p>{start::SAMPLES_LEAD.say(lang)}</p>
            <ul class="samples">{cards}</ul>
        </section>
    }
    .into_any()
}

fn sample_card(lang: Lang, sample: &Sample) -> AnyView {
    let id = format!("sample-{}", sample.slug);
    let kind = words::kind(&sample.kind, lang).into_owned();
    let link = |address: &str, class: &'static str, text: words::Text| {
        let label = format!("{} ({kind})", text.say(lang));
        view! { <a href=address.to_owned() class=class download="" aria-label=label>{text.say(lang)}</a> }
    };
    view! {
        <li class="card" data-sample=sample.slug.clone()>
            <h3 id=id.clone()>
                <span class="specimen">{words::SPECIMEN.say(lang)}</span>
                {kind.clone()}
            </h3>
            <form method="post" action=format!("/{}/samples/{}", lang.tag(), sample.slug)>
                <button type="submit" class="button secondary" aria-describedby=id.clone()>
                    {start::TRY.say(lang)}
                </button>
            </form>
            <p class="links">
                {link(&sample.scan, "scan", start::SAMPLE_SCAN)}
                {link(&sample.pdf, "pdf", start::SAMPLE_PDF)}
            </p>
        </li>
    }
    .into_any()
}
