# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Literal, Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class WebhookDeliveriesApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        endpoint: Optional[str] = None,
        message: Optional[str] = None,
        state: Optional[Literal["due", "retrying", "parked", "succeeded", "failed"]] = None,
        type: Optional[Literal["run.succeeded", "run.failed", "run.cancelled", "run.waiting", "approval.opened", "approval.decided", "flow.published", "message.received", "member.joined", "member.changed", "member.left", "connection.created", "connection.changed", "connection.deleted"]] = None,
        from_: Optional[str] = None,
        to: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.WebhookDeliverySummary, t.WebhookDeliveryListPage]:
        """Deliveries, newest first. Needs `webhooks:read`."""
        return Pages(self._http, Call("GET", "/v1/webhook-deliveries", query={"cursor": cursor, "limit": limit, "endpoint": endpoint, "message": message, "state": state, "type": type, "from": from_, "to": to}), "data", options)

    def get(
        self,
        delivery: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookDelivery:
        """One delivery with what was sent and each attempt’s answer. Needs `webhooks:read`."""
        return cast("t.WebhookDelivery", self._http.json(Call("GET", f"/v1/webhook-deliveries/{in_path(delivery)}"), options))

    def replay(
        self,
        delivery: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.WebhookDelivery:
        """Send it again, under the same id. Needs `webhooks:write`."""
        return cast("t.WebhookDelivery", self._http.json(Call("POST", f"/v1/webhook-deliveries/{in_path(delivery)}/replay"), options))
