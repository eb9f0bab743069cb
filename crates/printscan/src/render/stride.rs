//! The pixels of one stride.

use super::{End, Page, STRIDE};
use crate::fold::Fold;
use crate::geometry::Spot;

impl<const C: usize> Page<'_, C> {
    /// Linear light between two ends.
    pub(super) fn stride(&self, from: End, to: End, pixels: &mut [[f32; C]]) {
        let (a, b) = (from.spot, to.spot);
        let clear = self.overlay.is_clear((a.x, a.y), (b.x, b.y), self.jump);
        let inner = self.is_inner(a) && self.is_inner(b);
        let near = |fold: &Fold| fold.touches(fold.distance(a.x, a.y), fold.distance(b.x, b.y));
        let creased = self.folds.iter().any(near);
        for (at, pixel) in pixels.iter_mut().enumerate() {
            let part = at as f32 * (1.0 / STRIDE as f32);
            let mix = |a: f32, b: f32| a + (b - a) * part;
            let (mut x, mut y) = (mix(a.x, b.x), mix(a.y, b.y));
            let (mut light, mut kept) = (mix(from.light, to.light), 1.0);
            let (x0, y0) = (x, y);
            for fold in &self.folds {
                let distance = fold.distance(x0, y0);
                let (dx, dy) = fold.jump(distance);
                (x, y) = (x + dx, y + dy);
                if creased {
                    let crease = fold.crease(distance);
                    (light, kept) = (light * crease.light, kept * crease.toner);
                }
            }
            let mut value = self.paper_at(x, y, kept);
            if !clear {
                self.cover(&mut value, x, y);
            }
            if !inner {
                light = self.edge(&mut value, x, y, light, mix(from.light, to.light));
            }
            let glare = mix(from.glare, to.glare);
            *pixel = value.map(|value| value * light + glare);
        }
    }

    /// Toner on paper, with the other side showing through.
    #[inline]
    fn paper_at(&self, x: f32, y: f32, kept: f32) -> [f32; C] {
        let ink = self.front.sample(x, y) * kept;
        let through = self.back.as_ref().map_or(0.0, |back| {
            self.show_through * back.sample(self.size.0 - x, y)
        });
        std::array::from_fn(|c| {
            let paper = self.paper[c] * (1.0 - through);
            paper + (self.toner[c] - paper) * ink
        })
    }

    fn cover(&self, value: &mut [f32; C], x: f32, y: f32) {
        let covering = self.overlay.at(x, y);
        for (c, value) in value.iter_mut().enumerate() {
            let inked = *value * self.sensor.level(covering.ink[c]);
            *value = inked + (self.sensor.level(covering.cover[c]) - inked) * covering.alpha;
        }
    }

    /// Mixes paper and ground at the paper's edge, and returns the light there: beyond
    /// the edge there is a shadow, and creases have no effect.
    fn edge(&self, value: &mut [f32; C], x: f32, y: f32, light: f32, flat: f32) -> f32 {
        let inside = x.min(self.size.0 - x).min(y).min(self.size.1 - y);
        let part = (inside / self.pixel_mm + 0.5).clamp(0.0, 1.0);
        let (width, depth) = self.edge;
        let shadow = 1.0 - depth * (inside.min(0.0) / width).exp();
        for (value, ground) in value.iter_mut().zip(self.ground) {
            *value = ground * shadow + (*value - ground * shadow) * part;
        }
        flat + (light - flat) * part
    }

    /// Whether a stride's end is so far inside that no pixel before it is at the edge.
    fn is_inner(&self, spot: Spot) -> bool {
        let margin = self.jump + 2.0 * self.pixel_mm;
        let along = |at: f32, length: f32| (margin..length - margin).contains(&at);
        along(spot.x, self.size.0) && along(spot.y, self.size.1)
    }
}
