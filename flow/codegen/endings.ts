import type { PlanNode } from '../plan/plan.ts';
import { type FlowWriter, standsIn } from './flow-writer.ts';
import type { Statement } from './regions.ts';
import { loopAround } from './variables.ts';
import { quoted } from './written.ts';

/** `stop`, `fail`, `break` and `continue`: what stands behind them in the code does not run. */
export function writeEnding(flow: FlowWriter, statement: Statement, node: PlanNode): string[] {
  const id = quoted(node.id);
  switch (node.type) {
    case 'stop':
      return [`throw ${flow.use('stop')}(${id}, () => ${flow.given(node.config.output ?? null, node)});`];
    case 'fail':
      return [`throw ${flow.use('fail')}(${id}, () => ${flow.given(node.config, node)});`];
    default:
      return leaveRound(flow, statement, node);
  }
}

function leaveRound(flow: FlowWriter, statement: Statement, node: PlanNode): string[] {
  const loop = loopAround(flow.plan, node) as PlanNode;
  const result = flow.resultOf(loop.inner, loop);
  const breaks = node.type === 'break';
  if (!isNative(flow, loop) || !standsIn(statement, loop)) {
    return [
      `throw ${flow.use(breaks ? 'breakOff' : 'goOn')}(${quoted(loop.id)}, () => ${result.startsWith('{') ? `(${result})` : result});`,
    ];
  }
  return [...keepResult(flow, loop, result), breaks ? 'break;' : 'continue;'];
}

/** What a round of a plain `for` gives is kept. */
export function keepResult(flow: FlowWriter, loop: PlanNode, result: string): string[] {
  if (loop.type === 'while') return [`${flow.lastOf(loop)} = ${result};`];
  const list = flow.listOf(loop);
  return list === null ? [] : [`${list}.push(${result});`];
}

/** True where a loop can be a plain `for`: one round after another, nothing between them and what leaves them. */
export function isNative(flow: FlowWriter, loop: PlanNode): boolean {
  const { concurrency = 1, onItemError = 'fail', itemTimeout, timeout } = loop.config;
  if (concurrency !== 1 || onItemError !== 'fail' || itemTimeout !== undefined || timeout !== undefined) return false;
  return flow.leavers(loop).every((statement) => standsIn(statement, loop));
}
