import { type Code, code, member } from '../expressions/code.ts';
import { readSource } from '../nodes/code-source.ts';
import { text } from '../nodes/parameters.ts';
import type { Made, Output, Step } from '../step.ts';
import { cannot } from '../why-not.ts';

const KEPT = /\b(context|flow|global)\s*\.\s*(get|set|keys)\b/;
const SENT = /\bnode\s*\.\s*send\b/;
const SETTINGS = /\benv\s*\.\s*get\b/;
/** It may hand on nothing: the message ends there. */
const ENDS = /return\s*(null|undefined)?\s*;|return\s*$|return\s*\[\s*\]/m;

const AROUND = `const quiet = () => {};
const node = { log: quiet, warn: quiet, error: quiet, debug: quiet, trace: quiet, status: quiet, done: quiet };
const RED = { util: { cloneMessage: (msg) => JSON.parse(JSON.stringify(msg)) } };
const one = (given) => (Array.isArray(given) ? (given[0] ?? null) : (given ?? null));
`;

/** The author's function: \`msg\` in, one message an output out. */
function sourceOf(source: string, outputs: number): string {
  const result =
    outputs > 1
      ? `return (Array.isArray(given) ? given : [given]).map(one);`
      : `return one(Array.isArray(given) ? given[0] : given);`;
  return `${AROUND}
export default async function (input) {
  let msg = input.msg;
  const given = await (async () => {
${source}
  })();
  ${result}
}
`;
}

export function functionNode(step: Step): Made {
  const { p, json, own } = step;
  const source = text(p.func);
  if (KEPT.test(source)) {
    return cannot(
      'O código usa contexto (flow, global): use store.get e store.put',
      'The code uses context (flow, global): use store.get and store.put',
    );
  }
  if (SENT.test(source)) return cannot('O código envia com node.send', 'The code sends by node.send');
  if (SETTINGS.test(source)) return cannot('O código lê env', 'The code reads env');
  readSource(source);
  const outputs = Math.max(1, Number(p.outputs) || 1);
  const made = { type: 'code', config: { source: sourceOf(source, outputs), input: { msg: `{{ ${json.text} }}` } } };
  if (outputs > 1) return severalOutputs(step, made, outputs);
  if (!ENDS.test(source)) return { ...made, outputs: [{ port: 'out', code: own }] };
  const then = (): Made => ({
    type: 'if',
    config: { condition: `{{ ${own.text} != null }}` },
    outputs: [{ port: 'true', code: own }],
  });
  return { ...made, then };
}

function severalOutputs(step: Step, made: Made, outputs: number): Made {
  step.approximated(
    'De várias saídas é seguida a primeira que traz algo; no Node-RED, todas',
    'Of several outputs the first that brings something is taken; in Node-RED, all',
  );
  const at = (i: number): Code => member(step.own, String(i));
  const cases = [...Array(outputs).keys()].map((i) => ({
    port: `case${i + 1}`,
    when: `{{ ${read(step.own, i)} != null }}`,
  }));
  const leaving = cases.map(
    ({ port }, i): Output => ({ port, code: code(read(step.own, i), 'any', { ...at(i), text: read(step.own, i) }) }),
  );
  return { ...made, then: () => ({ type: 'switch', config: { cases }, outputs: leaving }) };
}

const read = (own: Code, i: number): string => `${own.text}?.[${i}]`;
