import { compile } from '#flow/compile.ts';
import type { FlowDocument } from '#flow/document.ts';
import { CATALOG, signatureOf } from '#flow/expressions/catalog.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { TypeEnv } from '#flow/types/type-env.ts';
import { environmentsOf, type Place } from '../document/environment.ts';
import { type ReadableName, readableNames } from '../document/readable-names.ts';
import { suggest } from '../document/suggest.ts';
import type { CheckAnswer, CheckRequest } from './check-document.ts';
import { createSameNodes } from './same-nodes.ts';

/** The checker, away from the hand that writes: the code that the API runs before publishing. */
let catalogue: Catalogue = new Map();
let checked: { document: FlowDocument; locale: Locale; at?: (place: Place) => TypeEnv } | undefined;
const sameNodes = createSameNodes();

const environmentAt = (place: Place): TypeEnv | undefined => {
  if (!checked) return undefined;
  checked.at ??= environmentsOf(checked.document, catalogue, checked.locale);
  return checked.at(place);
};

const labels = (): Map<string, string> =>
  new Map((checked?.document.nodes ?? []).flatMap(({ id, label }) => (label ? [[id, label] as const] : [])));

const functions = (): ReadableName[] =>
  CATALOG.filter((one) => one.on === undefined).map((one) => ({
    path: `${one.name}()`,
    type: signatureOf(one).slice(one.name.length),
  }));

const answer = (request: CheckRequest): unknown => {
  const locale = checked?.locale ?? 'pt-BR';
  switch (request.kind) {
    case 'catalogue':
      catalogue = new Map(request.types.map((type) => [type.type, type]));
      return null;
    case 'check':
      checked = { document: sameNodes(request.document), locale: request.locale };
      return compile(checked.document, catalogue, request).problems;
    case 'names': {
      const env = environmentAt(request.place);
      return env ? [...readableNames(env, labels(), locale), ...functions()] : functions();
    }
    case 'suggest': {
      const env = environmentAt(request.place);
      return env
        ? suggest(request.writing, env, () => readableNames(env, labels(), locale), locale)
        : { start: request.writing.caret, items: [] };
    }
  }
};

self.onmessage = ({ data }: MessageEvent<CheckRequest>) => {
  // What one question makes of this code is no reason to begin anew: asked again, it would do the same.
  let said: Omit<CheckAnswer, 'id'>;
  try {
    said = { answer: answer(data) };
  } catch (error) {
    said = { failure: String(error) };
  }
  self.postMessage({ ...said, id: data.id });
};
