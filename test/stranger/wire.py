"""Bytes as sections 1 and 2 of doc/format.md have them: CBOR, Ed25519, the tree of a log. Ed25519 is written out
(RFC 8032), slow and plain.
"""
import functools
import hashlib

from document import Wrong, need


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# CBOR, strictly [1]: one spelling, integer keys in order, nothing behind the end.

def cbor_head(data, at):
    need(at < len(data), "the bytes end too early")
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if info < 24:
        return major, info, at
    need(info < 28, "an indefinite length")
    size = 1 << (info - 24)
    need(at + size <= len(data), "the bytes end too early")
    value = int.from_bytes(data[at:at + size], "big")
    need(value >= (24, 1 << 8, 1 << 16, 1 << 32)[info - 24], "a head that is not the shortest")
    return major, value, at + size


def cbor_item(data, at, depth=0):
    need(depth < 10, "nested too deep")
    start = at
    major, value, at = cbor_head(data, at)
    if major < 2:
        need(value < 1 << 63, "an integer beyond 63 bits")
        return (-1 - value if major else value), at
    if major < 4:
        need(at + value <= len(data), "the bytes end too early")
        raw = data[at:at + value]
        return (raw if major == 2 else raw.decode("utf-8", "strict")), at + value
    if major == 4:
        items = []
        for _ in range(value):
            item, at = cbor_item(data, at, depth + 1)
            items.append(item)
        return items, at
    if major == 5:
        found, last = {}, -1
        for _ in range(value):
            key, at = cbor_item(data, at, depth + 1)
            need(isinstance(key, int) and key > last, "keys that are not in order")
            last = key
            found[key], at = cbor_item(data, at, depth + 1)
        return found, at
    need(data[start] in (0xf4, 0xf5), "a tag, a float or another simple value")
    return data[start] == 0xf5, at


def cbor_read(data):
    value, at = cbor_item(data, 0)
    need(at == len(data), "bytes behind the end")
    return value


def cbor_write(value):
    def head(major, n):
        for info, size, limit in ((24, 1, 1 << 8), (25, 2, 1 << 16), (26, 4, 1 << 32), (27, 8, 1 << 64)):
            if n < 24:
                return bytes([major << 5 | n])
            if n < limit:
                return bytes([major << 5 | info]) + n.to_bytes(size, "big")
        raise Wrong("a number too large")
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(1, -1 - value) if value < 0 else head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor_write, value))
    return head(5, len(value)) + b"".join(cbor_write(k) + cbor_write(value[k]) for k in sorted(value))


# Ed25519 (RFC 8032, 5.1), points as (X, Y, Z, T).

FIELD = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD


def ed_add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % FIELD, (p[1] + p[0]) * (q[1] + q[0]) % FIELD
    c, d = 2 * p[3] * q[3] * CURVE % FIELD, 2 * p[2] * q[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def ed_table(p):
    """Multiples of a point for each digit of a number in base 16."""
    table = []
    for _ in range(64):
        row = [(0, 1, 1, 0)]
        for _ in range(15):
            row.append(ed_add(row[-1], p))
        table.append(row)
        p = ed_add(row[-1], p)
    return table


def ed_times(n, table):
    total = (0, 1, 1, 0)
    for i, row in enumerate(table):
        total = ed_add(total, row[n >> 4 * i & 15])
    return total


def ed_point(raw):
    y, sign = int.from_bytes(raw, "little") & (1 << 255) - 1, raw[31] >> 7
    need(y < FIELD, "no canonical point")
    square = (y * y - 1) * pow(CURVE * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    need((x * x - square) % FIELD == 0 and (x or not sign), "no point of the curve")
    x = FIELD - x if x & 1 != sign else x
    return x, y, 1, x * y % FIELD


BASE = ed_table(ed_point((4 * pow(5, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little")))


@functools.lru_cache(None)
def key_table(key):
    return ed_table(ed_point(key))


def signed(key, message, signature):
    try:
        table, r = key_table(key), ed_point(signature[:32])
    except Wrong:
        return False
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = ed_times(s, BASE), ed_add(r, ed_times(k, table))
    return s < ORDER and all((left[i] * right[2] - right[i] * left[2]) % FIELD == 0 for i in (0, 1))


# Merkle tree [2]: the frontier is the roots of the full subtrees from left to right.

class Tree:
    def __init__(self):
        self.size, self.frontier = 0, []

    def add(self, leaf):
        n = self.size
        while n & 1:
            leaf, n = sha(b"\x01", self.frontier.pop(), leaf), n >> 1
        self.frontier.append(leaf)
        self.size += 1

    def root(self):
        if not self.frontier:
            return sha()
        right = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            right = sha(b"\x01", left, right)
        return right


def tile_name(level, n, width):
    digits = "%03d" % (n % 1000)
    while n >= 1000:
        n //= 1000
        digits = "x%03d/%s" % (n % 1000, digits)
    return "tile/%s/%s%s" % (level, digits, "" if width == 256 else ".p/%d" % width)
