"""A second verifier of receipts, written from the README of `server`, RFC 7515, RFC 7638 and
RFC 8037, with nothing but Python's own library.

python3 receipt.py SAVED KEY   prints what a saved receipt and its declaration say
"""

import hashlib
import json
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3] / "crates/record/tests/reader"))
import ed25519


def decoded(part):
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def opened(jws, typ, public):
    header, payload, signature = jws.split(".")
    x = urlsafe_b64encode(public).decode().rstrip("=")
    jwk = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": x}, separators=(",", ":"))
    kid = urlsafe_b64encode(hashlib.sha256(jwk.encode()).digest()).decode().rstrip("=")
    assert json.loads(decoded(header)) == {"alg": "EdDSA", "typ": typ, "kid": kid}
    assert ed25519.holds(public, f"{header}.{payload}".encode(), decoded(signature))
    return json.loads(decoded(payload))


def main(saved, key):
    saved, public = json.loads(Path(saved).read_text()), bytes.fromhex(key)
    said = {"receipt": opened(saved["receipt"], "uramen-receipt", public), "declaration": None}
    if "declaration" in saved:
        said["declaration"] = opened(saved["declaration"], "uramen-declaration", public)
        digest = hashlib.sha256(saved["receipt"].encode()).hexdigest()
        assert said["declaration"]["receipt"] == digest
    print(json.dumps(said))


main(*sys.argv[1:])
