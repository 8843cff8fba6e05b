# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
