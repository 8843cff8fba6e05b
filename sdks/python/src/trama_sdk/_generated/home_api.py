# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class HomeApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def get(
        self,
        *,
        from_: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.Home:
        """
        Figures of a first page: totals, busiest flows, what waits, what failed last. Of production:
        runs of tests are left out. Days are those of the tenant’s time zone. Needs `runs:read`.
        """
        return cast("t.Home", self._http.json(Call("GET", "/v1/home", query={"from": from_}), options))

    def get_counts(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.HomeGetCountsResult:
        """How many approvals wait for somebody. Needs `approvals:read`."""
        return cast("t.HomeGetCountsResult", self._http.json(Call("GET", "/v1/home/counts"), options))

    def list_flows(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.HomeListFlowsResult:
        """
        Of every flow that ran: its last run, and its runs of each of the last eight days. Of
        production: runs of tests are left out. Days are those of the tenant’s time zone, the last
        one is today. Needs `runs:read`.
        """
        return cast("t.HomeListFlowsResult", self._http.json(Call("GET", "/v1/home/flows"), options))
