"""Every failure of a call. `code` never changes, the message is in the language that was asked for."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Type, TypedDict


class Fault(TypedDict):
    """One wrong place in what was sent."""

    # JSON pointer into what was sent.
    pointer: str
    code: str
    message: str


class TramaError(Exception):
    """
    A call failed. `code` is of the API, of a connector (`http_404`), of an author of flows, or of this client: `no_answer`,
    `timed_out`, `unreadable_answer`, `bad_path`, `cancelled`, `webhook_refused`.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        status: int = 0,
        title: Optional[str] = None,
        trace_id: Optional[str] = None,
        faults: Optional[List[Fault]] = None,
        details: Optional[Mapping[str, Any]] = None,
        retry_after: Optional[float] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        # Of the answer; 0 where there was none.
        self.status = status
        self.title = title if title is not None else message
        # What the API's log and its operators know the call by.
        self.trace_id = trace_id
        # What is wrong with what was sent, place by place.
        self.faults: List[Fault] = faults or []
        # What else the problem document holds: `limit`, `requiredPlan`, `problems` …
        self.details: Dict[str, Any] = dict(details or {})
        # Seconds after which a repeat may succeed, where the API says so.
        self.retry_after = retry_after


class UnauthorizedError(TramaError):
    """The credential is missing, over or revoked (401)."""


class PaymentError(TramaError):
    """The plan or the budget does not include it (402)."""


class ForbiddenError(TramaError):
    """The credential lacks a right, or the tenant keeps it out (403)."""


class NotFoundError(TramaError):
    """There is no such thing, or it is another tenant's (404, 410)."""


class ConflictError(TramaError):
    """The state of things does not allow it (409)."""


class StaleError(TramaError):
    """Somebody changed it since it was read (412)."""


class InvalidError(TramaError):
    """What was sent is wrong: `faults` say where (400, 413, 415, 422)."""


class TooManyError(TramaError):
    """Too many calls, or a limit of the plan (429)."""


class ServerError(TramaError):
    """The API broke down, or a part of it is down (5xx)."""


class NoAnswerError(TramaError):
    """No answer came, or none in time: whether the call was done is not known."""


_BY_STATUS: Dict[int, Type[TramaError]] = {
    400: InvalidError,
    401: UnauthorizedError,
    402: PaymentError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    410: NotFoundError,
    412: StaleError,
    413: InvalidError,
    415: InvalidError,
    422: InvalidError,
    429: TooManyError,
}

_OWN = frozenset(["type", "title", "status", "detail", "code", "instance", "traceId", "errors"])


def _text(value: Any) -> Optional[str]:
    return value if isinstance(value, str) else None


def error_of(status: int, body: Any, retry_after: Optional[float]) -> TramaError:
    """Of an answer that is no success: of a problem document (RFC 9457), or of whatever a proxy wrote."""
    problem: Mapping[str, Any] = body if isinstance(body, dict) else {}
    kind = _BY_STATUS.get(status, ServerError if status >= 500 else TramaError)
    title = _text(problem.get("title")) or f"HTTP {status}"
    faults = problem.get("errors")
    return kind(
        _text(problem.get("detail")) or title,
        code=_text(problem.get("code")) or f"http_{status}",
        status=status,
        title=title,
        trace_id=_text(problem.get("traceId")),
        faults=faults if isinstance(faults, list) else [],
        details={name: value for name, value in problem.items() if name not in _OWN},
        retry_after=retry_after,
    )
