import type { FlowDocument } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue, NodeType } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import type { ReadableName } from '../document/readable-names.ts';
import CheckWorker from './check.worker.ts?worker';

type Ask =
  | { kind: 'catalogue'; types: NodeType[] }
  | { kind: 'check'; document: FlowDocument; locale: Locale }
  | { kind: 'functions' };
export type CheckRequest = Ask & { id: number };

export interface CheckAnswer {
  id: number;
  problems: Problem[];
  functions?: ReadableName[];
}

let worker: Worker | undefined;
let told: Catalogue | undefined;
let last = 0;
const waiting = new Map<number, (answer: CheckAnswer) => void>();

const ask = (request: Ask): Promise<CheckAnswer> => {
  if (!worker) {
    worker = new CheckWorker();
    worker.onmessage = ({ data }: MessageEvent<CheckAnswer>) => {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    };
  }
  const id = ++last;
  const answer = new Promise<CheckAnswer>((resolve) => waiting.set(id, resolve));
  worker.postMessage({ ...request, id });
  return answer;
};

/** Every problem of the document, as publishing would find them (but for what only the tenant's other flows tell). */
export const checkDocument = async (
  document: FlowDocument,
  catalogue: Catalogue,
  locale: Locale,
): Promise<Problem[]> => {
  if (told !== catalogue) {
    told = catalogue;
    void ask({ kind: 'catalogue', types: [...catalogue.values()] });
  }
  return (await ask({ kind: 'check', document, locale })).problems;
};

/** The functions of the language, for completion; methods belong to values and are not among them. */
export const functionNames = async (): Promise<ReadableName[]> => (await ask({ kind: 'functions' })).functions ?? [];
