"""Messages that Trama sends to your system (Standard Webhooks)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from typing import Any, Dict, Iterable, Mapping, Optional, TypedDict, Union, cast

from . import _ed25519
from .errors import TramaError


class WebhookMessage(TypedDict):
    # `run.failed` …
    type: str
    # ISO 8601: when it happened.
    timestamp: str
    data: Dict[str, Any]


_LEAST_KEY_BYTES = 16


def _refused(message: str) -> TramaError:
    return TramaError(message, code="webhook_refused")


def _bytes_of(text: str) -> Optional[bytes]:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _fits(secret: str, version: str, signature: bytes, content: bytes) -> bool:
    """`whsec_…` checks `v1` (HMAC-SHA256), `whpk_…` checks `v1a` (Ed25519)."""
    is_public = secret.startswith("whpk_")
    key = _bytes_of(secret.removeprefix("whpk_").removeprefix("whsec_"))
    if key is None:
        raise _refused("The secret is not whsec_… or whpk_… in base64")
    # With a key that is empty or known to everybody, everybody signs.
    if len(key) < _LEAST_KEY_BYTES:
        raise _refused("The secret is empty or too short")
    if is_public:
        return version == "v1a" and _ed25519.verify(key, content, signature)
    return version == "v1" and hmac.compare_digest(hmac.new(key, content, hashlib.sha256).digest(), signature)


def verify_webhook(
    secrets: Union[str, Iterable[str]],
    headers: Mapping[str, str],
    body: Union[bytes, str],
    *,
    tolerance: float = 300.0,
    now: Optional[float] = None,
) -> WebhookMessage:
    """
    The message of a webhook, if Trama sent it. `secrets`: the endpoint's `whsec_…`, or the public key `whpk_…` of one that signs
    by Ed25519; several during a rotation. One signature of the header has to fit one of them. `body` is as it came, before any
    parser; `tolerance` is in seconds. Raises TramaError `webhook_refused`: too old, unsigned, or signed by somebody else.
    """
    named = {name.lower(): value for name, value in headers.items()}
    message_id, at, sent = (named.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not message_id or not sent or not (at.isascii() and at.isdigit() and len(at) <= 12):
        raise _refused("webhook-id, webhook-timestamp or webhook-signature is missing")
    if abs((time.time() if now is None else now) - int(at)) > tolerance:
        raise _refused("The message is too old, or from a clock ahead")
    raw = body.encode() if isinstance(body, str) else body
    content = f"{message_id}.{at}.".encode() + raw
    for secret in [secrets] if isinstance(secrets, str) else list(secrets):
        for one in sent.split(" "):
            version, _, encoded = one.partition(",")
            signature = _bytes_of(encoded)
            if signature is not None and _fits(secret, version, signature, content):
                return cast("WebhookMessage", json.loads(raw))
    raise _refused("No signature fits")
