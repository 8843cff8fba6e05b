/** Longer waits end earlier, with 202: within the lease of an idempotency key, and before proxies cut a silent connection. */
const LONGEST_S = 50;

/** Milliseconds of `Prefer: wait=20` (RFC 7240), or null. */
export function preferredWait(header: string | undefined): number | null {
  const found = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?/i.exec(header ?? '')?.[1];
  return found === undefined ? null : Math.min(Number(found), LONGEST_S) * 1000;
}
