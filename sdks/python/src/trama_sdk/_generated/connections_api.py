# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Any, Dict, Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class ConnectionsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def create(
        self,
        body: Optional[Dict[str, Any]] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Connection:
        """
        Keep the credentials of a connector. Flat: `{ connector, name, …fields }`. The secret is
        never read back, and sent only to its hosts. Needs `connections:write`.
        """
        return cast("t.Connection", self._http.json(Call("POST", "/v1/connections", body={} if body is None else body, keyed=True), options))

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        connector: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.Connection, t.ConnectionListPage]:
        """Connections, newest first. Needs `connections:read`."""
        return Pages(self._http, Call("GET", "/v1/connections", query={"cursor": cursor, "limit": limit, "connector": connector}), "data", options)

    def get(
        self,
        connection: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Connection:
        """One connection, without its secret. Needs `connections:read`."""
        return cast("t.Connection", self._http.json(Call("GET", f"/v1/connections/{in_path(connection)}"), options))

    def update(
        self,
        connection: str,
        body: Optional[Dict[str, Any]] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Connection:
        """
        Rename it, or change its fields. What is left out stays. Other hosts ask for the secret
        again. Needs `connections:write`.
        """
        return cast("t.Connection", self._http.json(Call("PATCH", f"/v1/connections/{in_path(connection)}", body={} if body is None else body), options))

    def delete(
        self,
        connection: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """Forget it. A connection that a published flow uses stays: 409. Needs `connections:write`."""
        self._http.nothing(Call("DELETE", f"/v1/connections/{in_path(connection)}"), options)

    def test(
        self,
        connection: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Connection:
        """Try it. Needs `connections:use`."""
        return cast("t.Connection", self._http.json(Call("POST", f"/v1/connections/{in_path(connection)}/test"), options))

    def begin_sign_in(
        self,
        connection: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ConnectionBeginSignInResult:
        """
        Begin to sign in to it. For connections with `grant: "authorization_code"`. Lead the browser
        of this session to `url`; the provider sends it back to `/oauth/callback`. Good once, for
        ten minutes, and only for a person who is signed in. Needs `connections:write`.
        """
        return cast("t.ConnectionBeginSignInResult", self._http.json(Call("POST", f"/v1/connections/{in_path(connection)}/sign-in"), options))
