# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from . import types as t


class DomainsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.DomainListResult:
        """Domains of the tenant, proved or not. Needs `security:read`."""
        return cast("t.DomainListResult", self._http.json(Call("GET", "/v1/domains"), options))

    def create(
        self,
        body: t.DomainCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Domain:
        """Name a domain, and get the record that proves it. Needs `security:write`."""
        return cast("t.Domain", self._http.json(Call("POST", "/v1/domains", body=body, keyed=True), options))

    def verify(
        self,
        domain: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Domain:
        """Look for the record of a domain. Needs `security:write`."""
        return cast("t.Domain", self._http.json(Call("POST", f"/v1/domains/{in_path(domain)}/verify"), options))

    def update(
        self,
        domain: str,
        body: t.DomainUpdateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Domain:
        """Say what people of a domain join as, who come by single sign-on. Needs `security:write`."""
        return cast("t.Domain", self._http.json(Call("PATCH", f"/v1/domains/{in_path(domain)}", body=body), options))

    def delete(
        self,
        domain: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """Take a domain off the list. Needs `security:write`."""
        self._http.nothing(Call("DELETE", f"/v1/domains/{in_path(domain)}"), options)
