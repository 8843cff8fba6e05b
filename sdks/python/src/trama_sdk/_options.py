from __future__ import annotations

import threading
from email.message import Message
from typing import Callable, Mapping, TypedDict


class RequestOptions(TypedDict, total=False):
    """What one call may be told beside what it is about."""

    # Set by another thread, it ends the call's repeats and waits (`code` is `cancelled`); what is on its way is not cut.
    cancel: threading.Event
    # Seconds that the server may be silent.
    timeout: float
    # How often it may be tried again.
    retries: int
    # Of a call that creates; made by itself where it is left out.
    idempotency_key: str
    # The ETag that was read: 412 (`stale`) where somebody saved in between.
    if_match: str
    # Seconds to wait for the end of what is started (`Prefer: wait`), at most 50.
    wait: int
    # Language of messages: pt-BR or en.
    language: str
    headers: Mapping[str, str]
    # Told of the status and the headers of an answer that is a success: ETag, RateLimit, Idempotency-Replayed.
    on_answer: Callable[[int, Message], None]
