"""COSE_Sign1 (RFC 9052) and HPKE's base mode (RFC 9180), as this format has them."""

import hashlib
import hmac

import curves
import gcm
from content import dumps, loads

KEM, SUITE = b"KEM\x00\x10", b"HPKE\x00\x10\x00\x01\x00\x02"
INFO = b"uramen/v1/seal\x00\x10\x00\x01\x00\x02"


def to_be_signed(protected, label, payload):
    return dumps(["Signature1", protected, b"uramen/v1/sign" + label, payload])


def sign(seed, kid, label, payload):
    protected = dumps({1: -8, 4: kid})
    signature = curves.sign(seed, to_be_signed(protected, label, payload))
    return dumps([protected, {}, payload, signature])


def check(public, kid, label, message):
    """The payload, if the signature holds."""
    protected, unprotected, payload, signature = loads(message)
    assert protected == dumps({1: -8, 4: kid}) and unprotected == {}
    assert curves.verify(public, to_be_signed(protected, label, payload), signature)
    return payload


def extract(suite, salt, name, secret):
    return hmac.digest(salt, b"HPKE-v1" + suite + name + secret, hashlib.sha256)


def expand(suite, secret, name, info, length):
    """One block of HKDF is enough."""
    labelled = length.to_bytes(2) + b"HPKE-v1" + suite + name + info
    return hmac.digest(secret, labelled + b"\1", hashlib.sha256)[:length]


def key_and_nonce(shared_point, encapsulated, recipient):
    secret = extract(KEM, b"", b"eae_prk", shared_point)
    shared = expand(KEM, secret, b"shared_secret", encapsulated + recipient, 32)
    context = b"\0" + extract(SUITE, b"", b"psk_id_hash", b"") + extract(SUITE, b"", b"info_hash", INFO)
    secret = extract(SUITE, shared, b"secret", b"")
    return (
        expand(SUITE, secret, b"key", context, 32),
        expand(SUITE, secret, b"base_nonce", context, 12),
    )


def seal(ephemeral, recipient, label, plain):
    """The encapsulated key and the ciphertext. `ephemeral` is drawn at random, but in tests."""
    encapsulated = curves.p256_public(ephemeral)
    key, nonce = key_and_nonce(curves.p256_shared(ephemeral, recipient), encapsulated, recipient)
    return encapsulated, gcm.seal(key, nonce, plain, label)


def open(private, label, encapsulated, ciphertext):
    recipient = curves.p256_public(private)
    key, nonce = key_and_nonce(curves.p256_shared(private, encapsulated), encapsulated, recipient)
    return gcm.open(key, nonce, ciphertext, label)
