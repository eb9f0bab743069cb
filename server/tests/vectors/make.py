"""Makes `receipt`: a receipt with a declaration, as a site would save it, and its keys, by an
implementation that shares no code with this project. Run once; the files are never edited
afterwards, because what was filed once is verified for ever.

    pip install cryptography==48.0.0
    python make.py

All of it is fictitious (見本), the keys included.
"""

import hashlib
import json
from base64 import b64encode, urlsafe_b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = Path(__file__).parent / "receipt"
SITE = "toiawase.example.lg.jp"
DONE = ["readable", "content", "issuer", "complete"]


def fixed(name):
    return hashlib.shake_256(b"uramen test vector / " + name.encode()).digest(32)


def base64url(data):
    return urlsafe_b64encode(data).decode().rstrip("=")


def key(name):
    secret = Ed25519PrivateKey.from_private_bytes(fixed(name))
    return secret, secret.public_key().public_bytes_raw()


def jws(typ, payload):
    secret, public = key("site key")
    jwk = f'{{"crv":"Ed25519","kty":"OKP","x":"{base64url(public)}"}}'
    kid = base64url(hashlib.sha256(jwk.encode()).digest())
    parts = [{"alg": "EdDSA", "kid": kid, "typ": typ}, payload]
    signed = ".".join(base64url(json.dumps(p, ensure_ascii=False).encode()) for p in parts)
    return f"{signed}.{base64url(secret.sign(signed.encode()))}"


def checkpoint():
    """C2SP tlog-checkpoint and signed-note."""
    origin = f"{SITE}/record"
    secret, public = key("record key")
    typed = b"\1" + public
    number = hashlib.sha256(origin.encode() + b"\n" + typed).digest()[:4]
    verifier = f"{origin}+{number.hex()}+{b64encode(typed).decode()}"
    text = f"{origin}\n14\n{b64encode(fixed('root')).decode()}\n"
    signature = b64encode(number + secret.sign(text.encode())).decode()
    return verifier, f"{text}\n— {origin} {signature}\n"


def checked(check):
    made = check in DONE
    return {
        "check": check,
        "outcome": "passed" if made else "not-done",
        "by": "machine" if made else "nobody",
    }


def main():
    verifier, note = checkpoint()
    receipt = {
        "version": 1,
        "site": SITE,
        "time": "2026-11-22T14:05:09+09:00",
        "software": "uramen 0.1.0",
        "policy": 1,
        "report": fixed("report").hex()[:32],
        "files": [{"sha256": fixed("file").hex(), "bytes": 1234567}],
        "headline": "back-authentic",
        "certificates": [
            {
                "set": fixed("set").hex()[:32],
                "number": "L4GC-DKOT",
                "issuer": {"number": 1, "name": "見本証明書交付センター", "specimen": True},
                "pages": {"of": 1, "here": [1]},
                "headline": "back-authentic",
                "checks": [checked(c) for c in DONE + ["front-agrees", "originality"]],
                "problems": ["host-unlisted"],
            }
        ],
        "problems": ["page-blank"],
        "record": {"entries": [12, 13], "checkpoint": note},
    }
    signed = jws("uramen-receipt", receipt)
    declaration = {
        "version": 1,
        "receipt": hashlib.sha256(signed.encode()).hexdigest(),
        "time": "2026-11-22T14:09:30+09:00",
        "status": "declared, not checked",
        "by": "clerk",
        "answers": {"front": "agrees", "infrared": "not-seen"},
    }
    saved = {"receipt": signed, "declaration": jws("uramen-declaration", declaration)}
    said = {"checkpoint": "verified", "receipt": receipt, "declaration": declaration}
    FOLDER.mkdir(exist_ok=True)
    for name, value in {"saved.json": saved, "said.json": said}.items():
        text = json.dumps(value, ensure_ascii=False, indent=1)
        (FOLDER / name).write_text(text + "\n")
    (FOLDER / "site.pub").write_text(key("site key")[1].hex() + "\n")
    (FOLDER / "record.pub").write_text(verifier + "\n")


main()
