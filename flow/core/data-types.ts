import type { NodeType } from '../node-type.ts';
import { core, text } from './core-type.ts';
import { any, condition, help, list, map, object, port, string } from './schemas.ts';

export const data: readonly NodeType[] = [
  core({
    type: 'set',
    group: 'data',
    icon: 'braces',
    ports: ['out'],
    title: text('Montar dados', 'Set'),
    description: text('Monta um objeto com valores e expressões', 'Makes an object of values and expressions'),
    config: object(
      {
        values: map(
          'Valores',
          'Values',
          {},
          {
            ...help(
              'Cada campo pode ser um texto, um número ou uma expressão.',
              'Each field can be a text, a number or an expression.',
            ),
          },
        ),
      },
      ['values'],
    ),
  }),
  core({
    type: 'assign',
    group: 'data',
    icon: 'variable',
    ports: ['out'],
    title: text('Mudar variável', 'Assign'),
    description: text('Muda variáveis da execução', 'Changes variables of the run'),
    config: object(
      {
        values: map(
          'Variáveis',
          'Variables',
          {},
          {
            ...help(
              'O nome da variável e o seu novo valor, lido depois como vars.nome.',
              'The name of the variable and its new value, read later as vars.name.',
            ),
          },
        ),
      },
      ['values'],
    ),
  }),
  core({
    type: 'code',
    group: 'code',
    icon: 'code',
    ports: ['out'],
    literal: ['source'],
    title: text('Código', 'Code'),
    description: text(
      'Uma função em JavaScript, sem rede nem arquivos',
      'A function in JavaScript, without network or files',
    ),
    config: object(
      {
        input: any('Entrada', 'Input', {
          ...help(
            'O que a função recebe. O resto do fluxo ela não vê.',
            'What the function is given. It sees nothing else of the flow.',
          ),
          examples: ['{{ trigger.data }}'],
        }),
        source: string('Função', 'Function', {
          'x-widget': 'code',
          minLength: 1,
          maxLength: 100_000,
          examples: ['export default (input) => ({ total: input.itens.length })'],
        }),
      },
      ['source'],
    ),
  }),
];

export const branching: readonly NodeType[] = [
  core({
    type: 'if',
    group: 'flow',
    icon: 'arrows-split-2',
    ports: ['true', 'false'],
    title: text('Se', 'If'),
    description: text('Segue por um de dois caminhos', 'Takes one of two ways'),
    config: object({ condition: condition('Condição', 'Condition', { examples: ['trigger.data.total > 100'] }) }, [
      'condition',
    ]),
    output: {
      type: 'object',
      properties: { value: { type: 'boolean' } },
      required: ['value'],
      additionalProperties: false,
    },
  }),
  core({
    type: 'switch',
    group: 'flow',
    icon: 'arrow-fork',
    ports: ['default'],
    title: text('Escolha', 'Switch'),
    description: text('Segue pelo primeiro caso verdadeiro', 'Takes the first case that is true'),
    config: object(
      {
        cases: list(
          'Casos',
          'Cases',
          object({ port, when: condition('Quando', 'When', { examples: ['trigger.data.tipo == "moto"'] }) }, [
            'port',
            'when',
          ]),
          {
            minItems: 1,
            ...help(
              'O primeiro que vale decide. Nenhum: segue por default.',
              'The first that holds decides. None: it goes on through default.',
            ),
          },
        ),
      },
      ['cases'],
    ),
    output: {
      type: 'object',
      properties: { port: { type: 'string' } },
      required: ['port'],
      additionalProperties: false,
    },
  }),
];
