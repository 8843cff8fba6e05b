import { HOOK_SECURITY_HEADERS } from '#api/hooks/hook-headers.ts';

/** What a browser shows without running anything of it. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|application\/pdf|text\/plain|audio\/[\w.+-]+|video\/[\w.+-]+)(;|$)/;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w-]+="?[\w.+-]+"?)*$/;

/** RFC 6266: a name for old readers, and the whole one. */
const disposition = (kind: 'inline' | 'attachment', name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
};

/**
 * How a kept file leaves: content of strangers, which may not act as a page of ours. A PDF is shown without the sandbox, in which
 * browsers refuse to open it; it has no origin to act in.
 */
export function fileHeaders({ name, type }: { name: string; type: string }, show: boolean): Record<string, string> {
  const safe = MEDIA_TYPE.test(type) ? type.toLowerCase() : 'application/octet-stream';
  const shown = show && SHOWN.test(safe);
  const isPdf = shown && safe.startsWith('application/pdf');
  return {
    ...HOOK_SECURITY_HEADERS,
    ...(isPdf && { 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'" }),
    'Content-Type': safe === 'text/plain' ? 'text/plain; charset=utf-8' : safe,
    'Content-Disposition': disposition(shown ? 'inline' : 'attachment', name),
    'Cache-Control': 'private, no-store',
    'X-Robots-Tag': 'noindex',
  };
}
