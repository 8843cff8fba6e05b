# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class MeApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def get(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Me:
        """Who calls, and for which tenant."""
        return cast("t.Me", self._http.json(Call("GET", "/v1/me"), options))
