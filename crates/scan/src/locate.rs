//! Finds the sheet on the page: of the poses in which a label can be read, the one that leads
//! to most pilots.

use crate::gray::Plane;
use crate::marks::{self, Candidate, Coarse};
use crate::mesh::Mesh;
use crate::pose::{self, Pose};
use crate::texture::{self, Texture};
use crate::{Evidence, Look, ScanError, label, look};
use sheet::{Layout, Profile};

/// A sheet found on the page.
pub(crate) struct Located {
    pub pose: Pose,
    pub found: label::Found,
    pub layout: &'static Layout,
    pub mesh: Mesh,
}

/// A pose is right when this share of the pilots stands where it leads to; with a third of
/// the page blotted it is a little more than a third, and other poses are tried in vain.
const GOOD_SHARE: f32 = 0.5;
/// A mesh grown from elsewhere is better when it finds this share more.
const CLEARLY_MORE: f32 = 0.05;
/// Never do so many by chance.
const SOME_SHARE: f32 = 0.05;
/// Poses by four marks at which a label is looked for, on a page full of what looks like them.
const MOST_TRIED: usize = 24;
/// Poses with a label whose pilots are looked for.
const MOST_MESHES: usize = 4;

pub(crate) fn sheet(plane: &Plane, evidence: &mut Evidence) -> Result<Located, ScanError> {
    let mut search = Search::default();
    if texture::has_nothing_dark(&rows(plane)) {
        return search.end(plane, evidence);
    }
    let coarse = Coarse::new(plane);
    for scale in marks::SCALES {
        let is_new = marks::merge(&mut search.candidates, coarse.candidates(scale));
        // As long as other sizes are left to be tried, only what all four marks agree on.
        if is_new && search.tried.len() < MOST_TRIED {
            search.try_poses(plane, 4);
        }
        // Nor is a sheet of another size where there are no cells: of print and blank paper, most of
        // the search.
        if search.is_over || !texture(plane, evidence).may_hold_cells() {
            break;
        }
    }
    if !search.is_over {
        search.try_poses(plane, 2);
    }
    if !search.is_over && search.sheets.is_empty() {
        search.try_alone(plane);
    }
    search.end(plane, evidence)
}

#[derive(Default)]
struct Search {
    candidates: Vec<Candidate>,
    tried: Vec<Pose>,
    sheets: Vec<Located>,
    failure: Option<(ScanError, Pose)>,
    /// Whether nothing better can come.
    is_over: bool,
}

impl Search {
    /// Tries all poses of at least so many marks that were not tried before.
    fn try_poses(&mut self, plane: &Plane, least: usize) {
        for pose in pose::poses(&self.candidates, false) {
            let is_known = self.tried.iter().any(|t| t.marks == pose.marks);
            if pose.found() < least || is_known {
                continue;
            }
            self.tried.push(pose.clone());
            match label::read(plane, &pose.map) {
                Ok(found) => self.follow(plane, pose, found),
                Err(error) => self.fail(error, pose),
            }
            if self.is_over || self.sheets.len() == MOST_MESHES {
                return;
            }
        }
    }

    /// Where blots pass for marks there may be more poses than can be tried. One label stands beside
    /// the one mark that no blot is like.
    fn try_alone(&mut self, plane: &Plane) {
        for Pose { marks, map } in pose::alone(&self.candidates) {
            match label::read(plane, &map) {
                Ok(found) => {
                    let map = found.map;
                    return self.follow(plane, Pose { marks, map }, found);
                }
                Err(ScanError::LabelsDiffer) => {
                    return self.fail(ScanError::LabelsDiffer, Pose { marks, map });
                }
                Err(_) => {}
            }
        }
    }

