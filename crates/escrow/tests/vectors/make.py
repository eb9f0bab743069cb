"""Makes opens.json: a sheet sealed and an escrow key wrapped by implementations that share no
code with this project. Run once; the file is never edited afterwards.

    pip install pyhpke==0.6.5 pycose==1.1.0 cbor2==6.2.1 cryptography==50.0.2
    python make.py > opens.json

All of it is fictitious (見本). The private keys below are test data: the file holds none of them
but in wrapped form, together with the key that unwraps it.
"""

import hashlib
import json
import struct

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pycose.algorithms import EdDSA
from pycose.headers import KID, Algorithm
from pycose.keys import OKPKey
from pycose.keys.curves import Ed25519
from pycose.messages import Sign1Message
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

ISSUER, ESCROW_KEY = 0x0102, 0x0304
ISSUED_AT = 1_780_000_000


def fixed(name: str, length: int = 32) -> bytes:
    return hashlib.shake_256(b"uramen test vector / " + name.encode()).digest(length)


def point(public) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


# Label: version 1, 8 dots a cell, issuer, escrow key, set, page 2 of 3.
label = struct.pack(">BBHH16sBB", 1, 8, ISSUER, ESCROW_KEY, fixed("set", 16), 2, 3)

infrared = fixed("infrared", 8)
# Codec xz, width, height, dpi, bytes.
picture = [1, 16, 4, 300, fixed("not a picture, never unpacked", 40)]
content = {1: 131016, 2: 4, 3: ISSUED_AT, 4: [[1, 2, 3, 4], [500, 60, 70, 8000]], 5: infrared, 6: picture}
payload = cbor2.dumps(content, canonical=True)

seed = fixed("signing key")
signing = Ed25519PrivateKey.from_private_bytes(seed).public_key()
verifying = signing.public_bytes(Encoding.Raw, PublicFormat.Raw)
kid = fixed("kid", 8)
message = Sign1Message(
    phdr={Algorithm: EdDSA, KID: kid},
    payload=payload,
    external_aad=b"uramen/v1/sign" + label,
    key=OKPKey(crv=Ed25519, x=verifying, d=seed),
)
signed = message.encode(tag=False)

private_bytes = fixed("escrow key")
private = ec.derive_private_key(int.from_bytes(private_bytes, "big"), ec.SECP256R1())
public = point(private.public_key())
suite = CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)
info = b"uramen/v1/seal" + struct.pack(">HHH", 0x0010, 0x0001, 0x0002)
recipient = KEMKey.from_pyca_cryptography_key(private.public_key())
encapsulated, sender = suite.create_sender_context(recipient, info)
ciphertext = sender.seal(signed, label)

kek, nonce = fixed("key encryption key"), fixed("nonce", 12)
wrap_aad = b"uramen/v1/wrap" + struct.pack(">HH", ISSUER, ESCROW_KEY) + public
wrapped = b"\x01" + nonce + AESGCM(kek).encrypt(nonce, private_bytes, wrap_aad)

print(
    json.dumps(
        {
            "about": "見本, fictitious; made by make.py beside this file",
            "label": label.hex(),
            "encapsulated_key": encapsulated.hex(),
            "ciphertext": ciphertext.hex(),
            "kek": kek.hex(),
            "issuer": ISSUER,
            "escrow_key": ESCROW_KEY,
            "public": public.hex(),
            "wrapped": wrapped.hex(),
            "kid": kid.hex(),
            "verifying_key": verifying.hex(),
            "municipality": "131016",
            "kind": "family-register",
            "issued_at": ISSUED_AT,
            "masks": content[4],
            "infrared": infrared.hex(),
            "codec": "xz",
            "width": picture[1],
            "height": picture[2],
            "dpi": picture[3],
            "picture": picture[4].hex(),
        },
        ensure_ascii=False,
        indent=2,
    )
)
