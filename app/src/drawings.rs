//! Drawings, in the text's own colours. Each is said in words by whoever shows it.

use crate::words::{Text, help, paper};
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

/// The back of a certificate: marks in the corners, cells between them.
fn back_of_paper(x: u32) -> AnyView {
    let marks = [(x + 12, 18), (x + 80, 18), (x + 12, 106), (x + 80, 106)]
        .map(|(cx, cy)| view! { <circle class="dot" cx=cx cy=cy r="5" /> });
    view! {
        <rect class="sheet-of-paper" x=x y="6" width="92" height="112" rx="2" />
        <rect class="cells" x={x + 22} y="14" width="48" height="96" />
        <rect class="cells" x={x + 8} y="28" width="76" height="68" />
        {marks.collect_view()}
    }
    .into_any()
}

/// Face down into the corner of the glass.
pub fn on_the_glass(lang: Lang) -> AnyView {
    let inner = view! {
        <path class="camera" d="M20 8h190v22H20z" />
        <rect class="camera" x="10" y="34" width="210" height="96" rx="6" />
        <rect class="glass" x="26" y="42" width="170" height="80" />
        <rect class="sheet-of-paper" x="26" y="42" width="112" height="76" />
        <path class="strong" d="M82 66v34m-9-9l9 9 9-9" />
    };
    drawing(
        help::GLASS_PICTURE.say(lang),
        "0 0 230 142",
        inner.into_any(),
    )
}

/// What a scanner's program asks.
pub fn scan_settings(lang: Lang) -> AnyView {
    let rows = [
        (help::SET_SIZE, "A4"),
        (help::SET_DPI, "300 dpi"),
        (help::SET_COLOUR, help::COLOUR.say(lang)),
        (help::SET_SCALE, "100 %"),
        (help::SET_ENHANCE, help::OFF.say(lang)),
    ];
    let rows = rows.into_iter().zip(0..).map(|((name, value), row)| {
        let y = 10 + row * 26;
        view! {
            <text class="caption" x="6" y={y + 15}>{name.say(lang)}</text>
            <rect class="strong" x="116" y=y width="106" height="21" rx="4" />
            <text class="caption value" x="124" y={y + 15}>{value}</text>
        }
    });
    let inner = rows.collect_view().into_any();
    drawing(help::SETTINGS_PICTURE.say(lang), "0 0 230 142", inner)
}

/// All four marks, and the bottom cut off.
pub fn all_edges(lang: Lang) -> AnyView {
    let inner = view! {
        {back_of_paper(4)}
        <path class="strong" d="M40 130l7 7 13-14" />
        <svg x="130" y="0" width="100" height="92" viewBox="130 0 100 92">{back_of_paper(134)}</svg>
        <path class="line" d="M134 92h92" />
        <path class="strong" d="M172 122l14 14m0-14l-14 14" />
    };
    drawing(
        help::EDGES_PICTURE.say(lang),
        "0 0 230 142",
        inner.into_any(),
    )
}
