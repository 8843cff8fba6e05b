import type { FlowDocument } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue, NodeType } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import type { Place } from '../document/environment.ts';
import type { ReadableName } from '../document/readable-names.ts';
import type { Suggestions, Writing } from '../document/suggest.ts';
import CheckWorker from './check.worker.ts?worker';

/** Names and suggestions are of the document that was checked last. */
type Ask =
  | { kind: 'catalogue'; types: NodeType[] }
  | { kind: 'check'; document: FlowDocument; locale: Locale }
  | { kind: 'names'; place: Place }
  | { kind: 'suggest'; place: Place; writing: Writing };
export type CheckRequest = Ask & { id: number };

let worker: Worker | undefined;
let told: Catalogue | undefined;
let last = 0;
const waiting = new Map<number, (answer: never) => void>();

const ask = <T>(request: Ask): Promise<T> => {
  if (!worker) {
    worker = new CheckWorker();
    worker.onmessage = ({ data }: MessageEvent<{ id: number; answer: never }>) => {
      waiting.get(data.id)?.(data.answer);
      waiting.delete(data.id);
    };
  }
  const id = ++last;
  const answer = new Promise<T>((resolve) => waiting.set(id, resolve));
  worker.postMessage({ ...request, id });
  return answer;
};

/** Every problem of the document, as publishing would find them (but for what only the tenant's other flows tell). */
export const checkDocument = (document: FlowDocument, catalogue: Catalogue, locale: Locale): Promise<Problem[]> => {
  if (told !== catalogue) {
    told = catalogue;
    void ask({ kind: 'catalogue', types: [...catalogue.values()] });
  }
  return ask({ kind: 'check', document, locale });
};

/** All that can be read at a place, then the functions of the language. */
export const namesAt = (place: Place): Promise<ReadableName[]> => ask({ kind: 'names', place });

export const suggestAt = (place: Place, writing: Writing): Promise<Suggestions> =>
  ask({ kind: 'suggest', place, writing });
