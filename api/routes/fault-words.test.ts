import { expect, test } from 'vitest';
import { z } from 'zod';
import { validate } from '#api/frame/validate.ts';
import { faultWords } from '#flow/fault-words.ts';
import { routes } from './routes.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Places of a schema where a message stands for zod's own words: it is in one language, whoever reads it. */
function* fixedWords(value: unknown, place: string, seen: Set<unknown>): Generator<string> {
  if (!isObject(value) || seen.has(value)) return;
  seen.add(value);
  const def = isObject(value._zod) ? value._zod.def : value;
  if (!isObject(def)) return;
  if (def.error !== undefined) yield place;
  const shape = def.type === 'object' && isObject(def.shape) ? Object.entries(def.shape) : [];
  const parts = Object.entries(def).filter(([name]) => name !== 'shape');
  for (const [name, part] of [...shape, ...parts])
    for (const one of [part].flat()) if (isObject(one)) yield* fixedWords(one, `${place}/${name}`, seen);
}

test('no schema that requests are checked by says what is wrong in one language alone', () => {
  const said = routes.flatMap(({ method, path, body, query }) =>
    [body, query].flatMap((schema) => [...fixedWords(schema, `${method} ${path}`, new Set())]),
  );
  expect(said).toEqual([]);
});

test('and the words of its own checks are in the reader’s', () => {
  const even = z.strictObject({
    n: z.int().refine((n) => n % 2 === 0, faultWords('Um número par', 'An even number')),
    s: z.string().max(1),
  });
  const told = (locale: 'pt-BR' | 'en') => {
    try {
      validate(even, { n: 3, s: 'ab' }, 'body', locale);
      return [];
    } catch (error) {
      return (error as { errors: { message: string }[] }).errors.map(({ message }) => message);
    }
  };
  const [pt, en] = [told('pt-BR'), told('en')];
  expect([pt[0], en[0]]).toEqual(['Um número par', 'An even number']);
  expect(pt[1]).not.toBe(en[1]);
  const bare = z.strictObject({ n: z.string().min(1, 'English') });
  expect([...fixedWords(bare, 'bare', new Set())]).toEqual(['bare/n/checks']);
});
