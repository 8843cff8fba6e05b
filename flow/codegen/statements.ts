import type { PlanNode } from '../plan/plan.ts';
import { writeBody } from './bodies.ts';
import { indented } from './config.ts';
import { writeEnding } from './endings.ts';
import { commentOf, type FlowWriter } from './flow-writer.ts';
import type { Block, Statement } from './regions.ts';
import { portsOf } from './scope-shape.ts';
import type { StepVariables, Variable } from './variables.ts';
import { hasErrorEdge } from './variables.ts';
import { quoted } from './written.ts';

/** The lines of a block, its variables declared before the statements that need them. */
export function writeBlock(flow: FlowWriter, block: Block): string[] {
  return block.statements.flatMap((statement, i) => {
    const lines = [...declarations(flow, statement), ...writeStatement(flow, statement)];
    const apart = i > 0 && (lines.length > 1 || lines[0]?.startsWith('//')) ? [''] : [];
    return [...apart, ...lines];
  });
}

function declarations(flow: FlowWriter, statement: Statement): string[] {
  return flow.variables.declaredBefore(statement).flatMap(([facet, { name }, kind]) => {
    if (facet === 'port') return [`let ${name} = null as string | null;`];
    if (facet === 'error') return [`let ${name} = null as ${flow.use('Failure')} | null;`];
    switch (kind) {
      case 'flag':
        return [`let ${name} = null as boolean | null;`];
      case 'choice':
        return [`let ${name} = null as string | null;`];
      case 'left':
        return [`let ${name} = ${flow.use('notRun')} as ${flow.use('Left')};`];
      default:
        return [`let ${name} = null as Json;`];
    }
  });
}

function writeStatement(flow: FlowWriter, statement: Statement): string[] {
  switch (statement.kind) {
    case 'guard': {
      const test = (statement.guard ?? []).map(({ from, port }) =>
        taken(flow, flow.plan.nodes[from] as PlanNode, port),
      );
      return [`if (${test.join(' || ')}) {`, ...inner(flow, statement.blocks[0] as Block), '}'];
    }
    case 'parallel': {
      const branches = statement.blocks.map((block) => ['async () => {', ...inner(flow, block), '},'].join('\n'));
      return [`await ${flow.use('all')}(`, ...branches.map(indented), ');'];
    }
    case 'graph':
      return writeGraph(flow, statement);
    case 'step':
      return writeStep(flow, statement);
  }
}

const inner = (flow: FlowWriter, block: Block): string[] => writeBlock(flow, block).map(indented);

/** Was a step left by this port? */
function taken(flow: FlowWriter, node: PlanNode, port: string): string {
  const step = flow.variables.of(node.id) as StepVariables;
  if (port === 'error' && step.error.before) return `${step.error.name} !== null`;
  switch (step.kind) {
    case 'flag':
      return step.value.fixed
        ? port === 'true'
          ? step.value.name
          : `!${step.value.name}`
        : `${step.value.name} === ${port}`;
    case 'choice':
      return `${step.value.name} === ${quoted(port)}`;
    case 'left':
      return `${step.value.name}.port === ${quoted(port)}`;
    default:
      return `${step.port.name} === ${quoted(port)}`;
  }
}

function writeGraph(flow: FlowWriter, statement: Statement): string[] {
  const tasks = statement.blocks.map((block) => {
    const step = block.statements[0] as Statement;
    const node = step.node as PlanNode;
    const { edges } = flow.plan.scopes[node.scope] as FlowWriter['plan']['scopes'][number];
    const after = edges
      .filter(({ to }) => to === step.index)
      .map(({ from, port }) => {
        const source = flow.plan.nodes[from]?.id;
        return quoted(source === undefined ? 'start' : port === 'out' ? source : `${source}.${port}`);
      });
    const left = leftBy(flow, step, node);
    return [
      '{',
      `  id: ${quoted(node.id)},`,
      `  after: [${after.join(', ')}],`,
      ...(node.first ? ['  first: true,'] : []),
      isInstant(node) ? '  now: () => {' : '  run: async () => {',
      ...[...writeBlock(flow, block), ...left].map((line) => indented(indented(line))),
      '  },',
      '},',
    ].map(indented);
  });
  return [
    '// These steps do not nest: each starts as soon as all that leads to it is decided, and some of it was taken.',
    `await ${flow.use('graph')}([`,
    ...tasks.flat(),
    ']);',
  ];
}

/** Types that are over in the moment in which they start. */
const INSTANT: ReadonlySet<string> = new Set([
  'set',
  'assign',
  'if',
  'switch',
  'respond',
  'stop',
  'fail',
  'break',
  'continue',
]);

