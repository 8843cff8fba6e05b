import { failure } from '#flow/errors.ts';

export const noSuchRun = () => failure('not_found', 'Esta execução não existe', 'There is no such run');

export const runEnded = () => failure('run_ended', 'A execução já terminou', 'The run has ended');
