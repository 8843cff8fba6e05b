# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class PersonsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def find(
        self,
        body: t.PersonFindBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.PersonFindResult:
        """
        Where one person is found, in all that is kept. A POST, so that no address stands in logs.
        Values of runs are searched; contents of files are not. Needs `security:read`.
        """
        return cast("t.PersonFindResult", self._http.json(Call("POST", "/v1/persons/find", body=body), options))

    def export(
        self,
        body: t.PersonExportBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> str:
        """
        All that is kept of one person, as JSON: rows by table. Streamed. `truncated` at its end is
        true where there was more than 100 MB. Needs `security:write`.
        """
        return cast("str", self._http.json(Call("POST", "/v1/persons/export", body=body), options))

    def erase(
        self,
        body: t.PersonEraseBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.PersonEraseResult:
        """
        Erase one person, for good. For an owner in person, signed in within the last 30 minutes.
        Conversations, events, rows of tables and values under their key are deleted; runs of theirs
        keep how they went, and lose what they carried. 409 under a legal hold, and while runs of
        theirs go on. The answer is the receipt. What they refused stays refused. Needs
        `security:write`.
        """
        return cast("t.PersonEraseResult", self._http.json(Call("POST", "/v1/persons/erase", body=body), options))

    def list_requests(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.PersonListRequestsResult:
        """
        What was done for people who asked for their data; without the people. Needs
        `security:read`.
        """
        return cast("t.PersonListRequestsResult", self._http.json(Call("GET", "/v1/persons/requests"), options))
