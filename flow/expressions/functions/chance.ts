import { type Builtin, fn } from '../builtin.ts';

/** From the seed in the start event: the same in each replay of a run, and no secrets. */
export const CHANCE_FUNCTIONS: Builtin[] = [
  fn(
    'uuid',
    {
      params: [],
      returns: 'string',
      help: { pt: 'Um identificador único; não serve de segredo', en: 'A unique identifier; not fit for a secret' },
      example: ['len(uuid())', 36],
    },
    (_args, env) => env.uuid(),
  ),
  fn(
    'random',
    {
      params: [],
      returns: 'number',
      help: {
        pt: 'Um número ao acaso, de 0 até antes de 1; não serve de segredo',
        en: 'A random number from 0 to before 1; not fit for a secret',
      },
      example: ['random() < 1', true],
    },
    (_args, env) => env.random(),
  ),
];
