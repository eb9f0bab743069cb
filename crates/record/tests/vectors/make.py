"""Makes the export in `export`, and its log key: entries, tree, proofs and signed notes by an
implementation that shares no code with this project. Run once; the files are never edited
afterwards.

    pip install cryptography==48.0.0
    python make.py

All of it is fictitious (見本), the key included.
"""

import hashlib
import json
from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "toiawase.example.lg.jp/record"
FOLDER = Path(__file__).parent / "export"
SIZE, OLDER = 13, 6


def fixed(name):
    return hashlib.shake_256(b"uramen test vector / " + name.encode()).digest(32)


def base64(data):
    return b64encode(data).decode()


def time(index):
    return f"2026-04-01T00:{index:02}:00.{index * 1001:06}Z"


def use(index, actor, key):
    hashes = {name: fixed(f"{name} {index}").hex() for name in ("sheet", "upload")}
    return {"use": {"time": time(index), "actor": actor, **hashes, "issuer": 1, "escrow_key": key}}


def outcome(index, of, word):
    return {"outcome": {"time": time(index), "of": of, "outcome": word}}


def custody(index, what, subject):
    return {"custody": {"time": time(index), "what": what, "subject": subject}}


ENTRIES = [
    custody(0, "issuer-added", "issuer 1 見本市"),
    custody(1, "key-created", "issuer 1 key 1"),
    use(2, "web", 1),
    outcome(3, 2, "opened"),
    use(4, "api:bank-7", 1),
    use(5, "web", 65535),
    outcome(6, 5, "rejected"),
    custody(7, "list-imported", 'of "2026-04" \\ 見本'),
    outcome(8, 4, "failed"),
    use(9, "api:A_0", 1),
    custody(10, "key-backup", "/"),
    use(11, "web", 1),
    outcome(12, 11, "opened"),
]
assert len(ENTRIES) == SIZE

lines = [json.dumps(entry, separators=(",", ":"), ensure_ascii=False) for entry in ENTRIES]
leaves = [hashlib.sha256(b"\0" + line.encode()).digest() for line in lines]


def half(size):
    return 1 << (size - 1).bit_length() - 1


def root(part):
    """MTH of RFC 6962, section 2.1."""
    if len(part) == 1:
        return part[0]
    k = half(len(part))
    return hashlib.sha256(b"\1" + root(part[:k]) + root(part[k:])).digest()


def path(m, part):
    """PATH of RFC 6962, section 2.1.1."""
    if len(part) == 1:
        return []
    k = half(len(part))
    if m < k:
        return path(m, part[:k]) + [root(part[k:])]
    return path(m - k, part[k:]) + [root(part[:k])]


def proof(m, part, whole=True):
    """SUBPROOF of RFC 6962, section 2.1.2."""
    if m == len(part):
        return [] if whole else [root(part)]
    k = half(len(part))
    if m <= k:
        return proof(m, part[:k], whole) + [root(part[k:])]
    return proof(m - k, part[k:], False) + [root(part[:k])]


key = Ed25519PrivateKey.from_private_bytes(fixed("log key"))
public = b"\1" + key.public_key().public_bytes_raw()
key_id = hashlib.sha256(ORIGIN.encode() + b"\n" + public).digest()[:4]


def note(size):
    text = f"{ORIGIN}\n{size}\n{base64(root(leaves[:size]))}\n"
    return f"{text}\n— {ORIGIN} {base64(key_id + key.sign(text.encode()))}\n"


def jsonl(rows):
    return "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)


def hashes(proof):
    return {"hashes": [base64(part) for part in proof]}


FILES = {
    "key": f"PRIVATE+KEY+{ORIGIN}+{key_id.hex()}+{base64(bytes([1]) + fixed('log key'))}\n",
    "verifier": f"{ORIGIN}+{key_id.hex()}+{base64(public)}\n",
    "entries.jsonl": "".join(line + "\n" for line in lines),
    "leaves": "".join(base64(leaf) + "\n" for leaf in leaves),
    "checkpoint": note(SIZE),
    "older": note(OLDER),
    "inclusion.jsonl": jsonl(
        {"index": i, "size": SIZE, **hashes(path(i, leaves))} for i in range(SIZE)
    ),
    "consistency.jsonl": jsonl(
        {"from": m, "to": SIZE, **hashes(proof(m, leaves))} for m in range(1, SIZE + 1)
    ),
}
FOLDER.mkdir()
for name, text in FILES.items():
    (FOLDER / name).write_text(text)
