import { useCallback, useEffect } from 'react';
import { api } from '../api-client.ts';
import type { Notice, Notices } from '../api-types.ts';
import { useQuery } from '../use-query.ts';

const EVERY_MS = 20_000;

interface Held {
  notices: Notices | undefined;
  error: unknown;
  reload: () => void;
  /** At once here, then on the server; what the server says comes with the next look. */
  read: (notice: Notice) => void;
  readAll: () => void;
}

/** The newest notices, asked for again while the page is seen. */
export const useNotices = (): Held => {
  const { data, error, reload, set } = useQuery('notices', () => api.notices());
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') reload();
    };
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [reload]);

  const read = useCallback(
    (notice: Notice) => {
      if (!data || notice.readAt !== null) return;
      const readAt = new Date().toISOString();
      const marked = data.data.map((one) => (one.id === notice.id ? { ...one, readAt } : one));
      set({ ...data, data: marked, unread: Math.max(0, data.unread - 1) });
      api.readNotice(notice.id).catch(reload);
    },
    [data, set, reload],
  );
  const readAll = useCallback(() => {
    if (!data) return;
    const readAt = new Date().toISOString();
    set({ ...data, data: data.data.map((one) => ({ ...one, readAt: one.readAt ?? readAt })), unread: 0 });
    api.readAllNotices().catch(reload);
  }, [data, set, reload]);
  return { notices: data, error, reload, read, readAll };
};
