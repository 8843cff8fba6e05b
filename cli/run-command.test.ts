import { expect, test, vi } from 'vitest';
import { runCommand } from './run-command.ts';

const run = async (line: string) => {
  const said = { out: '', err: '' };
  const hear = (name: 'stdout' | 'stderr', key: 'out' | 'err') =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[key] += String(text);
      return true;
    });
  const spies = [hear('stdout', 'out'), hear('stderr', 'err')];
  try {
    const code = await runCommand(line.split(' ').filter(Boolean), new AbortController().signal);
    return { code, ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};

test.each([
  ['flows fly', 'no_command'],
  ['flows push --fast', 'bad_usage'],
  ['promote --from staging', 'no_project'],
  ['runs show', 'bad_usage'],
  ['runs list -n 0 --url http://127.0.0.1:9', 'bad_option'],
  ['init Prod', 'bad_environment'],
  ['licence forever', 'bad_usage'],
  ['login --url nowhere --key x', 'bad_url'],
  ['login --url http://trama.example --key x', 'not_https'],
])('trama %s is not understood, and says why', async (line, code) => {
  const { code: exit, out, err } = await run(`${line} --json`);
  expect([exit, out]).toEqual([2, '']);
  expect(JSON.parse(err)).toEqual({ error: { code, message: expect.stringMatching(/\S/), exit: 2 } });
});

test('help lists every command, and explains one; the version is that of the package', async () => {
  const all = await run('help');
  for (const name of ['flows pull', 'promote', 'module add', 'runs tail']) expect(all.out).toContain(name);
  expect((await run('promote --help')).out).toContain('--dry-run');
  expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await run('')).code).toBe(2);
});
