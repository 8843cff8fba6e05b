"""Calls the API of Trama: flows, runs, tables, approvals, webhooks."""

from ._generated import types
from ._generated.known_codes import KNOWN_CODES, VERSION
from ._options import RequestOptions
from .client import Trama
from .download import Download
from .errors import (
    ConflictError,
    Fault,
    ForbiddenError,
    InvalidError,
    NoAnswerError,
    NotFoundError,
    PaymentError,
    ServerError,
    StaleError,
    TooManyError,
    TramaError,
    UnauthorizedError,
)
from .hooks import HookAnswer
from .pages import Pages
from .streams import StreamEvent, StreamOptions
from .webhooks import WebhookMessage, verify_webhook

__version__ = VERSION

__all__ = [
    "KNOWN_CODES",
    "ConflictError",
    "Download",
    "Fault",
    "ForbiddenError",
    "HookAnswer",
    "InvalidError",
    "NoAnswerError",
    "NotFoundError",
    "Pages",
    "PaymentError",
    "RequestOptions",
    "ServerError",
    "StaleError",
    "StreamEvent",
    "StreamOptions",
    "TooManyError",
    "Trama",
    "TramaError",
    "UnauthorizedError",
    "WebhookMessage",
    "types",
    "verify_webhook",
]
