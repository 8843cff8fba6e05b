import { expect, test } from 'vitest';
import { tableName } from './data-table.ts';

test('a name has no control character, wherever it stands, and no blank at its ends', () => {
  for (const name of ['Clientes', 'x', 'Peças e óleo', '🛵']) expect(tableName.safeParse(name).success).toBe(true);
  for (const name of ['', ' x', 'x ', '\u0001x', 'x\u0001', 'x\u0001y', '\u0085', 'a\nb'])
    expect(tableName.safeParse(name).success).toBe(false);
});
