# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Literal, Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class ConsentsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def check(
        self,
        *,
        channel: Literal["email", "telegram", "whatsapp", "phone", "sms"],
        contact: str,
        purpose: str,
        options: Optional[RequestOptions] = None,
    ) -> t.ConsentCheckResult:
        """What holds of a contact for a purpose. Needs `data:read`."""
        return cast("t.ConsentCheckResult", self._http.json(Call("GET", "/v1/consents/check", query={"channel": channel, "contact": contact, "purpose": purpose}), options))

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        channel: Optional[Literal["email", "telegram", "whatsapp", "phone", "sms"]] = None,
        contact: Optional[str] = None,
        purpose: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.Consent, t.ConsentListPage]:
        """
        Who agreed to get what, or refused, newest first. Entries are never changed: of a contact
        and purpose the newest holds. Name channel and contact together. Needs `data:read`.
        """
        return Pages(self._http, Call("GET", "/v1/consents", query={"cursor": cursor, "limit": limit, "channel": channel, "contact": contact, "purpose": purpose}), "data", options)

    def record(
        self,
        body: t.ConsentRecordBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Consent:
        """Write down that a contact agreed, or refused. Needs `data:write`."""
        return cast("t.Consent", self._http.json(Call("POST", "/v1/consents", body=body, keyed=True), options))
