/// Nodes in columns and rows, counted row by row.
#[derive(Clone, Copy)]
pub(crate) struct Lattice {
    pub columns: usize,
    pub rows: usize,
}

impl Lattice {
    /// The node `dx` columns to the right and `dy` rows down, if there is one.
    pub fn step(self, from: usize, (dx, dy): (isize, isize)) -> Option<usize> {
        let column = (from % self.columns).checked_add_signed(dx)?;
        let row = (from / self.columns).checked_add_signed(dy)?;
        (column < self.columns && row < self.rows).then(|| row * self.columns + column)
    }

    /// The nodes up to `reach` steps away to every side, row by row, and the steps to them.
    pub fn around(
        self,
        node: usize,
        reach: isize,
    ) -> impl Iterator<Item = ((isize, isize), usize)> {
        let steps = (-reach..=reach).flat_map(move |dy| (-reach..=reach).map(move |dx| (dx, dy)));
        steps
            .filter(|&step| step != (0, 0))
            .filter_map(move |step| Some((step, self.step(node, step)?)))
    }
}
