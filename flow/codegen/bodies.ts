import type { Json } from '../json.ts';
import type { PlanNode } from '../plan/plan.ts';
import { constant, fielded, indented, wrapped } from './config.ts';
import { isNative, keepResult } from './endings.ts';
import type { FlowWriter } from './flow-writer.ts';
import type { Block, Statement } from './regions.ts';
import type { StepVariables } from './variables.ts';
import { hasErrorEdge, isOpen } from './variables.ts';
import { quoted, whole } from './written.ts';

/** The code of a step: lines, and the expression that gives its value (null: a line has given it). */
export interface Body {
  lines: string[];
  value: string | null;
  /** What comes behind it, and is caught by nothing of the step's. */
  after?: string[];
}

const LINE = 110;

const just = (value: string): Body => ({ lines: [], value });

export function writeBody(flow: FlowWriter, statement: Statement, node: PlanNode, step: StepVariables): Body {
  const id = quoted(node.id);
  const given = (config: Json, skip: readonly string[] = []): string => flow.given(config, node, skip);
  if (node.action) return just(actionCall(flow, node));
  switch (node.type) {
    case 'set':
      return just(`${flow.use('step')}(${id}, () => ${objectGiven(flow, node, statement)})`);
    case 'assign':
      return just(`${flow.use('assign')}(${id}, vars, () => ${objectGiven(flow, node, statement)})`);
    case 'if':
      return just(`${flow.use('check')}(${id}, () => ${given(node.config.condition ?? null)})`);
    case 'switch':
      return just(choice(flow, node));
    case 'wait':
      return just(`await ${flow.use('wait')}(${id}, () => ${given(node.config)})`);
    case 'waitForEvent': {
      const schema = node.outputSchema ? `, ${constant(node.outputSchema as Json).text}` : '';
      return just(`await ${flow.use('waitForEvent')}(${id}, () => ${withMatches(flow, node, 'events')}${schema})`);
    }
    case 'approval':
      return just(approvalCall(flow, node));
    case 'ask':
      return just(askCall(flow, node));
    case 'flow': {
      const path = flow.pathOf(node);
      return just(`await ${flow.use('subflow')}(${id}, () => ${given(node.config)}${path === '' ? '' : `, ${path}`})`);
    }
    case 'respond':
      return just(`${flow.use('respond')}(${id}, () => ${given(node.config)})`);
    case 'scope':
      return scopeBody(flow, statement, node, step);
    case 'forEach':
      return isNative(flow, node) ? plainFor(flow, statement, node, step) : just(roundsCall(flow, statement, node));
    case 'while':
      return isNative(flow, node) ? plainWhile(flow, statement, node, step) : just(whileCall(flow, statement, node));
    default:
      throw new Error(`no code for the node type ${node.type}`);
  }
}

function objectGiven(flow: FlowWriter, node: PlanNode, _statement: Statement): string {
  const values = node.config.values ?? null;
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) {
    if (node.type === 'set') {
      flow.fields.set(
        node.id,
        new Map(Object.entries(values).map(([key, value]) => [key, flow.config(value, node).type])),
      );
    }
    return flow.given(values, node);
  }
  return `${flow.use('objectOf')}(${flow.config(values, node).text})`;
}

function choice(flow: FlowWriter, node: PlanNode): string {
  const cases = (node.config.cases ?? []) as { port: string; when?: Json }[];
  const listed = cases
    .filter(({ when }) => when !== undefined)
    .map(({ port, when = null }) => `[${quoted(port)}, () => ${flow.given(when, node)}]`);
  return `${flow.use('choose')}(${quoted(node.id)}, ${wrapped('[', listed, ']')})`;
}

/** Events with their `match` as a function of the event. */
function withMatches(flow: FlowWriter, node: PlanNode, field: 'events' | 'interrupt'): string {
  const entries = (Array.isArray(node.config[field]) ? node.config[field] : []) as {
    match?: Json;
    [key: string]: Json | undefined;
  }[];
  const listed = entries.map(({ match, ...entry }) => {
    const fields = Object.entries(entry).map(([key, value]): [string, string] => [
      key,
      flow.config(value ?? null, node).text,
    ]);
    if (match !== undefined)
      fields.push(['match', `(event) => ${flow.given(match, node, [], { event: whole('event') })}`]);
    return fielded(fields);
  });
  const rest = Object.entries(node.config).filter(([key]) => key === 'timeout' || key === 'until');
  const fields = rest.map(([key, value]): [string, string] => [key, flow.config(value, node).text]);
  const own: [string, string][] = entries.length > 0 || field === 'events' ? [[field, wrapped('[', listed, ']')]] : [];
  return `(${fielded([...own, ...fields])})`;
}

