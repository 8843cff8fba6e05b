import { failure } from '../errors.ts';

/** As many steps and lines as a flow may have (`flow-language` §10): of more no flow can be made that runs. */
const MAX_NODES = 1_000;
const MAX_LINES = 4_000;

/** Keeps a reader's work in bounds, whatever it is given. @throws `too_large` */
export function holdSize(nodes: number, lines: number): void {
  if (nodes <= MAX_NODES && lines <= MAX_LINES) return;
  throw failure(
    'too_large',
    'Um fluxo tem no máximo 1.000 passos e 4.000 ligações; este tem mais. Divida-o antes de importar.',
    'A flow has at most 1,000 steps and 4,000 lines; this one has more. Split it before you import it.',
  );
}
