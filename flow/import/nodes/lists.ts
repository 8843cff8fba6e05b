import type { Json, JsonObject } from '../../json.ts';
import { type Code, code, itemsOf, member, only, quoted, RANK, within } from '../expressions/code.ts';
import { templateOf } from '../expressions/text.ts';
import type { Made, Mapping, Mappings, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { at, isExpression, namesIn, objects, pathOf, text } from './parameters.ts';

const each = (path: string, name = 'i'): string => pathOf(code(name), path).text;

/** A step whose output is a list of items. */
const listStep = ({ own }: Step, list: string, shape?: (item: Code) => Code): Made => ({
  type: 'set',
  config: { values: { items: `{{ ${list} }}` } },
  outputs: [{ port: 'out', many: true, code: itemsOf(own), ...(shape ? { shape } : {}) }],
});

/** `a.b` out of one item: its elements become items, alone or beside other fields of it. */
function splitOut(step: Step): Made {
  const { p, json, names } = step;
  const fields = namesIn(isExpression(p.fieldToSplitOut) ? templateOf(p.fieldToSplitOut, names) : p.fieldToSplitOut);
  const [field, ...more] = fields;
  if (field === undefined || more.length > 0 || field.includes('{{')) {
    return cannot('Separar vários campos ao mesmo tempo', 'Splitting out several fields at once');
  }
  const list = `[${pathOf(json, field).text} ?? []].flat()`;
  const include = text(p.include, 'noOtherFields');
  const name = text(at(p, 'options', 'destinationFieldName')) || (field.split('.').at(-1) ?? field);
  if (include === 'noOtherFields') {
    const renamed = text(at(p, 'options', 'destinationFieldName')) !== '';
    if (renamed) return listStep(step, `${list}.map(i => ({ ${key(name)}: i }))`);
    // Elements that are no objects are put under the field's name by n8n; here they are the item itself.
    return listStep(step, list, (item) => ({ ...item, fields: { [name]: code(item.text) }, base: code(item.text) }));
  }
  const others =
    include === 'selectedOtherFields'
      ? `pick(${json.text} ?? {}, [${namesIn(p.fieldsToInclude).map(quoted).join(', ')}])`
      : `omit(${json.text} ?? {}, [${quoted(field)}])`;
  return listStep(step, `${list}.map(i => ({ ...${others}, ${key(name)}: i }))`);
}

const key = (name: string): string => (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : quoted(name));

/** All items into one. */
function aggregate(step: Step): Made {
  const { p, list } = step;
  if (text(p.aggregate ?? p.operation) === 'aggregateAllItemData' || p.operation === 'concatenateItems') {
    const field = text(p.destinationFieldName, 'data') || 'data';
    const named = namesIn(p.fieldsToInclude ?? p.fieldsToExclude ?? [])
      .map(quoted)
      .join(', ');
    const include = text(p.include, 'allFields');
    const rows =
      include === 'specifiedFields'
        ? `${within(list, RANK.atom)}.map(i => pick(i, [${named}]))`
        : include === 'allFieldsExcept'
          ? `${within(list, RANK.atom)}.map(i => omit(i, [${named}]))`
          : list.text;
    return {
      type: 'set',
      config: { values: { [field]: `{{ ${rows} }}` } },
      outputs: [{ port: 'out', code: only(step.own, [field]) }],
    };
  }
  const fields = objects(at(p, 'fieldsToAggregate', 'fieldToAggregate'));
  if (fields.length === 0) return cannot('Nenhum campo a juntar', 'No field to aggregate');
  const keep = at(p, 'options', 'keepMissing') === true;
  const values: JsonObject = {};
  for (const one of fields) {
    const path = text(one.fieldToAggregate);
    const name = one.renameField === true ? text(one.outputFieldName) : (path.split('.').at(-1) ?? path);
    values[name] = `{{ ${within(list, RANK.atom)}.map(i => ${each(path)})${keep ? '' : '.filter(i => i != null)'} }}`;
  }
  return { type: 'set', config: { values }, outputs: [{ port: 'out', code: only(step.own, Object.keys(values)) }] };
}

function limit(step: Step): Made {
  const count = typeof step.p.maxItems === 'number' ? step.p.maxItems : Number(text(step.p.maxItems, '1'));
  const list = within(step.list, RANK.atom);
  return listStep(step, step.p.keep === 'lastItems' ? `${list}.slice(${-count})` : `${list}.slice(0, ${count})`);
}

function sort(step: Step): Made {
  const fields = objects(at(step.p, 'sortFieldsUi', 'sortField'));
  if (step.p.type === 'random' || step.p.type === 'code' || fields.length === 0) {
    return cannot('Ordenar ao acaso ou por código', 'Sorting at random or by code');
  }
  const sorted = fields.reduceRight(
    (list, one) => {
      const by = `i => ${each(text(one.fieldName))}`;
      return one.order === 'descending' ? `sortBy(${list}.toReversed(), ${by}).toReversed()` : `sortBy(${list}, ${by})`;
    },
    within(step.list, RANK.atom),
  );
  return listStep(step, sorted);
}

function removeDuplicates(step: Step): Made {
  const { p, list } = step;
  if (
    text(p.operation, 'removeDuplicateInputItems') !== 'removeDuplicateInputItems' &&
    p.operation !== 'removeDuplicates'
  ) {
    return cannot('Lembrar itens de execuções anteriores: use store.once', 'Items of earlier runs: use store.once');
  }
  const compare = text(p.compare, 'allFields');
  if (compare === 'allFields') return listStep(step, `unique(${list.text})`);
  const given = namesIn(p.fieldsToCompare ?? p.fieldsToExclude).concat(
    objects(at(p, 'fieldsToCompare', 'fields')).map((one) => text(one.fieldName)),
  );
  const by =
    compare === 'selectedFields'
      ? `json([${given.map((one) => each(one)).join(', ')}])`
      : `json(omit(i, [${given.map(quoted).join(', ')}]))`;
  return listStep(step, `values(groupBy(${list.text}, i => ${by})).map(g => first(g))`);
}

const SUMMARIES: Readonly<Record<string, (list: string, path: string) => string>> = {
  sum: (list, path) => `sum(${list}.map(i => number(${path}) ?? 0))`,
  average: (list, path) => `avg(${list}.map(i => number(${path}) ?? 0))`,
  min: (list, path) => `min(${list}.map(i => ${path}).filter(i => i != null))`,
  max: (list, path) => `max(${list}.map(i => ${path}).filter(i => i != null))`,
  count: (list, path) => `${list}.filter(i => ${path} != null).length`,
  countUnique: (list, path) => `unique(${list}.map(i => ${path}).filter(i => i != null)).length`,
  append: (list, path) => `${list}.map(i => ${path}).filter(i => i != null)`,
  concatenate: (list, path) => `${list}.map(i => ${path}).filter(i => i != null).join(',')`,
};
const PREFIXES: Readonly<Record<string, string>> = {
  countUnique: 'unique_count',
  append: 'appended',
  concatenate: 'concatenated',
};

function summarize(step: Step): Made {
  const { p, list } = step;
  const asked = objects(at(p, 'fieldsToSummarize', 'values'));
  const summary = (over: string): [string, string][] =>
    asked.map((one) => {
      const kind = text(one.aggregation, 'count');
      const made = Object.hasOwn(SUMMARIES, kind) ? SUMMARIES[kind] : undefined;
      if (!made) return cannot(`O resumo “${kind}”`, `The summary “${kind}”`);
      const field = text(one.field);
      return [`${PREFIXES[kind] ?? kind}_${field.replaceAll('.', '_')}`, made(over, each(field))];
    });
  const by = namesIn(p.fieldsToSplitBy);
  if (asked.length === 0) return cannot('Nenhum campo a resumir', 'No field to summarize');
  if (by.length === 0) {
    const values: JsonObject = Object.fromEntries(
      summary(within(list, RANK.atom)).map(([name, made]): [string, Json] => [name, `{{ ${made} }}`]),
    );
    return { type: 'set', config: { values }, outputs: [{ port: 'out', code: only(step.own, Object.keys(values)) }] };
  }
  const fields = [
    ...by.map((name) => `${key(name)}: ${member(code('first(g)'), name).text}`),
    ...summary('g').map(([name, made]) => `${key(name)}: ${made}`),
  ].join(', ');
  const groups = `values(groupBy(${list.text}, i => json([${by.map((one) => each(one)).join(', ')}])))`;
  return listStep(step, `${groups}.map(g => ({ ${fields} }))`);
}

/** Item Lists, of which the others were made later. */
const OPERATIONS: Readonly<Record<string, (step: Step) => Made>> = {
  splitOutItems: splitOut,
  aggregateItems: aggregate,
  concatenateItems: aggregate,
  limit,
  sort,
  removeDuplicates,
  summarize,
};
const operationOf = (p: JsonObject): string => text(p.operation, 'splitOutItems');
const itemLists: Mapping = {
  takes: ({ parameters }) => (operationOf(parameters) === 'splitOutItems' ? 'item' : 'list'),
  make: (step) => {
    const known = OPERATIONS[operationOf(step.p)];
    return known ? known(step) : cannot('Esta operação de listas', 'This operation on lists');
  },
};

/** Nodes that make one item into several, several into one, or choose among them. */
export const LISTS: Mappings = {
  splitOut: { takes: 'item', make: splitOut },
  aggregate: { takes: 'list', make: aggregate },
  limit: { takes: 'list', make: limit },
  sort: { takes: 'list', make: sort },
  removeDuplicates: { takes: 'list', make: removeDuplicates },
  summarize: { takes: 'list', make: summarize },
  itemLists,
};
