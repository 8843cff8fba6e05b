import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { fail } from '#api/frame/fail.ts';

/** Deeper than any question that our types allow, but through relations of relations. */
const DEEPEST = 8;
/** Values that one query may ask for. */
const DEAREST = 5_000;
/** Each field that a query begins at is a whole call of the API. */
const MOST_CALLS = 20;
const USUAL_PAGE = 20;
const LARGEST_PAGE = 100;
/** What the schema tells of itself is at hand: so many of its values count as one of ours. */
const OF_SCHEMA = 20;
/** About as many as a list of the schema holds. */
const SCHEMA_LIST = 10;
const SCHEMA_LISTS = new Set('types directives fields args inputFields enumValues interfaces possibleTypes'.split(' '));

type Variables = Readonly<Record<string, unknown>>;

/** What a selection asks for. */
interface Cost {
  values: number;
  /** Levels, its own with them; those of the schema itself are none. */
  levels: number;
  /** Fields that stand in it, by fragments, too. */
  fields: number;
}

/** How many items a field may give: `first`, where it is a list of ours. */
const sizeOf = (field: FieldNode, variables: Variables): number => {
  const nodes = field.selectionSet?.selections.some((one) => one.kind === Kind.FIELD && one.name.value === 'nodes');
  const spread = field.selectionSet?.selections.some((one) => one.kind !== Kind.FIELD);
  if (!nodes && !spread) return 1;
  const first = field.arguments?.find(({ name }) => name.value === 'first')?.value;
  const given =
    first?.kind === Kind.VARIABLE ? variables[first.name.value] : first && 'value' in first ? first.value : undefined;
  const asked = Number(given ?? USUAL_PAGE);
  return Number.isFinite(asked) ? Math.min(Math.max(1, asked), LARGEST_PAGE) : LARGEST_PAGE;
};

/** Measures selections; each fragment once, for fragments of fragments double with each line that is written. */
const createMeasure = (document: DocumentNode, variables: Variables) => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const known = new Map<string, Cost>();
  const costOf = (field: FieldNode, inSchema: boolean): Cost => {
    const name = field.name.value;
    if (inSchema) {
      const size = SCHEMA_LISTS.has(name) ? SCHEMA_LIST : 1;
      return { values: 1 + size * measure(field.selectionSet, true).values, levels: 0, fields: 1 };
    }
    if (name.startsWith('__'))
      return { values: 1 + measure(field.selectionSet, true).values / OF_SCHEMA, levels: 0, fields: 1 };
    const inner = measure(field.selectionSet, false);
    return { values: 1 + sizeOf(field, variables) * inner.values, levels: inner.levels, fields: 1 };
  };
  const ofFragment = (name: string, inSchema: boolean): Cost => {
    const key = `${inSchema} ${name}`;
    const cost = known.get(key) ?? measure(fragments.get(name)?.selectionSet, inSchema);
    known.set(key, cost);
    return { ...cost, values: 1 + cost.values, levels: cost.levels - 1 };
  };
  const measure = (set: SelectionSetNode | undefined, inSchema: boolean): Cost => {
    const sum = { values: 0, levels: 0, fields: 0 };
    for (const one of set?.selections ?? []) {
      const cost = one.kind === Kind.FIELD ? costOf(one, inSchema) : spreadOf(one, inSchema);
      sum.values += cost.values;
      sum.levels = Math.max(sum.levels, cost.levels);
      sum.fields += cost.fields;
    }
    return { ...sum, levels: set && !inSchema ? sum.levels + 1 : 0 };
  };
  const spreadOf = (one: Exclude<SelectionSetNode['selections'][number], FieldNode>, inSchema: boolean): Cost => {
    if (one.kind === Kind.FRAGMENT_SPREAD) return ofFragment(one.name.value, inSchema);
    const cost = measure(one.selectionSet, inSchema);
    return { ...cost, values: 1 + cost.values, levels: cost.levels - 1 };
  };
  return measure;
};

/** What was sent, and where nothing was, what the query says itself. */
const withDefaults = (definitions: readonly VariableDefinitionNode[], given: Variables): Variables => {
  const own = definitions.flatMap(({ variable, defaultValue }) =>
    defaultValue && 'value' in defaultValue && given[variable.name.value] === undefined
      ? [[variable.name.value, defaultValue.value] as const]
      : [],
  );
  return { ...given, ...Object.fromEntries(own) };
};

/**
 * Counts what a query asks for before anything of it is done: every field once for each item that it may come in, aliases
 * and fragments each time, and each fragment as one more. What the schema tells of itself (`__…`) counts for less. Cycles
 * of fragments were refused before.
 * @throws `invalid` for a query that is too deep, asks for too much, or for too much at once
 */
export const checkCost = (document: DocumentNode, given: Variables, operation?: string | null): number => {
  const asked = document.definitions.find(
    (one): one is OperationDefinitionNode =>
      one.kind === Kind.OPERATION_DEFINITION && (!operation || one.name?.value === operation),
  );
  const measure = createMeasure(document, withDefaults(asked?.variableDefinitions ?? [], given));
  const { values, levels, fields } = measure(asked?.selectionSet, false);
  if (levels > DEEPEST)
    throw fail('invalid', `A consulta tem mais de ${DEEPEST} níveis.`, `The query is deeper than ${DEEPEST} levels.`);
  if (fields > MOST_CALLS)
    throw fail(
      'invalid',
      `A consulta começa em mais de ${MOST_CALLS} campos.`,
      `The query begins at more than ${MOST_CALLS} fields.`,
    );
  if (values > DEAREST)
    throw fail(
      'invalid',
      `A consulta pede mais de ${DEAREST} valores. Peça menos campos ou páginas menores (first).`,
      `The query asks for more than ${DEAREST} values. Ask for fewer fields or smaller pages (first).`,
    );
  return values;
};
