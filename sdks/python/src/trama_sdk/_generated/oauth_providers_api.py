# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class OauthProvidersApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.OauthProviderListResult:
        """
        Providers whose addresses are known, for `http` connections that one signs in to. Needs
        `connections:read`.
        """
        return cast("t.OauthProviderListResult", self._http.json(Call("GET", "/v1/oauth-providers"), options))
