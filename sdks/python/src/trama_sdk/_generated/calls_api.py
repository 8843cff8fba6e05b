# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Literal, Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class CallsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        key: Optional[str] = None,
        method: Optional[Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]] = None,
        route: Optional[str] = None,
        status: Optional[str] = None,
        ip: Optional[str] = None,
        trace: Optional[str] = None,
        from_: Optional[str] = None,
        to: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.CallSummary, t.CallListPage]:
        """
        Calls that keys and tokens made in the last 30 days, newest first. A call is here a moment
        after its answer has left. What people do in the product is in the audit. Needs `keys:read`.
        """
        return Pages(self._http, Call("GET", "/v1/calls", query={"cursor": cursor, "limit": limit, "key": key, "method": method, "route": route, "status": status, "ip": ip, "trace": trace, "from": from_, "to": to}), "data", options)

    def get(
        self,
        call: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Call:
        """
        One call, with its bodies where the key keeps them. Bodies are shown to those who have every
        right that the call needs; of GraphQL, and of calls that show or repeat calls, to those who
        have all rights. Needs `keys:read`.
        """
        return cast("t.Call", self._http.json(Call("GET", f"/v1/calls/{in_path(call)}"), options))

    def replay(
        self,
        call: str,
        body: Optional[t.CallReplayBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.CallReplayResult:
        """
        Do a call again, with the rights of whoever asks. What reads is done at once; what changes
        data needs `write: true`, and its body must have been kept. A POST gets a new idempotency
        key, or the first one with `sameKey: true`, which only the key that made the call may ask
        for: keys of calls count for each caller by itself. Needs `keys:read`.
        """
        return cast("t.CallReplayResult", self._http.json(Call("POST", f"/v1/calls/{in_path(call)}/replay", body={} if body is None else body), options))

    def count_usage(
        self,
        *,
        from_: Optional[str] = None,
        to: Optional[str] = None,
        by: Optional[Literal["hour", "day"]] = None,
        key: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.CallCountUsageResult:
        """
        How many calls there were, by time, route and key. Counted in the log. `refused`: 4xx but
        429, `limited`: 429, `failed`: 5xx. Days are those of the tenant. Needs `keys:read`.
        """
        return cast("t.CallCountUsageResult", self._http.json(Call("GET", "/v1/usage/calls", query={"from": from_, "to": to, "by": by, "key": key}), options))
