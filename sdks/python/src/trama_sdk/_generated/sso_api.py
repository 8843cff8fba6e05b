# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class SsoApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def get(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Sso:
        """The tenant’s own way to sign in. Needs `security:read`."""
        return cast("t.Sso", self._http.json(Call("GET", "/v1/sso"), options))

    def set(
        self,
        body: t.SsoSetBodyOidc | t.SsoSetBodySaml,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SsoProvider:
        """
        Set the provider that lets people in. Whatever changes whose word is believed switches it
        off until it was tried out again. The client secret is never shown again. The provider’s
        addresses are reached under the same rules as those of flows. Needs `security:write`.
        """
        return cast("t.SsoProvider", self._http.json(Call("PUT", "/v1/sso", body=body), options))

    def update(
        self,
        body: t.SsoUpdateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SsoProvider:
        """
        Switch single sign-on on or off, and say whether it is the only way in. On: by an owner,
        once a try went well. Off: the sessions that it opened are over. `required` keeps out
        whoever comes by another way, but for owners behind a second step; one of them has to have
        it. Needs `security:write`.
        """
        return cast("t.SsoProvider", self._http.json(Call("PATCH", "/v1/sso", body=body), options))

    def delete(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """Forget the provider, and whom it knew. Needs `security:write`."""
        self._http.nothing(Call("DELETE", "/v1/sso"), options)

    def test(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SsoTestResult:
        """
        Try the set-up out, in this browser. It lets nobody in: how it went stands in the set-up
        afterwards. Needs `security:write`.
        """
        return cast("t.SsoTestResult", self._http.json(Call("POST", "/v1/sso/test"), options))
