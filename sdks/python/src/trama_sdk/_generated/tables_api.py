# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Any, Literal, Optional, cast

from .._call import Call, Content, in_path
from .._http import Http
from .._options import RequestOptions
from ..download import Download
from ..pages import Pages
from . import types as t


class TablesApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def create(
        self,
        body: t.TableCreateBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Table:
        """Make a table. Needs `data:write`."""
        return cast("t.Table", self._http.json(Call("POST", "/v1/data-tables", body=body, keyed=True), options))

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.TableSummary, t.TableListPage]:
        """Tables, newest first. Needs `data:read`."""
        return Pages(self._http, Call("GET", "/v1/data-tables", query={"cursor": cursor, "limit": limit}), "data", options)

    def get(
        self,
        table: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Table:
        """
        A table: its columns, how much it holds, which flows use it. By id or name, here and below.
        Needs `data:read`.
        """
        return cast("t.Table", self._http.json(Call("GET", f"/v1/data-tables/{in_path(table)}"), options))

    def update(
        self,
        table: str,
        body: Optional[t.TableUpdateBody] = None,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.TableSummary:
        """
        Rename a table, or change its columns. `columns` are all of them, in their new order: with
        its `id` a column keeps its cells, whatever its name; one that is left out is deleted. What
        would lose cells, or move columns that published flows may name, is 409 with `details` until
        it comes with `confirm: true`. Needs `data:write`.
        """
        return cast("t.TableSummary", self._http.json(Call("PATCH", f"/v1/data-tables/{in_path(table)}", body={} if body is None else body), options))

    def delete(
        self,
        table: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """
        Delete a table with all its rows. A table that a published flow uses stays: 409. Needs
        `data:write`.
        """
        self._http.nothing(Call("DELETE", f"/v1/data-tables/{in_path(table)}"), options)

    def import_rows(
        self,
        table: str,
        content: Content,
        *,
        key: Optional[str] = None,
        skip_invalid: Optional[bool] = None,
        ignore_unknown: Optional[bool] = None,
        dry_run: Optional[bool] = None,
        delimiter: Optional[Literal[",", ";", "\t", "|"]] = None,
        decimal: Optional[Literal[",", "."]] = None,
        dates: Optional[Literal["dmy", "mdy"]] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.TableImportRowsResult:
        """
        Write the rows of a CSV, all or none, or those that fit. The body is the CSV, up to 20 MB,
        in UTF-8 or windows-1252; its first line names the columns. An empty cell empties. Numbers
        may be `1.234,56`, dates `31/12/2025`. With `key`, a unique column, rows that have the same
        value there are changed. Without `skipInvalid` one row that does not fit is 422 with all
        faults, and nothing is written. Needs `data:write`.
        """
        return cast("t.TableImportRowsResult", self._http.json(Call("POST", f"/v1/data-tables/{in_path(table)}/import", query={"key": key, "skipInvalid": skip_invalid, "ignoreUnknown": ignore_unknown, "dryRun": dry_run, "delimiter": delimiter, "decimal": decimal, "dates": dates}, content=content, media="text/csv", keyed=True), options))

    def export_rows(
        self,
        table: str,
        *,
        where: Optional[Any] = None,
        match: Optional[Literal["all", "any"]] = None,
        delimiter: Optional[Literal[",", ";", "\t", "|"]] = None,
        decimal: Optional[Literal[",", "."]] = None,
        bom: Optional[bool] = None,
        escape_formulas: Optional[bool] = None,
        system: Optional[bool] = None,
        options: Optional[RequestOptions] = None,
    ) -> Download:
        """
        A table as CSV. RFC 4180, rows in order of arrival, streamed. For a Portuguese Excel:
        `delimiter=;&bom=true`. Texts that a spreadsheet would run as formulas get an apostrophe,
        which an import takes off again. Needs `data:read`.
        """
        return self._http.download(Call("GET", f"/v1/data-tables/{in_path(table)}/export", query={"where": where, "match": match, "delimiter": delimiter, "decimal": decimal, "bom": bom, "escapeFormulas": escape_formulas, "system": system}), options)

    def delete_rows(
        self,
        table: str,
        body: t.TableDeleteRowsBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.TableDeleteRowsResult:
        """Delete rows by their ids. Needs `data:write`."""
        return cast("t.TableDeleteRowsResult", self._http.json(Call("POST", f"/v1/data-tables/{in_path(table)}/rows/delete", body=body), options))

    def list_rows(
        self,
        table: str,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        where: Optional[Any] = None,
        match: Optional[Literal["all", "any"]] = None,
        sort: Optional[Any] = None,
        total: Optional[bool] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.TableRow, t.TableListRowsPage]:
        """
        Rows by filter and order, a page. Operators: eq, ne, gt, gte, lt, lte, in, contains
        (whatever the case and accents), startsWith, isEmpty, isNotEmpty. `id`, `createdAt` and
        `updatedAt` are columns, too. Without `sort`: in order of arrival. Needs `data:read`.
        """
        return Pages(self._http, Call("GET", f"/v1/data-tables/{in_path(table)}/rows", query={"cursor": cursor, "limit": limit, "where": where, "match": match, "sort": sort, "total": total}), "data", options)

    def put_rows(
        self,
        table: str,
        body: t.TablePutRowsBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.TablePutRowsResult:
        """
        Write rows, all or none. `values` is one row or a list of up to 1,000. With `key`, a unique
        column, a row that has the same value there is changed instead. Needs `data:write`.
        """
        return cast("t.TablePutRowsResult", self._http.json(Call("POST", f"/v1/data-tables/{in_path(table)}/rows", body=body, keyed=True), options))

    def get_row(
        self,
        table: str,
        row: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.TableRow:
        """One row. Needs `data:read`."""
        return cast("t.TableRow", self._http.json(Call("GET", f"/v1/data-tables/{in_path(table)}/rows/{in_path(row)}"), options))

    def update_row(
        self,
        table: str,
        row: str,
        body: t.TableUpdateRowBody,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.TableRow:
        """Change cells of a row. What is left out stays; null empties a cell. Needs `data:write`."""
        return cast("t.TableRow", self._http.json(Call("PATCH", f"/v1/data-tables/{in_path(table)}/rows/{in_path(row)}", body=body), options))

    def delete_row(
        self,
        table: str,
        row: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> None:
        """Delete a row. Needs `data:write`."""
        self._http.nothing(Call("DELETE", f"/v1/data-tables/{in_path(table)}/rows/{in_path(row)}"), options)
