"""A clean QR code of version 5, level Q (ISO/IEC 18004), read from its modules."""

SIDE = 37
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MASKS = [
    lambda r, c: (r + c) % 2,
    lambda r, c: r % 2,
    lambda r, c: c % 3,
    lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2,
    lambda r, c: r * c % 2 + r * c % 3,
    lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
]
# Two blocks of 15 data words, two of 16, each followed by 18 that correct.
BLOCKS, CORRECTING = [15, 15, 16, 16], 18


def is_function(r, c):
    in_finder = (r < 9 and (c < 9 or c >= SIDE - 8)) or (r >= SIDE - 8 and c < 9)
    return in_finder or r == 6 or c == 6 or (28 <= r <= 32 and 28 <= c <= 32)


def mask(modules):
    places = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    read = int("".join(str(modules[r][c]) for r, c in places), 2) ^ 0x5412
    remainder = read >> 10 << 10
    for bit in range(14, 9, -1):
        if remainder >> bit & 1:
            remainder ^= 0x537 << (bit - 10)
    assert read & 0x3FF == remainder and read >> 13 == 3, "not a format of level Q"
    return MASKS[read >> 10 & 7]


def code_words(modules):
    invert = mask(modules)
    bits = []
    for turn, right in enumerate([*range(SIDE - 1, 6, -2), 5, 3, 1]):
        for r in range(SIDE) if turn % 2 else range(SIDE - 1, -1, -1):
            for c in (right, right - 1):
                if not is_function(r, c):
                    bits.append(modules[r][c] ^ (invert(r, c) == 0))
    words = [int("".join(str(int(b)) for b in bits[k : k + 8]), 2) for k in range(0, 134 * 8, 8)]
    return words


def multiplied(a, b):
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def data(modules):
    words = iter(code_words(modules))
    blocks = [[] for _ in BLOCKS]
    for k in range(16):
        for block, length in zip(blocks, BLOCKS):
            if k < length:
                block.append(next(words))
    found = [word for block in blocks for word in block]
    for _ in range(CORRECTING):
        for block in blocks:
            block.append(next(words))
    for block in blocks:
        root = 1
        for _ in range(CORRECTING):
            syndrome = 0
            for word in block:
                syndrome = multiplied(syndrome, root) ^ word
            assert syndrome == 0, "not a code word of Reed and Solomon"
            root = multiplied(root, 2)
    return found


def text(modules):
    bits = "".join(f"{word:08b}" for word in data(modules))
    at, read = 0, ""

    def take(count):
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    while len(bits) - at >= 4 and (mode := take(4)):
        if mode == 4:
            read += "".join(chr(take(8)) for _ in range(take(8)))
            continue
        assert mode == 2, "neither bytes nor alphanumeric"
        count = take(9)
        for _ in range(count // 2):
            pair = take(11)
            read += ALPHANUMERIC[pair // 45] + ALPHANUMERIC[pair % 45]
        read += ALPHANUMERIC[take(6)] if count % 2 else ""
    return read
