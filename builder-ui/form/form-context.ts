import { createContext, type ReactNode, useContext } from 'react';
import type { Json } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import type { Connection } from '../api-types.ts';
import type { Facts } from '../document/known-values.ts';
import type { ReadableName } from '../document/readable-names.ts';
import type { Suggestions, Writing } from '../document/suggest.ts';

/** What helps to write an expression in the field at a pointer. */
export interface Guide {
  names: (pointer: string) => Promise<ReadableName[]>;
  suggest: (pointer: string, writing: Writing) => Promise<Suggestions>;
  /** What is known of real values; null until it is. */
  facts: Facts | null;
  /** Whose fields these are; nothing: the flow's own. */
  node: string | undefined;
}

/** Puts a name where the caret of a field stands. */
export type Insert = (path: string) => void;

/** The field that was written in last: what is picked from the data goes there. */
export interface LastField {
  take: (insert: Insert) => void;
  isLast: (insert: Insert) => boolean;
  /** It is gone. */
  leave: (insert: Insert) => void;
  /** False: no field was written in yet. */
  insert: (path: string) => boolean;
}

export const createLastField = (): LastField => {
  let last: Insert | null = null;
  return {
    take: (insert) => {
      last = insert;
    },
    isLast: (insert) => last === insert,
    leave: (insert) => {
      if (last === insert) last = null;
    },
    insert: (path) => {
      last?.(path);
      return last !== null;
    },
  };
};

/** What a field held in its other way of being written. */
export interface Kept {
  literal?: Json | undefined;
  expression?: string;
}

/** Making and trying connections without leaving the form. */
export interface Connecting {
  /** `connectors`: those that fit; nothing: all. */
  create: (connectors: readonly string[] | undefined, done: (made: Connection) => void) => void;
  test: (id: string) => Promise<void>;
}

/** What a form puts beside each field that takes expressions. `bare`: the field holds one without its braces. */
export type BesideField = (field: { pointer: string; bare: boolean; onChange: (text: string) => void }) => ReactNode;

/** What the fields of one form share. */
export interface FormWorld {
  /** Nothing in forms that hold no expressions. */
  guide?: Guide;
  beside?: BesideField | undefined;
  lastField?: LastField;
  /** Literal and expression of the same field, by its pointer: neither is lost by a look at the other. */
  kept?: Map<string, Kept>;
  connections: Connection[];
  connecting?: Connecting | undefined;
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
