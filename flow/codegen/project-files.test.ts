import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packageJson } from './project-files.ts';

test('a project stands on the very versions that the product is tested with', () => {
  const ours = JSON.parse(readFileSync('package.json', 'utf8'));
  const { dependencies, devDependencies } = JSON.parse(packageJson('pedidos'));
  expect({ ...ours.dependencies, ...ours.devDependencies }).toMatchObject({ ...dependencies, ...devDependencies });
});
