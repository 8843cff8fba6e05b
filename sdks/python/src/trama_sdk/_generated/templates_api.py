# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Literal, Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from . import types as t


class TemplatesApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        category: Optional[Literal["sales", "service", "finance", "stock", "operations", "integration", "ai", "reports"]] = None,
        segment: Optional[Literal["online-shop", "workshop", "clinic", "salon", "delivery", "fleet", "hobby"]] = None,
        q: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.TemplateListResult:
        """The gallery: flows to begin with. Needs `flows:read`."""
        return cast("t.TemplateListResult", self._http.json(Call("GET", "/v1/templates", query={"category": category, "segment": segment, "q": q}), options))

    def get(
        self,
        template: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Template:
        """A template: its flow, what it needs, what to fill in. Needs `flows:read`."""
        return cast("t.Template", self._http.json(Call("GET", f"/v1/templates/{in_path(template)}"), options))

    def use(
        self,
        template: str,
        body: Optional[t.TemplateUseBody] = None,
        *,
        dry_run: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.TemplateUseResult | t.TemplateUseCreated:
        """
        Make a flow of a template, and the tables that it works with. All or nothing. Fields and
        connections may be left for later: then it is a draft, and the answer tells what is missing.
        With `dryRun` nothing is written: the answer is the document with its problems. Needs
        `flows:write`.
        """
        return cast("t.TemplateUseResult | t.TemplateUseCreated", self._http.json(Call("POST", f"/v1/templates/{in_path(template)}/use", query={"dryRun": dry_run}, body={} if body is None else body, keyed=True), options))
