"""24 bytes, and the address that holds them."""

import base64
import struct


class Refused(Exception):
    """Its text is what the label is: foreign, version or invalid."""


def to_bytes(dots, issuer, escrow_key, set_id, index, pages):
    return struct.pack(">BBHH16sBB", 1, dots, issuer, escrow_key, set_id, index, pages)


def base32(data):
    return base64.b32encode(data).decode().rstrip("=")


def number(label):
    digits = base32(label[6:11])
    return digits[:4] + "-" + digits[4:]


def to_url(label, host):
    return f"HTTPS://{host.upper()}/#{base32(label)}"


def from_url(text):
    _, sharp, digits = text.partition("#")
    try:
        label = base64.b32decode(digits + "=" * (-len(digits) % 8))
    except ValueError:
        raise Refused("foreign")
    if not sharp or len(label) != 24 or base32(label) != digits:
        raise Refused("foreign")
    if label[0] != 1:
        raise Refused("version")
    if label[1] not in (8, 7, 6) or not 1 <= label[22] <= label[23]:
        raise Refused("invalid")
    return label
