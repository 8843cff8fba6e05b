import type { FlowDocument } from '../document.ts';
import { inLocale, type Locale } from '../json.ts';
import type { Plan } from '../plan/plan.ts';
import { writeActivities } from './activities-file.ts';
import { HTTP_REQUEST } from './http-file.ts';
import { notesOf } from './notes.ts';
import { packageJson, readme, startFile, TSCONFIG, workerFile } from './project-files.ts';
import { type ProjectFile, type ReadSource, runtimeFiles } from './runtime-files.ts';
import { writeWorkflow } from './workflow-file.ts';

export interface CodeProject {
  files: ProjectFile[];
  /** What is not as in the product, or has to be done by whoever takes the code. */
  notes: string[];
  /** Name of the workflow. */
  workflow: string;
}

/** A flow as a Temporal project in TypeScript that stands by itself, equal in behaviour. No secret is in it. */
export function codeOf(plan: Plan, document: FlowDocument, read: ReadSource, locale: Locale = 'en'): CodeProject {
  const { text, workflow, flow } = writeWorkflow(plan, document);
  const { calls } = flow;
  const notes = notesOf(plan, calls);
  const http = [...calls.types.values()].includes('http.request');
  const files: ProjectFile[] = [
    {
      path: 'README.md',
      content: readme(
        plan,
        workflow,
        calls,
        notes.map(({ en }) => en),
      ),
    },
    { path: 'package.json', content: packageJson(workflow) },
    { path: 'tsconfig.json', content: TSCONFIG },
    { path: 'src/workflow.ts', content: text },
    { path: 'src/activities.ts', content: writeActivities(calls) },
    ...(http ? [{ path: 'src/http-request.ts', content: HTTP_REQUEST }] : []),
    ...[...calls.sources].map(([name, { source }]) => ({ path: `src/code/${name}.js`, content: `${source}\n` })),
    { path: 'src/worker.ts', content: workerFile(workflow) },
    { path: 'src/start.ts', content: startFile(plan, workflow) },
    ...runtimeFiles(read),
  ];
  return { files, notes: notes.map((note) => inLocale(note, locale)), workflow };
}
