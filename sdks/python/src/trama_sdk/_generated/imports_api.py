# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, Content, in_path
from .._http import Http
from .._options import RequestOptions
from . import types as t


class ImportsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def create(
        self,
        body: t.ImportCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Import:
        """
        Begin to take an archive in, from another installation or an account of before. For an owner
        in person, signed in within the last 30 minutes, into an account that has nothing yet. Its
        bytes follow in pieces, then `start`. With `sha256`, the same archive is the import that
        there is already (200). What comes along and what does not: privacy.md. Needs
        `tenant:write`.
        """
        return cast("t.Import", self._http.json(Call("POST", "/v1/imports", body=body, keyed=True), options))

    def list(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ImportListResult:
        """Imports of the last days, newest first. Needs `tenant:read`."""
        return cast("t.ImportListResult", self._http.json(Call("GET", "/v1/imports"), options))

    def set_piece(
        self,
        import_: str,
        n: float,
        content: Content,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """
        A piece of the archive. The body is its bytes, up to 8 MB. Pieces count from 0; one that is
        sent again takes its own place. Needs `tenant:write`.
        """
        self._http.nothing(Call("PUT", f"/v1/imports/{in_path(import_)}/pieces/{in_path(n)}", content=content, media="application/octet-stream"), options)

    def start(
        self,
        import_: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Import:
        """
        All pieces were sent: take it in. Workers read all of it before a row is written, and write
        all rows at once. A notice tells of the end. Needs `tenant:write`.
        """
        return cast("t.Import", self._http.json(Call("POST", f"/v1/imports/{in_path(import_)}/start", keyed=True), options))

    def get(
        self,
        import_: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Import:
        """How far an import is, and its report: what came, what did not. Needs `tenant:read`."""
        return cast("t.Import", self._http.json(Call("GET", f"/v1/imports/{in_path(import_)}"), options))

    def delete(
        self,
        import_: str,
        *,
        open: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """
        Give an import up, or take one that has ended off the list. Where workers have it, they let
        go within seconds, nothing of it is ever seen, and it ends as `failed` with `cancelled`;
        until then `phase` is `cancel`. Needs `tenant:write`.
        """
        self._http.nothing(Call("DELETE", f"/v1/imports/{in_path(import_)}", query={"open": open}), options)
