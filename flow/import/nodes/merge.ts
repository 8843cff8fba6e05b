import { type Code, call, code, itemsOf, member, quoted, RANK, within } from '../expressions/code.ts';
import { whole } from '../expressions/text.ts';
import type { Made, Mappings, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { at, objects, pathOf, text } from './parameters.ts';

const SAME_MODES: Readonly<Record<string, string>> = {
  mergeByIndex: 'position',
  mergeByPosition: 'position',
  combineByPosition: 'position',
  mergeByKey: 'fields',
  mergeByFields: 'fields',
  combineByFields: 'fields',
  multiplex: 'all',
  combineAll: 'all',
  keepKeyMatches: 'fields',
  removeKeyMatches: 'fields',
  passThrough: 'choose',
  chooseBranch: 'choose',
  wait: 'choose',
  append: 'append',
  combine: 'combine',
};

/** What the first version's modes said of what matches. */
const OLD_JOINS: Readonly<Record<string, string>> = {
  mergeByKey: 'enrichInput1',
  removeKeyMatches: 'keepNonMatches',
};

const modeOf = ({ p }: Step): string => {
  const mode = SAME_MODES[text(p.mode, 'append')] ?? text(p.mode);
  if (mode !== 'combine') return mode;
  return SAME_MODES[text(p.combineBy ?? p.combinationMode, 'combineByFields')] ?? 'fields';
};

/** Two lines or more into one. */
function merge(step: Step): Made {
  const { inputs, exclusive, json } = step;
  const mode = modeOf(step);
  const several = inputs.some((one) => one.many);
  // Of arms of which one alone was taken there is nothing to combine: they only meet.
  if (!several && exclusive && mode === 'append') return passed(json);
  if (mode === 'choose') {
    const which = text(step.p.useDataOfInput ?? step.p.output, '1').replace(/\D/g, '') || '1';
    const chosen = inputs[Number(which) - 1] ?? inputs[0];
    return chosen?.many ? listed(step, chosen.code.text) : passed(chosen?.code ?? json);
  }
  const lists = inputs.map((one) => (one.many ? within(one.code, RANK.atom) : `[${one.code.text}]`));
  if (mode === 'append') return listed(step, `[${lists.map((one) => `...${one}`).join(', ')}].filter(i => i != null)`);
  if (!several && mode !== 'fields')
    return one(
      step,
      call(
        'merge',
        inputs.map((each) => orEmpty(each.code)),
      ),
    );
  const [left, right, ...more] = lists;
  if (left === undefined || right === undefined || more.length > 0) {
    return cannot('Combinar mais que duas entradas com listas', 'Combining more than two inputs with lists');
  }
  if (mode === 'position') return listed(step, `zip(${left}, ${right}).map(p => merge(p[0], p[1]))`);
  if (mode === 'all') return listed(step, `${left}.flatMap(a => ${right}.map(b => merge(a, b)))`);
  return mode === 'fields' ? byFields(step, left, right) : cannot(`O modo “${mode}”`, `The mode “${mode}”`);
}

const orEmpty = (one: Code): Code => (one.sure ? one : code(`${within(one, RANK.equal)} ?? {}`));

const passed = (json: Code): Made => ({
  type: 'set',
  config: { values: {} },
  outputs: [{ port: 'out', code: json }],
});

const one = ({ own }: Step, made: Code): Made => ({
  type: 'set',
  config: { values: { json: whole(made) } },
  outputs: [{ port: 'out', code: member(own, 'json') }],
});

const listed = ({ own }: Step, list: string): Made => ({
  type: 'set',
  config: { values: { items: `{{ ${list} }}` } },
  outputs: [{ port: 'out', many: true, code: itemsOf(own) }],
});

function byFields(step: Step, left: string, right: string): Made {
  const { p } = step;
  const pairs = objects(at(p, 'mergeByFields', 'values') ?? at(p, 'fieldsToMatch', 'values')).map(
    (each): [string, string] => [text(each.field1), text(each.field2) || text(each.field1)],
  );
  const names = text(p.fieldsToMatchString)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name): [string, string] => [name, name]);
  const old: [string, string][] = text(p.propertyName1) ? [[text(p.propertyName1), text(p.propertyName2)]] : [];
  const matched = [...pairs, ...names, ...old];
  if (matched.length === 0) return cannot('Sem campos que casem', 'Without fields to match');
  const test = matched.map(([a, b]) => `${pathOf(code('a'), a).text} == ${pathOf(code('b'), b).text}`).join(' && ');
  const join = text(p.joinMode, OLD_JOINS[text(p.mode)] ?? 'keepMatches');
  const from = text(p.outputDataFrom, text(p.mode) === 'removeKeyMatches' ? 'input1' : 'both');
  switch (join) {
    case 'keepMatches':
      if (from === 'input1') return listed(step, `${left}.filter(a => ${right}.some(b => ${test}))`);
      if (from === 'input2') return listed(step, `${right}.filter(b => ${left}.some(a => ${test}))`);
      return listed(step, `${left}.flatMap(a => ${right}.filter(b => ${test}).map(b => merge(a, b)))`);
    case 'enrichInput1':
      return listed(step, `${left}.map(a => merge(a, ${right}.find(b => ${test}) ?? {}))`);
    case 'enrichInput2':
      return listed(step, `${right}.map(b => merge(${left}.find(a => ${test}) ?? {}, b))`);
    case 'keepNonMatches': {
      const [one, other] = [
        `${left}.filter(a => !${right}.some(b => ${test}))`,
        `${right}.filter(b => !${left}.some(a => ${test}))`,
      ];
      return listed(step, from === 'input1' ? one : from === 'input2' ? other : `[...${one}, ...${other}]`);
    }
    case 'keepEverything': {
      const alone = `${right}.filter(b => !${left}.some(a => ${test}))`;
      const joined = `${left}.flatMap(a => ${right}.some(b => ${test}) ? ${right}.filter(b => ${test}).map(b => merge(a, b)) : [a])`;
      return listed(step, `[...${joined}, ...${alone}]`);
    }
    default:
      return cannot(`A junção ${quoted(join)}`, `The join ${quoted(join)}`);
  }
}

export const MERGE: Mappings = { merge: { takes: 'merge', make: merge } };
