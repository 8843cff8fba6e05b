from __future__ import annotations

import threading
import time
from typing import Any, Callable, Dict, Optional

from .errors import TramaError

# Before its end, in seconds: what is on its way should still be good when it arrives.
_EARLY = 30.0


class Credentials:
    """Who asks: nobody, a key, or whatever a function gives."""

    renews = False

    def __init__(self, token: Callable[[], Optional[str]]) -> None:
        self._token = token

    def token(self) -> Optional[str]:
        return self._token()

    def forget(self, token: Optional[str]) -> None:
        pass


class Tokens(Credentials):
    """Tokens of ten minutes for a key, renewed before they end; threads that come together share one."""

    renews = True

    def __init__(self, ask: Callable[[Dict[str, str]], Dict[str, Any]], key: str, scope: Optional[str]) -> None:
        self._ask = ask
        self._first = {"grant_type": "client_credentials", "client_secret": key}
        if scope is not None:
            self._first["scope"] = scope
        self._lock = threading.Lock()
        self._kept: Optional[Dict[str, Any]] = None
        self._ends_at = 0.0

    def token(self) -> str:
        with self._lock:
            if self._kept is None or self._ends_at - _EARLY <= time.monotonic():
                kept = self._next()
                self._kept = kept
                self._ends_at = time.monotonic() + float(kept["expires_in"])
            return str(self._kept["access_token"])

    def forget(self, token: Optional[str]) -> None:
        with self._lock:
            if self._kept is not None and self._kept["access_token"] == token:
                self._kept = None

    def _next(self) -> Dict[str, Any]:
        if self._kept is None:
            return self._ask(self._first)
        try:
            return self._ask({"grant_type": "refresh_token", "refresh_token": str(self._kept["refresh_token"])})
        except TramaError as error:
            # A family that is over begins anew; where nobody answers, nothing is known.
            if 400 <= error.status < 500 and error.status != 429:
                return self._ask(self._first)
            raise