function options(fields: [string, string][]): string {
  return fields.length === 0 ? '' : `, ${fielded(fields)}`;
}

function actionCall(flow: FlowWriter, node: PlanNode): string {
  const more: [string, string][] = [];
  const path = flow.pathOf(node);
  if (path !== '') more.push(['path', path]);
  if (node.connection !== undefined) more.push(['connection', quoted(node.connection)]);
  if (node.outputSchema) more.push(['outputSchema', constant(node.outputSchema as Json).text]);
  if (node.retry?.maxWait !== undefined) more.push(['maxWait', quoted(node.retry.maxWait)]);
  if (node.poll) {
    const until = flow.given(node.poll.until, node, [], { output: whole('output') });
    more.push([
      'poll',
      fielded([
        ['everyMs', String(node.poll.everyMs)],
        ['forMs', String(node.poll.forMs)],
        ['until', `(output) => ${until}`],
      ]),
    ]);
  }
  const into = flow.undoOf(node);
  if (node.compensation && into !== null) more.push(['undo', undoOf(flow, node, into)]);
  const config = `() => ${flow.given(node.config, node, node.type === 'code' ? ['source'] : [])}`;
  const given = [
    quoted(node.id),
    `calls.${flow.calls.of(node)}`,
    config,
    ...(more.length === 0 ? [] : [fielded(more)]),
  ];
  return called(`await ${flow.use('action')}`, given);
}

/** A call on one line where it fits, else an argument a line. */
function called(what: string, given: string[]): string {
  const line = `${what}(${given.join(', ')})`;
  const fits = line.split('\n').every((one) => one.length <= LINE) && !given.slice(3).some((one) => one.includes('\n'));
  return fits ? line : `${what}(\n${given.map((one) => `${indented(one)},\n`).join('')})`;
}

function undoOf(flow: FlowWriter, node: PlanNode, into: string): string {
  const { config = {}, connection, literal = [] } = node.compensation ?? {};
  const extra = { [`steps.${node.id}`]: whole('output') };
  const given = flow.given(config, { ...node, literal }, [], extra);
  return fielded([
    ['into', into],
    ['call', `calls.${flow.calls.undoOf(node)}`],
    ['config', `(output) => ${given}`],
    ...(connection === undefined ? [] : ([['connection', quoted(connection)]] as [string, string][])),
  ]);
}

function approvalCall(flow: FlowWriter, node: PlanNode): string {
  const { timeout, until } = node.config;
  const extra = { approval: whole('approval') };
  const config = flow.given(node.config, node, ['timeout', 'until'], extra);
  const deadline = fielded(
    Object.entries({ timeout, until }).flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[key, flow.config(value, node).text]],
    ),
  );
  const path = flow.pathOf(node);
  const more = deadline === '{}' && path === '' ? [] : [`() => (${deadline})`, ...(path === '' ? [] : [path])];
  const names = config.includes('approval.') || /\bapproval\b/.test(config) ? '(approval)' : '()';
  const given = [quoted(node.id), `calls.${flow.calls.approval()}`, `${names} => ${config}`, ...more];
  return called(`await ${flow.use('approval')}`, given);
}

function askCall(flow: FlowWriter, node: PlanNode): string {
  const { valid } = node.config;
  const more: [string, string][] = [];
  const path = flow.pathOf(node);
  if (path !== '') more.push(['path', path]);
  if (valid !== undefined)
    more.push(['valid', `(answer) => ${flow.given(valid, node, [], { answer: whole('answer') })}`]);
  return `await ${flow.use('ask')}(${quoted(node.id)}, calls.${flow.calls.of(node)}, () => ${flow.given(node.config, node, ['valid'])}${options(more)})`;
}

const braced = (lines: string[]): string => lines.map(indented).join('\n');

function bodyOf(flow: FlowWriter, statement: Statement): string[] {
  return flow.writeBlock(statement.blocks[0] as Block);
}

