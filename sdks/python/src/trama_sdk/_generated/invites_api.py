# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class InvitesApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def create(
        self,
        body: t.InviteCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Invite:
        """
        Invite somebody by mail. The link in the letter is good for seven days, once, and for that
        address alone. Needs `members:write`.
        """
        return cast("t.Invite", self._http.json(Call("POST", "/v1/invites", body=body, keyed=True), options))

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.Invite, t.InviteListPage]:
        """Invites that nobody took up or back, newest first. Needs `members:read`."""
        return Pages(self._http, Call("GET", "/v1/invites", query={"cursor": cursor, "limit": limit}), "data", options)

    def resend(
        self,
        invite: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Invite:
        """
        Send an invite again: a new link, another seven days. The link of before opens nothing any
        more. Needs `members:write`.
        """
        return cast("t.Invite", self._http.json(Call("POST", f"/v1/invites/{in_path(invite)}/resend"), options))

    def delete(
        self,
        invite: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """Take an invite back; its link opens nothing any more. Needs `members:write`."""
        self._http.nothing(Call("DELETE", f"/v1/invites/{in_path(invite)}"), options)
