from __future__ import annotations

import json
import random
import threading
from dataclasses import dataclass
from typing import Any, Iterator, List, Mapping, Optional, Tuple, TypedDict

from ._call import Call
from ._http import Http
from ._options import RequestOptions
from ._repeats import check_cancelled, sleep
from .download import Download
from .errors import NoAnswerError, ServerError, TooManyError

# Three heartbeats of the server: a line that is silent for longer is dead.
_SILENCE = 45.0
# Longest wait before a line is taken up again, in seconds.
_LONGEST = 30.0


@dataclass(frozen=True)
class StreamEvent:
    # `run`, `step`, `end` …
    event: str
    data: Any
    # What `last_event_id` goes on behind.
    id: Optional[str]


class StreamOptions(TypedDict, total=False):
    # Set by another thread, it ends the stream at the next event or heartbeat.
    cancel: threading.Event
    # Goes on behind this event.
    last_event_id: str
    language: str
    headers: Mapping[str, str]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def read_block(lines: List[str]) -> Tuple[Optional[StreamEvent], Optional[float]]:
    """One block of lines, by the HTML standard's rules for event streams: an event, and the pause that the server asks for."""
    event, last_id, pause = "message", None, None
    data: List[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if name == "data":
            data.append(value)
        elif name == "event":
            event = value or "message"
        elif name == "id":
            last_id = value
        elif name == "retry" and value.isdigit():
            pause = int(value) / 1000
    return (StreamEvent(event, _parsed("\n".join(data)), last_id) if data else None), pause


def _blocks(download: Download) -> Iterator[List[str]]:
    """Blocks as they come; an empty one is a heartbeat that holds nothing."""
    lines: List[str] = []
    rest = b""
    while True:
        # One read of what is there; `read` would wait for a full buffer.
        piece = download.read_some()
        if not piece:
            return
        rest += piece
        *whole, rest = rest.split(b"\n")
        for raw in whole:
            line = raw.decode("utf-8", "replace").rstrip("\r")
            if line:
                lines.append(line)
            else:
                yield lines
                lines = []


def stream_events(http: Http, call: Call, options: Optional[StreamOptions]) -> Iterator[StreamEvent]:
    """
    What a stream tells, until it ends by itself (`end`) or the caller leaves. A line that breaks is taken up again behind the
    last event that came. Raises TramaError where it may not be listened to, or no longer.
    """
    given: StreamOptions = options or {}
    cancel = given.get("cancel")
    last = given.get("last_event_id")
    pause, failures = 2.0, 0
    while True:
        check_cancelled(cancel)
        headers = {**given.get("headers", {}), "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = last
        asked: RequestOptions = {"headers": headers, "timeout": _SILENCE}
        if "language" in given:
            asked["language"] = given["language"]
        if cancel is not None:
            asked["cancel"] = cancel
        try:
            with http.download(call, asked) as download:
                for block in _blocks(download):
                    check_cancelled(cancel)
                    failures = 0
                    event, asked_pause = read_block(block)
                    pause = pause if asked_pause is None else asked_pause
                    if event is None:
                        continue
                    last = event.id if event.id is not None else last
                    yield event
                    if event.event == "end":
                        return
        except (NoAnswerError, ServerError, TooManyError):
            pass
        failures += 1
        sleep(min(pause * 2.0 ** (failures - 1), _LONGEST) * (0.5 + random.random() / 2), cancel)
