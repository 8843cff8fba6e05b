/** What one can press next to an explanation. */
export type Remedy = 'retry' | 'node' | 'connection' | 'data' | 'tables' | 'ai' | 'versions' | 'none';

/** In plain words; `{node}` and `{connection}` are filled in. */
type Words = readonly [what: string, why: string, todo: string];

/** Why something failed and what to do, in both languages. */
export interface Explained {
  remedy: Remedy;
  pt: Words;
  en: Words;
}
