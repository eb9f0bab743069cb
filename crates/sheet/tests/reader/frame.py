"""Key and ciphertext to cells and back."""

import hashlib
import struct

import ldpc
from layout import layout
from order import order_and_noise


def to_frame(key, ciphertext):
    assert len(key) == 65
    covered = struct.pack(">I", 65 + len(ciphertext)) + key + ciphertext
    return covered + hashlib.sha256(covered).digest()[:8]


def from_frame(frame):
    (length,) = struct.unpack_from(">I", frame)
    covered = frame[: 4 + length]
    assert 65 <= length <= len(frame) - 12
    assert frame[4 + length : 12 + length] == hashlib.sha256(covered).digest()[:8], "checksum"
    return covered[4:69], covered[69:]


def xor(a, b):
    assert len(a) == len(b)
    return (int.from_bytes(a) ^ int.from_bytes(b)).to_bytes(len(a))


class Coded:
    """What a frame becomes, step by step."""

    def __init__(self, label, frame):
        plan = layout(label[1])
        cells, room = len(plan.data_cells), plan.words * 512
        self.filled = frame + bytes(room - len(frame))
        self.order, noise = order_and_noise(label)
        self.whitened = xor(self.filled, noise[:room])
        words = [ldpc.encode(self.whitened[k : k + 512]) for k in range(0, room, 512)]
        self.words = b"".join(words)
        carried = self.words + noise[room:]
        bits = f"{int.from_bytes(carried, 'big'):0{8 * len(carried)}b}"
        self.cells = bytearray(cells)
        for cell, bit in zip(self.order, bits):
            self.cells[cell] = int(bit)


def decode(label, cells):
    """From clean cells. TM8192 is systematic: the first half of each word is the frame."""
    plan = layout(label[1])
    room = plan.words * 512
    order, noise = order_and_noise(label)
    bits = "".join(map(str, (cells[cell] for cell in order)))
    whitened = b"".join(
        int(bits[k : k + 4096], 2).to_bytes(512, "big") for k in range(0, plan.words * 8192, 8192)
    )
    return from_frame(xor(whitened, noise[:room]))
