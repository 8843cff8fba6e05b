from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import Any, Mapping, Optional
from urllib.parse import quote, urlencode

from ._call import check_path
from .errors import NoAnswerError


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


@dataclass(frozen=True)
class HookAnswer:
    """What a flow answered, whatever the status: the flow decides it. 202: the run goes on."""

    status: int
    # By name, whatever its case.
    headers: Message
    # JSON where it is JSON, else text.
    body: Any


def _read_json(text: str) -> Any:
    """A flow may say JSON of what is none: an answer it is all the same."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def call_hook(
    base_url: str,
    tenant: str,
    path: str,
    body: Any = None,
    *,
    method: str = "POST",
    content: Optional[bytes] = None,
    query: Optional[Mapping[str, str]] = None,
    headers: Optional[Mapping[str, str]] = None,
    timeout: float = 60.0,
) -> HookAnswer:
    """Not repeated: what a flow does may not be done twice. A flow that knows repeats (`dedupe`) can be called again by its caller."""
    search = "?" + urlencode(query) if query else ""
    slug = quote(tenant, safe="")
    check_path("/" + "/".join([slug, *filter(None, re.split(r"[?#]", path)[0].split("/"))]))
    address = f"{base_url}/hooks/{slug}/{path.lstrip('/')}{search}"
    sent = {**({} if body is None else {"Content-Type": "application/json"}), **(headers or {})}
    data = content if content is not None else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data=data, method=method, headers=sent)
    try:
        try:
            answer: Any = urllib.request.build_opener(_NoRedirects()).open(request, timeout=timeout)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            text = answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as cause:
        reason = cause.reason if isinstance(cause, urllib.error.URLError) else cause
        code = "timed_out" if isinstance(reason, TimeoutError) else "no_answer"
        raise NoAnswerError(f"No answer from {address}", code=code) from cause
    is_json = "json" in (answer.headers.get("Content-Type") or "")
    return HookAnswer(answer.status, answer.headers, _read_json(text) if is_json else text)
