# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Literal, Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class DeadLettersApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        state: Optional[Literal["open", "replayed", "discarded"]] = None,
        kind: Optional[Literal["message", "approval"]] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.DeadLetterSummary, t.DeadLetterListPage]:
        """What could not be taken in or delivered, newest first. Needs `runs:read`."""
        return Pages(self._http, Call("GET", "/v1/dead-letters", query={"cursor": cursor, "limit": limit, "state": state, "kind": kind}), "data", options)

    def get(
        self,
        letter: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.DeadLetter:
        """One of them, with what is in it. Needs `runs:read`."""
        return cast("t.DeadLetter", self._http.json(Call("GET", f"/v1/dead-letters/{in_path(letter)}"), options))

    def replay(
        self,
        letter: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.DeadLetterSummary:
        """Try it once more. What fails again leaves it open, and says why. Needs `runs:write`."""
        return cast("t.DeadLetterSummary", self._http.json(Call("POST", f"/v1/dead-letters/{in_path(letter)}/replay", keyed=True), options))

    def discard(
        self,
        letter: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.DeadLetterSummary:
        """Give it up for good. Needs `runs:write`."""
        return cast("t.DeadLetterSummary", self._http.json(Call("POST", f"/v1/dead-letters/{in_path(letter)}/discard", keyed=True), options))
