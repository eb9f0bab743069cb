"""ChaCha20 (RFC 8439, section 2.3) with a zero nonce, all blocks at once.

A word of every block stands in its own 64 bits of one large number: there is room for what
a rotation shifts out, and a mask takes it away again.
"""

import array
import hashlib
import struct
import sys


def stream(label, length):
    """The key stream of a label, from counter 0."""
    key = hashlib.sha256(b"uramen/interleave" + label[6:22] + label[22:23]).digest()
    return key_stream(key, length)


def key_stream(key, length):
    blocks = -(-length // 64)
    ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * blocks, "little")
    mask = ones * 0xFFFFFFFF
    counter = int.from_bytes(struct.pack(f"<{blocks}Q", *range(blocks)), "little")
    constant = struct.unpack("<4I", b"expand 32-byte k") + struct.unpack("<8I", key)
    start = [ones * word for word in constant] + [counter, 0, 0, 0]
    state = start[:]

    def turn(a, b, d, by):
        state[a] = (state[a] + state[b]) & mask
        mixed = state[d] ^ state[a]
        state[d] = (mixed << by & mask) | (mixed >> (32 - by) & mask)

    def quarter(a, b, c, d):
        turn(a, b, d, 16)
        turn(c, d, b, 12)
        turn(a, b, d, 8)
        turn(c, d, b, 7)

    for _ in range(10):
        for k in range(4):
            quarter(k, 4 + k, 8 + k, 12 + k)
        for k in range(4):
            quarter(k, 4 + (k + 1) % 4, 8 + (k + 2) % 4, 12 + (k + 3) % 4)
    return laid_out([(a + b) & mask for a, b in zip(state, start)], blocks)[:length]


def laid_out(state, blocks):
    """Block by block, sixteen little-endian words each."""
    assert sys.byteorder == "little"
    words = array.array("I", bytes(64 * blocks))
    for k, word in enumerate(state):
        words[k::16] = array.array("I", word.to_bytes(8 * blocks, "little"))[::2]
    return words.tobytes()
