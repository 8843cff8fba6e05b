/** Longer waits end earlier, with 202: proxies cut connections that say nothing for a minute or two. */
const LONGEST_S = 60;

/** Milliseconds of `Prefer: wait=20` (RFC 7240), or null. */
export function preferredWait(header: string | undefined): number | null {
  const found = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?/i.exec(header ?? '')?.[1];
  return found === undefined ? null : Math.min(Number(found), LONGEST_S) * 1000;
}
