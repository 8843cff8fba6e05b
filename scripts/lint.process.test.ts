import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'trama-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The linter's words about a project of one file. */
function lint(source: string): string {
  writeFileSync(path.join(folder, 'tsconfig.json'), '{"compilerOptions":{"strict":true},"include":["*.ts"]}');
  writeFileSync(path.join(folder, 'fixture.ts'), source);
  const oxlint = path.join(root, 'node_modules', '.bin', 'oxlint');
  const { stdout } = spawnSync(oxlint, ['-c', path.join(root, '.oxlintrc.json'), '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout;
}

// The rule needs types, and rides on a young tool chain: were it off, nothing else would tell.
test('the linter finds a promise that nobody waits for, and leaves an awaited one', () => {
  const later = 'const later = async (): Promise<number> => 1;\n';
  expect(lint(`${later}export const forgetful = (): void => {\n  later();\n};\n`)).toContain('no-floating-promises');
  expect(lint(`${later}export const careful = async (): Promise<void> => {\n  await later();\n};\n`)).not.toContain(
    'no-',
  );
});
