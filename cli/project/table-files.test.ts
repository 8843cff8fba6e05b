import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Project } from './project-file.ts';
import { type TableDocument, takeTables } from './table-files.ts';

const root = mkdtempSync(path.join(tmpdir(), 'trama-tables-'));
const project: Project = { root, data: { environments: {} } };
afterAll(() => rmSync(root, { recursive: true, force: true }));

const git = (...args: string[]) =>
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
const table = (name: string, column = 'a'): TableDocument => ({ name, columns: [{ name: column, type: 'text' }] });
const statesOf = (tables: TableDocument[], force = false) =>
  takeTables(project, tables, force).map(({ state }) => state);
const file = path.join(root, 'tables/pedidos.table.json');

test('a file that no commit holds is left alone by a pull, unless that is asked for; what git knows is written over', () => {
  git('init', '-q');
  expect(statesOf([table('Pedidos')])).toEqual(['written']);
  expect(statesOf([table('Pedidos')])).toEqual(['same']);
  git('add', '-A');
  git('commit', '-qm', 'as it was');
  writeFileSync(file, '{ "mine": true }');
  expect(statesOf([table('Pedidos', 'b')])).toEqual(['kept']);
  expect(readFileSync(file, 'utf8')).toBe('{ "mine": true }');
  expect(statesOf([table('Pedidos', 'b')], true)).toEqual(['written']);
  git('commit', '-qam', 'as it is');
  expect(statesOf([table('Pedidos', 'c')])).toEqual(['written']);
  expect(readFileSync(file, 'utf8')).toContain('"c"');
});

test('two tables whose names come to one file are told before anything is written', () => {
  const before = readdirSync(path.join(root, 'tables'));
  expect(() => takeTables(project, [table('Novos'), table('Preço'), table('preco!')], true)).toThrow(
    expect.objectContaining({ code: 'same_file', exit: 3 }),
  );
  expect(readdirSync(path.join(root, 'tables'))).toEqual(before);
});
