# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class WebhookEndpointsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def create(
        self,
        body: t.WebhookEndpointCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookEndpointCreateResult:
        """
        Have what happens told to an address. Messages are signed by Standard Webhooks. The secret
        is in this answer alone. Needs `webhooks:write`.
        """
        return cast("t.WebhookEndpointCreateResult", self._http.json(Call("POST", "/v1/webhook-endpoints", body=body, keyed=True), options))

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.WebhookEndpoint, t.WebhookEndpointListPage]:
        """Webhook endpoints with their last 24 hours, newest first. Needs `webhooks:read`."""
        return Pages(self._http, Call("GET", "/v1/webhook-endpoints", query={"cursor": cursor, "limit": limit}), "data", options)

    def get(
        self,
        endpoint: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookEndpoint:
        """One webhook endpoint, without its secret. Needs `webhooks:read`."""
        return cast("t.WebhookEndpoint", self._http.json(Call("GET", f"/v1/webhook-endpoints/{in_path(endpoint)}"), options))

    def update(
        self,
        endpoint: str,
        body: Optional[t.WebhookEndpointUpdateBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookEndpointUpdateResult:
        """
        Change a webhook endpoint. What is left out stays. Another host asks for the values of
        secret headers again. Needs `webhooks:write`.
        """
        return cast("t.WebhookEndpointUpdateResult", self._http.json(Call("PATCH", f"/v1/webhook-endpoints/{in_path(endpoint)}", body={} if body is None else body), options))

    def delete(
        self,
        endpoint: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """
        Forget a webhook endpoint. Its deliveries go with it, those on their way, too. Needs
        `webhooks:write`.
        """
        self._http.nothing(Call("DELETE", f"/v1/webhook-endpoints/{in_path(endpoint)}"), options)

    def rotate_secret(
        self,
        endpoint: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookEndpointCreateResult:
        """
        Give it a new secret. For 24 hours both secrets sign, so that the receiver can change over
        when it likes. Needs `webhooks:write`.
        """
        return cast("t.WebhookEndpointCreateResult", self._http.json(Call("POST", f"/v1/webhook-endpoints/{in_path(endpoint)}/rotate-secret", keyed=True), options))

    def end_previous_secret(
        self,
        endpoint: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookEndpointUpdateResult:
        """Sign with the new secret alone, from now on. Needs `webhooks:write`."""
        return cast("t.WebhookEndpointUpdateResult", self._http.json(Call("POST", f"/v1/webhook-endpoints/{in_path(endpoint)}/end-previous-secret"), options))

    def enable(
        self,
        endpoint: str,
        body: Optional[t.WebhookEndpointEnableBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookEndpointEnableResult:
        """
        Send to it again. With `replay` up to 10,000 are sent, the oldest first; where `replayed` is
        as many, ask `…/replay` for the rest. Needs `webhooks:write`.
        """
        return cast("t.WebhookEndpointEnableResult", self._http.json(Call("POST", f"/v1/webhook-endpoints/{in_path(endpoint)}/enable", body={} if body is None else body), options))

    def disable(
        self,
        endpoint: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookEndpointUpdateResult:
        """
        Send it nothing for now. What comes meanwhile is kept for a week, and can be sent when it is
        enabled again. Needs `webhooks:write`.
        """
        return cast("t.WebhookEndpointUpdateResult", self._http.json(Call("POST", f"/v1/webhook-endpoints/{in_path(endpoint)}/disable"), options))

    def replay_failed(
        self,
        endpoint: str,
        body: t.WebhookEndpointReplayFailedBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookEndpointReplayFailedResult:
        """
        Send again what failed in a span of time. Up to 10,000, the oldest first, each under the id
        that it had. Needs `webhooks:write`.
        """
        return cast("t.WebhookEndpointReplayFailedResult", self._http.json(Call("POST", f"/v1/webhook-endpoints/{in_path(endpoint)}/replay", body=body), options))

    def send(
        self,
        endpoint: str,
        body: t.WebhookEndpointSendBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookEndpointSendResult:
        """Send a message to this endpoint, whether it was meant for it or not. Needs `webhooks:write`."""
        return cast("t.WebhookEndpointSendResult", self._http.json(Call("POST", f"/v1/webhook-endpoints/{in_path(endpoint)}/send", body=body), options))

    def test(
        self,
        endpoint: str,
        body: t.WebhookEndpointTestBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookDelivery:
        """
        Send it an example, and show what it answers. Signed as any message, once, and not tried
        again. It answers within 15 seconds or not at all. Needs `webhooks:write`.
        """
        return cast("t.WebhookDelivery", self._http.json(Call("POST", f"/v1/webhook-endpoints/{in_path(endpoint)}/test", body=body), options))
