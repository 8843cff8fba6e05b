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
        return cast("t.SubscriptionSendInvoiceResult", self._http.json(Call("POST", f"/v1/subscription/invoices/{in_path(invoice)}/send", keyed=True), options))

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
        for thirty days. With `If-Match` it is 412 where it is another by now than what was looked
        at. Needs `tenant:write`.
        """
        return cast("t.SubscriptionGetMarketplacesResult", self._http.json(Call("PUT", "/v1/subscription/marketplaces", body=body), options))

    def list_usage_charges(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.SubscriptionUsageCharge, t.SubscriptionListUsageChargesPage]:
        """
        What use beyond the included came to, by month, and in this one so far. Of plans that have
        prices of use. A month is counted once, an hour behind its end, and charged by itself. Needs
        `billing:read`.
        """
        return Pages(self._http, Call("GET", "/v1/subscription/usage-charges", query={"cursor": cursor, "limit": limit}), "data", options)

    def list_frozen(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionListFrozenResult:
        """What is over the plan and stands still, and what works in its place. Needs `billing:read`."""
        return cast("t.SubscriptionListFrozenResult", self._http.json(Call("GET", "/v1/subscription/frozen"), options))

    def set_frozen(
        self,
        body: t.SubscriptionSetFrozenBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionSetFrozenResult:
        """
        Choose what works within the plan. In the order in which they are wanted; the rest stands
        still. Kinds that are left out stay as they are. With `If-Match` it is 412 where it is
        another by now than what was looked at. Needs `billing:write`.
        """
        return cast("t.SubscriptionSetFrozenResult", self._http.json(Call("PUT", "/v1/subscription/frozen", body=body), options))

    def get_current(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionGetCurrentResult:
        """The subscription: plan, period, what is scheduled and what is open. Needs `billing:read`."""
        return cast("t.SubscriptionGetCurrentResult", self._http.json(Call("GET", "/v1/subscription/current"), options))

    def get_request(
        self,
        request: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionGetCurrentResultRequest:
        """
        How far a request is, with the page or the Pix that it waits for. A page that waits for a
        Pix asks this every second or two. Needs `billing:read`.
        """
        return cast("t.SubscriptionGetCurrentResultRequest", self._http.json(Call("GET", f"/v1/subscription/requests/{in_path(request)}"), options))

    def list_payments(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.SubscriptionPayment, t.SubscriptionListPaymentsPage]:
        """Payments, the newest first. Needs `billing:read`."""
        return Pages(self._http, Call("GET", "/v1/subscription/payments", query={"cursor": cursor, "limit": limit}), "data", options)

    def list_story(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.SubscriptionStory, t.SubscriptionListStoryPage]:
        """
        What happened to the subscription, and what comes next, in plain words. In the language of
        the request, newest first. The run behind it is the product’s own. Needs `billing:read`.
        """
        return Pages(self._http, Call("GET", "/v1/subscription/story", query={"cursor": cursor, "limit": limit}), "data", options)

    def create(
        self,
        body: t.SubscriptionCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionCreateResult:
        """
        Subscribe to a plan. Gives a page or a Pix to pay by; the plan counts once that is paid.
        With `trial` the first charge is made when the plan’s trial is over. Asked again while the
        page is open, the same choice has the same page, and another choice closes it. 409 says why
        not in `reason`; a plan or an add-on that there is not is 422. Needs `billing:write`.
        """
        return cast("t.SubscriptionCreateResult", self._http.json(Call("POST", "/v1/subscription/create", body=body, keyed=True), options))

    def trial(
        self,
        body: t.SubscriptionTrialBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionTrialResult:
        """
        Try a plan without paying. Once for an e-mail address and a document. When it is over the
        plan is FREE again, or what was agreed on. Needs `billing:write`.
        """
        return cast("t.SubscriptionTrialResult", self._http.json(Call("POST", "/v1/subscription/trial", body=body, keyed=True), options))

    def preview(
        self,
        body: Optional[t.SubscriptionPreviewBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionPreviewResult:
        """
        What a change would cost, and what it would freeze. Good for ten minutes: a change, or going
        on after a pause, with its id costs what it says. Needs `billing:read`.
        """
        return cast("t.SubscriptionPreviewResult", self._http.json(Call("POST", "/v1/subscription/preview", body={} if body is None else body, keyed=True), options))

    def change(
        self,
        body: Optional[t.SubscriptionChangeBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionChangeResult:
        """
        Change the plan, the interval or add-ons. What is more is had now, and its pro rata charged
        now; what is less comes at the period’s end. With `preview` it costs what that said, for ten
        minutes. Needs `billing:write`.
        """
        return cast("t.SubscriptionChangeResult", self._http.json(Call("POST", "/v1/subscription/change", body={} if body is None else body, keyed=True), options))

    def upgrade(
        self,
        body: t.SubscriptionUpgradeBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionUpgradeResult:
        """Change to a larger plan now. The same as a change to that plan. Needs `billing:write`."""
        return cast("t.SubscriptionUpgradeResult", self._http.json(Call("POST", "/v1/subscription/upgrade", body=body, keyed=True), options))

    def cancel(
        self,
        body: Optional[t.SubscriptionCancelBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionCancelResult:
        """
        Cancel at the end of what is paid for. Until then it can be taken back
        (`/subscription/revoke`). Needs `billing:write`.
        """
        return cast("t.SubscriptionCancelResult", self._http.json(Call("POST", "/v1/subscription/cancel", body={} if body is None else body, keyed=True), options))

    def revoke(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionRevokeResult:
        """Take back what is scheduled for the period’s end. Needs `billing:write`."""
        return cast("t.SubscriptionRevokeResult", self._http.json(Call("POST", "/v1/subscription/revoke", keyed=True), options))

    def pause(
        self,
        body: Optional[t.SubscriptionPauseBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionPauseResult:
        """Pause: nothing is charged, and what is paid for is had to its end. Needs `billing:write`."""
        return cast("t.SubscriptionPauseResult", self._http.json(Call("POST", "/v1/subscription/pause", body={} if body is None else body, keyed=True), options))

    def resume(
        self,
        body: Optional[t.SubscriptionResumeBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionResumeResult:
        """
        Go on after a pause. What is left of the running period is charged where it is not paid.
        With `preview` it costs what that said, for ten minutes. Needs `billing:write`.
        """
        return cast("t.SubscriptionResumeResult", self._http.json(Call("POST", "/v1/subscription/resume", body={} if body is None else body, keyed=True), options))

    def provider(
        self,
        body: t.SubscriptionProviderBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionProviderResult:
        """
        Pay by another provider from the next period on. The one that runs ends only when the other
        one is set; nobody pays twice. Needs `billing:write`.
        """
        return cast("t.SubscriptionProviderResult", self._http.json(Call("POST", "/v1/subscription/provider", body=body, keyed=True), options))

    def portal(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.SubscriptionPortalResult:
        """A page of the provider’s where cards are changed. Needs `billing:write`."""
        return cast("t.SubscriptionPortalResult", self._http.json(Call("POST", "/v1/subscription/portal"), options))
