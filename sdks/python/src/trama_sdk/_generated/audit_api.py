# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Literal, Optional, cast

from .._call import Call
from .._http import Http
from .._options import RequestOptions
from ..download import Download
from ..pages import Pages
from . import types as t


class AuditApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        actor: Optional[str] = None,
        action: Optional[str] = None,
        target: Optional[str] = None,
        kind: Optional[str] = None,
        ip: Optional[str] = None,
        via: Optional[str] = None,
        from_: Optional[str] = None,
        to: Optional[str] = None,
        q: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.Audit, t.AuditListPage]:
        """Who did what, newest first. Needs `audit:read`."""
        return Pages(self._http, Call("GET", "/v1/audit", query={"cursor": cursor, "limit": limit, "actor": actor, "action": action, "target": target, "kind": kind, "ip": ip, "via": via, "from": from_, "to": to, "q": q}), "data", options)

    def list_actors(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AuditListActorsResult:
        """Who has acted lately, with the name of then. Needs `audit:read`."""
        return cast("t.AuditListActorsResult", self._http.json(Call("GET", "/v1/audit/actors"), options))

    def verify(
        self,
        *,
        seq: Optional[int] = None,
        hash: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.AuditVerifyResult:
        """
        Whether the audit is as it was written. Walks the whole chain, for one caller of a tenant at
        a time (409). `fault` names the first entry that does not fit: `changed`, `removed`,
        `inserted`, `unsealed`, `cut_off` or `forged`. With `seq` and `hash` of an anchor that you
        kept, the end is held against it. Needs `audit:read`.
        """
        return cast("t.AuditVerifyResult", self._http.json(Call("GET", "/v1/audit/verification", query={"seq": seq, "hash": hash}), options))

    def export(
        self,
        *,
        actor: Optional[str] = None,
        action: Optional[str] = None,
        target: Optional[str] = None,
        kind: Optional[str] = None,
        ip: Optional[str] = None,
        via: Optional[str] = None,
        from_: Optional[str] = None,
        to: Optional[str] = None,
        q: Optional[str] = None,
        format: Optional[Literal["csv", "jsonl"]] = None,
        options: Optional[RequestOptions] = None,
    ) -> Download:
        """
        The audit as CSV or JSON Lines, oldest first, streamed. JSON Lines carry the hashes of each
        entry, and end with the anchor of the chain: keep it, and a cut end will show. Needs
        `audit:read`.
        """
        return self._http.download(Call("GET", "/v1/audit/export", query={"actor": actor, "action": action, "target": target, "kind": kind, "ip": ip, "via": via, "from": from_, "to": to, "q": q, "format": format}), options)

    def get_export_schedule(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AuditGetExportScheduleResult:
        """Where the audit goes every day, and how that stands. Needs `audit:read`."""
        return cast("t.AuditGetExportScheduleResult", self._http.json(Call("GET", "/v1/audit/export-schedule"), options))

    def set_export_schedule(
        self,
        body: t.AuditSetExportScheduleBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AuditGetExportScheduleResultSchedule:
        """
        Have the audit written into a bucket every day. Another address, bucket or prefix begins
        with the oldest entry; the same one goes on where it was. The address is reached under the
        same rules as those of flows. Needs `audit:read`, `security:write`.
        """
        return cast("t.AuditGetExportScheduleResultSchedule", self._http.json(Call("PUT", "/v1/audit/export-schedule", body=body), options))

    def delete_export_schedule(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """
        Have it written nowhere any more, and forget the secret. Needs `audit:read`,
        `security:write`.
        """
        self._http.nothing(Call("DELETE", "/v1/audit/export-schedule"), options)

    def try_export_schedule(
        self,
        body: t.AuditSetExportScheduleBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AuditTryExportScheduleResult:
        """
        Write a tiny object into the bucket and take it away. Keeps nothing of what is given, and
        says in words what is wrong; `problem` null: all is well. Needs `audit:read`,
        `security:write`.
        """
        return cast("t.AuditTryExportScheduleResult", self._http.json(Call("POST", "/v1/audit/export-schedule/test", body=body), options))

    def export_now(
        self,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.AuditGetExportScheduleResultSchedule:
        """Have what is new written now. Needs `audit:read`, `security:write`."""
        return cast("t.AuditGetExportScheduleResultSchedule", self._http.json(Call("POST", "/v1/audit/export-schedule/run"), options))
