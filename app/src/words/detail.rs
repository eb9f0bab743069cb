use super::{Text, t};
use report::{Detail, Edge, Lang};

/// The reason with its figure or place behind it.
pub fn after(why: &str, detail: &Detail, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{why}{}", japanese(detail)),
        Lang::En => format!("{why} {}", english(detail)),
    }
}

fn japanese(detail: &Detail) -> String {
    match detail {
        Detail::Dpi(dpi) => format!("この画像の解像度は、およそ {dpi} dpi です。"),
        Detail::Edges(edges) => {
            format!(
                "切れているのは、画像の{}です。",
                names(edges, "・", Lang::Ja)
            )
        }
        Detail::FromLeft(percent) => {
            format!("筋は、画像の左端から幅のおよそ {percent} % のところにあります。")
        }
    }
}

fn english(detail: &Detail) -> String {
    match detail {
        Detail::Dpi(dpi) => format!("The picture has about {dpi} dpi."),
        Detail::Edges(edges) => {
            format!(
                "It is cut off at the picture’s {}.",
                names(edges, ", ", Lang::En)
            )
        }
        Detail::FromLeft(percent) => {
            format!("The line is about {percent} % of the width from the picture’s left edge.")
        }
    }
}

fn names(edges: &[Edge], between: &str, lang: Lang) -> String {
    let names: Vec<&str> = edges.iter().map(|&edge| name(edge).say(lang)).collect();
    names.join(between)
}

fn name(edge: Edge) -> Text {
    match edge {
        Edge::Top => t("上端", "top"),
        Edge::Right => t("右端", "right"),
        Edge::Bottom => t("下端", "bottom"),
        Edge::Left => t("左端", "left"),
    }
}
