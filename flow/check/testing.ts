import { problemsOf, type ShortFlow, type ShortNode, set, shortly } from '../testing.ts';

export const codesOf = (flow: ShortFlow): string[] => shortly(problemsOf(flow));

/** What is wrong with an expression that stands in `reader`, a step among these. */
export const reading = (
  expression: string,
  nodes: ShortNode[],
  edges: string[],
  reader = 'r',
  more: object = {},
): string[] =>
  codesOf({ nodes: [...nodes, set(reader, { v: `{{ ${expression} }}` }, more)], edges }).map((code) =>
    code.replace(`@${reader}`, ''),
  );
