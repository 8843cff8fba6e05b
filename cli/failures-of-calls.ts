import {
  NoAnswerError,
  NotFoundError,
  ServerError,
  TooManyError,
  type TramaError,
} from '../sdks/typescript/src/trama-error.ts';
import { EXIT, type Exit, Failure } from './terminal/failure.ts';
import { harmless } from './terminal/terminal.ts';

const exitOf = (error: TramaError): Exit => {
  if (error instanceof NoAnswerError || error instanceof TooManyError || error instanceof ServerError)
    return EXIT.unavailable;
  if (error.status === 401 || error.status === 402 || error.status === 403) return EXIT.refused;
  // What was asked for is not there.
  if (error instanceof NotFoundError) return EXIT.usage;
  if (error.status === 409 || error.status === 412) return EXIT.conflict;
  return error.code === 'flow_has_problems' ? EXIT.problems : EXIT.failed;
};

/** What to do about it, where it is not said already. */
const advice = (error: TramaError): [string, string] | null => {
  if (error instanceof NoAnswerError) return ['Confira o endereço e a rede.', 'Look at the address and the network.'];
  if (error.status === 401) return ['A chave não vale mais: trama login', 'The key is no longer good: trama login'];
  if (error.status === 403 && error.code === 'forbidden')
    return ['A chave não tem este direito: dê-o em /developers.', 'The key lacks this right: give it at /developers.'];
  if (error.status === 412)
    return ['Alguém salvou nesse instante. Repita o comando.', 'Somebody saved just then. Repeat the command.'];
  return null;
};

/** A call that failed, as the end of a command: in words, with the places that were wrong, and what to quote to operators. */
export const failureOfCall = (error: TramaError): Failure => {
  const places = error.faults.map(({ pointer, message }) => `\n  ${harmless(pointer)}: ${harmless(message)}`).join('');
  const more = advice(error);
  const trace = error.traceId === null ? '' : ` [${error.code}, ${harmless(error.traceId)}]`;
  const told = (hint: string | undefined) => `${harmless(error.message)}${hint ? ` ${hint}` : ''}${trace}${places}`;
  return new Failure(exitOf(error), error.code, told(more?.[0]), told(more?.[1]), { cause: error });
};
