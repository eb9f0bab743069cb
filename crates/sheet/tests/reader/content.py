"""Deterministic CBOR (RFC 8949, section 4.2.1), as much of it as contents and COSE need."""

import struct

KINDS = (1, 2, 3, 4, 5, 6, 7, 255)


class Refused(Exception):
    pass


def head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    for extra, size, code in ((24, 1, ">B"), (25, 2, ">H"), (26, 4, ">I"), (27, 8, ">Q")):
        if number < 256**size:
            return bytes([major << 5 | extra]) + struct.pack(code, number)


def dumps(value):
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(dumps, value))
    pairs = sorted((dumps(key), dumps(item)) for key, item in value.items())
    return head(5, len(pairs)) + b"".join(key + item for key, item in pairs)


def loads(data):
    """Anything that `dumps` would have written otherwise is refused."""
    try:
        value, rest = item(data)
    except (IndexError, struct.error, TypeError):
        raise Refused("not CBOR")
    if rest or dumps(value) != data:
        raise Refused("not deterministic")
    return value


def item(data):
    major, number, data = data[0] >> 5, data[0] & 31, data[1:]
    if number >= 24:
        size = {24: 1, 25: 2, 26: 4, 27: 8}.get(number)
        if size is None or len(data) < size:
            raise Refused("no such length")
        number, data = int.from_bytes(data[:size]), data[size:]
    if major in (0, 1):
        return (number if major == 0 else -1 - number), data
    if major == 2:
        if len(data) < number:
            raise Refused("cut short")
        return data[:number], data[number:]
    if major not in (4, 5):
        raise Refused("a type that no content has")
    items = []
    for _ in range(number * (major - 3)):
        value, data = item(data)
        items.append(value)
    return (items if major == 4 else dict(zip(items[::2], items[1::2]))), data


def has_check_digit(code):
    digits = [int(digit) for digit in f"{code:06}"]
    weighed = sum(digit * weight for digit, weight in zip(digits, (6, 5, 4, 3, 2)))
    return len(digits) == 6 and digits[5] == (11 - weighed % 11) % 10


def is_uint(value, bits):
    return isinstance(value, int) and 0 <= value < 2**bits


def read(data):
    """The content's map, if it is one."""
    content = loads(data)
    if not isinstance(content, dict) or not {1, 2, 3, 6} <= set(content) <= set(range(1, 7)):
        raise Refused("other keys")
    packed = content[6]
    holds = (
        is_uint(content[1], 20) and has_check_digit(content[1])
        and content[2] in KINDS
        and is_uint(content[3], 64)
        and all(
            len(mask) == 4 and all(is_uint(side, 32) for side in mask)
            for mask in content.get(4, [])
        )
        and isinstance(content.get(5, b""), bytes)
        and isinstance(packed, list) and len(packed) == 5 and packed[0] in (0, 1)
        and all(is_uint(side, 32) for side in packed[1:4])
        and isinstance(packed[4], bytes)
    )
    if not holds:
        raise Refused("a field that is none")
    return content
