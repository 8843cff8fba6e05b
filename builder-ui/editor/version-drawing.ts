import { useEffect, useRef, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import { withPlaces } from '../canvas/with-places.ts';
import type { Drawing } from '../document/drawing.ts';
import { asDrawable } from '../document/read-document.ts';

/** A version as a drawing: it has no board of its own, so the one that is given stands with it. */
export const versionDrawing = async (
  flow: string,
  version: number,
  catalogue: Catalogue,
  board: Drawing['board'],
): Promise<Drawing> => {
  const { definition } = await api.version(flow, version);
  const read = definition && asDrawable(definition);
  if (!read || 'fault' in read) throw new Error(`Version ${version} cannot be drawn`);
  return { document: await withPlaces(read.document, catalogue), board };
};

/** Null: none is asked for; undefined: it is not there yet. */
export const useVersionDrawing = (
  flow: string,
  version: number | null,
  catalogue: Catalogue,
  board: Drawing['board'],
): { drawing: Drawing | null | undefined; error: unknown } => {
  const [held, setHeld] = useState<{ key: string; drawing?: Drawing; error?: unknown }>();
  const latest = useRef({ catalogue, board });
  latest.current = { catalogue, board };
  const key = `${flow} ${version}`;
  useEffect(() => {
    if (version === null) return;
    let over = false;
    versionDrawing(flow, version, latest.current.catalogue, latest.current.board).then(
      (drawing) => over || setHeld({ key, drawing }),
      (error: unknown) => over || setHeld({ key, error }),
    );
    return () => {
      over = true;
    };
  }, [flow, version, key]);
  if (version === null) return { drawing: null, error: undefined };
  return held?.key === key ? { drawing: held.drawing, error: held.error } : { drawing: undefined, error: undefined };
};
