"""P-256 (SEC 1, FIPS 186) and Ed25519 (RFC 8032). Slow, and not for secrets."""

import hashlib


def weierstrass(p, a):
    def add(one, other):
        if one is None or other is None:
            return one or other
        (x1, y1), (x2, y2) = one, other
        if x1 == x2 and (y1 + y2) % p == 0:
            return None
        if one == other:
            slope = (3 * x1 * x1 + a) * pow(2 * y1, -1, p)
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, p)
        x3 = (slope * slope - x1 - x2) % p
        return x3, (slope * (x1 - x3) - y1) % p

    return add


def times(add, zero, scalar, point):
    total = zero
    for bit in f"{scalar:b}":
        total = add(total, total)
        total = add(total, point) if bit == "1" else total
    return total


P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
B256 = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G256 = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
add_256 = weierstrass(P256, -3)


def p256_public(private):
    return encoded(times(add_256, None, int.from_bytes(private), G256))


def p256_shared(private, public):
    """The point's x coordinate."""
    x, y = int.from_bytes(public[1:33]), int.from_bytes(public[33:])
    assert public[0] == 4 and len(public) == 65
    assert (y * y - x * x * x + 3 * x - B256) % P256 == 0, "not on the curve"
    return encoded(times(add_256, None, int.from_bytes(private), (x, y)))[1:33]


def encoded(point):
    return b"\4" + point[0].to_bytes(32) + point[1].to_bytes(32)


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add_edwards(one, other):
    (x1, y1), (x2, y2) = one, other
    cross = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + cross, -1, P)
    return x % P, (y1 * y2 + x1 * x2) * pow(1 - cross, -1, P) % P


def compress(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def decompress(data):
    number = int.from_bytes(data, "little")
    y, sign = number % 2**255, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert (x * x - square) % P == 0 and y < P, "not on the curve"
    return (x if x & 1 == sign else P - x), y


BASE = decompress((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def ed25519(scalar, point=BASE):
    return times(add_edwards, (0, 1), scalar, point)


def hashed(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L


def secret(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    return scalar, digest[32:]


def ed25519_public(seed):
    return compress(ed25519(secret(seed)[0]))


def sign(seed, message):
    scalar, prefix = secret(seed)
    nonce = hashed(prefix, message)
    first = compress(ed25519(nonce))
    challenge = hashed(first, ed25519_public(seed), message)
    return first + ((nonce + challenge * scalar) % L).to_bytes(32, "little")


def verify(public, message, signature):
    first, second = signature[:32], int.from_bytes(signature[32:], "little")
    challenge = hashed(first, public, message)
    told = add_edwards(decompress(first), ed25519(challenge, decompress(public)))
    return second < L and ed25519(second) == told
