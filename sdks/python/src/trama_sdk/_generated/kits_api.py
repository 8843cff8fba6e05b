# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from . import types as t


class KitsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.KitListResult:
        """Kits: templates that together do a kind of shop’s daily work. Needs `flows:read`."""
        return cast("t.KitListResult", self._http.json(Call("GET", "/v1/kits"), options))

    def use(
        self,
        kit: str,
        body: Optional[t.KitUseBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.KitUseResult:
        """
        Make all flows and tables of a kit. All or nothing. A flow that was made of the kit before
        and is not archived is kept as it is: calling twice makes nothing twice. Needs
        `flows:write`.
        """
        return cast("t.KitUseResult", self._http.json(Call("POST", f"/v1/kits/{in_path(kit)}/use", body={} if body is None else body, keyed=True), options))
