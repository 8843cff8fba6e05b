# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class RetentionApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def get(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Retention:
        """How long each kind of data is kept. Needs `tenant:read`."""
        return cast("t.Retention", self._http.json(Call("GET", "/v1/retention"), options))

    def update(
        self,
        body: Optional[t.RetentionUpdateBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.RetentionUpdateResult:
        """
        Choose how long data is kept, or hold all of it. What is left out stays. What is past its
        new time goes within an hour, in batches, for good. To lift a hold or to shorten a time
        takes an owner in person, signed in within the last 30 minutes. Needs `tenant:write`.
        """
        return cast("t.RetentionUpdateResult", self._http.json(Call("PATCH", "/v1/retention", body={} if body is None else body), options))
