# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from . import types as t


class ErasureReceiptsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def get(
        self,
        receipt: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.ErasureReceipt:
        """
        The signed proof that a tenant was deleted, for whoever has its id. Holds nothing personal.
        `hash` is SHA-256 of the receipt as JSON without spaces, its names in order of the alphabet;
        `signature` is Ed25519 of those 32 bytes. 404 until all is gone.
        """
        return cast("t.ErasureReceipt", self._http.json(Call("GET", f"/v1/erasure-receipts/{in_path(receipt)}"), options))
