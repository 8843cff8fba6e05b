# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Any, Iterator, Literal, Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from ..streams import StreamEvent, StreamOptions, stream_events
from . import types as t


class RunsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def stream_all(
        self,
        *,
        flow: Optional[str] = None,
        options: Optional[StreamOptions] = None,
    ) -> Iterator[StreamEvent]:
        """
        The runs of a flow (or all) as they begin, change and end, as server-sent events. Needs
        `runs:read`.
        """
        return stream_events(self._http, Call("GET", "/v1/runs/stream", query={"flow": flow}), options)

    def get_summary(
        self,
        *,
        flow: Optional[str] = None,
        from_: str,
        to: Optional[str] = None,
        by: Optional[Literal["hour", "day"]] = None,
        test: Optional[bool] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.RunGetSummaryResult:
        """
        How many runs each hour or day had, by status, and how long they took. Without gaps, at most
        800; days are those of the tenant’s time zone. `p50Ms` and `p95Ms` are of runs that
        succeeded. Needs `runs:read`.
        """
        return cast("t.RunGetSummaryResult", self._http.json(Call("GET", "/v1/runs/summary", query={"flow": flow, "from": from_, "to": to, "by": by, "test": test}), options))

    def bulk(
        self,
        body: t.RunBulkBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.RunBulkResult:
        """
        Do one thing to many runs. At most 1,000 runs a call, oldest first; `more` says that there
        may be others, and `next`, sent as `after`, goes on behind them. Needs `runs:write`.
        """
        return cast("t.RunBulkResult", self._http.json(Call("POST", "/v1/runs/bulk", body=body, keyed=True), options))

    def start(
        self,
        flow: str,
        body: Optional[t.RunStartBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Run | t.RunStartAccepted:
        """
        Start a run. With `Prefer: wait=20` the answer is 200 and the finished run, or 202 when the
        wait is over. Needs `runs:write`.
        """
        return cast("t.Run | t.RunStartAccepted", self._http.json(Call("POST", f"/v1/flows/{in_path(flow)}/runs", body={} if body is None else body, keyed=True), options))

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        flow: Optional[str] = None,
        status: Optional[str] = None,
        from_: Optional[str] = None,
        to: Optional[str] = None,
        test: Optional[bool] = None,
        retry_of: Optional[str] = None,
        q: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.RunSummary, t.RunListPage]:
        """Runs, newest first. Needs `runs:read`."""
        return Pages(self._http, Call("GET", "/v1/runs", query={"cursor": cursor, "limit": limit, "flow": flow, "status": status, "from": from_, "to": to, "test": test, "retryOf": retry_of, "q": q}), "data", options)

    def get(
        self,
        run: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Run:
        """One run. Needs `runs:read`."""
        return cast("t.Run", self._http.json(Call("GET", f"/v1/runs/{in_path(run)}"), options))

    def get_trace(
        self,
        run: str,
        *,
        cursor: Optional[int] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.RunTrace, t.RunGetTracePage]:
        """
        What a run did, step by step. Values of over 32 KB are cut: `{ $cut, size, href, preview }`,
        the whole is at `href`. Needs `runs:read`.
        """
        return Pages(self._http, Call("GET", f"/v1/runs/{in_path(run)}/trace", query={"cursor": cursor, "limit": limit}), "steps", options)

    def get_step_part(
        self,
        run: str,
        n: int,
        part: Literal["input", "output"],
        *,
        options: Optional[RequestOptions] = None,
    ) -> Any:
        """The whole of a value that a trace cut. Needs `runs:read`."""
        return cast("Any", self._http.json(Call("GET", f"/v1/runs/{in_path(run)}/steps/{in_path(n)}/{in_path(part)}"), options))

    def stream(
        self,
        run: str,
        *,
        options: Optional[StreamOptions] = None,
    ) -> Iterator[StreamEvent]:
        """
        A run and its steps as they change, as server-sent events. Events: `run`, `step`, `end`, and
        `partial` with what a language model has written so far. `Last-Event-ID` goes on where a
        connection broke. Needs `runs:read`.
        """
        return stream_events(self._http, Call("GET", f"/v1/runs/{in_path(run)}/stream"), options)

    def cancel(
        self,
        run: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Run:
        """
        Cancel a run. Timers, calls and the runs that it waits for end too; one that waits for its
        turn ends at once. Needs `runs:write`.
        """
        return cast("t.Run", self._http.json(Call("POST", f"/v1/runs/{in_path(run)}/cancel", keyed=True), options))

    def pause(
        self,
        run: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Run:
        """
        Pause a run. No node starts; timers and the timeout of the run count on, events are kept.
        Needs `runs:write`.
        """
        return cast("t.Run", self._http.json(Call("POST", f"/v1/runs/{in_path(run)}/pause", keyed=True), options))

    def resume(
        self,
        run: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Run:
        """Let a paused run go on. What became due meanwhile happens now. Needs `runs:write`."""
        return cast("t.Run", self._http.json(Call("POST", f"/v1/runs/{in_path(run)}/resume", keyed=True), options))

    def retry(
        self,
        run: str,
        body: Optional[t.RunRetryBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.RunRetryResult:
        """
        Run an ended run again. Makes a new run that keeps what `from` (a node of the top scope)
        does not lead to. Needs `runs:write`.
        """
        return cast("t.RunRetryResult", self._http.json(Call("POST", f"/v1/runs/{in_path(run)}/retry", body={} if body is None else body, keyed=True), options))

    def get_temporal(
        self,
        run: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.RunGetTemporalResult:
        """Where Temporal’s own pages show the run, for owners and admins. Needs `runs:read`."""
        return cast("t.RunGetTemporalResult", self._http.json(Call("GET", f"/v1/runs/{in_path(run)}/temporal"), options))

    def send_event(
        self,
        run: str,
        body: t.RunSendEventBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.RunSendEventResult:
        """Tell one run alone. Needs `runs:write`."""
        return cast("t.RunSendEventResult", self._http.json(Call("POST", f"/v1/runs/{in_path(run)}/events", body=body, keyed=True), options))
