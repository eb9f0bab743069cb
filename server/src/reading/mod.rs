//! One page, from pixels to what its cells carry, or to why they could not be read.
//!
//! This is done in the worker process, which has no keys: pixels do not leave it, and what a
//! stranger's picture could do to the code that reads it, it does there.
//!
//! ```text
//! scan     marks, label, mesh, every cell   -> soft bits
//! sheet    correction, checksum             -> sealed
//! advice   of what was not read, why
//! ```

mod advice;
mod evidence;

use crate::problem;
use pages::worker::{Looked, Worker};
use report::{Detail, Evidence, Measures, Place, Problem, ProblemCode};
use scan::{Gray, Reading, Scan};
use serde::{Deserialize, Serialize};
use sheet::{Label, Repairs, Sealed, Unreadable};
use std::io;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// What was read of a page.
pub struct PageRead {
    /// `Err`: no sheet was identified.
    pub sheet: Result<SheetRead, Reason>,
    pub evidence: Evidence,
    pub took: Took,
}

/// A page whose label was read.
pub struct SheetRead {
    pub label: Label,
    /// The host that the label's address names; proves nothing.
    pub host: String,
    pub measures: Measures,
    /// `Err`: the cells could not be corrected, or the frame's checksum does not hold.
    pub sealed: Result<Sealed, Reason>,
}

/// Why something was not read.
#[derive(Serialize, Deserialize)]
pub struct Reason {
    pub code: ProblemCode,
    pub detail: Option<Detail>,
}

/// How long it took.
#[derive(Serialize, Deserialize)]
pub struct Took {
    pub scan: Duration,
    /// `None`: no label was read, and so there was nothing to correct.
    pub correction: Option<Duration>,
}

impl Reason {
    /// `None`: this is not told of pages.
    fn of_page(self) -> Option<Reason> {
        problem::status(self.code).is_none().then_some(self)
    }

    pub fn at(self, place: Place) -> Problem {
        place.problem(self.code).with(self.detail)
    }
}

/// The process that reads.
///
/// # Errors
/// Its executable is not beside this one.
pub fn worker() -> io::Result<Worker> {
    Worker::beside_this_executable("uramen-worker")
}

/// Reads an upload in the worker, page by page, until `on_page` breaks.
///
/// # Errors
/// Those of [`Worker::look`]; saying what no worker of ours says is a fault of the worker.
pub fn read_each(
    worker: &Worker,
    bytes: &[u8],
    limits: &pages::Limits,
    wanted: pages::Wanted,
    on_page: &mut dyn FnMut(Looked, PageRead) -> ControlFlow<()>,
) -> Result<(), pages::Error> {
    let mut is_understood = true;
    let end = worker.look(
        bytes,
        limits,
        wanted,
        &mut |looked| match PageRead::heard(&looked.said) {
            Some(read) => on_page(looked, read),
            None => {
                is_understood = false;
                ControlFlow::Break(())
            }
        },
    );
    if is_understood {
        return end;
    }
    let lie = io::Error::new(io::ErrorKind::InvalidData, "what was said of a page");
    Err(pages::Error::Worker(lie))
}

/// What the worker says of a page; [`PageRead::heard`] understands it.
pub fn look(page: &pages::Page) -> Vec<u8> {
    read(page).said()
}

fn read(page: &pages::Page) -> PageRead {
    let gray = Gray {
        width: page.width,
        height: page.height,
        pixels: &page.gray,
    };
    let start = Instant::now();
    let Scan { outcome, evidence } = scan::scan(gray);
    let mut took = Took {
        scan: start.elapsed(),
        correction: None,
    };
    let sheet = match outcome {
        Err(error) => Err(advice::of_page(gray, &error, &evidence)),
        Ok(reading) => {
            let start = Instant::now();
            let decoded = sheet::decode(&reading.label, reading.layout, &reading.soft);
            took.correction = Some(start.elapsed());
            Ok(SheetRead {
                measures: measures(&reading, &decoded),
                label: reading.label,
                host: reading.host,
                sealed: match decoded {
                    Ok((sealed, _)) => Ok(sealed),
                    Err(_) => Err(advice::of_cells(gray, &evidence)),
                },
            })
        }
    };
    PageRead {
        sheet,
        evidence: evidence::of(evidence, page.width, page.height),
        took,
    }
}

