"""A second writer and reader of clean sheets, written from crates/sheet/README.md and the
standards it names, with nothing but Python's own library (3.11 or newer).

python3 reader read < PAGE   packed dots of a page: prints label, encapsulated key, ciphertext
python3 reader check         recomputes tests/vectors and compares
python3 reader make          writes vectors that are missing; what is there is never touched
"""

import hashlib
import json
import sys
from pathlib import Path

import chacha
import frame
import label
import qr
import sealed
from page import Page, draw
from vectors import all_vectors

VECTORS = Path(__file__).parent.parent / "vectors"
OPENS = Path(__file__).parents[3] / "escrow/tests/vectors/opens.json"


def read(packed):
    """Fails unless every dot of the page is what the specification asks for."""
    page = Page(packed)
    first, second = page.symbol(0), page.symbol(1)
    assert first == second, "two symbols"
    text = label.from_url(qr.text(first))
    cells = page.cells(text[1])
    key, ciphertext = frame.decode(text, cells)
    again = frame.Coded(text, frame.to_frame(key, ciphertext))
    assert bytes(cells) == again.cells, "not the cells of this frame"
    assert packed == draw(text[1], cells, first), "other dots"
    for part in (text, key, ciphertext):
        print(part.hex())


def check():
    # RFC 8439, appendix A.1, first vector.
    assert chacha.key_stream(bytes(32), 8).hex() == "76b8e0ada0f13d90"
    # Bits of the order's key stream beyond its first blocks: RFC 8439, A.1, second vector.
    assert chacha.key_stream(bytes(32), 72)[64:].hex() == "9f07e7be5551387a"
    opened = sealed.open_another(json.loads(OPENS.read_text()))
    assert opened[1] == 131016 and opened[2] == 4
    for name, text in all_vectors(VECTORS).items():
        committed = (VECTORS / name).read_text()
        assert committed == text, f"{name} differs"
        print(name, hashlib.sha256(text.encode()).hexdigest())


def make():
    for name, text in all_vectors(VECTORS).items():
        path = VECTORS / name
        if not path.exists():
            path.write_text(text)


if sys.argv[1:] == ["read"]:
    read(sys.stdin.buffer.read())
elif sys.argv[1:] == ["check"]:
    check()
elif sys.argv[1:] == ["make"]:
    make()
else:
    sys.exit(__doc__)
