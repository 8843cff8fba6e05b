import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { codeOf } from '#flow/codegen/project.ts';
import type { FlowDocument } from '#flow/document.ts';
import type { Plan } from '#flow/plan/plan.ts';

export interface Written {
  id: string;
  workflow: string;
  /** Its `src/workflow.ts`. */
  text: string;
}

export const readSource = (file: string): string => readFileSync(file, 'utf8');

/**
 * Writes the projects of some flows below a folder that git ignores, the runtime that they all have once: so one
 * program of the type checker holds all of them.
 */
export function writeProjects(folder: string, flows: { id: string; plan: Plan; document: unknown }[]): Written[] {
  rmSync(folder, { recursive: true, force: true });
  had.clear();
  const written = flows.map(({ id, plan, document }) => {
    const { files, workflow } = codeOf(plan, document as FlowDocument, readSource);
    for (const file of files) {
      if (file.path === 'tsconfig.json')
        write(path.join(folder, file.path), { ...JSON.parse(file.content), include: ['.'] });
      else if (file.path.startsWith('src/runtime/'))
        write(path.join(folder, file.path.slice('src/'.length)), file.content);
      else if (file.path.startsWith('src/')) {
        write(path.join(folder, id, file.path), file.content.replaceAll("'./runtime/", "'../../runtime/"));
      }
    }
    const text = files.find((file) => file.path === 'src/workflow.ts')?.content ?? '';
    return { id, workflow, text };
  });
  write(path.join(folder, 'package.json'), { type: 'module', private: true });
  return written;
}

const had = new Map<string, string>();

function write(file: string, content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  if (had.get(file) === text && file.includes('/runtime/')) return;
  had.set(file, text);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Bundles each workflow together with the stand-in for Temporal; gives the file of each. */
export async function bundleForStage(folder: string, written: Written[]): Promise<Map<string, string>> {
  const standIn = path.resolve('tests/codegen/temporal-stand-in.ts');
  for (const { id, workflow } of written) {
    writeFileSync(
      path.join(folder, `${id}.ts`),
      `export { ${workflow} as workflow } from './${id}/src/workflow.ts';\nexport * as standIn from '@temporalio/workflow';\n`,
    );
  }
  const out = path.join(folder, 'bundles');
  await build({
    entryPoints: written.map(({ id }) => path.join(folder, `${id}.ts`)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    alias: { '@temporalio/workflow': standIn },
    external: ['@temporalio/common', '@js-joda/*', 're2js', '@noble/*', '@cfworker/*'],
    inject: [standIn],
    logLevel: 'error',
  });
  return new Map(written.map(({ id }) => [id, path.resolve(out, `${id}.mjs`)]));
}
