# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from . import types as t


class AiApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def get_usage(
        self,
        *,
        month: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.AiGetUsageResult:
        """What language models took in a month, and the budget. Needs `runs:read`."""
        return cast("t.AiGetUsageResult", self._http.json(Call("GET", "/v1/ai/usage", query={"month": month}), options))

    def set_budget(
        self,
        body: t.AiSetBudgetBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AiGetUsageResult:
        """Limit what language models may take in a month. Needs `connections:write`."""
        return cast("t.AiGetUsageResult", self._http.json(Call("PUT", "/v1/ai/budget", body=body), options))

    def get_help(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AiGetHelpResult:
        """Whether there is AI help, whom it asks, and what the tenant chose. Needs `flows:read`."""
        return cast("t.AiGetHelpResult", self._http.json(Call("GET", "/v1/ai/help"), options))

    def set_help(
        self,
        body: t.AiSetHelpBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AiGetHelpResult:
        """Choose what the AI help asks, or turn it off. Needs `tenant:write`."""
        return cast("t.AiGetHelpResult", self._http.json(Call("PUT", "/v1/ai/help", body=body), options))

    def test_help(
        self,
        body: t.AiTestHelpBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AiTestHelpResult:
        """
        Ask a model one small question; costs a few tokens. What was not yet saved can be tried.
        Needs `tenant:write`.
        """
        return cast("t.AiTestHelpResult", self._http.json(Call("POST", "/v1/ai/help/test", body=body), options))

    def preview_values(
        self,
        *,
        flow: str,
        options: Optional[RequestOptions] = None,
    ) -> t.AiPreviewValuesResult:
        """
        What the model would see of the last values of a flow: shapes, and masked samples. Needs
        `flows:read`, `runs:read`.
        """
        return cast("t.AiPreviewValuesResult", self._http.json(Call("GET", "/v1/ai/help/values", query={"flow": flow}), options))

    def draft_flow(
        self,
        body: t.AiDraftFlowBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AiDraftFlowResult:
        """
        A flow as words describe it; nothing is saved. The answer of the model is checked by the
        compiler and mended with what it said, up to four times. Needs `flows:write`.
        """
        return cast("t.AiDraftFlowResult", self._http.json(Call("POST", "/v1/ai/help/draft", body=body), options))

    def explain_flow(
        self,
        body: t.AiExplainFlowBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AiExplainFlowResult:
        """What a flow does, in plain words. Needs `flows:write`."""
        return cast("t.AiExplainFlowResult", self._http.json(Call("POST", "/v1/ai/help/explain", body=body), options))

    def mend_flow(
        self,
        body: t.AiMendFlowBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AiMendFlowResult:
        """
        A change of a flow that keeps an error from coming again; nothing is saved. Needs
        `flows:write`.
        """
        return cast("t.AiMendFlowResult", self._http.json(Call("POST", "/v1/ai/help/mend", body=body), options))

    def write_expression(
        self,
        body: t.AiWriteExpressionBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AiWriteExpressionResult:
        """What stands in one field of a flow; nothing is saved. Needs `flows:write`."""
        return cast("t.AiWriteExpressionResult", self._http.json(Call("POST", "/v1/ai/help/expression", body=body), options))
