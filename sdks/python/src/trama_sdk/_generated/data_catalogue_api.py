# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class DataCatalogueApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.DataCatalogueListResult:
        """
        What is kept of a tenant: every table and column, what it is for, for how long, where it
        goes. Needs `tenant:read`.
        """
        return cast("t.DataCatalogueListResult", self._http.json(Call("GET", "/v1/data-catalogue"), options))
