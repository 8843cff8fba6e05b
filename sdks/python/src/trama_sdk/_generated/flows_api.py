# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Any, Iterator, Literal, Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from ..streams import StreamEvent, StreamOptions, stream_events
from . import types as t


class FlowsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def validate(
        self,
        body: Optional[Any] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowValidateResult:
        """
        Check a definition, and write nothing. Answers 200 with the problems of any JSON body: `{
        definition, flow? }`. `flow` is the id of the flow that it is of: the address where that one
        answers is its own. Needs `flows:read`.
        """
        return cast("t.FlowValidateResult", self._http.json(Call("POST", "/v1/flows/validate", body={} if body is None else body), options))

    def import_from(
        self,
        body: Optional[Any] = None,
        *,
        dry_run: Optional[str] = None,
        part: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowImportFromResult | t.FlowImportFromCreated:
        """
        Make a flow of a workflow of n8n, Node-RED or Activepieces. The body is what one of them
        exports, or `{ workflow }`. What cannot be mapped becomes a disabled step that keeps its
        original; the report tells of every node. With `dryRun` nothing is written. Needs
        `flows:write`.
        """
        return cast("t.FlowImportFromResult | t.FlowImportFromCreated", self._http.json(Call("POST", "/v1/flows/import", query={"dryRun": dry_run, "part": part}, body={} if body is None else body, keyed=True), options))

    def create(
        self,
        body: t.FlowCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Flow:
        """
        Make a flow. The definition may have problems: it is saved as the draft, and they come back
        in `problems`. Needs `flows:write`.
        """
        return cast("t.Flow", self._http.json(Call("POST", "/v1/flows", body=body, keyed=True), options))

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        q: Optional[str] = None,
        archived: Optional[str] = None,
        folder: Optional[str] = None,
        tag: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.FlowSummary, t.FlowListPage]:
        """Flows, newest first. Needs `flows:read`."""
        return Pages(self._http, Call("GET", "/v1/flows", query={"cursor": cursor, "limit": limit, "q": q, "archived": archived, "folder": folder, "tag": tag}), "data", options)

    def get(
        self,
        flow: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Flow:
        """A flow with its draft. Needs `flows:read`."""
        return cast("t.Flow", self._http.json(Call("GET", f"/v1/flows/{in_path(flow)}"), options))

    def update(
        self,
        flow: str,
        body: Optional[t.FlowUpdateBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Flow:
        """
        Folder, tags and minutes saved of a flow. What is left out stays. The draft and its ETag are
        untouched. Needs `flows:write`.
        """
        return cast("t.Flow", self._http.json(Call("PATCH", f"/v1/flows/{in_path(flow)}", body={} if body is None else body), options))

    def delete(
        self,
        flow: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Flow:
        """
        Archive a flow. Nothing starts it any more; open runs go on, and its runs stay readable.
        Needs `flows:write`.
        """
        return cast("t.Flow", self._http.json(Call("DELETE", f"/v1/flows/{in_path(flow)}"), options))

    def save_draft(
        self,
        flow: str,
        body: t.FlowSaveDraftBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Flow:
        """Save the draft. With `If-Match` it is 412 where somebody saved before. Needs `flows:write`."""
        return cast("t.Flow", self._http.json(Call("PUT", f"/v1/flows/{in_path(flow)}/draft", body=body), options))

    def restore(
        self,
        flow: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Flow:
        """
        Take an archived flow back, as a draft. By its id. Nothing starts it before it is published
        again; its versions and runs are there. Its slug is another where that was taken meanwhile.
        Needs `flows:write`.
        """
        return cast("t.Flow", self._http.json(Call("POST", f"/v1/flows/{in_path(flow)}/restore"), options))

    def publish(
        self,
        flow: str,
        body: Optional[t.FlowPublishBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowPublishResult:
        """Publish the draft as the next version. Needs `flows:write`."""
        return cast("t.FlowPublishResult", self._http.json(Call("POST", f"/v1/flows/{in_path(flow)}/publish", body={} if body is None else body, keyed=True), options))

    def list_versions(
        self,
        flow: str,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.FlowVersion, t.FlowListVersionsPage]:
        """Versions, newest first. Needs `flows:read`."""
        return Pages(self._http, Call("GET", f"/v1/flows/{in_path(flow)}/versions", query={"cursor": cursor, "limit": limit}), "data", options)

    def get_version(
        self,
        flow: str,
        version: int,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowGetVersionResult:
        """One version with its definition. Needs `flows:read`."""
        return cast("t.FlowGetVersionResult", self._http.json(Call("GET", f"/v1/flows/{in_path(flow)}/versions/{in_path(version)}"), options))

    def diff(
        self,
        flow: str,
        *,
        from_: Literal["draft"] | int,
        to: Optional[Literal["draft"] | int] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowDiffResult:
        """
        What changed between two versions. Each side is the number of a version, or `draft`.
        Positions on the canvas do not count. Needs `flows:read`.
        """
        return cast("t.FlowDiffResult", self._http.json(Call("GET", f"/v1/flows/{in_path(flow)}/diff", query={"from": from_, "to": to}), options))

    def get_code(
        self,
        flow: str,
        *,
        version: Optional[Literal["draft"] | int] = None,
        format: Optional[Literal["json", "zip"]] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowGetCodeResult:
        """
        The flow as a Temporal project in TypeScript. A project that stands by itself and does what
        the flow does: its files, and notes on what is not exported or is left to be done. No secret
        is in it. With `Accept: application/zip` or `?format=zip` it comes as an archive. Needs
        `flows:read`.
        """
        return cast("t.FlowGetCodeResult", self._http.json(Call("GET", f"/v1/flows/{in_path(flow)}/code", query={"version": version, "format": format}), options))

    def rollback(
        self,
        flow: str,
        body: t.FlowRollbackBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowPublishResult:
        """Publish an old version again, as a new one. Needs `flows:write`."""
        return cast("t.FlowPublishResult", self._http.json(Call("POST", f"/v1/flows/{in_path(flow)}/rollback", body=body, keyed=True), options))

    def get_schedule(
        self,
        flow: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowGetScheduleResult:
        """How the published schedule stands: next five times, last firing, misses. Needs `flows:read`."""
        return cast("t.FlowGetScheduleResult", self._http.json(Call("GET", f"/v1/flows/{in_path(flow)}/schedule"), options))

    def pause_schedule(
        self,
        flow: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowGetScheduleResult:
        """Let the schedule rest; open runs go on. Needs `flows:write`."""
        return cast("t.FlowGetScheduleResult", self._http.json(Call("POST", f"/v1/flows/{in_path(flow)}/schedule/pause"), options))

    def resume_schedule(
        self,
        flow: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowGetScheduleResult:
        """Let the schedule fire again, from its next time on. Needs `flows:write`."""
        return cast("t.FlowGetScheduleResult", self._http.json(Call("POST", f"/v1/flows/{in_path(flow)}/schedule/resume"), options))

    def tell_presence(
        self,
        flow: str,
        body: t.FlowTellPresenceBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """
        Say that a page has the flow open. Said again before thirty seconds are over, and with
        `leaving` at the end. Others see it in the stream. Needs `flows:read`.
        """
        self._http.nothing(Call("POST", f"/v1/flows/{in_path(flow)}/presence", body=body), options)

    def stream(
        self,
        flow: str,
        *,
        options: Optional[StreamOptions] = None,
    ) -> Iterator[StreamEvent]:
        """
        Who has the flow open and when its draft is saved, as server-sent events. Events: `presence`
        with all who are there, `draft` with the revision and who saved it. Needs `flows:read`.
        """
        return stream_events(self._http, Call("GET", f"/v1/flows/{in_path(flow)}/stream"), options)

    def get_listening(
        self,
        flow: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.FlowGetListeningResult:
        """
        What the published version listens to, how that stands, and which runs are open. Needs
        `flows:read`.
        """
        return cast("t.FlowGetListeningResult", self._http.json(Call("GET", f"/v1/flows/{in_path(flow)}/listening"), options))
