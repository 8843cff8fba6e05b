import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { endProcess, isAlive } from './processes.ts';
import { type Server, supervise } from './supervise.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trama-supervise-'));
afterAll(() => rmSync(folder, { recursive: true }));

const shell = (script: string, over: Partial<Server> = {}): Server => ({
  name: 'Server',
  command: 'sh',
  args: ['-c', script],
  logFile: path.join(folder, 'log'),
  deathSignal: 'KILL',
  isReady: () => true,
  readyMs: 2_000,
  stopSignals: [
    ['SIGINT', 150],
    ['SIGKILL', 1_000],
  ],
  log: () => {},
  onLost: () => {},
  ...over,
});

test('a server that dies is started again, and ends when it is told to', async () => {
  const lines: string[] = [];
  const running = await supervise(shell('exec sleep 30', { log: (line) => lines.push(line) }));
  const first = running.pid() ?? 0;
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(lines).toContain('Server is running again'), 3_000);
  const second = running.pid() ?? 0;
  expect(second).not.toBe(first);
  await running.stop();
  expect(isAlive(second)).toBe(false);
  expect(lines[0]).toContain('Server ended unexpectedly (SIGKILL)');
});

test('a server that will not go is killed', async () => {
  const running = await supervise(shell('trap "" INT; while :; do sleep 0.05; done'));
  await running.stop();
  expect(isAlive(running.pid() ?? 0)).toBe(false);
});

test('a server that cannot start fails with its last words', async () => {
  const never = shell('echo out of luck; exit 3', { isReady: () => false });
  await expect(supervise(never)).rejects.toThrow(/Server ended with code 3\n.*out of luck/s);
});

test('a server that keeps dying is given up', async () => {
  const reason = await new Promise<string>((resolve) => {
    void supervise(shell('exec sleep 0.03', { onLost: resolve }));
  });
  expect(reason).toContain('Server keeps ending');
});

test('signals come in turn until the process is gone', async () => {
  const running = await supervise(shell('exec sleep 30'));
  const pid = running.pid() ?? 0;
  const stopped = running.stop();
  expect(await endProcess(pid, [['SIGTERM', 1_000]])).toBe(true);
  await stopped;
});
