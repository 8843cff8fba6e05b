from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Iterable, Mapping, Optional, Union
from urllib.parse import quote, urlencode

from .errors import TramaError

# What can be sent as it is. A file or an iterator is read once, so a call that sends one is tried once.
Content = Union[bytes, str, BinaryIO, Iterable[bytes]]


@dataclass(frozen=True)
class Call:
    """One call of the API, before it is known who asks, and how often."""

    method: str
    # From `/v1` on.
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    # Sent as JSON.
    body: Any = None
    content: Optional[Content] = None
    # Of `content`.
    media: Optional[str] = None
    # Takes an `Idempotency-Key`: with one it may be repeated.
    keyed: bool = False


def in_path(part: Union[str, int, float]) -> str:
    """A part of a path, whatever stands in it; what cannot be one is refused with the whole (`check_path`)."""
    return quote(str(part), safe="")


def check_path(path: str) -> None:
    """
    An id that is empty, `.` or `..` would be folded, by proxies, into the path of another call: of a row's deletion into its
    table's. Raises TramaError `bad_path`.
    """
    if any(re.fullmatch(r"(\.|%(25)?2e){0,2}", part, re.IGNORECASE) for part in path.split("/")[1:]):
        raise TramaError(f'An id is empty, or "." or "..": {path}', code="bad_path")


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)) and value and not any(isinstance(one, (dict, list, tuple)) for one in value):
        return ",".join(_as_text(one) for one in value)
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value)
    return str(value)


def query_text(query: Mapping[str, Any]) -> str:
    """Simple values in a list are joined by commas; dicts, and other lists, travel as JSON; None does not."""
    given = [(name, _as_text(value)) for name, value in query.items() if value is not None]
    return "?" + urlencode(given) if given else ""
