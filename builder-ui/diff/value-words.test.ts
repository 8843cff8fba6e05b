import { expect, test } from 'vitest';
import { diffLines } from './value-words.ts';

test('of a long text only what differs is shown, with two lines around it', () => {
  const lines = Array.from({ length: 9 }, (_, n) => `linha ${n}`);
  const marks = { same: ' ', gone: '-', new: '+' };
  const shown = diffLines(lines.join('\n'), lines.with(4, 'outra').join('\n')).map((line) =>
    line.kind === 'more' ? `… ${line.lines}` : `${marks[line.kind]} ${line.text}`,
  );
  expect(shown).toEqual(['… 2', '  linha 2', '  linha 3', '- linha 4', '+ outra', '  linha 5', '  linha 6', '… 2']);
});
