import { useEffect, useRef, useState } from 'react';
import { api } from '../api-client.ts';
import { type EditorStore, useEditor } from '../editor/editor-store.ts';
import { followEvents } from '../live-events.ts';
import { whileSeen } from '../while-seen.ts';
import { bePresent, type DraftNews, type Editor } from './presence-api.ts';

const AGAIN_MS = 20_000;
/** Walking over nodes with the keys tells where one stops. */
const REST_MS = 350;

/**
 * Says that this page has the flow open and what is selected in it, and hears who else has. `onDraft` is told of every
 * draft that is saved, by this page too.
 */
export const usePresence = (store: EditorStore, flow: string, onDraft: (news: DraftNews) => void): Editor[] => {
  const [client] = useState(() => crypto.randomUUID());
  const [editors, setEditors] = useState<Editor[]>([]);
  const node = useEditor(store, (state) => (state.nodes.size === 1 ? ([...state.nodes][0] ?? null) : null));
  const latest = useRef(onDraft);
  latest.current = onDraft;
  useEffect(() => {
    const follow = () =>
      followEvents(`/v1/flows/${encodeURIComponent(flow)}/stream`, {
        on: {
          presence: ({ editors: all }: { editors: Editor[] }) => setEditors(all.filter((one) => one.client !== client)),
          draft: (news: DraftNews) => latest.current(news),
        },
        // Who cannot be heard may be gone.
        whenConnected: (connected) => connected || setEditors([]),
        ask: () => api.flow(flow),
        whenRefused: () => setEditors([]),
      });
    // What was saved while nobody saw the window is told when it is seen again.
    return whileSeen(follow);
  }, [flow, client]);
  useEffect(() => {
    const say = () => void bePresent(flow, { client, node }).catch(() => undefined);
    const first = setTimeout(say, REST_MS);
    const again = setInterval(say, AGAIN_MS);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [flow, client, node]);
  useEffect(() => {
    const leave = () => void bePresent(flow, { client, node: null, leaving: true }).catch(() => undefined);
    globalThis.addEventListener('pagehide', leave);
    return () => {
      globalThis.removeEventListener('pagehide', leave);
      leave();
    };
  }, [flow, client]);
  return editors;
};
