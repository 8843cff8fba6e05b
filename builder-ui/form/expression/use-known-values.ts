import { useMemo } from 'react';
import { type KnownValues, knownValues } from '../../document/known-values.ts';
import { useForm } from '../form-context.ts';

/** What names hold at the place of the form that one is in; null while it is not known yet. */
export const useKnownValues = (): KnownValues | null => {
  const { guide } = useForm();
  const facts = guide?.facts;
  const node = guide?.node;
  return useMemo(() => (facts ? knownValues(facts, node) : null), [facts, node]);
};
