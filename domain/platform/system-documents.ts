import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '#flow/json.ts';
import { formatId } from '../ids.ts';

/** A release has the folder beside its bundle. */
const FOLDER = new URL('../../templates/system/', import.meta.url);

/** The lifecycle of a tenant's subscription. */
export const SUBSCRIPTION_FLOW = 'subscription';

export interface SystemDocument {
  /** The file's name. */
  name: string;
  /** `flw_…`, the same at every installation. */
  flowId: string;
  definition: JsonObject;
  /** Raised with each change: an older release that starts beside a newer one leaves the newer document alone. */
  revision: number;
}

/** The id of a system flow follows from its name, so that everybody finds it without a look. */
export const systemFlowId = (name: string): string => {
  const hash = createHash('sha256').update(`trama/system/${name}`).digest('hex');
  const uuid = `00000000-0000-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
  return formatId('flw', uuid);
};

export const revisionOf = (definition: JsonObject): number => {
  const { 'x-revision': revision } = definition;
  return typeof revision === 'number' ? revision : 0;
};

/** The product's own flows, as this release has them. */
export const systemDocuments = (): SystemDocument[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => {
      const name = file.slice(0, -'.json'.length);
      const definition = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as JsonObject;
      return { name, flowId: systemFlowId(name), definition, revision: revisionOf(definition) };
    });
