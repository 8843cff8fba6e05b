import type { NodeType } from '../node-type.ts';
import { core, text } from './core-type.ts';
import {
  any,
  boolean,
  condition,
  duration,
  help,
  instant,
  integer,
  list,
  listening,
  object,
  rare,
  string,
} from './schemas.ts';

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
        items: list(
          'Lista',
          'List',
          {},
          {
            'x-widget': 'expression',
            ...help(
              'De onde vêm os itens: arraste uma lista dos dados até aqui.',
              'Where the items come from: drag a list of the data here.',
            ),
            examples: ['{{ trigger.data.items }}'],
          },
        ),
        as: string('Nome do item', 'Name of the item', {
          pattern: '^[a-z][A-Za-z0-9_]{0,63}$',
          default: 'item',
          ...help(
            'Dentro da repetição o item é lido por este nome.',
            'Inside of the loop the item is read by this name.',
          ),
        }),
        concurrency: integer('Ao mesmo tempo', 'At once', {
          minimum: 1,
          maximum: 50,
          default: 1,
          ...help(
            'Quantos itens andam juntos. 1: um depois do outro.',
            'How many items go together. 1: one after the other.',
          ),
        }),
        onItemError: {
          enum: ['fail', 'collect'],
          default: 'fail',
          'x-title': text('Se um item falha', 'When an item fails'),
        },
        itemTimeout: duration('Prazo de cada item', 'Time of each item', rare),
        timeout: duration('Prazo de todos', 'Time of all', rare),
        result: any('Resultado de cada volta', 'Result of each round', {
          ...rare,
          ...help('Vazio: o que o último passo de dentro deu.', 'Empty: what the last step inside gave.'),
        }),
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
        condition: condition('Repete enquanto', 'Repeats while', { examples: ['last.cursor != null'] }),
        maxIterations: integer('Voltas no máximo', 'Rounds at most', {
          minimum: 1,
          maximum: 1_000_000,
          default: 1000,
          ...help(
            'Passando disso, falha: para nunca girar sem fim.',
            'Beyond it fails: so that it never turns for ever.',
          ),
        }),
        result: any('Resultado de cada volta', 'Result of each round', {
          ...help('Lido na volta seguinte como last.', 'Read in the next round as last.'),
        }),
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
      timeout: duration(
        'Prazo',
        'Time',
        help(
          'Depois o que está dentro para e o bloco segue por timeout.',
          'Then what is inside stops and the scope goes on through timeout.',
        ),
      ),
      compensate: boolean('Desfazer se falhar', 'Undo when it fails', {
        ...help(
          'Desfaz, do último ao primeiro, o que já foi feito dentro do bloco.',
          'Undoes, last to first, what was done inside of the scope.',
        ),
      }),
      interrupt: list('Interromper quando chegar', 'Interrupt when there comes', listening, {
        ...help('Um destes eventos para o que está dentro.', 'One of these events stops what is inside.'),
      }),
      until: instant('Até', 'Until', rare),
      result: any('Resultado', 'Result', rare),
    }),
  }),
];
