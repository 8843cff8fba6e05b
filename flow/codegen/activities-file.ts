import type { Calls } from './calls.ts';
import { quoted } from './written.ts';

/** `src/activities.ts`: what leaves the workflow. What has no export of its own says what to write. */
export function writeActivities(calls: Calls): string {
  const { types, sources, asksPeople } = calls;
  const http = [...types].find(([, type]) => type === 'http.request');
  const others = [...types].filter(([, type]) => type !== 'http.request');
  const unfinished = others.length > 0 || asksPeople;
  return [
    ...(unfinished ? ["import { failure } from './runtime/activity.ts';"] : []),
    ...[...sources].map(([name]) => `import ${name}Source from './code/${name}.js';`),
    ...(others.length > 0 || sources.size > 0 ? ["import type { Call } from './runtime/actions.ts';"] : []),
    ...(others.length > 0 || sources.size > 0 ? ["import type { Json } from './runtime/language/json.ts';"] : []),
    ...(asksPeople ? ["import type { ApprovalRequest } from './runtime/waits.ts';"] : []),
    ...(http ? ["export { httpRequest } from './http-request.ts';"] : []),
    ...others.flatMap(([name, type]) => unwritten(name, type)),
    ...[...sources].flatMap(([name, { node }]) => code(name, node)),
    ...(asksPeople ? APPROVAL : []),
    ...(http || unfinished || sources.size > 0 ? [''] : ['export {};', '']),
  ].join('\n');
}

const unwritten = (name: string, type: string): string[] => [
  '',
  `/** \`${type}\` has no export: write here what it did. Its config is \`call.config\`. */`,
  `export async function ${name}(call: Call): Promise<Json> {`,
  `  throw failure('not_implemented', ${quoted(`Implement ${type} in src/activities.ts (step `)} + call.node + ')');`,
  '}',
];

const code = (name: string, node: string): string[] => [
  '',
  `/** The code of the step \`${node}\`. It ran in a sandbox, without network or files. */`,
  `export async function ${name}(call: Call): Promise<Json> {`,
  `  const run = ${name}Source as unknown as (input: Json) => Json | Promise<Json>;`,
  '  const { input = null } = call.config as { input?: Json };',
  '  return (await run(input)) ?? null;',
  '}',
];

const APPROVAL: readonly string[] = [
  '',
  '/** Tells people what there is to decide. Their decision comes as the signal `decide`: see src/decide.ts. */',
  'export async function openApproval(request: ApprovalRequest): Promise<void> {',
  "  throw failure('not_implemented', `Implement openApproval in src/activities.ts (step ${request.node})`);",
  '}',
];
