# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Literal, Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..download import Download
from ..pages import Pages
from . import types as t


class SubscriptionApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def get_profile(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionGetProfileResult:
        """Whom invoices are made out to. Needs `billing:read`."""
        return cast("t.SubscriptionGetProfileResult", self._http.json(Call("GET", "/v1/subscription/profile"), options))

    def set_profile(
        self,
        body: t.SubscriptionSetProfileBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionGetProfileResult:
        """
        Say whom invoices are made out to. For invoices that are issued from now on. The check
        digits of CPF and CNPJ are checked; a CNPJ may hold letters. With `If-Match` it is 412 where
        somebody changed it before. Needs `billing:write`.
        """
        return cast("t.SubscriptionGetProfileResult", self._http.json(Call("PUT", "/v1/subscription/profile", body=body), options))

    def list_invoices(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        kind: Optional[Literal["invoice", "credit_note"]] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.SubscriptionInvoice, t.SubscriptionListInvoicesPage]:
        """Invoices and credit notes, newest first. Needs `billing:read`."""
        return Pages(self._http, Call("GET", "/v1/subscription/invoices", query={"cursor": cursor, "limit": limit, "kind": kind}), "data", options)

    def get_invoice(
        self,
        invoice: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionGetInvoiceResult:
        """An invoice as it was issued, with its lines. Needs `billing:read`."""
        return cast("t.SubscriptionGetInvoiceResult", self._http.json(Call("GET", f"/v1/subscription/invoices/{in_path(invoice)}"), options))

    def get_invoice_pdf(
        self,
        invoice: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> Download:
        """An invoice as a PDF. Needs `billing:read`."""
        return self._http.download(Call("GET", f"/v1/subscription/invoices/{in_path(invoice)}/pdf"), options)

    def send_invoice(
        self,
        invoice: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionSendInvoiceResult:
        """
        Mail an invoice again. To the billing e-mail and the owners, with the PDF; several times
        within a minute are one. Needs `billing:write`.
        """
        return cast("t.SubscriptionSendInvoiceResult", self._http.json(Call("POST", f"/v1/subscription/invoices/{in_path(invoice)}/send"), options))

    def list_usage(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionListUsageResult:
        """How full everything is that the plan counts. Needs `tenant:read`."""
        return cast("t.SubscriptionListUsageResult", self._http.json(Call("GET", "/v1/subscription/usage"), options))

    def get_marketplaces(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionGetMarketplacesResult:
        """Marketplaces of the plan, and those of one’s choice. Needs `tenant:read`."""
        return cast("t.SubscriptionGetMarketplacesResult", self._http.json(Call("GET", "/v1/subscription/marketplaces"), options))

    def set_marketplaces(
        self,
        body: t.SubscriptionSetMarketplacesBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionGetMarketplacesResult:
        """
        Choose the marketplaces of one’s choice. Replaces those that were chosen. A choice stands
        for thirty days. Needs `tenant:write`.
        """
        return cast("t.SubscriptionGetMarketplacesResult", self._http.json(Call("PUT", "/v1/subscription/marketplaces", body=body), options))
