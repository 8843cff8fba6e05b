# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from . import types as t


class NodeTypesApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.NodeTypeListResult:
        """
        What flows are made of. Node types, triggers and kinds of connection with their JSON
        Schemas: for builders and for agents. Needs `flows:read`.
        """
        return cast("t.NodeTypeListResult", self._http.json(Call("GET", "/v1/node-types"), options))

    def test(
        self,
        type: str,
        body: Optional[t.NodeTypeTestBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.NodeTypeTestResult:
        """
        Try one action alone. It is really called. The config holds values, not expressions. Needs
        `runs:write`.
        """
        return cast("t.NodeTypeTestResult", self._http.json(Call("POST", f"/v1/node-types/{in_path(type)}/test", body={} if body is None else body), options))
