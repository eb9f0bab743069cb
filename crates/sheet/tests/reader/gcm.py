"""AES-256-GCM (FIPS 197, SP 800-38D) with a nonce of 12 bytes."""

import hmac


def doubled(byte):
    return byte << 1 ^ (0x11B if byte & 0x80 else 0)


def s_box():
    """Inverses by powers of 3, then the affine step."""
    powers, value = [], 1
    for _ in range(255):
        powers.append(value)
        value ^= doubled(value)
    box = [0x63] * 256
    for exponent, value in enumerate(powers):
        inverse = powers[-exponent % 255]
        spread = inverse ^ inverse << 1 ^ inverse << 2 ^ inverse << 3 ^ inverse << 4
        box[value] = (spread ^ spread >> 8) & 0xFF ^ 0x63
    return box


S = s_box()


def round_keys(key):
    words = [list(key[k : k + 4]) for k in range(0, 32, 4)]
    constant = 1
    for k in range(8, 60):
        word = words[-1]
        if k % 8 == 0:
            word = [S[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = doubled(constant)
        elif k % 8 == 4:
            word = [S[b] for b in word]
        words.append([a ^ b for a, b in zip(words[-8], word)])
    return [sum(words[k : k + 4], []) for k in range(0, 60, 4)]


def block(keys, plain):
    state = [a ^ b for a, b in zip(plain, keys[0])]
    for number, key in enumerate(keys[1:], 1):
        state = [S[state[(k + 4 * (k % 4)) % 16]] for k in range(16)]
        if number < 14:
            mixed = []
            for c in range(0, 16, 4):
                column = state[c : c + 4]
                every = column[0] ^ column[1] ^ column[2] ^ column[3]
                mixed += [b ^ every ^ doubled(b ^ column[(k + 1) % 4]) for k, b in enumerate(column)]
            state = mixed
        state = [a ^ b for a, b in zip(state, key)]
    return bytes(state)


def multiplied(a, b):
    product = 0
    for bit in range(127, -1, -1):
        product ^= b if a >> bit & 1 else 0
        b = b >> 1 ^ (0xE1 << 120 if b & 1 else 0)
    return product


def counted(keys, nonce, data):
    stream = b"".join(
        block(keys, nonce + (k + 2).to_bytes(4)) for k in range(-(-len(data) // 16))
    )
    return bytes(a ^ b for a, b in zip(data, stream))


def tag(keys, nonce, data, aad):
    subkey, hashed = int.from_bytes(block(keys, bytes(16))), 0
    lengths = (8 * len(aad)).to_bytes(8) + (8 * len(data)).to_bytes(8)
    padded = aad + bytes(-len(aad) % 16) + data + bytes(-len(data) % 16) + lengths
    for k in range(0, len(padded), 16):
        hashed = multiplied(hashed ^ int.from_bytes(padded[k : k + 16]), subkey)
    first = int.from_bytes(block(keys, nonce + (1).to_bytes(4)))
    return (hashed ^ first).to_bytes(16)


def seal(key, nonce, plain, aad):
    keys = round_keys(key)
    data = counted(keys, nonce, plain)
    return data + tag(keys, nonce, data, aad)


def open(key, nonce, sealed, aad):
    keys, data = round_keys(key), sealed[:-16]
    assert hmac.compare_digest(tag(keys, nonce, data, aad), sealed[-16:]), "tag"
    return counted(keys, nonce, data)
