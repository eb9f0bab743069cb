"""The drawn page as packed rows, and what stands on one."""

from layout import (
    GRID_X, GRID_Y, HEIGHT, LABELS, MARK, MARKS, PILOT, WIDTH, layout,
)

STRIDE = WIDTH // 8


def draw(dots, cells, symbol):
    """`cells`: one for each data cell; `symbol`: rows of 37 modules, 1 = dark."""
    plan = layout(dots)
    grid = bytearray(b"0" * (plan.columns * plan.rows))
    for column, row in plan.pilots:
        for r, pattern in enumerate(PILOT):
            start = (row + r) * plan.columns + column
            grid[start : start + 6] = pattern.replace("#", "1").replace(".", "0").encode()
    for place, cell in zip(plan.data_cells, cells, strict=True):
        grid[place] = 48 + cell
    rows = [0] * HEIGHT
    for r in range(plan.rows):
        line = grid[r * plan.columns : (r + 1) * plan.columns].decode()
        dots_of_row = placed("".join(bit * dots for bit in line), GRID_X)
        for y in range(GRID_Y + r * dots, GRID_Y + (r + 1) * dots):
            rows[y] |= dots_of_row
    draw_marks(rows)
    for x, y in LABELS:
        for r, modules in enumerate(symbol):
            line = placed("".join(str(module) * 13 for module in modules), x + 4 * 13)
            for dot in range(13):
                rows[y + (4 + r) * 13 + dot] |= line
    return b"".join(row.to_bytes(STRIDE, "big") for row in rows)


def placed(bits, x):
    return int(bits, 2) << (WIDTH - x - len(bits))


def draw_marks(rows):
    for mark, (x, y) in enumerate(MARKS):
        for dy in range(MARK):
            line = "".join(str(mark_dot(mark == 2, dx, dy)) for dx in range(MARK))
            rows[y + dy] |= placed(line, x)


def mark_dot(has_hole, dx, dy):
    """Doubled lengths, so that a dot's centre is a whole number."""
    square = (2 * dx + 1 - MARK) ** 2 + (2 * dy + 1 - MARK) ** 2
    return int(square <= 104**2 and not (has_hole and square <= 32**2))


class Page:
    def __init__(self, packed):
        assert len(packed) == STRIDE * HEIGHT
        self.packed = packed

    def is_black(self, x, y):
        return self.packed[y * STRIDE + x // 8] >> (7 - x % 8) & 1

    def cells(self, dots):
        plan, middle = layout(dots), dots // 2
        return [
            self.is_black(
                GRID_X + cell % plan.columns * dots + middle,
                GRID_Y + cell // plan.columns * dots + middle,
            )
            for cell in plan.data_cells
        ]

    def symbol(self, which):
        x, y = LABELS[which]
        return [
            [self.is_black(x + (4 + c) * 13 + 6, y + (4 + r) * 13 + 6) for c in range(37)]
            for r in range(37)
        ]
