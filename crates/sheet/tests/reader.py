"""A second reader of clean sheets, written from crates/sheet/README.md alone.

usage: reader.py LABEL_HEX < page.pbm    (a raw PBM of 4960 x 7016 dots)

Prints the encapsulated key and the ciphertext in hexadecimal, or fails. It corrects
nothing: TM8192 is systematic, so the first half of each word is the frame itself.
"""

import hashlib
import struct
import sys

GRID_X, GRID_Y, GRID_W, GRID_H = 236, 236, 4488, 5832
MARK = 168
CUT_OUTS = [
    (GRID_X, GRID_Y, MARK, MARK),
    (GRID_X + GRID_W - MARK, GRID_Y, MARK, MARK),
    (GRID_X + GRID_W - MARK, GRID_Y + GRID_H - MARK, MARK, MARK),
    (GRID_X, GRID_Y + GRID_H - MARK, MARK, MARK),
    (404, 236, 585, 585),
]


def overlaps_cut_out(x, y, side):
    return any(
        x < cx + cw and cx < x + side and y < cy + ch and cy < y + side
        for cx, cy, cw, ch in CUT_OUTS
    )


def pilots_along(cells, dots):
    gaps = -(-(cells - 6) // (153 // dots))
    return [(k * (cells - 6) + gaps // 2) // gaps for k in range(gaps + 1)]


def data_cells(dots):
    columns, rows = GRID_W // dots, GRID_H // dots
    taken = set()
    for row in pilots_along(rows, dots):
        for column in pilots_along(columns, dots):
            if not overlaps_cut_out(GRID_X + column * dots, GRID_Y + row * dots, 6 * dots):
                taken.update((column + c, row + r) for r in range(6) for c in range(6))
    return [
        (column, row)
        for row in range(rows)
        for column in range(columns)
        if (column, row) not in taken
        and not overlaps_cut_out(GRID_X + column * dots, GRID_Y + row * dots, dots)
    ]


def chacha20_block(key, counter):
    """RFC 8439, section 2.3, with a zero nonce."""

    def rotate(v, n):
        return (v << n | v >> (32 - n)) & 0xFFFFFFFF

    def quarter(s, a, b, c, d):
        s[a] = (s[a] + s[b]) & 0xFFFFFFFF
        s[d] = rotate(s[d] ^ s[a], 16)
        s[c] = (s[c] + s[d]) & 0xFFFFFFFF
        s[b] = rotate(s[b] ^ s[c], 12)
        s[a] = (s[a] + s[b]) & 0xFFFFFFFF
        s[d] = rotate(s[d] ^ s[a], 8)
        s[c] = (s[c] + s[d]) & 0xFFFFFFFF
        s[b] = rotate(s[b] ^ s[c], 7)

    start = list(struct.unpack("<4I", b"expand 32-byte k")) + list(struct.unpack("<8I", key))
    start += [counter, 0, 0, 0]
    state = start[:]
    for _ in range(10):
        quarter(state, 0, 4, 8, 12)
        quarter(state, 1, 5, 9, 13)
        quarter(state, 2, 6, 10, 14)
        quarter(state, 3, 7, 11, 15)
        quarter(state, 0, 5, 10, 15)
        quarter(state, 1, 6, 11, 12)
        quarter(state, 2, 7, 8, 13)
        quarter(state, 3, 4, 9, 14)
    return struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(state, start)))


def main():
    label = bytes.fromhex(sys.argv[1])
    version, dots = label[0], label[1]
    assert version == 0 and len(label) == 24
    pbm = sys.stdin.buffer.read()
    header = b"P4\n4960 7016\n"
    assert pbm.startswith(header)
    stride = 4960 // 8

    def is_black(x, y):
        return pbm[len(header) + y * stride + x // 8] >> (7 - x % 8) & 1

    places = data_cells(dots)
    middle = dots // 2
    cells = [
        is_black(GRID_X + column * dots + middle, GRID_Y + row * dots + middle)
        for column, row in places
    ]

    count, words = len(cells), len(cells) // 8192
    key = hashlib.sha256(b"uramen/interleave" + label[6:22] + label[22:23]).digest()
    needed = 4 * (count - 1) + words * 512
    stream = b"".join(chacha20_block(key, k) for k in range(-(-needed // 64)))
    order = list(range(count))
    draws = struct.unpack_from(f"<{count - 1}I", stream)
    for last, draw in zip(range(count - 1, 0, -1), draws):
        other = draw * (last + 1) >> 32
        order[last], order[other] = order[other], order[last]

    whitened = bytearray()
    for word in range(words):
        for byte in range(512):
            start = word * 8192 + byte * 8
            bits = (cells[order[start + bit]] for bit in range(8))
            whitened.append(int("".join(map(str, bits)), 2))
    noise = stream[4 * (count - 1) :]
    frame = bytes(a ^ b for a, b in zip(whitened, noise))

    (length,) = struct.unpack_from(">I", frame)
    covered = frame[: 4 + length]
    assert frame[4 + length : 12 + length] == hashlib.sha256(covered).digest()[:8], "checksum"
    print(covered[4:69].hex())
    print(covered[69:].hex())


main()
