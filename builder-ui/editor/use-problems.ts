import { useEffect, useRef, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { createKeyedStore, type KeyedStore } from '../keyed-store.ts';
import { useLocale } from '../texts/texts.ts';
import { checkDocument } from './check-document.ts';

export interface ProblemCount {
  errors: number;
  warnings: number;
}

const SETTLE_MS = 250;

export const countByNode = (problems: readonly Problem[]): Map<string, ProblemCount> => {
  const counts = new Map<string, ProblemCount>();
  for (const { node, severity, field } of problems) {
    const id = node ?? (field?.startsWith('/trigger') ? 'trigger' : undefined);
    if (id === undefined) continue;
    const count = counts.get(id) ?? { errors: 0, warnings: 0 };
    if (severity === 'error') count.errors++;
    else count.warnings++;
    counts.set(id, count);
  }
  return counts;
};

/**
 * The problems of the document, a moment after each change; those of before stay until the next are known. The first are looked for at
 * once: names are suggested of what was checked last. `known`: what only the API can tell.
 */
export const useProblems = (
  document: FlowDocument,
  catalogue: Catalogue,
  known: readonly Problem[],
): { problems: Problem[]; byNode: KeyedStore<ProblemCount> } => {
  const locale = useLocale();
  const [problems, setProblems] = useState<Problem[]>([]);
  const byNode = useRef<KeyedStore<ProblemCount>>(null);
  byNode.current ??= createKeyedStore<ProblemCount>((a, b) => a.errors === b.errors && a.warnings === b.warnings);
  const store = byNode.current;
  const isFirst = useRef(true);
  useEffect(() => {
    let over = false;
    const check = async () => {
      isFirst.current = false;
      const found = await checkDocument(document, catalogue, locale);
      if (over) return;
      const all = [...found, ...known];
      setProblems(all);
      store.replace(countByNode(all));
    };
    // A fault of the checker's own leaves what was known before; publishing tells the rest.
    const timer = setTimeout(() => void check().catch(reportError), isFirst.current ? 0 : SETTLE_MS);
    return () => {
      clearTimeout(timer);
      over = true;
    };
  }, [document, catalogue, locale, store, known]);
  return { problems, byNode: store };
};
