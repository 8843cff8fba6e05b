import type { Text } from '../../flow/json.ts';
import { inLocale } from '../../flow/json.ts';
import type { FlowProblem } from '../../sdks/typescript/src/generated/types.ts';
import { harmless, type Terminal } from '../terminal/terminal.ts';

/** What to do about it, where more can be said than what is wrong. */
const MEND: Readonly<Record<string, Text>> = {
  missing_connection: {
    pt: 'Crie no ambiente uma conexão com esse nome, ou diga em trama.json como ela se chama lá (environments.….connections).',
    en: 'Make a connection of that name in the environment, or say in trama.json what it is called there (environments.….connections).',
  },
  missing_table: {
    pt: 'Crie a tabela: trama tables push. Ou diga em trama.json como ela se chama lá (environments.….tables).',
    en: 'Make the table: trama tables push. Or say in trama.json what it is called there (environments.….tables).',
  },
  duplicate_path: {
    pt: 'Outro fluxo publicado já atende neste caminho: mude trigger.config.path.',
    en: 'Another published flow answers at this path: change trigger.config.path.',
  },
  unreachable: { pt: 'Ligue o passo em "edges", ou apague-o.', en: 'Lead to the step in "edges", or delete it.' },
  dangling_edge: {
    pt: 'A linha leva a um passo que não existe: confira "from" e "to".',
    en: 'The edge leads to a step that is not there: look at "from" and "to".',
  },
  bad_expression: {
    pt: 'Expressões são descritas em docs/expressions.md.',
    en: 'Expressions are described in docs/expressions.md.',
  },
  unknown_name: {
    pt: 'Confira o nome: passos são steps.<id>, dados que chegam são trigger.data.',
    en: 'Look at the name: steps are steps.<id>, what came in is trigger.data.',
  },
  not_before: {
    pt: 'O passo lido não vem antes deste: ligue-o antes, ou leia outro.',
    en: 'The step that is read does not come before this one: lead from it to here, or read another.',
  },
  maybe_missing: {
    pt: 'O passo pode ter sido pulado: leia com ?. ou teste se é null.',
    en: 'The step may have been skipped: read it with ?., or test for null.',
  },
  unknown_node_type: {
    pt: 'Este ambiente não tem o tipo: confira o nome, ou a versão do produto lá.',
    en: 'This environment has no such type: look at the name, or at the release of the product there.',
  },
};

const codeOf = ({ code, field, message }: FlowProblem): string =>
  code === 'bad_config' && field?.endsWith('/config/table') && /tabela "|table "/.test(message)
    ? 'missing_table'
    : code;

export const mendingOf = (problem: FlowProblem): Text | null => MEND[codeOf(problem)] ?? null;

/** Where the step begins in the text of its file, from 1. */
const lineOf = (text: string | null, node: string | undefined): number | null => {
  if (text === null || node === undefined) return null;
  const at = text.split('\n').findIndex((line) => line.trim() === `"id": ${JSON.stringify(node)},`);
  return at < 0 ? null : at + 1;
};

export const hasErrors = (problems: readonly FlowProblem[]): boolean =>
  problems.some(({ severity }) => severity === 'error');

/** Each problem with its place in the file, what is wrong, and how it is mended. */
export const sayProblems = (
  { out, say, paint, locale }: Terminal,
  file: { place: string; text: string | null },
  problems: readonly FlowProblem[],
): void => {
  for (const problem of problems) {
    const { severity, code, node, field, message } = problem;
    const line = lineOf(file.text, node);
    const step = node === undefined ? '' : ` ${say('passo', 'step')} ${node}`;
    const kind = severity === 'error' ? paint('red', say('erro', 'error')) : paint('yellow', say('aviso', 'warning'));
    out(`${file.place}${line === null ? '' : `:${line}`}${step}${field ?? ''}`);
    out(`  ${kind} ${harmless(message)} ${paint('dim', `[${code}]`)}`);
    const mending = mendingOf(problem);
    if (mending) out(`  ${paint('dim', `→ ${inLocale(mending, locale)}`)}`);
  }
};
