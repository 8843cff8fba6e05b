# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class TenantApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def request_deletion(
        self,
        body: t.TenantRequestDeletionBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.TenantRequestDeletionResult:
        """
        Ask that the tenant be deleted, with all that it has. For an owner in person, signed in
        within the last 30 minutes, who types the name of the account. At once nothing starts any
        more, keys are dead and everybody else is signed out. Until `dueAt` it can be taken back;
        then everything is deleted, for good, and a signed receipt says so. Needs `tenant:write`.
        """
        return cast("t.TenantRequestDeletionResult", self._http.json(Call("POST", "/v1/tenant/deletion", body=body, keyed=True), options))

    def get_deletion(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.TenantGetDeletionResult:
        """Whether the tenant is to be deleted, and when. Needs `tenant:read`."""
        return cast("t.TenantGetDeletionResult", self._http.json(Call("GET", "/v1/tenant/deletion"), options))

    def cancel_deletion(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """Take the deletion back: triggers and keys are as they were. Needs `tenant:write`."""
        self._http.nothing(Call("DELETE", "/v1/tenant/deletion"), options)

    def get(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Tenant:
        """The tenant: name, time zone, settings that flows read, brand. Needs `tenant:read`."""
        return cast("t.Tenant", self._http.json(Call("GET", "/v1/tenant"), options))

    def update(
        self,
        body: Optional[t.TenantUpdateBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Tenant:
        """
        Change the tenant. What is left out stays. With `If-Match` it is 412 where somebody changed
        it before. Never put a secret into `settings`: flows, and whoever may read them, see it.
        Needs `tenant:write`.
        """
        return cast("t.Tenant", self._http.json(Call("PATCH", "/v1/tenant", body={} if body is None else body), options))
