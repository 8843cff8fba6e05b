import { expect, test } from 'vitest';
import { ERRORS } from '#flow/errors.ts';
import { explain, isExplained } from './explain.ts';

test('every code that the table of errors has, and those that runs end with beside it, has words in both languages', () => {
  const codes = [...Object.keys(ERRORS), 'run_timeout', 'cancelled', 'replaced', 'ended_outside'];
  expect(codes.filter((code) => !isExplained(code))).toEqual([]);
  for (const code of [...codes, 'http_401', 'http_404', 'http_599']) {
    const [pt, en] = [explain({ code, message: '' }, {}, 'pt-BR'), explain({ code, message: '' }, {}, 'en')];
    expect([pt.what, pt.why, pt.todo, en.what, en.why, en.todo].filter((text) => text.trim() === '')).toEqual([]);
    expect([code, pt.what]).not.toEqual([code, en.what]);
  }
});

test('words name the step and the connection, and do without where they are not known', () => {
  const place = { node: 'Avisar o ERP', connection: 'ERP loja' };
  expect(explain({ code: 'http_401', message: '' }, place, 'pt-BR')).toMatchObject({
    what: 'O outro lado recusou a chamada (401).',
    why: 'A chave ou senha da conexão “ERP loja” venceu, foi trocada ou está errada.',
    remedy: 'connection',
  });
  expect(explain({ code: 'timeout', message: '' }, {}, 'en').what).toBe('A step took too long.');
  expect(explain({ code: 'timeout', message: '' }, place, 'en').what).toBe('“Avisar o ERP” took too long.');
});

test('a status without words of its own is told by its kind, and a code of an author as theirs', () => {
  expect(explain({ code: 'http_418', message: '' }, {}, 'pt-BR')).toEqual(
    explain({ code: 'http_451', message: '' }, {}, 'pt-BR'),
  );
  expect(explain({ code: 'http_521', message: '' }, {}, 'pt-BR').remedy).toBe('retry');
  expect(explain({ code: 'sem_estoque', message: '' }, { node: 'Sem vela' }, 'pt-BR').what).toContain('“Sem vela”');
  const said = { code: 'sem_estoque', message: 'Não há vela no estoque' };
  expect(explain(said, { node: 'Sem vela' }, 'pt-BR').what).toBe('Não há vela no estoque');
});
