"""Packed pictures: an .xz stream of the rows, or one JBIG2 page (ITU-T T.88)."""

import lzma
import struct

# Annex E, table E.1: Qe, the next state after MPS and after LPS, and whether MPS turns.
STATES = [
    (0x5601, 1, 1, 1), (0x3401, 2, 6, 0), (0x1801, 3, 9, 0), (0x0AC1, 4, 12, 0),
    (0x0521, 5, 29, 0), (0x0221, 38, 33, 0), (0x5601, 7, 6, 1), (0x5401, 8, 14, 0),
    (0x4801, 9, 14, 0), (0x3801, 10, 14, 0), (0x3001, 11, 17, 0), (0x2401, 12, 18, 0),
    (0x1C01, 13, 20, 0), (0x1601, 29, 21, 0), (0x5601, 15, 14, 1), (0x5401, 16, 14, 0),
    (0x5101, 17, 15, 0), (0x4801, 18, 16, 0), (0x3801, 19, 17, 0), (0x3401, 20, 18, 0),
    (0x3001, 21, 19, 0), (0x2801, 22, 19, 0), (0x2401, 23, 20, 0), (0x2201, 24, 21, 0),
    (0x1C01, 25, 22, 0), (0x1801, 26, 23, 0), (0x1601, 27, 24, 0), (0x1401, 28, 25, 0),
    (0x1201, 29, 26, 0), (0x1101, 30, 27, 0), (0x0AC1, 31, 28, 0), (0x09C1, 32, 29, 0),
    (0x08A1, 33, 30, 0), (0x0521, 34, 31, 0), (0x0441, 35, 32, 0), (0x02A1, 36, 33, 0),
    (0x0221, 37, 34, 0), (0x0141, 38, 35, 0), (0x0111, 39, 36, 0), (0x0085, 40, 37, 0),
    (0x0049, 41, 38, 0), (0x0025, 42, 39, 0), (0x0015, 43, 40, 0), (0x0009, 44, 41, 0),
    (0x0005, 45, 42, 0), (0x0001, 45, 43, 0), (0x5601, 46, 46, 0),
]
# Template 0 with its four adaptive pixels where the standard puts them.
NEIGHBOURS = (
    [(dx, -2) for dx in (-2, -1, 0, 1, 2)]
    + [(dx, -1) for dx in (-3, -2, -1, 0, 1, 2, 3)]
    + [(dx, 0) for dx in (-4, -3, -2, -1)]
)


class Arithmetic:
    """The decoder of annex E."""

    def __init__(self, data):
        self.data, self.at, self.states = data, 0, {}
        self.c = self.byte(0) << 16
        self.bring_in()
        self.c, self.count, self.a = self.c << 7, self.count - 7, 0x8000

    def byte(self, at):
        return self.data[at] if at < len(self.data) else 0xFF

    def bring_in(self):
        self.count = 8
        if self.byte(self.at) != 0xFF:
            self.at += 1
            self.c += self.byte(self.at) << 8
        elif self.byte(self.at + 1) > 0x8F:
            self.c += 0xFF00
        else:
            self.at += 1
            self.c, self.count = self.c + (self.byte(self.at) << 9), 7

    def bit(self, context):
        state, more_probable = self.states.get(context, (0, 0))
        qe, after_more, after_less, turns = STATES[state]
        self.a -= qe
        is_lower = self.c >> 16 < qe
        if not is_lower:
            self.c -= qe << 16
            if self.a & 0x8000:
                return more_probable
        # The two exchanges, E.3.2: the smaller part is the less probable symbol's.
        is_less = is_lower != (self.a < qe)
        if is_lower:
            self.a = qe
        bit = more_probable ^ is_less
        if is_less:
            self.states[context] = (after_less, more_probable ^ turns)
        else:
            self.states[context] = (after_more, more_probable)
        while not self.a & 0x8000:
            if self.count == 0:
                self.bring_in()
            self.a, self.c, self.count = self.a << 1, self.c << 1 & 0xFFFFFFFF, self.count - 1
        return int(bit)


def region(data, width, height):
    """Rows of a generic region, each with a margin of white on both sides."""
    decoder, margin = Arithmetic(data), 4
    blank = [0] * (width + 2 * margin)
    rows = [blank, blank]
    for _ in range(height):
        rows.append(blank[:])
        for x in range(margin, width + margin):
            context = 0
            for dx, dy in NEIGHBOURS:
                context = context << 1 | rows[dy - 1][x + dx]
            rows[-1][x] = decoder.bit(context)
    return [row[margin:-margin] for row in rows[2:]]


def jbig2(data, width, height):
    """Exactly the two segments of the specification."""
    number, kind, referred, page, length = struct.unpack_from(">IBBBI", data)
    assert (kind, referred >> 5, page, length) == (48, 0, 1, 19)
    page_width, page_height, _, _, flags, striping = struct.unpack_from(">IIIIBH", data, 11)
    assert (page_width, page_height, flags, striping) == (width, height, 0, 0)
    data = data[30:]
    second, kind, referred, page, length = struct.unpack_from(">IBBBI", data)
    assert second > number and kind in (38, 39) and (referred >> 5, page) == (0, 1)
    assert length == len(data) - 11
    area = struct.unpack_from(">IIIIB", data, 11)
    assert area == (width, height, 0, 0, 0)
    assert data[28:37] == bytes.fromhex("00 03ff fdff 02fe fefe")
    rows = region(data[37:], width, height)
    return b"".join(packed_row(row) for row in rows)


def packed_row(row):
    stride = -(-len(row) // 8)
    return (int("".join(map(str, row)), 2) << (8 * stride - len(row))).to_bytes(stride)


def unpack(codec, width, height, dpi, data):
    assert 1 <= width <= 3600 and 1 <= height <= 3600 and dpi in (300, 240, 200)
    if codec == 0:
        return jbig2(data, width, height)
    rows = lzma.decompress(data, lzma.FORMAT_XZ)
    assert len(rows) == -(-width // 8) * height
    return rows
