# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class ScopesApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ScopeListResult:
        """The rights that a key may have, by area, in the caller’s language."""
        return cast("t.ScopeListResult", self._http.json(Call("GET", "/v1/scopes"), options))
