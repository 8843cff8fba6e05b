# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..download import Download
from . import types as t


class ExportsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def create(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Export:
        """
        Begin an export of everything that the tenant has. For an owner in person. It is made in the
        background and goes on where it was after a crash; a notice tells of its end. What opens
        something (secrets of connections, keys) is left out. Format: privacy.md. Needs
        `tenant:write`.
        """
        return cast("t.Export", self._http.json(Call("POST", "/v1/exports", keyed=True), options))

    def list(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ExportListResult:
        """Exports of the last days, newest first. Needs `tenant:read`."""
        return cast("t.ExportListResult", self._http.json(Call("GET", "/v1/exports"), options))

    def get(
        self,
        export: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Export:
        """How far an export is. Needs `tenant:read`."""
        return cast("t.Export", self._http.json(Call("GET", f"/v1/exports/{in_path(export)}"), options))

    def download(
        self,
        export: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> Download:
        """
        The archive of an export, streamed. A `.tar.gz`, for an owner in person, until it expires;
        each time it is written into the audit. Needs `tenant:read`.
        """
        return self._http.download(Call("GET", f"/v1/exports/{in_path(export)}/archive"), options)
