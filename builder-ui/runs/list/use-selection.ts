import { useCallback, useRef, useState } from 'react';

/** Which rows are selected; with Shift all from the last one on. */
export const useSelection = (ids: readonly string[]) => {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef(ids);
  latest.current = ids;
  const last = useRef<string>(undefined);
  const toggle = useCallback((id: string, range: boolean) => {
    const anchor = last.current;
    last.current = id;
    setSelected((before) => {
      const next = new Set(before);
      const [from, to] = [latest.current.indexOf(anchor ?? ''), latest.current.indexOf(id)].sort((a, b) => a - b);
      if (range && from !== undefined && to !== undefined && from >= 0)
        for (const one of latest.current.slice(from, to + 1)) next.add(one);
      else if (next.has(id)) next.delete(id);
      else next.add(id);
      return next;
    });
  }, []);
  const clear = useCallback(() => setSelected(new Set()), []);
  const all = () => setSelected(new Set(latest.current));
  return { selected, toggle, clear, all };
};