fn measures(reading: &Reading, decoded: &Result<(Sealed, Repairs), Unreadable>) -> Measures {
    let (corrected, cells, margin) = match decoded {
        Ok((_, repairs)) => (repairs.corrected, repairs.cells, repairs.margin()),
        Err(unreadable) => {
            let cells = u32::try_from(reading.layout.data_cells).unwrap_or(u32::MAX);
            (unreadable.repairs.corrected, cells, 0.0)
        }
    };
    let finite = |figure: f32| if figure.is_finite() { figure } else { 0.0 };
    Measures {
        dpi: finite(reading.dpi),
        rotation: finite(reading.rotation),
        corrected,
        cells,
        margin,
    }
}

fn is_sane(measures: &Measures) -> bool {
    let Measures {
        dpi,
        rotation,
        margin,
        ..
    } = measures;
    [dpi, rotation, margin]
        .iter()
        .all(|figure| figure.is_finite())
}

/// [`PageRead`] as it is said: this as JSON, a line end, and the sealed content.
#[derive(Serialize, Deserialize)]
struct Said {
    sheet: Result<SheetSaid, Reason>,
    evidence: Evidence,
    took: Took,
}

#[derive(Serialize, Deserialize)]
struct SheetSaid {
    label: [u8; Label::LEN],
    host: String,
    measures: Measures,
    /// Why nothing comes after this.
    unread: Option<Reason>,
}

impl PageRead {
    fn said(self) -> Vec<u8> {
        let mut sealed = None;
        let sheet = self.sheet.map(|sheet| {
            let mut unread = None;
            match sheet.sealed {
                Ok(content) => sealed = Some(content),
                Err(reason) => unread = Some(reason),
            }
            SheetSaid {
                label: sheet.label.to_bytes(),
                host: sheet.host,
                measures: sheet.measures,
                unread,
            }
        });
        let said = Said {
            sheet,
            evidence: self.evidence,
            took: self.took,
        };
        // Fails only where a key of a map is no text, and there are no maps.
        let mut bytes = serde_json::to_vec(&said).unwrap_or_default();
        bytes.push(b'\n');
        if let Some(sealed) = sealed {
            bytes.extend(sealed.encapsulated_key);
            bytes.extend(sealed.ciphertext);
        }
        bytes
    }

    /// From what a worker said. `None`: no worker of ours says this.
    fn heard(said: &[u8]) -> Option<PageRead> {
        let end = said.iter().position(|byte| *byte == b'\n')?;
        let (json, rest) = said.split_at_checked(end)?;
        let Said {
            sheet,
            evidence,
            took,
        } = serde_json::from_slice(json).ok()?;
        if !evidence::is_sane(&evidence) {
            return None;
        }
        let sheet = match sheet {
            Err(reason) => Err(reason.of_page()?),
            Ok(sheet) => Ok(SheetRead {
                label: Label::from_bytes(&sheet.label).ok()?,
                host: sheet.host,
                measures: is_sane(&sheet.measures).then_some(sheet.measures)?,
                sealed: match sheet.unread {
                    Some(reason) => Err(reason.of_page()?),
                    None => {
                        let (key, ciphertext) = rest.get(1..)?.split_first_chunk()?;
                        Ok(Sealed {
                            encapsulated_key: *key,
                            ciphertext: ciphertext.to_vec(),
                        })
                    }
                },
            }),
        };
        Some(PageRead {
            sheet,
            evidence,
            took,
        })
    }
}
