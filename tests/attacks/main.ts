// `node --import tsx tests/attacks/main.ts 100000 [seed]`: so many attempts of one tenant at another (docs/tenancy.md).
import { spawn } from 'node:child_process';

const [count = '100000', seed] = process.argv.slice(2);
const args = ['run', '--project', 'integration', 'tests/integration/api/attacks.test.ts'];
const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
  stdio: 'inherit',
  // oxlint-disable-next-line node/no-process-env -- handed on whole, with what the test reads
  env: { ...process.env, TRAMA_ATTACKS: count, ...(seed === undefined ? {} : { TRAMA_ATTACK_SEED: seed }) },
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