function scopeBody(flow: FlowWriter, statement: Statement, node: PlanNode, step: StepVariables): Body {
  const config = withMatches(flow, node, 'interrupt');
  const interrupts = Array.isArray(node.config.interrupt) && node.config.interrupt.length > 0;
  const more: [string, string][] = [];
  if (interrupts && flow.depthOf(node) > 0) more.push(['depth', String(flow.depthOf(node))]);
  const undo = node.config.compensate === true ? `${node.id}Undo` : null;
  const around = flow.undoOf(node);
  if (undo !== null)
    more.push(['undo', undo], ...(around === null ? [] : ([['around', around]] as [string, string][])));
  const body = braced([...bodyOf(flow, statement), `return ${flow.resultOf(node.inner, node)};`]);
  const open = isOpen(flow.plan, statement);
  const caught = hasErrorEdge(flow.plan, statement.index ?? -1);
  const given = [
    quoted(node.id),
    `() => ${config}`,
    `async () => {\n${body}\n}`,
    ...(more.length === 0 ? [] : [fielded(more)]),
  ];
  const call = called(`await ${flow.use('scope')}`, given);
  return {
    lines: undo === null ? [] : [`const ${undo}: ${flow.use('UndoList')} = [];`],
    value: open && !caught ? `${flow.use('orTimedOut')}(${quoted(node.id)}, ${call})` : call,
    after: open && caught ? [`${flow.use('orTimedOut')}(${quoted(node.id)}, ${step.value.name});`] : [],
  };
}

function plainFor(flow: FlowWriter, statement: Statement, node: PlanNode, step: StepVariables): Body {
  const { item, index } = flow.loop(node.id);
  const direct = step.value.before !== null && step.value.fixed;
  const list =
    step.value.before === null ? null : direct ? step.value.name : flow.variables.unique(`${step.value.name}Rounds`);
  flow.lists.set(node.id, list);
  const rest = [...bodyOf(flow, statement), ...keepResult(flow, node, flow.resultOf(node.inner, node))];
  const items = `${flow.use('list')}(${quoted(node.id)}, () => ${flow.given(node.config.items ?? null, node)})`;
  const counts = new RegExp(`\\b${index}\\b`).test(rest.join('\n'));
  const head = counts ? `for (const [${index}, ${item}] of ${items}.entries()) {` : `for (const ${item} of ${items}) {`;
  const lines = [...(list === null ? [] : [`const ${list}: Json[] = [];`]), head, ...rest.map(indented), '}'];
  return { lines, value: list === null || direct ? null : list };
}

function plainWhile(flow: FlowWriter, statement: Statement, node: PlanNode, step: StepVariables): Body {
  const { index } = flow.loop(node.id);
  const last = flow.variables.unique(`${step.value.name}Last`);
  flow.last.set(node.id, last);
  const head = `for (let ${index} = 0; ${anotherRound(flow, node)}; ${index}++) {`;
  const rest = [...bodyOf(flow, statement), ...keepResult(flow, node, flow.resultOf(node.inner, node))];
  return {
    lines: [`let ${last} = null as Json;`, head, ...rest.map(indented), '}'],
    value: step.value.before ? last : null,
  };
}

function conditionOf(flow: FlowWriter, node: PlanNode): string {
  return flow.given(node.config.condition ?? null, node, [], flow.roundNames(node));
}

function mostRounds(flow: FlowWriter, node: PlanNode): string {
  return node.config.maxIterations === undefined ? '' : `, () => ${flow.given(node.config.maxIterations, node)}`;
}

const anotherRound = (flow: FlowWriter, node: PlanNode): string =>
  `${flow.use('another')}(${quoted(node.id)}, ${flow.loop(node.id).index}, () => ${conditionOf(flow, node)}${mostRounds(flow, node)})`;

function whileCall(flow: FlowWriter, statement: Statement, node: PlanNode): string {
  const { index } = flow.loop(node.id);
  const body = braced([...bodyOf(flow, statement), `return ${flow.resultOf(node.inner, node)};`]);
  return `await ${flow.use('whileLoop')}(${quoted(node.id)}, (${index}, last) => ${conditionOf(flow, node)}, async (${index}, last) => {\n${body}\n}${mostRounds(flow, node)})`;
}

function roundsCall(flow: FlowWriter, statement: Statement, node: PlanNode): string {
  const { items = null, itemTimeout, timeout, concurrency, onItemError } = node.config;
  const config = Object.entries({ items, itemTimeout, timeout }).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, flow.config(value, node).text]],
  );
  const how: [string, string][] = [];
  if (concurrency !== undefined && concurrency !== 1) how.push(['concurrency', String(concurrency)]);
  if (onItemError === 'collect') how.push(['collect', 'true']);
  const { item, index } = flow.loop(node.id);
  const body = braced([...bodyOf(flow, statement), `return ${flow.resultOf(node.inner, node)};`]);
  const parameters = new RegExp(`\\b${index}\\b`).test(body) ? `${item}, ${index}` : item;
  const given = [quoted(node.id), `() => (${fielded(config)})`, fielded(how), `async (${parameters}) => {\n${body}\n}`];
  return called(`await ${flow.use('forEach')}`, given);
}
