# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, in_path
from .._http import Http
from .._options import RequestOptions
from ..pages import Pages
from . import types as t


class ConversationsApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def list(
        self,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        q: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.ConversationSummary, t.ConversationListPage]:
        """Chats, those with the newest words first. Needs `runs:read`."""
        return Pages(self._http, Call("GET", "/v1/conversations", query={"cursor": cursor, "limit": limit, "q": q}), "data", options)

    def get(
        self,
        conversation: str,
        *,
        options: Optional[RequestOptions] = None,
    ) -> t.Conversation:
        """A chat, with the questions that wait for an answer. Needs `runs:read`."""
        return cast("t.Conversation", self._http.json(Call("GET", f"/v1/conversations/{in_path(conversation)}"), options))

    def list_messages(
        self,
        conversation: str,
        *,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        options: Optional[RequestOptions] = None,
    ) -> Pages[t.ConversationMessage, t.ConversationListMessagesPage]:
        """What was said in a chat, newest first. Needs `runs:read`."""
        return Pages(self._http, Call("GET", f"/v1/conversations/{in_path(conversation)}/messages", query={"cursor": cursor, "limit": limit}), "data", options)
