// `npm test`: all that CI checks, in order; `npm test -- --unit --lint` runs only those parts.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureInstalled, root, runProgram, say } from './install.mjs';

const reports = mkdtempSync(path.join(tmpdir(), 'trama-reports-'));
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const vitest = (project) => [
  bin('vitest'),
  ...['run', '--project', project, '--passWithNoTests'],
  ...['--reporter=default', '--reporter=json', `--outputFile.json=${path.join(reports, `${project}.json`)}`],
];

/** In this order: what is cheap and tells most comes first. */
const PARTS = {
  format: [[bin('biome'), 'check']],
  lint: [[bin('oxlint')]],
  types: [
    [bin('tsc'), '--noEmit'],
    [bin('tsc'), '--noEmit', '-p', 'builder-ui'],
    [bin('tsc'), '--noEmit', '-p', 'sdks/typescript'],
  ],
  knip: [[bin('knip')]],
  supply: [[process.execPath, path.join('scripts', 'supply-chain.mjs')]],
  unit: [vitest('unit')],
  long: [vitest('long')],
  // Before what starts products: several would each build the same at once, and are slow by it.
  build: [[process.execPath, '--import', 'tsx', path.join('scripts', 'prepare.mjs')]],
  integration: [vitest('integration')],
  workflow: [vitest('workflow')],
  conformance: [vitest('conformance')],
  crash: [vitest('crash')],
  size: [[process.execPath, '--import', 'tsx', path.join('tests', 'size', 'main.ts'), '--short']],
  browser: [vitest('browser')],
};

const run = ([command, ...args]) =>
  new Promise((resolve) => {
    const shell = process.platform === 'win32';
    spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell })
      .on('error', () => resolve(false))
      .on('close', (code) => resolve(code === 0));
  });

async function runPart(name) {
  const began = Date.now();
  console.log(`\n== ${name}`);
  if (name === 'browser') await ensureChromium();
  let passed = true;
  for (const command of PARTS[name]) passed = (await run(command)) && passed;
  return { name, passed, seconds: (Date.now() - began) / 1000 };
}

/** What vitest counted, over all projects; a file that could not even be loaded counts as one failure. */
function countTests() {
  const sum = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const file of readdirSync(reports)) {
    const report = JSON.parse(readFileSync(path.join(reports, file), 'utf8'));
    const unloadable = report.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0);
    sum.passed += report.numPassedTests;
    sum.failed += report.numFailedTests + unloadable.length;
    sum.skipped += report.numPendingTests + report.numTodoTests;
    sum.failures.push(...report.testResults.flatMap(failuresOf));
  }
  return sum;
}

/** One line a failure for the summary, since a log of CI is often kept by its end only. */
function failuresOf({ name: file, message, status, assertionResults }) {
  const line = (title, text) =>
    `${path.relative(root, String(file))} > ${String(title)}: ${String(text).slice(0, 600)}`;
  if (status === 'failed' && assertionResults.length === 0) return [line('not loaded', message)];
  const failed = assertionResults.filter((one) => one.status === 'failed');
  return failed.map((one) => line(one.fullName, one.failureMessages.join('\n')));
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** A Chromium without windows: a quarter less work for the same pages. Not every system has it. */
const SHELL = 'chromium-headless-shell';

async function ensureChromium() {
  const folder = path.join(root, 'tests', 'browser');
  const hasTests = existsSync(folder) && readdirSync(folder).some((file) => file.endsWith('.test.ts'));
  const hasChromium = CHROMIUM.some((file) => existsSync(file));
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!hasTests || (hasChromium && (!mayInstall || existsSync(`/usr/bin/${SHELL}`)))) return;
  if (!mayInstall) {
    say('instale o Chromium (apt-get install chromium)', 'install Chromium (apt-get install chromium)');
    return;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = { pt: 'atualizando a lista de pacotes', en: 'updating the list of packages', env };
  const install = { pt: 'instalando o Chromium', en: 'installing Chromium', env };
  const from = ['install', '-y', '--no-install-recommends'];
  // Without the shell it only takes longer.
  const isUpdated = await runProgram('apt-get', ['update'], update).then(
    () => true,
    (error) => {
      if (!hasChromium) throw error;
      return false;
    },
  );
  if (!hasChromium) await runProgram('apt-get', [...from, 'chromium'], install);
  if (isUpdated) await runProgram('apt-get', [...from, SHELL], install).catch(() => {});
}

function chosenParts(flags) {
  const names = flags.map((flag) => flag.replace(/^--/, ''));
  const unknown = names.filter((name) => !(name in PARTS));
  if (unknown.length > 0)
    throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
  return Object.keys(PARTS).filter((name) => names.length === 0 || names.includes(name));
}

async function main() {
  const parts = chosenParts(process.argv.slice(2));
  await ensureInstalled({ everything: true });
  const results = [];
  for (const name of parts) results.push(await runPart(name));
  const { passed, failed, skipped, failures } = countTests();
  console.log('\n== summary');
  for (const one of results)
    console.log(`${one.passed ? 'ok  ' : 'FAIL'} ${one.name.padEnd(12)} ${one.seconds.toFixed(1)} s`);
  for (const failure of failures) console.log(`\n${String(failure)}`);
  console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 || results.some((one) => !one.passed) ? 1 : 0;
}

try {
  await main();
} catch (error) {
  console.error(`trama: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
