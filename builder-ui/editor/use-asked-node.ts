import { useEffect, useState } from 'react';
import { findNode } from '../document/connect.ts';
import type { EditorStore } from './editor-store.ts';

/** A link from a run names the node that one comes to mend (`?node=a`): it is selected, and shown first. */
export const useAskedNode = (store: EditorStore): string | undefined => {
  const [asked] = useState(() => new URLSearchParams(location.search).get('node') ?? undefined);
  useEffect(() => {
    if (asked !== undefined && findNode(store.get().document, asked)) store.select([asked]);
  }, [asked, store]);
  return asked;
};
