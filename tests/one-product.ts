import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Demo } from '#scripts/run.ts';
import { freeSettings, Product } from '#tests/running-product.ts';

declare module 'vitest' {
  interface ProvidedContext {
    demo: Demo;
    /** Its TRAMA_DATA. */
    data: string;
  }
}

/**
 * One product for all files of a suite, as a user starts it: each has a tenant of its own, or names of its own.
 * `CONFORMANCE_DATA` names the TRAMA_DATA of one that runs already, with TRAMA_ALLOW_PRIVATE_HOSTS=127.0.0.1: while one
 * works on the suite.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // oxlint-disable-next-line node/no-process-env -- a choice of who runs the tests, no setting of the product
  const running = process.env.CONFORMANCE_DATA;
  if (running) {
    project.provide('data', running);
    project.provide('demo', JSON.parse(readFileSync(path.join(running, 'demo.json'), 'utf8')) as Demo);
    return async () => {};
  }
  const home = mkdtempSync(path.join(tmpdir(), 'trama-conformance-'));
  const data = path.join(home, 'data');
  const product = new Product(data, {
    ...(await freeSettings()),
    TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
    TRAMA_OPERATORS: 'operador@trama.example',
  });
  project.provide('data', data);
  project.provide('demo', await product.start());
  return async () => {
    await product.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
