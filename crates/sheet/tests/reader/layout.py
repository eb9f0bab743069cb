"""Where cells, pilots, marks and labels stand."""

from functools import cache

WIDTH, HEIGHT = 4960, 7016
GRID_X, GRID_Y, GRID_W, GRID_H = 236, 236, 4488, 5832
MARK = 168
MARKS = [
    (GRID_X, GRID_Y),
    (GRID_X + GRID_W - MARK, GRID_Y),
    (GRID_X + GRID_W - MARK, GRID_Y + GRID_H - MARK),
    (GRID_X, GRID_Y + GRID_H - MARK),
]
LABELS = [(4139, 6132), (404, 236)]
LABEL = 585
CUT_OUTS = [(x, y, MARK) for x, y in MARKS] + [(404, 236, LABEL)]
PILOT = ["#.#.#.", "..####", "##....", "###..#", "##.#..", "#..#.."]


def overlaps_cut_out(x, y, side):
    return any(
        x < cx + cut and cx < x + side and y < cy + cut and cy < y + side
        for cx, cy, cut in CUT_OUTS
    )


def pilots_along(cells, dots):
    gaps = -(-(cells - 6) // (153 // dots))
    return [(k * (cells - 6) + gaps // 2) // gaps for k in range(gaps + 1)]


class Layout:
    def __init__(self, dots):
        self.dots, self.columns, self.rows = dots, GRID_W // dots, GRID_H // dots
        self.pilot_columns = pilots_along(self.columns, dots)
        self.pilot_rows = pilots_along(self.rows, dots)
        self.pilots = [
            (column, row)
            for row in self.pilot_rows
            for column in self.pilot_columns
            if not overlaps_cut_out(GRID_X + column * dots, GRID_Y + row * dots, 6 * dots)
        ]
        self.data_cells = self.find_data_cells()
        self.words = len(self.data_cells) // 8192

    def find_data_cells(self):
        """As row * columns + column, in reading order."""
        free = bytearray(b"\1" * (self.columns * self.rows))
        for column, row in self.pilots:
            for r in range(row, row + 6):
                start = r * self.columns + column
                free[start : start + 6] = bytes(6)
        for x, y, side in CUT_OUTS:
            # Cells that the square touches, and no others: floor of its first, ceiling of its end.
            left, top = (x - GRID_X) // self.dots, (y - GRID_Y) // self.dots
            right = min(-((GRID_X - x - side) // self.dots), self.columns)
            bottom = min(-((GRID_Y - y - side) // self.dots), self.rows)
            for r in range(top, bottom):
                start = r * self.columns
                free[start + left : start + right] = bytes(right - left)
        return [cell for cell, is_free in enumerate(free) if is_free]


@cache
def layout(dots):
    assert dots in (8, 7, 6)
    return Layout(dots)
