# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from typing import Optional, cast

from .._call import Call, Content, in_path
from .._http import Http
from .._options import RequestOptions
from ..download import Download
from . import types as t


class FilesApi:
    def __init__(self, http: Http) -> None:
        self._http = http

    def download(
        self,
        file: str,
        *,
        name: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> Download:
        """
        The content of a kept file. By the `file` of its value, which is the hash of its content.
        Always to be saved, never shown as a page. Needs `runs:read`.
        """
        return self._http.download(Call("GET", f"/v1/files/{in_path(file)}", query={"name": name}), options)

    def upload(
        self,
        content: Content,
        *,
        name: str,
        type: Optional[str] = None,
        options: Optional[RequestOptions] = None,
    ) -> t.FileUploadResult:
        """
        Keep a file. The body is its bytes, up to 25 MB. The answer is the value that steps take as
        a file; the same content is the same file. Needs `flows:write`.
        """
        return cast("t.FileUploadResult", self._http.json(Call("POST", "/v1/files", query={"name": name, "type": type}, content=content, media="application/octet-stream"), options))
