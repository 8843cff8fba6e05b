import { compile } from '#flow/compile.ts';
import { CATALOG, signatureOf } from '#flow/expressions/catalog.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { CheckAnswer, CheckRequest } from './check-document.ts';
import { createSameNodes } from './same-nodes.ts';

/** The checker, away from the hand that writes: the code that the API runs before publishing. */
let catalogue: Catalogue = new Map();
const sameNodes = createSameNodes();

const answer = (request: CheckRequest): CheckAnswer => {
  switch (request.kind) {
    case 'catalogue':
      catalogue = new Map(request.types.map((type) => [type.type, type]));
      return { id: request.id, problems: [] };
    case 'check':
      return { id: request.id, problems: compile(sameNodes(request.document), catalogue, request).problems };
    case 'functions': {
      const functions = CATALOG.filter((one) => one.on === undefined);
      const names = functions.map((one) => ({ path: `${one.name}()`, type: signatureOf(one).slice(one.name.length) }));
      return { id: request.id, problems: [], functions: names };
    }
  }
};

self.onmessage = ({ data }: MessageEvent<CheckRequest>) => self.postMessage(answer(data));
