"""Which data cell carries which coded bit, and the noise over the frame."""

import struct
from functools import lru_cache

import chacha
from layout import layout


@lru_cache(maxsize=1)
def order_and_noise(label):
    plan = layout(label[1])
    cells, drawn = len(plan.data_cells), 4 * (len(plan.data_cells) - 1)
    frame = 512 * plan.words
    left_over = -(-cells // 8) - 2 * frame
    stream = chacha.stream(label, drawn + frame + left_over)
    order = list(range(cells))
    draws = struct.unpack_from(f"<{cells - 1}I", stream)
    for last, draw in zip(range(cells - 1, 0, -1), draws):
        other = draw * (last + 1) >> 32
        order[last], order[other] = order[other], order[last]
    return order, stream[drawn:]
