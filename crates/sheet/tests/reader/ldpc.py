"""TM8192 (CCSDS 131.0-B): parity from the parity-check matrix alone, by elimination."""

from functools import cache

M = 2048
THETA = [3, 0, 1, 2, 2, 3, 0, 1]
PHI = [
    [108, 126, 238, 481, 96, 28, 59, 225],
    [0, 375, 436, 350, 260, 84, 318, 382],
    [0, 219, 16, 263, 415, 403, 184, 279],
    [0, 312, 503, 388, 48, 7, 185, 328],
]


def permutation(k):
    """Row i of the k-th matrix, from 1, has its one in this column."""
    quarter = M // 4
    return [
        quarter * ((THETA[k - 1] + i // quarter) % 4) + (PHI[i // quarter][k - 1] + i) % quarter
        for i in range(M)
    ]


P = [None] + [permutation(k) for k in range(1, 9)]


def summed(vector, *permutations):
    """The sum of these matrices times the vector."""
    total = [0] * M
    for k in permutations:
        total = [t ^ vector[column] for t, column in zip(total, P[k])]
    return total


def added(*vectors):
    return [sum(bits) & 1 for bits in zip(*vectors)]


@cache
def inverse():
    """Of (P7 + P8)(P2 + P3 + P4) + I, which the last block, never sent, is multiplied by once
    the first two rows of the matrix are solved for the parity. Rows are numbers, bit i = column i."""
    rows = []
    for i in range(M):
        row = 1 << i | 1 << (M + i)
        for middle in (P[7][i], P[8][i]):
            for k in (2, 3, 4):
                row ^= 1 << P[k][middle]
        rows.append(row)
    for column in range(M):
        bit = 1 << column
        pivot = next(r for r in range(column, M) if rows[r] & bit)
        rows[column], rows[pivot] = rows[pivot], rows[column]
        own = rows[column]
        rows = [row ^ own if row & bit else row for row in rows]
        rows[column] = own
    return [row >> M for row in rows]


def encode(data):
    """512 bytes to 1024: the same bytes and the parity, most significant bit first."""
    bits = [int(bit) for bit in f"{int.from_bytes(data, 'big'):04096b}"]
    x0, x1 = bits[:M], bits[M:]
    known = added(x0, summed(x1, 5, 6), summed(added(x0, x1), 7, 8))
    known = int("".join(map(str, reversed(known))), 2)
    x4 = [(row & known).bit_count() & 1 for row in inverse()]
    x2 = added(x4, summed(x4, 1))
    x3 = added(x0, x1, summed(x4, 2, 3, 4))
    parity = int("".join(map(str, x2 + x3)), 2)
    return data + parity.to_bytes(512, "big")