    fn follow(&mut self, plane: &Plane, mut pose: Pose, found: label::Found) {
        let layout = Layout::of(found.label.profile);
        let mut mesh = Mesh::build(plane, layout, &pose);
        let is_shifted = mesh.is_shifted(layout, &found.map, found.middle);
        // What is known of the label is right, whatever stands where its pose has a mark.
        if is_shifted || mesh.found() <= GOOD_SHARE {
            let grown = Mesh::from(plane, layout, &found.map, &[found.middle]);
            if is_shifted || grown.found() > mesh.found() + CLEARLY_MORE {
                mesh = grown;
                pose = pose.agreeing(&found.map, |mark| mesh.place(layout, mark));
            }
        }
        self.is_over = mesh.found() > GOOD_SHARE;
        self.sheets.push(Located {
            pose,
            found,
            layout,
            mesh,
        });
    }

    /// Of several poses' failures, the one that got farthest is told.
    fn fail(&mut self, error: ScanError, pose: Pose) {
        let so_far = self.failure.as_ref().map(|(error, _)| rank(error));
        if so_far.is_none_or(|so_far| rank(&error) > so_far) {
            self.failure = Some((error, pose));
        }
        // Speaks of tampering: no other pose may hide it.
        if error == ScanError::LabelsDiffer {
            self.sheets.clear();
            self.is_over = true;
        }
    }

    fn end(self, plane: &Plane, evidence: &mut Evidence) -> Result<Located, ScanError> {
        let sheets = self.sheets.into_iter();
        let best = sheets.max_by(|a, b| a.mesh.found().total_cmp(&b.mesh.found()));
        match (best, self.failure) {
            (Some(sheet), _) => Ok(sheet),
            (None, None) => Err(ScanError::NoSheet(look(plane, evidence))),
            (None, Some((error, pose))) => {
                let error = explained(plane, &self.candidates, error, &pose, evidence);
                if !matches!(error, ScanError::NoSheet(_)) {
                    evidence.set_pose(&pose);
                }
                Err(error)
            }
        }
    }
}

fn look(plane: &Plane, evidence: &mut Evidence) -> Look {
    look::of(plane, texture(plane, evidence))
}

fn texture<'a>(plane: &Plane, evidence: &'a mut Evidence) -> &'a Texture {
    evidence
        .texture
        .get_or_insert_with(|| Texture::of(&rows(plane)))
}

fn rows<'a>(plane: &'a Plane) -> Vec<&'a [u8]> {
    plane.rows().collect()
}

fn rank(error: &ScanError) -> u8 {
    match error {
        ScanError::NoSheet(_) => 0,
        ScanError::NoLabel => 1,
        ScanError::LabelUnreadable | ScanError::Mirrored => 2,
        ScanError::ForeignLabel | ScanError::LabelVersion(_) => 3,
        ScanError::LabelsDiffer => 4,
    }
}

/// Marks, or what looks like them, without a label: once more, what may it be?
fn explained(
    plane: &Plane,
    candidates: &[Candidate],
    error: ScanError,
    pose: &Pose,
    evidence: &mut Evidence,
) -> ScanError {
    if rank(&error) > rank(&ScanError::Mirrored) {
        return error;
    }
    let mirrored = pose::poses(candidates, true);
    let mut mirrored = mirrored.iter().filter(|pose| pose.found() >= 3);
    if mirrored.any(|pose| label::read(plane, &pose.map).is_ok()) {
        return ScanError::Mirrored;
    }
    if error != ScanError::NoLabel {
        return error;
    }
    // Print is full of dots: four of them may stand like marks, but not around cells.
    let look = look(plane, evidence);
    if matches!(look, Look::Print | Look::Blank) {
        return ScanError::NoSheet(look);
    }
    // Fewer than four may be anything; pilots where they lead to are no chance.
    let leads_to_pilots =
        |profile| Mesh::build(plane, Layout::of(profile), pose).found() > SOME_SHARE;
    if pose.found() < 4 && !Profile::ALL.into_iter().any(leads_to_pilots) {
        return ScanError::NoSheet(look);
    }
    if label::is_foreign(plane, &pose.map) {
        return ScanError::ForeignLabel;
    }
    error
}