const isInstant = ({ type, disabled }: PlanNode): boolean => disabled || INSTANT.has(type);

/** What a step of a graph gives back: the port by which it was left. */
function leftBy(flow: FlowWriter, statement: Statement, node: PlanNode): string[] {
  const step = flow.variables.of(node.id) as StepVariables;
  const caught = step.error.before && !node.disabled ? `${step.error.name} ? 'error' : ` : '';
  switch (step.kind) {
    case 'end':
      return [];
    case 'flag':
      return [`return ${caught}String(${step.value.name});`];
    case 'choice':
      return [`return ${caught}${step.value.name};`];
    case 'left':
      return [`return ${caught}${step.value.name}.port;`];
    default:
      return [`return ${caught}'out';`];
  }
}

function writeStep(flow: FlowWriter, statement: Statement): string[] {
  const node = statement.node as PlanNode;
  const step = flow.variables.of(node.id) as StepVariables;
  const comment = commentOf(node, flow.noteOf(node.id));
  if (node.disabled) {
    const { name, before, fixed } = step.value;
    const nothing = before && fixed ? [`const ${name} = null as Json;`] : [];
    return [...comment, `// ${node.id} is switched off.`, ...nothing, ...setPort(step, 'out')];
  }
  if (step.kind === 'end') return [...comment, ...writeEnding(flow, statement, node)];
  const caught = hasErrorEdge(flow.plan, statement.index ?? -1);
  const { lines, value, after = [] } = writeBody(flow, statement, node, step);
  const given = caught ? { ...step.value, fixed: false } : step.value;
  if (step.kind === 'flag' && !step.value.before && value !== null && !caught) {
    if (statement.arms.length === 0) return [...comment, `${value};`];
    return [...comment, ...lines, ...writeArms(flow, statement, node, step, value)];
  }
  const doing = [...lines, ...(value === null ? [] : [assigned(given, value)]), ...setPort(step, 'out')];
  const guarded = caught ? attempted(flow, step, doing) : doing;
  return [...comment, ...guarded, ...after, ...writeArms(flow, statement, node, step, null)];
}

function assigned({ name, fixed, before }: Variable, value: string): string {
  if (!before) return `${value};`;
  return fixed ? `const ${name} = ${value};` : `${name} = ${value};`;
}

function setPort({ port, kind }: StepVariables, left: string): string[] {
  if (kind !== 'plain' || !port.before) return [];
  return [port.fixed ? `const ${port.name} = '${left}' as string;` : `${port.name} = '${left}';`];
}

function attempted(flow: FlowWriter, step: StepVariables, lines: string[]): string[] {
  const failure = `${flow.use('caught')}(thrown)`;
  return [
    'try {',
    ...lines.map(indented),
    '} catch (thrown) {',
    `  ${step.error.before ? `${step.error.name} = ${failure}` : failure};`,
    ...setPort({ ...step, port: { ...step.port, fixed: false } }, 'error').map(indented),
    '}',
  ];
}

/** The arms of a step: `if … else if … else`. `value`: the condition itself, where it has no variable. */
function writeArms(
  flow: FlowWriter,
  { arms, index }: Statement,
  node: PlanNode,
  step: StepVariables,
  value: string | null,
): string[] {
  if (arms.length === 0) return [];
  const scope = flow.plan.scopes[node.scope];
  const possible = portsOf(node, scope?.edges.filter(({ from }) => from === index) ?? []);
  const order = [...arms].sort((a, b) => rank(possible, a.port) - rank(possible, b.port));
  const lines: string[] = [];
  order.forEach(({ port, block }, i) => {
    const last = i > 0 && i === order.length - 1 && order.length === possible.length;
    const test = last ? '' : ` (${testOf(flow, node, step, port, value)})`;
    lines.push(`${i === 0 ? 'if' : last ? '} else' : '} else if'}${test} {`, ...inner(flow, block));
  });
  return [...lines, '}'];
}

/** The failure first: what is tested after it has a value. */
const rank = (possible: readonly string[], port: string): number => (port === 'error' ? -1 : possible.indexOf(port));

function testOf(flow: FlowWriter, node: PlanNode, step: StepVariables, port: string, value: string | null): string {
  if (value !== null) return port === 'true' ? value : `!${value}`;
  if (port === 'error') return step.error.name;
  if (step.kind === 'plain') return `!${step.error.name}`;
  if (step.kind === 'flag' && !step.value.fixed) return `${step.value.name} === ${port}`;
  return taken(flow, node, port);
}
