use crate::{Site, words};
use leptos::prelude::*;
use report::{Lang, Problem, ProblemCode};

/// The page that answers a request for which no report could be made.
pub fn problem_page(lang: Lang, code: ProblemCode, site: &Site) -> AnyView {
    let text = words::problem(code, None, lang);
    let about_limits = matches!(
        code,
        ProblemCode::UploadTooLarge | ProblemCode::TooManyFiles | ProblemCode::TooManyPages
    );
    let limits = about_limits.then(|| view! { <p>{words::limits(&site.limits, lang)}</p> });
    view! {
        <main id="main" class="narrow">
            <div class="headline cannot-tell" data-problem=code.slug()>
                <h1 tabindex="-1">{text.title}</h1>
                <p>{text.why}</p>
                {limits}
                <p class="next"><strong>{words::NEXT.say(lang)}</strong> {text.next}</p>
            </div>
            <p><a class="button" href=format!("/{}/", lang.tag())>{words::BACK_TO_START.say(lang)}</a></p>
        </main>
    }
    .into_any()
}

/// Problems within a report; nothing where there are none.
pub fn problem_list(
    lang: Lang,
    problems: &[Problem],
    place: impl Fn(&Problem) -> Option<String>,
) -> AnyView {
    if problems.is_empty() {
        return ().into_any();
    }
    let items = problems
        .iter()
        .map(|problem| problem_item(lang, problem, place(problem)))
        .collect_view();
    view! { <ul class="problems">{items}</ul> }.into_any()
}

fn problem_item(lang: Lang, problem: &Problem, place: Option<String>) -> AnyView {
    let text = words::problem(problem.code, problem.detail.as_ref(), lang);
    view! {
        <li data-problem=problem.code.slug()>
            {place.map(|place| view! { <p class="place">{place}</p> })}
            <p class="title"><strong>{text.title}</strong></p>
            <p>{text.why}</p>
            <p class="next"><strong>{words::NEXT.say(lang)}</strong> {text.next}</p>
        </li>
    }
    .into_any()
}
