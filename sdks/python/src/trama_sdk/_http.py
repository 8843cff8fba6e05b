from __future__ import annotations

import http.client
import json
import random
import ssl
import sys
import time
import urllib.error
import urllib.request
import uuid
from typing import Any, Callable, Dict, List, Mapping, Optional, TypeVar, Union

from ._call import Call, check_path, query_text
from ._credentials import Credentials, Tokens
from ._generated.known_codes import VERSION
from ._options import RequestOptions
from ._repeats import (
    check_cancelled,
    is_there_again,
    is_lost,
    may_pass,
    may_repeat,
    rate_limit_seconds,
    retry_after_seconds,
    sleep,
    wait_seconds,
)
from .download import Download
from .errors import NoAnswerError, NotFoundError, TramaError, error_of


Read = TypeVar("Read")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """urllib would send the key along to wherever an answer points."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


def _failure_of(answer: urllib.error.HTTPError) -> TramaError:
    with answer:
        try:
            text = answer.read()
        except (OSError, http.client.HTTPException):
            text = b""
    retry_after = retry_after_seconds(answer.headers.get("Retry-After"), time.time())
    if retry_after is None and answer.code == 429:
        retry_after = rate_limit_seconds(answer.headers.get("RateLimit"))
    try:
        body = json.loads(text)
    except ValueError:
        # A proxy's page: the status says what there is to say.
        body = None
    return error_of(answer.code, body, retry_after)


class Http:
    """Sends calls: who asks, how long it may take, how often it is tried."""

    def __init__(
        self,
        base_url: str,
        *,
        api_key: Optional[str] = None,
        tokens: Union[bool, str] = False,
        access_token: Optional[Callable[[], str]] = None,
        language: Optional[str] = None,
        timeout: float = 60.0,
        retries: int = 3,
        longest_wait: float = 60.0,
        user_agent: Optional[str] = None,
        ssl_context: Optional[ssl.SSLContext] = None,
    ) -> None:
        base = base_url.rstrip("/")
        self.base_url = base[: -len("/v1")] if base.endswith("/v1") else base
        self._language = language
        self._timeout = timeout
        self._retries = retries
        self._longest_wait = longest_wait
        python = f"python/{sys.version_info.major}.{sys.version_info.minor}"
        self._user_agent = " ".join(one for one in (user_agent, f"trama-sdk-python/{VERSION}", python) if one)
        handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
        if ssl_context is not None:
            handlers.append(urllib.request.HTTPSHandler(context=ssl_context))
        self._opener = urllib.request.build_opener(*handlers)
        if access_token is not None:
            self._credentials = Credentials(access_token)
        elif tokens and api_key is not None:
            self._credentials = Tokens(self._ask_token, api_key, tokens if isinstance(tokens, str) else None)
        else:
            self._credentials = Credentials(lambda: api_key)

    def json(self, call: Call, options: Optional[RequestOptions]) -> Any:
        """What a call answers, as JSON. Raises TramaError."""
        text = self._repeating(call, options or {}, lambda response: self._whole(response))
        try:
            return json.loads(text)
        except ValueError as cause:
            raise TramaError("The answer is no JSON", code="unreadable_answer") from cause

    def nothing(self, call: Call, options: Optional[RequestOptions]) -> None:
        lost: List[TramaError] = []
        try:
            self._repeating(call, options or {}, lambda response: self._whole(response), lost)
        except NotFoundError:
            # An attempt whose answer was lost had deleted it.
            if call.method != "DELETE" or not lost:
                raise

    def download(self, call: Call, options: Optional[RequestOptions]) -> Download:
        """The answer with its content unread."""
        return self._repeating(call, options or {}, Download)

    @staticmethod
    def _whole(response: http.client.HTTPResponse) -> bytes:
        with response:
            return response.read()

    def _repeating(
        self,
        call: Call,
        options: RequestOptions,
        read: Callable[[http.client.HTTPResponse], Read],
        lost: Optional[List[TramaError]] = None,
    ) -> Read:
        """`lost` gets the failure of each attempt of which it is not known whether it was done."""
        check_path(call.path)
        retries = options.get("retries", self._retries) if may_repeat(call) else 0
        cancel = options.get("cancel")
        headers = self._headers(call, options)
        n = 0
        while True:
            n += 1
            check_cancelled(cancel)
            try:
                return self._once(call, headers, options, read)
            except TramaError as error:
                if lost is not None and is_lost(error):
                    lost.append(error)
                if n > retries or not may_pass(error, options) or (error.retry_after or 0) > self._longest_wait:
                    raise
                seconds = wait_seconds(n, error.retry_after, self._longest_wait, random.random())
            sleep(seconds, cancel)

    def _once(
        self,
        call: Call,
        headers: Mapping[str, str],
        options: RequestOptions,
        read: Callable[[http.client.HTTPResponse], Read],
    ) -> Read:
        """One attempt, and a second one where a token was refused that may be renewed."""
        token = self._credentials.token()
        try:
            return self._attempt(call, headers, token, options, read)
        except TramaError as error:
            if error.status != 401 or not self._credentials.renews or not is_there_again(call):
                raise
        self._credentials.forget(token)
        return self._attempt(call, headers, self._credentials.token(), options, read)

    def _attempt(
        self,
        call: Call,
        headers: Mapping[str, str],
        token: Optional[str],
        options: RequestOptions,
        read: Callable[[http.client.HTTPResponse], Read],
    ) -> Read:
        data: Any = call.content.encode() if isinstance(call.content, str) else call.content
        if data is None and call.body is not None:
            data = json.dumps(call.body).encode()
        request = urllib.request.Request(
            self.base_url + call.path + query_text(call.query), data=data, method=call.method, headers=dict(headers)
        )
        if token is not None:
            request.add_unredirected_header("Authorization", f"Bearer {token}")
        timeout = options.get("timeout", self._timeout) + options.get("wait", 0)
        try:
            response = self._opener.open(request, timeout=timeout)
            found = read(response)
        except urllib.error.HTTPError as answer:
            raise _failure_of(answer) from None
        except (OSError, http.client.HTTPException) as cause:
            reason = cause.reason if isinstance(cause, urllib.error.URLError) else cause
            if isinstance(reason, TimeoutError):
                raise NoAnswerError(f"No answer within {timeout:g} s", code="timed_out") from cause
            raise NoAnswerError(f"No answer from {self.base_url}", code="no_answer") from cause
        # Not above: what the caller does wrong in it is no failure of the line.
        if "on_answer" in options:
            options["on_answer"](response.status, response.headers)
        return found

    def _ask_token(self, fields: Dict[str, str]) -> Dict[str, Any]:
        call = Call("POST", "/v1/oauth/token", body=fields)
        answer = self._attempt(call, self._headers(call, {}), None, {}, self._whole)
        found: Dict[str, Any] = json.loads(answer)
        return found

    def _headers(self, call: Call, options: RequestOptions) -> Dict[str, str]:
        headers = {"Accept": "application/json, */*;q=0.5", "User-Agent": self._user_agent}
        language = options.get("language", self._language)
        if language is not None:
            headers["Accept-Language"] = language
        if call.content is not None:
            headers["Content-Type"] = call.media or "application/octet-stream"
        elif call.body is not None:
            headers["Content-Type"] = "application/json"
        key = options.get("idempotency_key") or (str(uuid.uuid4()) if call.keyed else None)
        if key is not None:
            headers["Idempotency-Key"] = key
        if "if_match" in options:
            headers["If-Match"] = options["if_match"]
        if "wait" in options:
            headers["Prefer"] = f"wait={int(options['wait'])}"
        headers.update(options.get("headers", {}))
        return headers
