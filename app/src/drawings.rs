//! Drawings, in the text's own colours. Each is said in words by whoever shows it.

use crate::words::{Text, paper};
use leptos::prelude::*;
use report::Lang;

fn drawing(says: &'static str, view_box: &'static str, inner: AnyView) -> AnyView {
    view! {
        <svg class="drawing" viewBox=view_box role="img" aria-label=says>
            {inner}
        </svg>
    }
    .into_any()
}

/// A sheet of paper with a tinted ground.
fn sheet(x: u32) -> AnyView {
    view! {
        <rect class="sheet-of-paper" x=x y="6" width="92" height="112" rx="2" />
        <path class="line" d=format!("M{} 24h60M{} 36h72M{} 48h66M{} 60h72M{} 72h40", x + 10, x + 10, x + 10, x + 10, x + 10) />
    }
    .into_any()
}

fn caption(x: u32, text: Text, lang: Lang) -> AnyView {
    view! { <text class="caption" x=x y="136" text-anchor="middle">{text.say(lang)}</text> }
        .into_any()
}

/// The copy-warning lettering: absent on the original, there on a photocopy.
pub fn copy_warning(lang: Lang) -> AnyView {
    let letters = [(150, 50), (186, 76), (152, 104)].map(|(x, y)| {
        view! { <text class="ghost" x=x y=y transform=format!("rotate(-20 {x} {y})")>"複写"</text> }
    });
    let inner = view! {
        {sheet(4)}
        {sheet(134)}
        {letters.collect_view()}
        {caption(50, paper::COPY_ORIGINAL, lang)}
        {caption(180, paper::COPY_COPY, lang)}
    };
    drawing(
        paper::COPY_PICTURE.say(lang),
        "0 0 230 142",
        inner.into_any(),
    )
}

/// The anti-forgery image: one picture to the eye, another to an infra-red camera.
pub fn infrared(lang: Lang) -> AnyView {
    let blossom = (0..5).map(|petal| {
        let turn = petal * 72;
        view! { <ellipse class="ink" cx="50" cy="44" rx="8" ry="14" transform=format!("rotate({turn} 50 60)") /> }
    });
    let inner = view! {
        <rect class="sheet-of-paper" x="4" y="24" width="92" height="72" rx="2" />
        {blossom.collect_view()}
        <path class="line" d="M104 60h22m-7-6l7 6-7 6" />
        <rect class="camera" x="134" y="16" width="92" height="88" rx="8" />
        <rect class="dark" x="142" y="26" width="76" height="60" rx="2" />
        <path class="light" d="M166 40v32h28M166 56h20M166 40h28" />
        <circle class="light" cx="180" cy="95" r="3" />
        {caption(50, paper::BY_EYE, lang)}
        {caption(180, paper::BY_CAMERA, lang)}
    };
    drawing(
        paper::INFRARED_PICTURE.say(lang),
        "0 0 230 142",
        inner.into_any(),
    )
}
