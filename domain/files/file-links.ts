import type { LinkedFile } from '#flow/contracts/file-store.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { PayloadKeys } from '../payloads/payload-keys.ts';
import type { PayloadKey } from '../payloads/seal-bytes.ts';
import { openBytes, sealBytes } from '../payloads/seal-bytes.ts';

const PURPOSE = 'file-link';

/**
 * Links are closed with the tenant's key: nobody makes or changes one, its address tells nothing, no table grows, and
 * erasing the tenant ends them all. One that is out cannot be called back before it expires.
 */
export const createFileLinks = ({ keys, origin }: { keys: PayloadKeys; origin: string }) => ({
  /** @throws `erased` */
  link: async ({ tenantId, ...about }: LinkedFile): Promise<string> => {
    const key = await keys.newest(tenantId);
    const sealed = await sealBytes(key, Buffer.from(JSON.stringify({ purpose: PURPOSE, ...about })));
    const name = encodeURIComponent(about.name).slice(0, 600).replace(/%.?$/, '');
    return `${origin}/f/${key.id}.${Buffer.from(sealed).toString('base64url')}/${name}`;
  },

  /** What a link's token stands for. @throws `not_found` for one that nobody made, was changed, or is past its time */
  open: async (token: string, nowMs: number): Promise<LinkedFile> => {
    const [, keyId, tenantId, sealed] = /^((ten_[0-9a-f]{32}):\d{1,9})\.([A-Za-z0-9_-]{1,4000})$/.exec(token) ?? [];
    if (keyId === undefined || tenantId === undefined || sealed === undefined) throw missing();
    const key = await keys.byId(keyId).catch(nobodys);
    const text = key && (await openBytes(key, Buffer.from(sealed, 'base64url')).catch(() => null));
    const about = text === null ? null : parsed(text);
    if (about === null || about.purpose !== PURPOSE || about.expiresAt <= nowMs) throw missing();
    const { purpose: _, ...file } = about;
    return { ...file, tenantId };
  },
});
export type FileLinks = ReturnType<typeof createFileLinks>;

type Sealed = Omit<LinkedFile, 'tenantId'> & { purpose: string };

const parsed = (bytes: Uint8Array): Sealed | null => {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as Sealed;
  } catch {
    return null; // another thing that the same key closed
  }
};

/** Whether there is such a tenant is told by nothing: its link is like any other that nobody made. */
const nobodys = (error: unknown): PayloadKey | null => {
  if (error instanceof TramaError && error.code === 'not_found') return null;
  throw error;
};

const missing = () =>
  failure('not_found', 'Este link não vale, ou já venceu', 'This link is not valid, or is past its time');
