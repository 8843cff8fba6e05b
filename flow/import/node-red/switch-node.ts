import type { JsonObject } from '../../json.ts';
import { binary, type Code, call, code, NULL, quoted, RANK } from '../expressions/code.ts';
import { compared } from '../nodes/conditions.ts';
import { written } from '../nodes/flow-control.ts';
import { objects, text } from '../nodes/parameters.ts';
import type { Made, Output, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { typedCode } from './values.ts';

const COMPARES: Readonly<Record<string, string>> = {
  neq: 'notEquals',
  lt: 'lt',
  lte: 'lte',
  gt: 'gt',
  gte: 'gte',
  cont: 'contains',
};

/** What one rule of a switch asks. Throws `WhyNot`. */
function ruleOf(step: Step, left: Code, rule: JsonObject): Code {
  const kind = text(rule.t, 'eq');
  const value = (): Code => typedCode(step, rule.v, text(rule.vt, 'str'));
  const ask = (operation: string, type: string, right: Code): Code =>
    compared({ left, right, type, operation, ignoreCase: false, loose: true });
  switch (kind) {
    case 'eq':
    case 'neq': {
      const right = value();
      return ask(kind === 'eq' ? 'equals' : 'notEquals', right.kind === 'number' ? 'number' : 'string', right);
    }
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return ask(COMPARES[kind] as string, 'number', value());
    case 'btwn':
      return binary(
        ask('gte', 'number', value()),
        '&&',
        ask('lte', 'number', typedCode(step, rule.v2, text(rule.v2t, 'num'))),
        RANK.both,
      );
    case 'cont':
      return ask('contains', 'string', value());
    case 'regex':
      return ask(
        'regex',
        'string',
        code(quoted(`/${text(rule.v)}/${rule.case === true ? 'i' : ''}`), 'text', { sure: true }),
      );
    case 'true':
    case 'false':
      return ask(kind, 'boolean', NULL);
    case 'null':
      return binary(left, '==', NULL, RANK.equal);
    case 'nnull':
      return binary(left, '!=', NULL, RANK.equal);
    case 'empty':
      return binary(call('len', [left]), '==', code('0'), RANK.equal);
    case 'nempty':
      return binary(call('len', [left]), '>', code('0'), RANK.order);
    case 'hask':
      return call('has', [left, value()], { sure: true });
    case 'else':
      return code('true', 'any', { sure: true });
    default:
      return cannot(`A regra “${kind}”`, `The rule “${kind}”`);
  }
}

/** By rules, each of which is an output. */
export function switchNode(step: Step): Made {
  const { p, json } = step;
  const rules = objects(p.rules);
  if (rules.length === 0) return cannot('O switch não tem regras', 'The switch has no rules');
  const left = typedCode(step, p.property, text(p.propertyType, 'msg'));
  const alike = rules.every((one) => ['eq', 'else', 'true', 'false', 'null', 'nnull'].includes(text(one.t, 'eq')));
  if (text(p.checkall, 'true') === 'true' && rules.length > 1 && !alike) {
    step.approximated(
      'Lá seguiam todas as saídas cuja regra vale; aqui, a primeira',
      'There every output whose rule holds was taken; here, the first',
    );
  }
  const cases = rules.map((rule, i) => ({
    port: `case${i + 1}`,
    when: written(step, () => ruleOf(step, left, rule), rule),
  }));
  return { type: 'switch', config: { cases }, outputs: cases.map(({ port }): Output => ({ port, code: json })) };
}
