# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class MembersApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.Member, t.MemberListPage]:
        """The people of the tenant, those who came first first. Needs `members:read`."""
        return Pages(self._http, Call("GET", "/v1/members", query={"cursor": cursor, "limit": limit}), "data", options)

    def update(
        self,
        user: str,
        body: t.MemberUpdateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Member:
        """
        Give a member another role, at once. Nobody gives a right that they lack; owners are made
        and unmade by owners, and one always stays. Needs `members:write`.
        """
        return cast("t.Member", self._http.json(Call("PATCH", f"/v1/members/{in_path(user)}", body=body), options))

    def delete(
        self,
        user: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """Remove a member; they are out at once. Needs `members:write`."""
        self._http.nothing(Call("DELETE", f"/v1/members/{in_path(user)}"), options)
