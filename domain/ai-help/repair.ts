import { TramaError } from '#flow/errors.ts';
import type { Json, JsonSchema } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';

export interface HelpMessage {
  role: 'user' | 'assistant';
  content: string;
}

/** Asks a model for JSON of a shape; whoever gives it counts and books what it takes. */
export type AskModel = (question: { system: string; messages: HelpMessage[]; schema: JsonSchema }) => Promise<Json>;

/** Answers in all: the first, and those that mend it. */
export const MOST_ANSWERS = 4;
const MOST_PROBLEMS = 20;

export interface Repaired<T> {
  value: T;
  /** What is still wrong with it. */
  problems: Problem[];
  answers: number;
}

interface Repairing<T> {
  ask: AskModel;
  system: string;
  messages: HelpMessage[];
  schema: JsonSchema;
  /** What an answer means; null: it means nothing, and is asked for again. */
  read(answer: Json): T | null;
  check(value: T): Promise<Problem[]>;
  /** Told to the model beside the problems. */
  again: string;
}

/** Problems that a model cannot mend: a person makes connections and tables. */
const forPeople = ({ code }: Problem): boolean => code === 'missing_connection' || code === 'duplicate_path';

export const errorsOf = (problems: readonly Problem[]): Problem[] =>
  problems.filter((one) => one.severity === 'error' && !forPeople(one));

const told = (problems: readonly Problem[]): string =>
  errorsOf(problems)
    .slice(0, MOST_PROBLEMS)
    .map(
      ({ code, node, field, message }) =>
        `- ${code}${node ? ` at node ${node}` : ''}${field ? ` ${field}` : ''}: ${message}`,
    )
    .join('\n');

/** Undefined where no better answer is to be had (the model gave up, its server, the time or the budget), and there is one already. */
const answerTo = async (
  question: Parameters<AskModel>[0],
  ask: AskModel,
  mayFail: boolean,
): Promise<Json | undefined> => {
  try {
    return await ask(question);
  } catch (error) {
    if (mayFail && error instanceof TramaError) return undefined;
    throw error;
  }
};

/**
 * Asks, checks by the compiler, and asks again with what was wrong; after four answers the best of them comes back, with what is
 * wrong with it. Null where no answer meant anything.
 */
export const repairing = async <T>(given: Repairing<T>): Promise<Repaired<T> | null> => {
  const messages = [...given.messages];
  let best: Repaired<T> | null = null;
  for (let answers = 1; answers <= MOST_ANSWERS; answers++) {
    const answer = await answerTo({ system: given.system, messages, schema: given.schema }, given.ask, best !== null);
    if (answer === undefined) break;
    const value = given.read(answer);
    const problems = value === null ? [] : await given.check(value);
    if (value !== null && (!best || errorsOf(problems).length < errorsOf(best.problems).length))
      best = { value, problems, answers };
    if (best) best.answers = answers;
    if (value !== null && errorsOf(problems).length === 0) break;
    const faults = value === null ? '- the answer was not of the shape that was asked for' : told(problems);
    messages.push(
      { role: 'assistant', content: JSON.stringify(answer) },
      { role: 'user', content: `The compiler found:\n${faults}\n${given.again}` },
    );
  }
  return best;
};
