# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class AccessPolicyApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def get(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AccessPolicy:
        """What the tenant asks of whoever comes. Needs `security:read`."""
        return cast("t.AccessPolicy", self._http.json(Call("GET", "/v1/access-policy"), options))

    def set(
        self,
        body: t.AccessPolicySetBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AccessPolicy:
        """
        Set what the tenant asks; it counts at each next call. A list of addresses that would keep
        its own author out is refused, as is asking for two steps by somebody who has none. With
        `If-Match` it is 412 where somebody changed it before. Needs `security:write`.
        """
        return cast("t.AccessPolicy", self._http.json(Call("PUT", "/v1/access-policy", body=body), options))
