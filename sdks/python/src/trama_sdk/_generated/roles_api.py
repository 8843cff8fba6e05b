# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from . import types as t


class RolesApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.RoleListResult:
        """
        Roles: the built-in ones and the tenant’s own, and what each may do. `rights` are all that
        there are, in groups, in the language of the reader. Needs `members:read`.
        """
        return cast("t.RoleListResult", self._http.json(Call("GET", "/v1/roles"), options))

    def create(
        self,
        body: t.RoleCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.RoleListResultCustom:
        """Make a role of the tenant’s own. Needs `members:write`."""
        return cast("t.RoleListResultCustom", self._http.json(Call("POST", "/v1/roles", body=body, keyed=True), options))

    def update(
        self,
        role: str,
        body: Optional[t.RoleUpdateBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.RoleListResultCustom:
        """Change a role; it counts at once for whoever has it. Needs `members:write`."""
        return cast("t.RoleListResultCustom", self._http.json(Call("PATCH", f"/v1/roles/{in_path(role)}", body={} if body is None else body), options))

    def delete(
        self,
        role: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """Delete a role that nobody has. Needs `members:write`."""
        self._http.nothing(Call("DELETE", f"/v1/roles/{in_path(role)}"), options)
