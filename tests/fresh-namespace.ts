import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { inject } from 'vitest';
import { SEARCH_ATTRIBUTES } from '#scripts/embedded/search-attributes.ts';
import { until } from './conformance/client.ts';

const KINDS = { KEYWORD: 2, BOOL: 5 } as const;

/** A namespace of its own on the Temporal of this test run, with our search attributes. */
export async function makeNamespace(namespace: string): Promise<void> {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const searchAttributes = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).map(([name, kind]) => [name, kind === 'Bool' ? KINDS.BOOL : KINDS.KEYWORD]),
  );
  await until(
    () =>
      connection.operatorService.addSearchAttributes({ namespace, searchAttributes }).then(
        () => true,
        () => false,
      ),
    'the namespace is known everywhere',
  );
  await connection.close();
}
