import { compile } from '#flow/compile.ts';
import type { JsonObject } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { createFlow } from '../flows/create-flow.ts';
import { publishFlow } from '../flows/publish-flow.ts';
import { saveDraft } from '../flows/save-draft.ts';
import { parseId } from '../ids.ts';
import { lock } from '../locks.ts';
import { ensurePlatform, PLATFORM_ID } from './platform.ts';
import { revisionOf, type SystemDocument, systemDocuments } from './system-documents.ts';

const BY = 'system:release';

export interface PublishSystemDeps {
  database: Database;
  /** With the actions that only the product's own flows may use. */
  catalogue: Catalogue;
  documents?: readonly SystemDocument[];
}

const planOf = ({ name, definition }: SystemDocument, catalogue: Catalogue): Plan => {
  const { plan, problems } = compile(definition, catalogue, { locale: 'en' });
  if (plan) return plan;
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new Error(`The system flow ${name} does not compile: ${JSON.stringify(errors)}`);
};

interface Published {
  plan_hash: string;
  definition: JsonObject;
}

const publishOne = async (db: TenantDb, document: SystemDocument, plan: Plan): Promise<boolean> => {
  await lock(db, ['system-flow', document.name]); // Two processes may start at once.
  const { flowId, definition, revision } = document;
  const [published] = await db.sql<Published>`
    select v.plan_hash, v.definition from flows f
    join flow_versions v on v.tenant_id = f.tenant_id and v.flow_id = f.id and v.version = f.published_version
    where f.tenant_id = ${db.tenant} and f.id = ${parseId('flw', flowId)}`;
  const isSame =
    JSON.stringify(published?.definition) === JSON.stringify(definition) && published?.plan_hash === plan.hash;
  if (isSame || (published && revisionOf(published.definition) > revision)) return false;
  await createFlow(db, { id: flowId, definition, by: BY });
  const { draftRevision } = await saveDraft(db, flowId, { definition, revision: null, by: BY });
  await publishFlow(db, flowId, { plan, revision: draftRevision, by: BY });
  return true;
};

/**
 * Makes the platform's tenant and publishes the product's own flows in it, those that changed: runs that are under way
 * keep their version. Done at every start; done by two at once it is done once.
 * @returns names of the flows that were published
 */
export const publishSystemFlows = async ({
  database,
  catalogue,
  documents = systemDocuments(),
}: PublishSystemDeps): Promise<string[]> => {
  await ensurePlatform(database);
  const published: string[] = [];
  for (const document of documents) {
    const plan = planOf(document, catalogue);
    if (await database.withTenant(PLATFORM_ID, (db) => publishOne(db, document, plan))) published.push(document.name);
  }
  return published;
};
