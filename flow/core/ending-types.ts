import type { NodeType } from '../node-type.ts';
import { core, text } from './core-type.ts';
import { any, boolean, integer, map, object, string } from './schemas.ts';

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
        flow: string('Fluxo', 'Flow', { minLength: 1 }),
        input: any('Dados', 'Input'),
        wait: boolean('Esperar o fim', 'Wait for the end'),
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
      status: integer('Status', 'Status', { minimum: 200, maximum: 599 }),
      headers: map('Cabeçalhos', 'Headers', { type: ['string', 'number', 'boolean', 'null'] }),
      body: any('Corpo', 'Body'),
    }),
  }),
  core({
    type: 'stop',
    group: 'flow',
    icon: 'player-stop',
    ports: [],
    title: text('Terminar', 'Stop'),
    description: text('Termina a execução com sucesso', 'Ends the run, succeeded'),
    config: object({ output: any('Resultado', 'Output') }),
  }),
  core({
    type: 'fail',
    group: 'flow',
    icon: 'alert-triangle',
    ports: [],
    title: text('Falhar', 'Fail'),
    description: text('Falha com um erro seu', 'Fails with an error of yours'),
    config: object({ code: string('Código', 'Code', { minLength: 1 }), message: string('Mensagem', 'Message') }, [
      'code',
    ]),
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
