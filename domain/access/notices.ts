import { z } from 'zod';
import { type Listener, listenTo } from '#prisma/listener.ts';
import type { Query } from '#prisma/sql.ts';

/**
 * Whose rights are no longer what they were: what a process remembers of them is forgotten, and their live streams are
 * cut. What is named together belongs together: this user in this tenant.
 */
const Notice = z.object({
  tenantId: z.string().optional(),
  userId: z.string().optional(),
  keyId: z.string().optional(),
  sessionId: z.string().optional(),
});
export type AccessNotice = z.infer<typeof Notice>;

/**
 * Told to every process once the transaction around it has committed. Of sessions that end, keys that are revoked, people
 * who are blocked and tenants whose status changes a trigger tells (`tell_access`), whichever code did it.
 */
export const tellAccess = async (sql: Query, notice: AccessNotice): Promise<void> => {
  await sql`select pg_notify('trama_access', ${JSON.stringify(notice)})`;
};

/**
 * Hears in this process what changed of anybody's access. A notice that is lost costs what is remembered, never the
 * truth: that stands in the query before every call. After a lost connection `heard` is told `{}`, which means everybody.
 */
export const hearOfAccess = (
  { url, heard }: { url: string; heard: (notice: AccessNotice) => void },
  onError: (error: Error) => void,
): Listener =>
  listenTo(
    { url, channel: 'trama_access' },
    {
      heard: (payload) => {
        const { data } = Notice.safeParse(readJson(payload));
        if (data) heard(data);
      },
      onBack: () => heard({}),
      onError,
    },
  );

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
