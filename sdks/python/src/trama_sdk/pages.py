from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any, Dict, Generic, Iterator, List, Optional, TypeVar, cast

from ._call import Call
from ._http import Http
from ._options import RequestOptions

Item = TypeVar("Item")
Page = TypeVar("Page")


class Pages(Generic[Item, Page]):
    """A list that comes in pages: iterating goes through what is listed, and asks for the next page when it is needed."""

    def __init__(self, http: Http, call: Call, field: str, options: Optional[RequestOptions]) -> None:
        self._http = http
        self._call = call
        self._field = field
        self._options = options

    def first(self) -> Page:
        """The first page, with its `nextCursor`."""
        return self._page(self._call.query.get("cursor"))

    def pages(self) -> Iterator[Page]:
        """Page by page."""
        cursor = self._call.query.get("cursor")
        while True:
            page = self._page(cursor)
            yield page
            cursor = cast("Dict[str, Any]", page).get("nextCursor")
            if cursor is None:
                return

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from cast("Dict[str, Any]", page)[self._field]

    def take(self, most: int) -> List[Item]:
        """So many at most, in a list."""
        return list(islice(self, most))

    def _page(self, cursor: Any) -> Page:
        call = replace(self._call, query={**self._call.query, "cursor": cursor})
        return cast("Page", self._http.json(call, self._options))
