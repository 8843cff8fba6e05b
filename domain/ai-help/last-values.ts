import type { Json } from '#flow/json.ts';
import { sketch } from './sketch.ts';

const MOST = 8_000;
const OF_A_STEP = 1_500;
/** What stands for a value that is kept elsewhere for its size. */
const isFar = (value: Json): boolean =>
  typeof value === 'object' && value !== null && ('$ref' in value || '$cut' in value);

interface Ran {
  node: string;
  output: Json;
  error?: unknown;
  endedAt?: string | null | undefined;
}

/**
 * What a model sees of the last run of a flow: a line for the trigger, and one for each step that gave something, the last
 * round of those in loops. Only shapes (`sketch`), and no more than some thousand characters in all.
 */
export const lastValues = (trigger: Json, steps: readonly Ran[]): string => {
  const outputs = new Map(
    steps.flatMap(({ node, output, error, endedAt }) =>
      endedAt && !error && output !== null && !isFar(output) ? [[node, output] as const] : [],
    ),
  );
  const lines = [`trigger = ${sketch(trigger, OF_A_STEP)}`];
  let size = lines[0]?.length ?? 0;
  for (const [node, output] of outputs) {
    const line = `steps.${node} = ${sketch(output, OF_A_STEP)}`;
    size += line.length + 1;
    if (size > MOST) break;
    lines.push(line);
  }
  return lines.join('\n');
};
