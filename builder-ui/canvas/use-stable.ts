import { useRef, useState } from 'react';

/** Any function: what it takes and gives is its caller's. */
type Callable = (...given: never[]) => unknown;

/**
 * The same functions for the life of a component, each doing what the latest of its name would: React Flow draws
 * everything anew that is handed another function.
 */
export const useStable = <T extends Record<string, Callable>>(latest: T): T => {
  const held = useRef(latest);
  held.current = latest;
  const [stable] = useState(
    () =>
      Object.fromEntries(
        Object.keys(latest).map((name) => [name, (...given: never[]) => held.current[name]?.(...given)]),
      ) as T,
  );
  return stable;
};
