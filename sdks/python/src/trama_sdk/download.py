from __future__ import annotations

import http.client
from email.message import Message
from types import TracebackType
from typing import BinaryIO, Iterator, Optional, Type, Union

from .errors import NoAnswerError

_PIECE = 64 * 1024


class Download:
    """Content of an answer, read as it is needed: `with` lets go of the line, and iterating gives it piece by piece."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self._response = response
        # By name, whatever its case.
        self.headers: Message = response.headers

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type") or "application/octet-stream"

    def read(self, size: Optional[int] = None) -> bytes:
        """So many bytes, or all that is left."""
        try:
            return self._response.read(size) if size is not None else self._response.read()
        except (OSError, http.client.HTTPException) as cause:
            raise NoAnswerError("The line broke", code="no_answer") from cause

    def read_some(self) -> bytes:
        """What has come already, waiting only where nothing has; empty at the end."""
        try:
            return self._response.read1(_PIECE)
        except (OSError, http.client.HTTPException) as cause:
            raise NoAnswerError("The line broke", code="no_answer") from cause

    def __iter__(self) -> Iterator[bytes]:
        while True:
            piece = self.read(_PIECE)
            if not piece:
                return
            yield piece

    def save(self, to: Union[str, BinaryIO]) -> None:
        """Into a file, by its path or opened for writing."""
        with self:
            if isinstance(to, str):
                with open(to, "wb") as file:
                    self.save(file)
                return
            for piece in self:
                to.write(piece)

    def close(self) -> None:
        self._response.close()

    def __enter__(self) -> Download:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()
