"""A second verifier of exports, written from crates/record/README.md, RFC 6962 and RFC 9162, C2SP
signed-note and tlog-checkpoint, with nothing but Python's own library.

python3 reader FOLDER   checks the export in the folder: verifier, checkpoint, older, entries.jsonl,
                        leaves and the proofs in inclusion.jsonl and consistency.jsonl
"""

import hashlib
import json
import sys
from base64 import b64decode
from pathlib import Path

import ed25519


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def leaf(line):
    return hashlib.sha256(b"\0" + line).digest()


def root(leaves):
    """RFC 6962, section 2.1, by its own recursion."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:half]), root(leaves[half:]))


def included(index, size, hashed, path):
    """The root that RFC 9162, section 2.1.3.2, arrives at."""
    fn, sn = index, size - 1
    for other in path:
        assert sn, "too long"
        if fn & 1 or fn == sn:
            hashed = node(other, hashed)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            hashed = node(hashed, other)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0, "too short"
    return hashed


def consistent(first, second, first_root, path):
    """Both roots that RFC 9162, section 2.1.4.2, arrives at."""
    if first == second:
        assert not path
        return first_root, first_root
    if first & first - 1 == 0:
        path = [first_root, *path]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for other in path[1:]:
        assert sn, "too long"
        if fn & 1 or fn == sn:
            fr, sr = node(other, fr), node(other, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, other)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0, "too short"
    return fr, sr


def opened(note, verifier):
    """Size and root of a checkpoint whose signature and origin hold."""
    origin, key_id, key = verifier.strip().split("+", 2)
    key = b64decode(key)
    assert hashlib.sha256(origin.encode() + b"\n" + key).digest()[:4].hex() == key_id
    text, signature = note.split("\n\n")
    dash, name, signed = signature.split(" ")
    signed = b64decode(signed)
    assert (dash, name, signed[:4].hex(), key[0]) == ("—", origin, key_id, 1)
    assert ed25519.holds(key[1:], text.encode() + b"\n", signed[4:]), "not signed"
    first, size, hashed = text.split("\n")
    assert first == origin, "another log"
    return int(size), b64decode(hashed)


def main(folder):
    read = lambda name: (folder / name).read_text()
    proofs = lambda name: [json.loads(line) for line in read(name).splitlines()]
    heads = [opened(read(name), read("verifier")) for name in ("older", "checkpoint")]
    (small, old_root), (size, new_root) = heads
    lines = (folder / "entries.jsonl").read_bytes().split(b"\n")[:-1]
    leaves = [leaf(line) for line in lines]
    assert leaves == [b64decode(line) for line in read("leaves").splitlines()]
    assert (len(leaves), root(leaves)) == (size, new_root)
    assert root(leaves[:small]) == old_root
    for proof in proofs("inclusion.jsonl"):
        index, path = proof["index"], [b64decode(text) for text in proof["hashes"]]
        assert proof["size"] == size
        assert included(index, size, leaves[index], path) == new_root, proof
    for proof in proofs("consistency.jsonl"):
        first, path = proof["from"], [b64decode(text) for text in proof["hashes"]]
        roots = root(leaves[:first]), new_root
        assert consistent(first, size, roots[0], path) == roots, proof
    print(size, "entries,", len(proofs("inclusion.jsonl")), "inclusion proofs,", end=" ")
    print(len(proofs("consistency.jsonl")), "consistency proofs")


main(Path(sys.argv[1]))
