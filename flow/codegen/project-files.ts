import type { Plan } from '../plan/plan.ts';
import type { Calls } from './calls.ts';
import { quoted } from './written.ts';

/** What the projects stand on: the versions that the product itself is tested with. */
const VERSIONS = {
  '@cfworker/json-schema': '^4.1.6',
  '@js-joda/core': '^6.3.2',
  '@js-joda/timezone': '^2.25.2',
  '@noble/hashes': '^2.4.0',
  '@temporalio/activity': '^1.24.0',
  '@temporalio/client': '^1.24.0',
  '@temporalio/worker': '^1.24.0',
  '@temporalio/workflow': '^1.24.0',
  re2js: '^2.10.0',
  tsx: '^4.23.15',
};

const dashed = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

export const packageJson = (workflow: string): string =>
  `${JSON.stringify(
    {
      name: dashed(workflow),
      version: '1.0.0',
      private: true,
      type: 'module',
      engines: { node: '>=20.19' },
      scripts: { worker: 'tsx src/worker.ts', start: 'tsx src/start.ts', check: 'tsc --noEmit' },
      dependencies: VERSIONS,
      devDependencies: { '@types/node': '^20.19.43', typescript: '^7.0.2' },
    },
    null,
    2,
  )}\n`;

export const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'ES2023',
      lib: ['ES2023', 'DOM'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      allowImportingTsExtensions: true,
      allowJs: true,
      noEmit: true,
      strict: true,
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      noFallthroughCasesInSwitch: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      skipLibCheck: true,
      types: ['node'],
    },
    include: ['src'],
  },
  null,
  2,
)}\n`;

// The bundler of the product puts a place of its own wherever a source says where it lies: not here.
export const workerFile = (workflow: string): string => `import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import * as activities from './activities.ts';

const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS ?? 'localhost:7233' });
const worker = await Worker.create({
  connection,
  namespace: process.env.TEMPORAL_NAMESPACE ?? 'default',
  taskQueue: ${quoted(dashed(workflow))},
  workflowsPath: fileURLToPath(new URL('./workflow.ts', ${'import.meta'}.url)),
  activities,
});
await worker.run();
`;

export const startFile = (plan: Plan, workflow: string): string => {
  const responds = plan.nodes.some(({ type }) => type === 'respond');
  const options = `{
  workflowId: \`${dashed(workflow)}-\${crypto.randomUUID()}\`,
  taskQueue: ${quoted(dashed(workflow))},
  args: [{ trigger: { type: ${quoted(plan.trigger.type)}, data, receivedAt: new Date().toISOString() } }],${
    responds ? "\n  workflowIdConflictPolicy: 'FAIL'," : ''
  }
}`;
  const print = (what: string, value: string): string =>
    `process.stdout.write(\`${what}: \${JSON.stringify(${value})}\\n\`);\n`;
  const begin = responds
    ? `// One request starts it and waits for what it answers: asked afterwards, it may be over.
const begun = new WithStartWorkflowOperation<typeof ${workflow}>(${quoted(workflow)}, ${options});
const answer = await client.workflow.executeUpdateWithStart(answerUpdate, { startWorkflowOperation: begun });
${print('answer', 'answer')}const handle = await begun.workflowHandle();
`
    : `const handle = await client.workflow.start<typeof ${workflow}>(${quoted(workflow)}, ${options});
`;
  return `import { Client, Connection${responds ? ', WithStartWorkflowOperation' : ''} } from '@temporalio/client';
import type { Json } from './runtime/language/json.ts';
${responds ? "import { answerUpdate } from './runtime/run-flow.ts';\n" : ''}import type { ${workflow} } from './workflow.ts';

/** The data of the trigger: the first argument, as JSON. */
const data = JSON.parse(process.argv[2] ?? '{}') as Json;

const connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS ?? 'localhost:7233' });
const client = new Client({ connection, namespace: process.env.TEMPORAL_NAMESPACE ?? 'default' });
${begin}${print('output', 'await handle.result()')}await connection.close();
`;
};

export function readme(plan: Plan, workflow: string, calls: Calls, notes: readonly string[]): string {
  const secrets = [...calls.connections].map((name) => {
    const variable = name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
    return `| \`${variable}_TOKEN\` | secret of the connection \`${name.replaceAll('|', '\\|')}\`; \`${variable}_HEADER\` names another header than \`Authorization\` |`;
  });
  return [
    `# ${plan.name}`,
    '',
    'A Temporal workflow in TypeScript, written from a flow of Trama. It does what the flow does; nothing of Trama is needed to run it.',
    '',
    '| file | holds |',
    '|---|---|',
    '| `src/workflow.ts` | the flow: read this one |',
    '| `src/activities.ts` | what leaves the workflow |',
    '| `src/worker.ts`, `src/start.ts` | run it, and start it with `npm start -- \'{"id": 1}\'` |',
    '| `src/runtime/` | what steps share: waits, loops, cancellation |',
    '| `src/runtime/language/` | the functions and the arithmetic of expressions, taken from Trama as they are |',
    '',
    '## Run it',
    '',
    '```sh',
    'npm install',
    'npm run check',
    'temporal server start-dev &',
    'npm run worker &',
    "npm start -- '{}'",
    '```',
    '',
    '| variable | holds |',
    '|---|---|',
    '| `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE` | where Temporal is: `localhost:7233`, `default` |',
    ...secrets,
    '',
    `Events reach a run as the signal \`event\`, decisions of people as the signal \`decide\`; \`respond\` answers the update \`answer\`. The workflow is called \`${workflow}\`.`,
    '',
    ...(notes.length === 0 ? [] : ['## What to know', '', ...notes.map((note) => `- ${note}`), '']),
  ].join('\n');
}
