import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fail } from '#api/frame/fail.ts';

/** Deeper than any question that our types allow, but through relations of relations. */
const DEEPEST = 8;
/** Values that one query may ask for. */
const DEAREST = 5_000;
const USUAL_PAGE = 20;
const LARGEST_PAGE = 100;

type Variables = Readonly<Record<string, unknown>>;

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

/**
 * Counts what a query asks for before anything of it is done: every field once for each item that it may come in, aliases
 * and fragments each time. Fields of the schema itself (`__…`) are free. Cycles of fragments were refused before.
 * @throws `invalid` for a query that is too deep, or asks for too much
 */
export const checkCost = (document: DocumentNode, variables: Variables, operation?: string | null): number => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const walk = (set: SelectionSetNode | undefined, depth: number): number => {
    if (!set) return 0;
    if (depth > DEEPEST)
      throw fail('invalid', `A consulta tem mais de ${DEEPEST} níveis.`, `The query is deeper than ${DEEPEST} levels.`);
    return set.selections.reduce((sum, one) => {
      if (one.kind === Kind.FRAGMENT_SPREAD)
        return within(sum + walk(fragments.get(one.name.value)?.selectionSet, depth));
      if (one.kind === Kind.INLINE_FRAGMENT) return within(sum + walk(one.selectionSet, depth));
      if (one.name.value.startsWith('__')) return sum;
      return within(sum + 1 + sizeOf(one, variables) * walk(one.selectionSet, depth + 1));
    }, 0);
  };
  const asked = document.definitions.find(
    (one): one is OperationDefinitionNode =>
      one.kind === Kind.OPERATION_DEFINITION && (!operation || one.name?.value === operation),
  );
  return walk(asked?.selectionSet, 1);
};

const within = (cost: number): number => {
  if (cost > DEAREST)
    throw fail(
      'invalid',
      `A consulta pede mais de ${DEAREST} valores. Peça menos campos ou páginas menores (first).`,
      `The query asks for more than ${DEAREST} values. Ask for fewer fields or smaller pages (first).`,
    );
  return cost;
};
