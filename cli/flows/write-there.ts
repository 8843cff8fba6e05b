import type { Json } from '../../flow/json.ts';
import type { Flow, FlowProblem } from '../../sdks/typescript/src/generated/types.ts';
import { TramaError } from '../../sdks/typescript/src/trama-error.ts';
import { isObject } from '../document/canonical.ts';
import type { Reached } from '../reach.ts';
import { failure } from '../terminal/failure.ts';
import { asThere, revisionTag, slugThere } from './there.ts';

/**
 * A flow's slug is made of its first name, and stays: under its key as the name it gets the slug that the files know it
 * by; then it gets its own name. Broken off between, the next push finds it and goes on.
 */
const createThere = async (reached: Reached, key: string, definition: Json): Promise<Flow> => {
  const slug = slugThere(reached, key);
  const named = isObject(definition) ? { ...definition, name: slug } : definition;
  const made = await reached.api.flows.create({ definition: named as Record<string, unknown> });
  if (made.slug === slug) return made;
  await reached.api.flows.delete(made.id);
  throw failure(
    'conflict',
    'slug_taken',
    `Em ${reached.name} o nome "${slug}" não pôde ser dado ao fluxo novo (seria "${made.slug}"). Renomeie o arquivo, ou diga em trama.json como ele se chama lá.`,
    `In ${reached.name} the new flow could not be named "${slug}" (it would be "${made.slug}"). Rename the file, or say in trama.json what it is called there.`,
  );
};

/** Writes a document of the files as the draft. `there`: what was looked at; it is not written over where it changed since. */
export const writeThere = async (reached: Reached, key: string, document: Json, there: Flow | null): Promise<Flow> => {
  const definition = asThere(reached, document);
  const held = there ?? (await createThere(reached, key, definition));
  return reached.api.flows.saveDraft(
    held.id,
    { definition: definition as Record<string, unknown> },
    { ifMatch: revisionTag(held.draftRevision) },
  );
};

export interface PublishedThere {
  version: number;
  hash: string | null;
  /** False: it was so before. */
  published: boolean;
}

/** Publishes the draft that was looked at, unless it is published already. */
export const publishThere = async (
  { api }: Reached,
  there: Flow,
  { note, openRuns }: { note: string | undefined; openRuns: 'keep' | 'cancel' | 'restart' },
): Promise<PublishedThere | { problems: FlowProblem[] }> => {
  if (there.publishedVersion !== null && !there.unpublishedChanges)
    return { version: there.publishedVersion, hash: null, published: false };
  try {
    const body = { openRuns, ...(note === undefined ? {} : { note }) };
    const { version, hash } = await api.flows.publish(there.id, body, { ifMatch: revisionTag(there.draftRevision) });
    return { version, hash, published: true };
  } catch (error) {
    const { problems } = error instanceof TramaError ? error.details : {};
    if (Array.isArray(problems)) return { problems: problems as FlowProblem[] };
    throw error;
  }
};
