from __future__ import annotations

import math
import ssl
import time
from typing import Any, Callable, Mapping, Optional, Union, cast

from ._generated.resources import Resources
from ._generated.types import Run, RunStartBody
from ._http import Http
from ._options import RequestOptions
from ._repeats import sleep
from .errors import TramaError
from .hooks import HookAnswer, call_hook

_ENDED = frozenset(["succeeded", "failed", "cancelled"])

# Longest that the API keeps a line open for a run to end, in seconds.
_LONGEST_WAIT = 50


class Trama(Resources):
    """The API of one Trama, as the holder of one credential uses it: `trama.flows.list()`, `trama.runs.get("run_…")`."""

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
        """
        `tokens`: the key is only used to get tokens of ten minutes, and those are sent; with scopes (between spaces) where less is
        enough. `access_token`: asked for before each call, in place of a key. `timeout`: seconds that the server may be silent.
        `retries`: how often a call may be tried again where that is safe. `longest_wait`: seconds between two attempts at most; an
        answer that asks for more is an error at once.
        """
        self._http = Http(
            base_url,
            api_key=api_key,
            tokens=tokens,
            access_token=access_token,
            language=language,
            timeout=timeout,
            retries=retries,
            longest_wait=longest_wait,
            user_agent=user_agent,
            ssl_context=ssl_context,
        )
        super().__init__(self._http)

    def run(
        self,
        flow: str,
        body: Optional[RunStartBody] = None,
        *,
        within: float = math.inf,
        options: Optional[RequestOptions] = None,
    ) -> Run:
        """Starts a run of a flow and gives it when it has ended, however it ended: look at its `status`. Raises `timed_out`."""
        end = time.monotonic() + within
        wait = max(0, min(_LONGEST_WAIT, math.ceil(min(within, _LONGEST_WAIT))))
        given: RequestOptions = {**(options or {}), "wait": wait}
        begun: Any = self.runs.start(flow, body, options=given)
        if "trigger" in begun and begun["status"] in _ENDED:
            return cast("Run", begun)
        # What was of the start alone.
        asked: RequestOptions = {**given}
        asked.pop("wait", None)
        asked.pop("idempotency_key", None)
        asked.pop("on_answer", None)
        return self.wait_for_run(begun["id"], within=max(0.0, end - time.monotonic()), options=asked)

    def wait_for_run(self, run: str, *, within: float = math.inf, options: Optional[RequestOptions] = None) -> Run:
        """A run when it has ended. Raises TramaError `timed_out` where it does not end in so many seconds."""
        end = time.monotonic() + within
        pause = 0.1
        while True:
            found = self.runs.get(run, options=options)
            if found["status"] in _ENDED:
                return found
            left = end - time.monotonic()
            if left <= 0:
                message = f"{run} has not ended within {within:g} s: {found['status']}"
                raise TramaError(message, code="timed_out", details={"run": cast("Any", found)})
            sleep(min(pause, left), (options or {}).get("cancel"))
            pause = min(pause * 1.5, 5.0)

    def hook(
        self,
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
        """Calls a flow that begins with a webhook. Its author decides what proves the caller: no key of the API is sent."""
        return call_hook(
            self._http.base_url,
            tenant,
            path,
            body,
            method=method,
            content=content,
            query=query,
            headers=headers,
            timeout=timeout,
        )
