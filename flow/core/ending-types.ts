import type { NodeType } from '../node-type.ts';
import { core, text } from './core-type.ts';
import { any, boolean, help, integer, map, object, rare, string } from './schemas.ts';

export const ends: readonly NodeType[] = [
  core({
    type: 'flow',
    group: 'flow',
    icon: 'sitemap',
    ports: ['out'],
    title: text('Outro fluxo', 'Another flow'),
    description: text('Roda outro fluxo', 'Runs another flow'),
    config: object(
      {
        flow: string('Fluxo', 'Flow', { minLength: 1, 'x-widget': 'flow' }),
        input: any('Dados que recebe', 'Data that it is given', {
          ...help('O que o outro fluxo lê como trigger.data.', 'What the other flow reads as trigger.data.'),
          examples: ['{{ trigger.data }}'],
        }),
        wait: boolean('Esperar o fim', 'Wait for the end', {
          default: true,
          ...help(
            'Sem esperar, este fluxo segue na hora e o outro anda sozinho.',
            'Without waiting this flow goes on at once and the other goes alone.',
          ),
        }),
      },
      ['flow'],
    ),
  }),
  core({
    type: 'respond',
    group: 'http',
    icon: 'arrow-back-up',
    ports: ['out'],
    title: text('Responder', 'Respond'),
    description: text('Responde a quem chamou', 'Answers the caller'),
    config: object({
      status: integer('Status', 'Status', { minimum: 200, maximum: 599, default: 200 }),
      body: any('Corpo', 'Body', {
        ...help('Um objeto sai como JSON.', 'An object goes out as JSON.'),
        examples: ['{{ steps.passo }}'],
      }),
      headers: map('Cabeçalhos', 'Headers', { type: ['string', 'number', 'boolean', 'null'] }, rare),
    }),
  }),
  core({
    type: 'stop',
    group: 'flow',
    icon: 'player-stop',
    ports: [],
    title: text('Terminar', 'Stop'),
    description: text('Termina a execução com sucesso', 'Ends the run, succeeded'),
    config: object({
      output: any('Resultado', 'Output', {
        ...help('O que a execução entrega a quem a começou.', 'What the run gives to who began it.'),
      }),
    }),
  }),
  core({
    type: 'fail',
    group: 'flow',
    icon: 'alert-triangle',
    ports: [],
    title: text('Falhar', 'Fail'),
    description: text('Falha com um erro seu', 'Fails with an error of yours'),
    config: object(
      {
        code: string('Código', 'Code', {
          minLength: 1,
          examples: ['sem_estoque'],
          ...help(
            'Uma palavra pela qual outros passos e filtros reconhecem o erro.',
            'A word by which other steps and filters know the error.',
          ),
        }),
        message: string('Mensagem', 'Message', {
          examples: ['Faltam {{ trigger.data.falta }} peças'],
          'x-lines': 'many',
        }),
      },
      ['code'],
    ),
  }),
  core({
    type: 'break',
    group: 'flow',
    icon: 'logout',
    ports: [],
    title: text('Sair da repetição', 'Break'),
    description: text('Termina a volta e a repetição', 'Ends the round and the loop'),
    config: object({}),
  }),
  core({
    type: 'continue',
    group: 'flow',
    icon: 'player-skip-forward',
    ports: [],
    title: text('Próxima volta', 'Continue'),
    description: text('Termina só esta volta', 'Ends this round only'),
    config: object({}),
  }),
];
