"""A sheet's content signed and sealed with fixed keys. They are test data (見本) and must never
be used for anything else."""

import hashlib

import content
import curves
import gcm
import label
import seal

ISSUER, ESCROW_KEY, ISSUED_AT = 0x0102, 0x0304, 1_795_000_000
MASKS = [[1, 2, 3, 4], [500, 60, 70, 8000]]


def fixed(name):
    return hashlib.sha256(b"uramen test key / " + name.encode()).digest()


def sealed():
    sheet = label.to_bytes(7, ISSUER, ESCROW_KEY, fixed("set")[:16], 2, 3)
    infrared, packed = fixed("infrared")[:8], fixed("not a picture, never unpacked")
    payload = content.dumps({
        1: 131016, 2: 4, 3: ISSUED_AT, 4: MASKS, 5: infrared, 6: [1, 16, 4, 300, packed],
    })
    seed, kid = fixed("signing key"), fixed("kid")[:8]
    signed = seal.sign(seed, kid, sheet, payload)
    private, ephemeral = fixed("escrow key"), fixed("ephemeral key")
    public = curves.p256_public(private)
    encapsulated, ciphertext = seal.seal(ephemeral, public, sheet, signed)
    key, nonce = seal.key_and_nonce(curves.p256_shared(ephemeral, public), encapsulated, public)
    message = seal.open(private, sheet, encapsulated, ciphertext)
    assert seal.check(curves.ed25519_public(seed), kid, sheet, message) == payload
    steps = {
        "label": sheet, "payload": payload, "signing_key": seed,
        "verifying_key": curves.ed25519_public(seed), "kid": kid,
        "to_be_signed": seal.to_be_signed(content.dumps({1: -8, 4: kid}), sheet, payload),
        "signed": signed, "private": private, "public": public, "ephemeral_private": ephemeral,
        "hpke_key": key, "hpke_nonce": nonce, "encapsulated_key": encapsulated,
        "ciphertext": ciphertext, "infrared": infrared, "picture": packed,
    } | wrapped(private, public)
    return {name: value.hex() for name, value in steps.items()} | {
        "about": "見本, fictitious; keys for tests only",
        "issuer": ISSUER, "escrow_key": ESCROW_KEY, "municipality": "131016",
        "kind": "family-register", "issued_at": ISSUED_AT, "masks": MASKS, "codec": "xz",
        "width": 16, "height": 4, "dpi": 300,
    }


def wrapped(private, public):
    """As crates/escrow keeps it, so that its test can open this sheet. No part of the format."""
    kek, nonce = fixed("key encryption key"), fixed("wrapping nonce")[:12]
    aad = b"uramen/v1/wrap" + ISSUER.to_bytes(2) + ESCROW_KEY.to_bytes(2) + public
    return {"kek": kek, "wrapped": b"\1" + nonce + gcm.seal(kek, nonce, private, aad)}


def open_another(vector):
    """Opens escrow's vector, which other implementations sealed; returns the content."""
    def field(name):
        return bytes.fromhex(vector[name])

    wrapped, public = field("wrapped"), field("public")
    numbers = vector["issuer"].to_bytes(2) + vector["escrow_key"].to_bytes(2)
    private = gcm.open(field("kek"), wrapped[1:13], wrapped[13:], b"uramen/v1/wrap" + numbers + public)
    assert curves.p256_public(private) == public
    message = seal.open(private, field("label"), field("encapsulated_key"), field("ciphertext"))
    return content.read(seal.check(field("verifying_key"), field("kid"), field("label"), message))
