import { executeChild, ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { Json } from '../../json.ts';
import { withGrace } from './actions.ts';
import { names, type Start } from './environment.ts';
import { bad, failureOf, step } from './failure.ts';

/** Starts another flow, by the name of its workflow, and waits for its end unless told not to. */
export async function subflow(
  node: string,
  config: () => { flow: Json; input?: Json; wait?: Json },
  path = '',
): Promise<Json> {
  const {
    flow,
    input = null,
    wait = true,
  } = step(node, () => {
    const given = config();
    if (typeof given.flow !== 'string') throw bad('"flow" precisa ser um texto', '"flow" must be a text');
    return { ...given, flow: given.flow };
  });
  const start: Start = { trigger: { type: 'flow', data: input }, answerable: false };
  const place = path === '' ? node : `${path}/${node}`;
  const options = { workflowId: `${names().run.id}/${place}/1`, args: [start] };
  try {
    if (wait !== false) return (await withGrace(executeChild(flow, options))) as Json;
    const child = await startChild(flow, { ...options, parentClosePolicy: ParentClosePolicy.ABANDON });
    return { runId: child.workflowId };
  } catch (thrown) {
    throw failureOf(node, thrown);
  }
}
