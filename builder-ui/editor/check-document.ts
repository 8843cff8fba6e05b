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
export interface CheckAnswer {
  id: number;
  answer?: unknown;
  /** What the checker's own code threw. */
  failure?: string;
}

let worker: Worker | undefined;
let told: Catalogue | undefined;
let last = 0;

interface Waiting {
  request: CheckRequest;
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}
const waiting = new Map<number, Waiting>();

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
let wait = FIRST_WAIT_MS;

const start = (): Worker => {
  const made = new CheckWorker();
  made.onmessage = ({ data: { id, answer, failure } }: MessageEvent<CheckAnswer>) => {
    wait = FIRST_WAIT_MS;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(failure));
  };
  // Its code could not be fetched, or it died: what was asked is asked of another.
  made.onerror = () => {
    made.terminate();
    setTimeout(() => {
      worker = start();
      if (told) worker.postMessage(catalogueOf(told));
      for (const { request } of waiting.values()) worker.postMessage(request);
    }, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };
  return made;
};

/** Nobody waits for what is answered to it. */
const catalogueOf = (types: Catalogue): CheckRequest => ({ kind: 'catalogue', types: [...types.values()], id: 0 });

const ask = <T>(asked: Ask): Promise<T> => {
  worker ??= start();
  const request = { ...asked, id: ++last };
  // Erasure: the worker answers what a kind of question asks for.
  const answer = new Promise<unknown>((resolve, reject) =>
    waiting.set(request.id, { request, resolve, reject }),
  ) as Promise<T>;
  worker.postMessage(request);
  return answer;
};

/** Every problem of the document, as publishing would find them (but for what only the tenant's other flows tell). @throws what the checker's own code throws */
export const checkDocument = (document: FlowDocument, catalogue: Catalogue, locale: Locale): Promise<Problem[]> => {
  if (told !== catalogue) {
    told = catalogue;
    worker ??= start();
    worker.postMessage(catalogueOf(catalogue));
  }
  return ask({ kind: 'check', document, locale });
};

/** All that can be read at a place, then the functions of the language. */
export const namesAt = (place: Place): Promise<ReadableName[]> => ask({ kind: 'names', place });

export const suggestAt = (place: Place, writing: Writing): Promise<Suggestions> =>
  ask({ kind: 'suggest', place, writing });
