# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
"""The codes of errors that the API had when this was made; others may come."""

from __future__ import annotations

from typing import FrozenSet

# Of the API that this was made for.
VERSION = "0.1.0"

KNOWN_CODES: FrozenSet[str] = frozenset(
    [
        "malformed",
        "unauthorized",
        "plan_required",
        "forbidden",
        "tenant_suspended",
        "address_barred",
        "two_step_required",
        "sso_required",
        "sign_in_again",
        "not_found",
        "erased",
        "method_not_allowed",
        "conflict",
        "already_closed",
        "idempotency_in_progress",
        "machine_missing",
        "run_ended",
        "stale",
        "request_timeout",
        "headers_too_large",
        "too_large",
        "unsupported_media_type",
        "invalid",
        "idempotency_mismatch",
        "flow_has_problems",
        "not_published",
        "limit_exceeded",
        "rate_limited",
        "internal",
        "run_failed",
        "unavailable",
        "hooks_suspended",
        "budget_exceeded",
        "model_failed",
        "bad_input",
        "bad_output",
        "bad_value",
        "bad_config",
        "expression_too_expensive",
        "value_too_large",
        "state_too_large",
        "timeout",
        "connection_failed",
        "address_refused",
        "breaker_open",
        "files_not_available",
        "token_refused",
        "missing_connection",
        "missing_table",
        "unknown_column",
        "too_many_rows",
        "quota_exceeded",
        "consent_withdrawn",
        "no_conversation",
        "code_failed",
        "flow_busy",
        "already_answered",
        "too_many_runs",
        "too_many_iterations",
    ]
)
