# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Literal, Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class ApprovalsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        status: Optional[Literal["open", "approved", "rejected", "timeout", "cancelled"]] = None,
        run: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.Approval, t.ApprovalListPage]:
        """Approvals, newest first. Needs `approvals:read`."""
        return Pages(self._http, Call("GET", "/v1/approvals", query={"cursor": cursor, "limit": limit, "status": status, "run": run}), "data", options)

    def get(
        self,
        approval: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Approval:
        """One approval. Needs `approvals:read`."""
        return cast("t.Approval", self._http.json(Call("GET", f"/v1/approvals/{in_path(approval)}"), options))

    def decide(
        self,
        approval: str,
        body: t.ApprovalDecideBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Approval:
        """
        Decide. The first decision wins; after the end it is 409 `already_closed`. Needs
        `approvals:write`.
        """
        return cast("t.Approval", self._http.json(Call("POST", f"/v1/approvals/{in_path(approval)}", body=body, keyed=True), options))
