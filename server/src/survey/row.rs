use super::reader::{FileRead, PageRead};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

pub const HEAD: &str =
    "condition                    pages  read misread margin  decode    read correct  problems";

/// In folders whose names begin so there is nothing to be read.
const NONE: &str = "none";

/// What a condition came to.
#[derive(Serialize)]
pub struct Row {
    pub condition: String,
    pub pages: u32,
    pub read: u32,
    pub misread: u32,
    /// Of the pages that were read.
    least_margin: Option<f64>,
    milliseconds: Milliseconds,
    problems: BTreeMap<&'static str, u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    each: Vec<Each>,
}

/// Means, of the pages for which it was done.
#[derive(Serialize)]
struct Milliseconds {
    decode: Option<f64>,
    read: Option<f64>,
    correct: Option<f64>,
}

/// A page, or a file that gave no more of them.
#[derive(Serialize)]
struct Each {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    /// `read`, `misread`, or a problem's code.
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    holds: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<f64>,
}

impl Row {
    pub fn of(condition: String, files: &[FileRead], is_verbose: bool) -> Row {
        let is_none = condition.starts_with(NONE);
        let each: Vec<Each> = files
            .iter()
            .flat_map(|file| of_file(file, is_none))
            .collect();
        let count = |outcome: &str| {
            let same = each.iter().filter(|each| each.outcome == outcome);
            same.count() as u32
        };
        let pages = || files.iter().flat_map(|file| &file.pages);
        let mut problems = BTreeMap::new();
        for each in each.iter().filter(|each| each.holds.is_none()) {
            *problems.entry(each.outcome).or_default() += 1;
        }
        let read = each.iter().filter(|each| each.outcome == READ);
        let least_margin = read.filter_map(|each| each.margin).reduce(f64::min);
        let number = pages().count();
        let decode: Duration = files.iter().map(|file| file.decode).sum();
        Row {
            pages: number as u32,
            read: count(READ),
            misread: count(MISREAD),
            least_margin,
            milliseconds: Milliseconds {
                decode: mean(decode, number),
                read: mean(pages().map(|page| page.read).sum(), number),
                correct: mean(
                    pages().filter_map(|page| page.correct).sum(),
                    pages().filter(|page| page.correct.is_some()).count(),
                ),
            },
            problems,
            condition,
            each: if is_verbose { each } else { Vec::new() },
        }
    }

    /// # Errors
    /// Nobody takes the output.
    pub fn write(&self, out: &mut impl Write, is_json: bool) -> io::Result<()> {
        if is_json {
            return writeln!(out, "{}", serde_json::to_string(self)?);
        }
        let Milliseconds {
            decode,
            read,
            correct,
        } = self.milliseconds;
        let problems = self.problems.iter();
        let problems: Vec<String> = problems.map(|(code, n)| format!("{code} {n}")).collect();
        writeln!(
            out,
            "{:28} {:5} {:5} {:7} {:>6} {:>7} {:>7} {:>7}  {}",
            self.condition.escape_debug().to_string(),
            self.pages,
            self.read,
            self.misread,
            figure(self.least_margin, 2),
            figure(decode, 0),
            figure(read, 0),
            figure(correct, 0),
            problems.join(", ")
        )?;
        self.each.iter().try_for_each(|each| each.write(out))
    }
}

impl Each {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        write!(out, "    {}", self.file.escape_debug())?;
        if let Some(page) = self.page {
            write!(out, ", page {page}")?;
        }
        write!(out, ": {}", self.outcome)?;
        if let (Some(holds), Some(margin)) = (&self.holds, self.margin) {
            write!(out, " {holds}, margin {margin:.2}")?;
        }
        writeln!(out)
    }
}

const READ: &str = "read";
const MISREAD: &str = "misread";

fn of_file(file: &FileRead, is_none: bool) -> impl Iterator<Item = Each> {
    let stated = stated(&file.name);
    let pages = file.pages.iter();
    let pages = pages.map(move |page| of_page(&file.name, page, &stated, is_none));
    pages.chain(file.problem.map(|problem| Each {
        file: file.name.clone(),
        page: None,
        outcome: problem.slug(),
        holds: None,
        margin: None,
    }))
}

fn of_page(file: &str, page: &PageRead, stated: &[[u8; 4]], is_none: bool) -> Each {
    let read = page.outcome.as_ref().ok();
    let is_other = |fingerprint: &[u8; 4]| !stated.is_empty() && !stated.contains(fingerprint);
    Each {
        file: file.to_owned(),
        page: Some(page.number),
        outcome: match &page.outcome {
            Err(problem) => problem.slug(),
            Ok(sheet) if is_none || is_other(&sheet.fingerprint) => MISREAD,
            Ok(_) => READ,
        },
        holds: read.map(|sheet| HEXLOWER.encode(&sheet.fingerprint)),
        margin: read.map(|sheet| rounded(f64::from(sheet.margin), 3)),
    }
}

/// What the file's name says that its pages hold: the parts of eight hexadecimal digits
/// before its ending.
fn stated(name: &str) -> Vec<[u8; 4]> {
    let parts = name.split('.').skip(1).filter(|part| part.len() == 8);
    let bytes = parts.filter_map(|part| HEXLOWER_PERMISSIVE.decode(part.as_bytes()).ok());
    bytes
        .filter_map(|bytes| bytes.first_chunk().copied())
        .collect()
}

fn mean(sum: Duration, count: usize) -> Option<f64> {
    (count > 0).then(|| rounded(sum.as_secs_f64() * 1000.0 / count as f64, 1))
}

fn rounded(value: f64, digits: i32) -> f64 {
    let unit = 10f64.powi(digits);
    (value * unit).round() / unit
}

/// A dash where there is none.
fn figure(value: Option<f64>, digits: usize) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.digits$}"))
}
