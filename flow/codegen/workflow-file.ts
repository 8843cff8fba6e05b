import type { FlowDocument } from '../document.ts';
import type { Json } from '../json.ts';
import type { Plan } from '../plan/plan.ts';
import { fixedZone } from '../timezone.ts';
import { constant, fielded, indented } from './config.ts';
import { FlowWriter } from './flow-writer.ts';
import { writeBlock } from './statements.ts';
import { camelCase, RUNTIME, TAKEN, TYPES } from './words.ts';
import { quoted } from './written.ts';

export interface WorkflowFile {
  text: string;
  /** Name of the workflow: the function that it exports. */
  workflow: string;
  flow: FlowWriter;
}

/** Name of the workflow that a flow becomes. */
export function workflowName(name: string): string {
  const plain = camelCase(name.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, ''));
  return TAKEN.has(plain) ? `${plain}Flow` : plain;
}

/** `src/workflow.ts`. */
export function writeWorkflow(plan: Plan, document: Pick<FlowDocument, 'nodes' | 'description'>): WorkflowFile {
  const notes = new Map(document.nodes.flatMap(({ id, note }) => (note === undefined ? [] : [[id, note] as const])));
  const flow = new FlowWriter(plan, notes);
  flow.writeBlock = (block) => writeBlock(flow, block);
  const workflow = workflowName(plan.name);
  const vars = flow.plan.vars && Object.keys(plan.vars).length > 0;
  const head = vars ? [`const vars: Vars = ${flow.use('step')}('', () => ${flow.given(plan.vars, undefined)});`] : [];
  const lines = [...head, ...writeBlock(flow, flow.root)];
  const result = `return ${flow.resultOf(0, undefined)};`;
  const body = [...lines, ...(lines.length > 0 ? [''] : []), result];
  const names = ['trigger', 'run', 'flow', 'tenant'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(body.join('\n')),
  );
  flow.use('runFlow');
  flow.use('Start');
  const parameters = names.length === 0 ? '' : `{ ${names.join(', ')} }`;
  const text = [
    ...imports(flow),
    '',
    `const settings = ${settingsOf(plan)};`,
    ...(flow.calls.isEmpty ? [] : ['', ...flow.calls.lines()]),
    ...(vars
      ? [
          '',
          `type Vars = { ${Object.keys(plan.vars)
            .map((name) => `${quotedKey(name)}: Json`)
            .join('; ')} };`,
        ]
      : []),
    '',
    ...described(plan.name, document.description),
    `export async function ${workflow}(start: Start = {}): Promise<Json> {`,
    `  return await runFlow(start, settings, async (${parameters}) => {`,
    ...body.map((line) => indented(indented(line))),
    '  });',
    '}',
    '',
  ].join('\n');
  return { text, workflow, flow };
}

const quotedKey = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

function described(name: string, description: string | undefined): string[] {
  const lines = [name, ...(description ?? '').split('\n')].map((line) => line.trim().replaceAll('*/', '* /'));
  return ['/**', ...lines.filter((line) => line !== '').map((line) => ` * ${line}`), ' */'];
}

function settingsOf(plan: Plan): string {
  const { timezone, timeoutMs } = plan.settings;
  return fielded([
    ['name', quoted(plan.name)],
    ['timezone', quoted(fixedZone(timezone))],
    ['timeoutMs', String(timeoutMs)],
    ['triggerType', quoted(plan.trigger.type)],
    ...(plan.input ? ([['input', constant(plan.input as Json).text]] as [string, string][]) : []),
  ]);
}

function imports(flow: FlowWriter): string[] {
  const lines = [
    ...(flow.calls.isEmpty
      ? []
      : [
          "import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';",
          "import type * as activities from './activities.ts';",
        ]),
    "import type { Json } from './runtime/language/json.ts';",
  ];
  for (const [file, names] of Object.entries(RUNTIME)) {
    const used = names.filter((name) => flow.used.has(name));
    if (used.length === 0) continue;
    const types = used.every((name) => TYPES.has(name));
    const listed = used.map((name) => (TYPES.has(name) && !types ? `type ${name}` : name)).join(', ');
    lines.push(`import ${types ? 'type ' : ''}{ ${listed} } from './runtime/${file}.ts';`);
  }
  const functions = [...flow.functions].sort();
  if (functions.length > 0) lines.push(`import { ${functions.join(', ')} } from './runtime/functions.ts';`);
  return lines;
}
