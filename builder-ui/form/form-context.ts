import { createContext, useContext } from 'react';
import type { Problem } from '#flow/problem.ts';
import type { Connection } from '../api-types.ts';
import type { ReadableName } from '../document/readable-names.ts';

/** What the fields of one form share. */
export interface FormWorld {
  names: ReadableName[];
  functions: ReadableName[];
  connections: Connection[];
  problems: Problem[];
  readOnly: boolean;
}

export const FormContext = createContext<FormWorld>({
  names: [],
  functions: [],
  connections: [],
  problems: [],
  readOnly: false,
});

export const useForm = (): FormWorld => useContext(FormContext);

/** Problems of a field, and of what is inside it where `deep`. */
export const useProblemsAt = (pointer: string, deep = false): Problem[] =>
  useForm().problems.filter(({ field = '' }) => field === pointer || (deep && field.startsWith(`${pointer}/`)));

export const pointerTo = (parent: string, key: string | number): string =>
  `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
