# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class EventsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        name: Optional[str] = None,
        key: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.Event, t.EventListPage]:
        """
        Events of the last 30 days, newest first. Events that were sent to one run alone are in its
        trace. Needs `events:read`.
        """
        return Pages(self._http, Call("GET", "/v1/events", query={"cursor": cursor, "limit": limit, "name": name, "key": key}), "data", options)

    def publish(
        self,
        body: t.EventPublishBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.EventPublishResult:
        """
        Tell that something happened. Starts every flow with that trigger and reaches every run that
        waits for that name and key. Needs `events:write`.
        """
        return cast("t.EventPublishResult", self._http.json(Call("POST", "/v1/events", body=body, keyed=True), options))
