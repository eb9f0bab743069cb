use crate::detail;
use app::words;
use report::{Check, Headline, Lang, Outcome, ProblemCode};

/// Every headline, check and problem in both languages side by side, for whoever translates
/// or tests.
pub fn messages() -> String {
    let rows: String = headlines().chain(checks()).chain(problems()).collect();
    format!(
        "<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>Messages</title>\
         <link rel=\"stylesheet\" href=\"/pkg/uramen.css\"></head><body><main class=\"wide\">\
         <h1>Messages</h1><table>{rows}</table></main></body></html>"
    )
}

fn row(slug: &str, says: impl Fn(Lang) -> String) -> String {
    let cell = |lang: Lang| format!("<td lang=\"{}\">{}</td>", lang.tag(), says(lang));
    let cells: String = Lang::ALL.map(cell).concat();
    format!("<tr id=\"{slug}\"><th scope=\"row\"><code>{slug}</code></th>{cells}</tr>")
}

fn headlines() -> impl Iterator<Item = String> {
    Headline::ALL.into_iter().map(|headline| {
        row(headline.slug(), |lang| {
            let words = words::headline(headline, lang);
            format!("<strong>{}</strong><br>{}", words.title, words.meaning)
        })
    })
}

fn checks() -> impl Iterator<Item = String> {
    use Outcome::*;
    let outcomes = [Passed, Failed, CannotTell, NotDone];
    let each = Check::ALL
        .into_iter()
        .flat_map(move |check| outcomes.map(|outcome| (check, outcome)));
    each.map(|(check, outcome)| {
        row(&format!("{}-{outcome:?}", check.slug()), |lang| {
            let words = words::check(check, outcome, lang);
            let outcome = words::outcome(outcome, lang);
            format!(
                "<strong>{}: {outcome}</strong><br>{}",
                words.name, words.says
            )
        })
    })
}

fn problems() -> impl Iterator<Item = String> {
    ProblemCode::ALL.iter().map(|&code| {
        row(code.slug(), |lang| {
            let words = words::problem(code, detail(code).as_ref(), lang);
            format!(
                "<strong>{}</strong><br>{}<br>→ {}",
                words.title, words.why, words.next
            )
        })
    })
}
