"""
Verification of Ed25519 signatures (RFC 8032), with Python's own integers. Nothing secret takes part in it, so the time that it
takes tells nobody anything; for signing it would be the wrong way.
"""

from __future__ import annotations

import hashlib
from typing import Optional, Tuple

# The field, the order of the group, and the curve's constant.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)

# (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.
_Point = Tuple[int, int, int, int]


def _add(a: _Point, b: _Point) -> _Point:
    ax, ay, az, at = a
    bx, by, bz, bt = b
    m = (ay - ax) * (by - bx) % _P
    n = (ay + ax) * (by + bx) % _P
    c = 2 * at * bt * _D % _P
    d = 2 * az * bz % _P
    e, f, g, h = n - m, d - c, d + c, n + m
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(factor: int, point: _Point) -> _Point:
    found: _Point = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            found = _add(found, point)
        point = _add(point, point)
        factor >>= 1
    return found


def _same(a: _Point, b: _Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % _P == 0 and (a[1] * b[2] - b[1] * a[2]) % _P == 0


def _point_of(encoded: bytes) -> Optional[_Point]:
    """RFC 8032, 5.1.3. None where no point has this encoding."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        return None
    x2 = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if x2 == 0:
        return None if sign else (0, y, 1, 0)
    x = pow(x2, (_P + 3) // 8, _P)
    if (x * x - x2) % _P != 0:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - x2) % _P != 0:
        return None
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


def _base() -> _Point:
    point = _point_of(bytes([0x58]) + bytes([0x66]) * 31)
    assert point is not None
    return point


_B = _base()


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032, 5.1.7; a signature whose second half is not below the group's order is another one's twin, and is refused."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, first = _point_of(public_key), _point_of(signature[:32])
    second = int.from_bytes(signature[32:], "little")
    if key is None or first is None or second >= _L:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % _L
    return _same(_times(second, _B), _add(first, _times(challenge, key)))
