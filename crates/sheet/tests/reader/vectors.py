"""Every stage's vector, computed anew. `symbols.json` and `pictures.json` are inputs: a QR code
and an encoder's bytes are not determined by the specification, only what they decode to."""

import hashlib
import json
import struct
from functools import cache

import chacha
import content
import label
import picture
import qr
from frame import Coded, to_frame
from layout import layout
from order import order_and_noise
from page import draw
from sealed import sealed

SET = bytes(range(0xA0, 0xB0))
ISSUER, ESCROW_KEY, INDEX, PAGES = 0x0102, 0x0304, 2, 3
HOST = "toiawase.example.lg.jp"
# Bytes of ciphertext: something, next to nothing, and the most that fits.
CIPHERTEXTS = {8: 20_000, 7: 16, 6: 41_472 - 4 - 65 - 8}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def label_of(dots):
    return label.to_bytes(dots, ISSUER, ESCROW_KEY, SET, INDEX, PAGES)


@cache
def coded(dots):
    return Coded(label_of(dots), to_frame(encapsulated_key(), ciphertext(dots)))


def encapsulated_key():
    return b"\4" + bytes(range(1, 65))


def ciphertext(dots):
    return bytes((167 * k + k // 256) % 256 for k in range(CIPHERTEXTS[dots]))


def labels():
    highest = label.to_bytes(6, 0xFFFF, 0xFFFF, b"\xff" * 16, 255, 255)
    cases = [(label_of(8), HOST), (label_of(7), "a.jp"), (highest, "0123456789.abcdefghij-klmno.lg.jp")]
    read = [
        {"bytes": b.hex(), "host": host, "url": label.to_url(b, host), "number": label.number(b)}
        for b, host in cases
    ]
    good = label_of(8)
    changed = [(0, 0), (0, 2), (0, 255), (1, 5), (1, 9), (1, 0), (22, 0), (22, 4), (23, 1), (23, 0)]
    refused = []
    for at, byte in changed:
        refused.append(label.to_url(good[:at] + bytes([byte]) + good[at + 1 :], HOST))
    url = label.to_url(good, HOST)
    # Lower case, padded, a stray bit at the end, too short, too long, no fragment, two.
    refused += [url.lower(), url + "=", url[:-1] + "B", url[:-1], url + "A", url.replace("#", "/"), url.replace("#", "##")]
    return {"read": read, "refused": [{"url": text, "why": why(text)} for text in refused]}


def why(text):
    try:
        label.from_url(text)
    except label.Refused as refused:
        return str(refused)
    raise AssertionError(text)


def layouts():
    def one(dots):
        plan = layout(dots)
        cells = plan.data_cells
        return {
            "profile": dots, "columns": plan.columns, "rows": plan.rows,
            "pilot_columns": plan.pilot_columns, "pilot_rows": plan.pilot_rows,
            "pilots": len(plan.pilots), "first_pilot": plan.pilots[0], "last_pilot": plan.pilots[-1],
            "data_cells": len(cells), "first": cells[0], "last": cells[-1],
            "sha256": sha256(struct.pack(f">{len(cells)}I", *cells)),
            "words": plan.words,
        }

    return [one(dots) for dots in (8, 7, 6)]


def order(dots):
    cells, noise = order_and_noise(label_of(dots))
    return {
        "label": label_of(dots).hex(),
        "key_stream": chacha.stream(label_of(dots), 32).hex(),
        "order": cells[:16],
        "sha256": sha256(struct.pack(f">{len(cells)}I", *cells)),
        "whitening": noise[:32].hex(), "whitening_length": len(noise),
        "whitening_sha256": sha256(noise),
    }


def frame(dots):
    steps = coded(dots)
    return {
        "label": label_of(dots).hex(),
        "encapsulated_key": encapsulated_key().hex(),
        "ciphertext": "byte k is (167 k + floor(k / 256)) mod 256",
        "ciphertext_length": CIPHERTEXTS[dots],
        "filled_sha256": sha256(steps.filled),
        "whitened_sha256": sha256(steps.whitened),
        "first_word": steps.words[:1024].hex(), "words_sha256": sha256(steps.words),
        "cells": "one byte for each data cell, 0 or 1",
        "cells_sha256": sha256(steps.cells),
    }


def page(dots, symbols):
    modules = [[int(module) for module in row] for row in symbols[str(dots)]]
    assert qr.text(modules) == label.to_url(label_of(dots), HOST)
    blank = [[0] * 37] * 37
    return {
        "label": label_of(dots).hex(), "host": HOST, "cells": "as in frames.json",
        "sha256_without_symbols": sha256(draw(dots, coded(dots).cells, blank)),
        "sha256": sha256(draw(dots, coded(dots).cells, modules)),
    }


def contents():
    picture_of = [1, 16, 4, 300, bytes(range(8))]
    least = {1: 11002, 2: 1, 3: 0, 6: [0, 1, 1, 200, b""]}
    most = {
        1: 472018, 2: 255, 3: 2**64 - 1,
        4: [[0, 23, 24, 255], [256, 65535, 65536, 2**32 - 1]], 5: bytes(range(30)),
        6: [1, 3600, 3600, 240, bytes(300)],
    }
    common = {1: 131016, 3: 1_795_000_000, 6: picture_of}
    read = [least, most, common | {2: 1, 4: []}, common | {2: 1, 5: b""}]
    read += [common | {2: kind} for kind in content.KINDS]
    good = common | {2: 4}
    changed = [
        good | {7: 0}, good | {0: 0}, good | {-1: 0}, {k: v for k, v in good.items() if k != 3},
        good | {1: 131017}, good | {1: 1_310_160}, good | {2: 0}, good | {2: 8}, good | {2: 254},
        good | {3: -1}, good | {4: [[1, 2, 3]]}, good | {4: [[1, 2, 3, 2**32]]}, good | {5: "text"},
        good | {6: [2, *picture_of[1:]]}, good | {6: [*picture_of, 0]}, good | {6: picture_of[:4]},
    ]
    bytes_of = content.dumps(good)
    turned = bytes_of[:1] + bytes_of[7:9] + bytes_of[1:7] + bytes_of[9:]
    broken = [
        bytes_of + b"\0", bytes_of[:-1], b"", b"\x80", b"\xb8\4" + bytes_of[1:],
        b"\xbf" + bytes_of[1:] + b"\xff", turned, b"\xa5" + bytes_of[1:7] * 2 + bytes_of[7:],
        bytes_of[:8] + b"\x18\4" + bytes_of[9:], b"\xa5" + bytes_of[1:15] + b"\4\xf6" + bytes_of[15:],
        b"\xd9\xd9\xf7" + bytes_of,
    ]
    refused = [content.dumps(value) for value in changed] + broken
    assert all(is_refused(data) for data in refused)
    assert all(content.read(content.dumps(value)) == value for value in read)
    return {
        "read": [{"content": shown(value), "cbor": content.dumps(value).hex()} for value in read],
        "refused": [data.hex() for data in refused],
    }


def shown(value):
    """Byte strings in hexadecimal."""
    if isinstance(value, dict):
        return {str(key): shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shown(item) for item in value]
    return value.hex() if isinstance(value, bytes) else value


def is_refused(data):
    try:
        content.read(data)
    except content.Refused:
        return True
    return False


def check_pictures(pictures):
    for p in pictures:
        packed = bytes.fromhex(p["bytes"])
        rows = picture.unpack(p["codec"], p["width"], p["height"], p["dpi"], packed)
        assert rows.hex() == p["rows"], "a picture"


def all_vectors(folder):
    symbols = json.loads((folder / "symbols.json").read_text())
    check_pictures(json.loads((folder / "pictures.json").read_text()))
    made = {
        "labels": labels(), "layouts": layouts(), "contents": contents(), "sealed": sealed(),
    }
    # Profile by profile, so that an order is made once.
    for dots in (8, 7, 6):
        for name, value in (("orders", order(dots)), ("frames", frame(dots)), ("pages", page(dots, symbols))):
            made.setdefault(name, []).append(value)
    return {f"{name}.json": json.dumps(value, indent=1) + "\n" for name, value in made.items()}
