from __future__ import annotations

import re
import threading
import time
from email.utils import parsedate_to_datetime
from typing import Optional

from ._call import Call
from ._options import RequestOptions
from .errors import NoAnswerError, TramaError

# First wait between two attempts at most, in seconds; it doubles with each.
_FIRST_WAIT = 0.5


def retry_after_seconds(header: Optional[str], now: float) -> Optional[float]:
    """Seconds of `Retry-After`: a number, or a date."""
    if header is None or header.strip() == "":
        return None
    if re.fullmatch(r"\s*\d+(\.\d+)?\s*", header):
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - now)
    except (TypeError, ValueError):
        return None


def rate_limit_seconds(header: Optional[str]) -> Optional[float]:
    """Seconds until the limit that has nothing left has something again, of `RateLimit: "key";r=0;t=12`."""
    waits = []
    for part in (header or "").split(","):
        found = re.search(r";\s*t=(\d+)", part)
        if found and re.search(r";\s*r=0(?!\d)", part):
            waits.append(float(found.group(1)))
    return max(waits) if waits else None


def is_there_again(call: Call) -> bool:
    """Content that is read once is gone after the first attempt."""
    return call.content is None or isinstance(call.content, (bytes, str))


def may_repeat(call: Call) -> bool:
    """Of what may be done twice as well as once."""
    if not is_there_again(call):
        return False
    if call.method in ("GET", "PUT", "DELETE"):
        return True
    # A key of the caller's own does not help where the API knows none.
    return call.method == "POST" and call.keyed


def is_lost(error: TramaError) -> bool:
    """Whether the call was done or not is not known."""
    return isinstance(error, NoAnswerError) or error.status in (500, 502, 504)


_PASSING = frozenset(["rate_limited", "unavailable", "idempotency_in_progress", "internal", "hooks_suspended"])


def may_pass(error: TramaError, options: RequestOptions) -> bool:
    """
    Whether the failure may pass by itself. Codes of ours that say more (`run_failed`, `limit_exceeded` until the month ends)
    do not; statuses of proxies without a code of ours do.
    """
    # Whether it was done is not known: with If-Match a repeat would meet its own change, and call it somebody else's.
    if is_lost(error) and "if_match" in options:
        return False
    if isinstance(error, NoAnswerError) or error.code in _PASSING:
        return True
    if error.code == "limit_exceeded":
        return error.retry_after is not None
    return re.fullmatch(r"http_(429|500|502|503|504)", error.code) is not None


def wait_seconds(n: int, retry_after: Optional[float], longest: float, chance: float) -> float:
    """Seconds to wait before attempt `n` (the first repeat is 1): full jitter, or what the answer asks for and a little."""
    # All who were turned away at once would come back at once: up to a tenth later, and a moment.
    if retry_after is not None:
        return retry_after * (1 + chance / 10) + chance * 0.05
    return min(_FIRST_WAIT * 2.0 ** (n - 1), longest) * chance


def check_cancelled(cancel: Optional[threading.Event]) -> None:
    if cancel is not None and cancel.is_set():
        raise TramaError("The caller ended the call", code="cancelled")


def sleep(seconds: float, cancel: Optional[threading.Event]) -> None:
    if cancel is None:
        time.sleep(seconds)
    elif cancel.wait(seconds):
        check_cancelled(cancel)
