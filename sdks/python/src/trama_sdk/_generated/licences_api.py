# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class LicencesApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def claim_lifetime(
        self,
        body: Optional[t.LicenceClaimLifetimeBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.LicenceClaimLifetimeResult:
        """
        Turn a licence that was bought for life into a year of BUSINESS. Proved by its key, or by
        having signed in with the address that bought it. Once: a second claim is 409. The plan
        comes within seconds, by `request`. Needs `billing:write`.
        """
        return cast("t.LicenceClaimLifetimeResult", self._http.json(Call("POST", "/v1/licences/lifetime/claim", body={} if body is None else body, keyed=True), options))

    def create(
        self,
        body: t.LicenceCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.LicenceCreateResult:
        """
        Let a computer work without a connection. Gives a signed document, which programs verify by
        the public keys at `/.well-known/trama-licences.json`. As many computers as the plan allows
        are active at once; asked again, an active one gets a fresh document. Needs `tenant:read`.
        """
        return cast("t.LicenceCreateResult", self._http.json(Call("POST", "/v1/licences", body=body, keyed=True), options))

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.Licence, t.LicenceListPage]:
        """Computers that may work without a connection, newest first. Needs `tenant:read`."""
        return Pages(self._http, Call("GET", "/v1/licences", query={"cursor": cursor, "limit": limit}), "data", options)

    def delete(
        self,
        licence: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """
        Take a computer off: its next refresh is refused. Whoever may change the tenant takes off
        any; others what they activated themselves. Without a connection its document counts until
        its end. Needs `tenant:read`.
        """
        self._http.nothing(Call("DELETE", f"/v1/licences/{in_path(licence)}"), options)
