import { type Listener, listenTo } from '#prisma/listener.ts';
import { formatId } from '../ids.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a notice says is another: what a tenant may do, the flags, or everything. */
export type EntitlementNotice = { kind: 'tenant'; tenantId: string } | { kind: 'flags' } | { kind: 'all' };

const noticeOf = (payload: string): EntitlementNotice => {
  if (payload === 'flags') return { kind: 'flags' };
  if (UUID.test(payload)) return { kind: 'tenant', tenantId: formatId('ten', payload) };
  return payload.startsWith('ten_') ? { kind: 'tenant', tenantId: payload } : { kind: 'all' };
};

/**
 * Hears in this process that what was read of a tenant's plan, or of flags, is another now. A notice that is lost costs half a
 * minute; after a lost connection everything is read again.
 */
export const hearOfEntitlements = (
  { url, heard }: { url: string; heard: (notice: EntitlementNotice) => void },
  onError: (error: Error) => void,
): Listener =>
  listenTo(
    { url, channel: 'trama_entitlements' },
    { heard: (payload) => heard(noticeOf(payload)), onBack: () => heard({ kind: 'all' }), onError },
  );
