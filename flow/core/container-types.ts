import type { NodeType } from '../node-type.ts';
import { core, text } from './core-type.ts';
import { any, boolean, condition, duration, instant, integer, list, listening, object, string } from './schemas.ts';

export const containers: readonly NodeType[] = [
  core({
    type: 'forEach',
    group: 'flow',
    icon: 'repeat',
    ports: ['out'],
    literal: ['as', 'concurrency'],
    title: text('Para cada', 'For each'),
    description: text('Repete para cada item de uma lista', 'Repeats for each item of a list'),
    config: object(
      {
        items: list('Itens', 'Items', {}),
        as: string('Nome do item', 'Name of the item', { pattern: '^[a-z][A-Za-z0-9_]{0,63}$' }),
        concurrency: integer('Ao mesmo tempo', 'At once', { minimum: 1, maximum: 50 }),
        onItemError: { enum: ['fail', 'collect'], 'x-title': text('Se um item falha', 'When an item fails') },
        itemTimeout: duration('Tempo de um item', 'Time of an item'),
        timeout: duration('Tempo ao todo', 'Time in all'),
        result: any('Resultado da volta', 'Result of a round'),
      },
      ['items'],
    ),
    output: { type: 'array' },
  }),
  core({
    type: 'while',
    group: 'flow',
    icon: 'rotate-clockwise',
    ports: ['out'],
    title: text('Enquanto', 'While'),
    description: text('Repete enquanto a condição vale', 'Repeats while the condition holds'),
    config: object(
      {
        condition: condition('Condição', 'Condition'),
        maxIterations: integer('Voltas no máximo', 'Rounds at most', { minimum: 1, maximum: 1_000_000 }),
        result: any('Resultado da volta', 'Result of a round'),
      },
      ['condition'],
    ),
  }),
  core({
    type: 'scope',
    group: 'flow',
    icon: 'box',
    ports: ['out', 'timeout'],
    title: text('Bloco', 'Scope'),
    description: text(
      'Um prazo, interrupções e desfazer para o que está dentro',
      'A deadline, interrupts and undo for what is inside',
    ),
    config: object({
      timeout: duration('No máximo', 'At most'),
      until: instant('Até', 'Until'),
      interrupt: list('Interrupções', 'Interrupts', listening),
      compensate: boolean('Desfazer se falhar', 'Undo when it fails'),
      result: any('Resultado', 'Result'),
    }),
  }),
];
