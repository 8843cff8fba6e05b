import type { FlowNode } from '../document.ts';
import { type Code, choice, code, member, RANK, record } from './expressions/code.ts';
import type { Importer } from './importer.ts';
import type { N8nNode } from './n8n-workflow.ts';
import type { Feed, Guards } from './region.ts';
import type { Made, Output, Step } from './step.ts';

/** Puts what a node became behind what leads to it, and says what leaves it. */
export function place(importer: Importer, node: N8nNode, step: Step, made: Made, feed: Feed): void {
  const { id } = step;
  const { before } = made;
  if (before) {
    importer.put({ ...before, label: node.name.slice(0, 200) }, feed.region, feed.refs);
    importer.entry(node).nodes.push(before.id);
  }
  importer.put(stepFor(node, id, made), feed.region, before ? [{ id: before.id, port: 'out' }] : feed.refs);
  if (made.file) importer.files.set(node.name, made.file);
  let last = { id, own: step.own, made };
  if (made.then) {
    const next = importer.fresh(`${id}Then`);
    const own = code(`steps.${next}`, 'any', step.own.sure ? { sure: true } : {});
    last = { id: next, own, made: made.then(own) };
    const behind = { id: next, type: last.made.type, label: node.name.slice(0, 200), config: last.made.config };
    importer.put({ ...behind, ...last.made.more }, feed.region, [{ id, port: 'out' }]);
    importer.entry(node).nodes.push(next);
  }
  const outputs: readonly Output[] = last.made.outputs ?? [{ port: 'out', code: last.own }];
  importer.outputs.set(node.name, leavingOf(node, step, feed, { id: last.id, outputs, fails: canFail(made) }));
}

function stepFor(node: N8nNode, id: string, made: Made): FlowNode {
  const isAction = made.type.includes('.') || made.type === 'code';
  const { retry } = node;
  return {
    id,
    type: made.type,
    config: made.config,
    label: node.name.slice(0, 200),
    ...(node.note === '' || made.more?.note ? {} : { note: node.note.slice(0, 10_000) }),
    ...(node.position ? { position: node.position } : {}),
    ...(isAction && retry
      ? {
          retry: {
            maxAttempts: Math.max(1, Math.min(1000, Math.round(retry.maxTries))),
            initialInterval: seconds(retry.waitMs),
            backoff: 1,
          },
        }
      : {}),
    ...made.more,
  };
}

/** One feed an output, and that of the errors, where n8n went on after one. */
function leavingOf(
  node: N8nNode,
  { id, json }: Step,
  feed: Feed,
  last: { id: string; outputs: readonly Output[]; fails: boolean },
): Feed[] {
  const { outputs, fails } = last;
  const branching = new Set(outputs.map((one) => one.port)).size > 1 || node.onError === 'continueErrorOutput';
  const failed = record({ error: record({ message: member(code(`errors.${id}`), 'message') }) }, json);
  const leaving = outputs.map((one): Feed => {
    const goesOn = node.onError === 'continueRegularOutput' && fails && !branching;
    const refs = [{ id: last.id, port: one.port }, ...(goesOn ? [{ id, port: 'error' }] : [])];
    const given = node.alwaysGives && one.many === true ? orEmptyItem(one.code) : one.code;
    const value = goesOn && one.many !== true ? choice(took(id, 'error'), failed, one.code) : given;
    const guards: Guards = branching ? new Map([...feed.guards, [last.id, new Set([one.port])]]) : feed.guards;
    return {
      refs,
      region: feed.region,
      many: one.many === true,
      code: value,
      guards,
      maybe: feed.maybe || branching,
      ...(one.loose ? { loose: true } : {}),
      ...(one.shape ? { shape: one.shape } : {}),
    };
  });
  if (node.onError === 'continueErrorOutput' && fails) {
    leaving.push({
      refs: [{ id, port: 'error' }],
      region: feed.region,
      many: false,
      code: failed,
      guards: new Map([...feed.guards, [id, new Set(['error'])]]),
      maybe: true,
    });
  }
  return leaving;
}

const orEmptyItem = (list: Code): Code => code(`(len(${list.text}) > 0 ? ${list.text} : [{}])`, 'any', { sure: true });

const canFail = (made: Made): boolean => made.more?.disabled !== true;

const seconds = (ms: number): string => `PT${Math.max(0, Math.round(ms) / 1000)}S`;

const took = (id: string, port: string): Code => ({ ...code(`port.${id} == '${port}'`), rank: RANK.equal });
