import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { codeOf } from '#flow/codegen/project.ts';
import type { FlowDocument } from '#flow/document.ts';
import { type Example, examplesOf } from '#tests/docs/examples.ts';
import { compileExample } from '#tests/docs/run-example.ts';
import { readSource } from '../codegen/build-code.ts';

const run = promisify(execFile);
// Inside the checkout: packages are found from there.
const FOLDER = path.resolve('dist/code-out/alone');
const TSX = path.resolve('node_modules/.bin/tsx');
const QUICK = { id: 7, items: [{ cents: 4900, qty: 2 }] };

test('an exported project runs as its README says, and whoever starts it has the answer of a run that is over at once', async () => {
  const example = examplesOf(readFileSync('docs/flow-language.md', 'utf8')).find(({ id }) => id === 'order') as Example;
  const { plan } = compileExample(example.document);
  if (!plan) throw new Error('the example has problems');
  rmSync(FOLDER, { recursive: true, force: true });
  for (const { path: name, content } of codeOf(plan, example.document as unknown as FlowDocument, readSource).files) {
    mkdirSync(path.dirname(path.join(FOLDER, name)), { recursive: true });
    writeFileSync(path.join(FOLDER, name), content);
  }
  // `tsx` asks for `node`.
  const env = { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, TEMPORAL_ADDRESS: inject('temporalAddress') };
  const worker = spawn(TSX, ['src/worker.ts'], { cwd: FOLDER, env, stdio: 'ignore' });
  try {
    for (let times = 0; times < 3; times++) {
      const { stdout } = await run(TSX, ['src/start.ts', JSON.stringify(QUICK)], { cwd: FOLDER, env, timeout: 60_000 });
      expect(stdout).toContain('answer: {"status":200,');
      expect(stdout).toContain('"body":{"total":9800,"told":false}}');
      expect(stdout).toContain('\noutput: ');
    }
  } finally {
    worker.kill();
  }
}, 120_000);
