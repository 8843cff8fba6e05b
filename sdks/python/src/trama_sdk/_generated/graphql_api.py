# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class GraphqlApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def query(
        self,
        body: t.GraphqlQueryBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.GraphqlQueryResult:
        """
        Read by GraphQL: flows, runs, events, approvals, connections, tables, members, usage. What a
        field gives is what its call of the API gives, under the same rights. Lists are connections:
        `first`, `after`, `nodes`, `pageInfo`. At most 8 levels, 20 fields to begin at and 5,000
        values a query. Nothing is written here.
        """
        return cast("t.GraphqlQueryResult", self._http.json(Call("POST", "/v1/graphql", body=body), options))
