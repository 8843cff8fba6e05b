# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class ApiKeysApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def create(
        self,
        body: t.ApiKeyCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ApiKeyCreateResult:
        """Make an API key. The key itself is in this answer alone. Needs `keys:write`."""
        return cast("t.ApiKeyCreateResult", self._http.json(Call("POST", "/v1/api-keys", body=body, keyed=True), options))

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.ApiKey, t.ApiKeyListPage]:
        """API keys, newest first. Needs `keys:read`."""
        return Pages(self._http, Call("GET", "/v1/api-keys", query={"cursor": cursor, "limit": limit}), "data", options)

    def revoke(
        self,
        key: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """Revoke an API key, at once. Needs `keys:write`."""
        self._http.nothing(Call("DELETE", f"/v1/api-keys/{in_path(key)}"), options)

    def get(
        self,
        key: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ApiKey:
        """One API key, without its secret. Needs `keys:read`."""
        return cast("t.ApiKey", self._http.json(Call("GET", f"/v1/api-keys/{in_path(key)}"), options))

    def update(
        self,
        key: str,
        body: Optional[t.ApiKeyUpdateBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ApiKey:
        """
        Change a key’s name, rights, expiry, addresses, limit, or whether bodies are logged. Needs
        `keys:write`.
        """
        return cast("t.ApiKey", self._http.json(Call("PATCH", f"/v1/api-keys/{in_path(key)}", body={} if body is None else body), options))

    def rotate(
        self,
        key: str,
        body: Optional[t.ApiKeyRotateBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ApiKeyCreateResult:
        """
        Give a key a new secret, while the old one works on for a time. The new secret is in this
        answer alone. `overlapHours: 0` ends the old one at once. Needs `keys:write`.
        """
        return cast("t.ApiKeyCreateResult", self._http.json(Call("POST", f"/v1/api-keys/{in_path(key)}/rotate", body={} if body is None else body, keyed=True), options))

    def end_previous_secret(
        self,
        key: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ApiKey:
        """End the secret of before the last rotation now. Needs `keys:write`."""
        return cast("t.ApiKey", self._http.json(Call("DELETE", f"/v1/api-keys/{in_path(key)}/previous"), options))
