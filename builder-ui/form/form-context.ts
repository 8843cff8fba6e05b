import { createContext, useContext } from 'react';
import type { Problem } from '#flow/problem.ts';
import type { Connection } from '../api-types.ts';
import type { LastValues } from '../document/last-values.ts';
import type { ReadableName } from '../document/readable-names.ts';
import type { Suggestions, Writing } from '../document/suggest.ts';

/** What helps to write an expression in the field at a pointer. */
export interface Guide {
  names: (pointer: string) => Promise<ReadableName[]>;
  suggest: (pointer: string, writing: Writing) => Promise<Suggestions>;
  /** What names held in the last run; nothing where there was none. */
  values: () => Promise<LastValues | null>;
}

/** What the fields of one form share. */
export interface FormWorld {
  /** Nothing in forms that hold no expressions. */
  guide?: Guide;
  connections: Connection[];
  problems: Problem[];
  readOnly: boolean;
}

export const PLAIN_FORM: FormWorld = { connections: [], problems: [], readOnly: false };

export const FormContext = createContext<FormWorld>(PLAIN_FORM);

export const useForm = (): FormWorld => useContext(FormContext);

/** Problems of a field, and of what is inside it where `deep`. */
export const useProblemsAt = (pointer: string, deep = false): Problem[] =>
  useForm().problems.filter(({ field = '' }) => field === pointer || (deep && field.startsWith(`${pointer}/`)));

export const pointerTo = (parent: string, key: string | number): string =>
  `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
