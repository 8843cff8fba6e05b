import type { Expression, MemberExpression } from '../expressions/ast.ts';
import { describeIn } from './describe.ts';
import { type Inference, localOf, type Place, type Where } from './inference.ts';
import { isKnown, memberName, pathOf } from './known.ts';
import { elementOf, memberNames, memberOf } from './members.ts';
import { METHODS } from './method-signatures.ts';
import { nearestName } from './suggest.ts';
import { isNullable, KIND, kindsOf, type Type, t, withoutNull } from './type.ts';
import { didYouMean, type Range, say } from './type-problem.ts';
import { nullable } from './union.ts';

/** Type of `a.b`, `a?.b`, `a[b]`. */
export const inferMember = (node: MemberExpression, where: Where, inference: Inference): Type => {
  const place = placeOf(node, where, inference);
  if (place) return readPlace(place, node, inference);

  const object = readableOf(node.object, node.optional, where, inference);
  const name = memberName(node);
  if (name === undefined) return inferIndex(object, node.property, where, inference);
  const type = memberOf(object, name);
  if (type) return type;
  reportMissing(object, name, node, inference);
  return t.unknown;
};

const inferIndex = (object: Type, index: string | Expression, where: Where, inference: Inference): Type => {
  if (typeof index === 'string') return t.unknown;
  const key = inference.infer(index, where);
  if (key.kind !== 'never' && !(kindsOf(key) & (KIND.string | KIND.number))) {
    const text = say(
      'Um índice é um número ou um texto, e aqui há $1.',
      'An index is a number or a text, and here is $1.',
      describeIn(key),
    );
    inference.report('type_mismatch', text, index);
  }
  return elementOf(object, key);
};

/** Of a node that reads `steps.x`, `port.x` or `errors.x`, and nothing of it yet. */
const placeOf = (node: Expression, where: Where, { env }: Inference): Place | undefined => {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  const root = node.object.name;
  if ((root !== 'steps' && root !== 'port' && root !== 'errors') || localOf(where, root)) return undefined;
  const id = memberName(node);
  if (id === undefined) return undefined;
  return { root, id, info: root === 'steps' ? env.step(id) : root === 'port' ? env.port(id) : env.error(id) };
};

const readPlace = ({ root, id, info }: Place, node: MemberExpression, inference: Inference): Type => {
  if (info.kind === 'unknown') {
    const near = didYouMean(nearestName(id, inference.env.nodes()));
    inference.report(
      'unknown_name',
      say('Não há nó "$1" neste fluxo.$2', 'This flow has no node "$1".$2', id, near),
      node,
    );
    return t.unknown;
  }
  if (root === 'port') return nullable(info.type);
  if (info.kind === 'always') return info.type;
  if (info.kind === 'maybe' || root === 'errors') return nullable(info.type);
  inference.report(
    'not_before',
    say(
      '"$1" não vem antes deste nó em nenhum caminho, então ainda não tem saída. Ligue-o antes, ou leia outro nó.',
      '"$1" comes before this node on no path, so it has no output yet. Connect it before, or read another node.',
      id,
    ),
    node,
  );
  return t.unknown;
};

/**
 * Type of a value that something is read of: without null, which is reported where reading it would fail. Only nodes
 * that may not have run count: of the null in any other value the checker cannot be certain.
 */
export const readableOf = (node: Expression, optional: boolean, where: Where, inference: Inference): Type => {
  const type = inference.infer(node, where);
  if (optional) {
    inference.cutShort ||= isNullable(type);
    return withoutNull(type);
  }
  if (warnIfMaybe(node, where, inference) || type.kind !== 'null') return withoutNull(type);
  if (node.type === 'Literal') {
    inference.report('type_mismatch', say('Não se lê nada de null.', 'Nothing can be read of null.'), node);
  } else {
    const what = pathOf(node) ?? 'null';
    const text = say('"$1" é sempre nulo aqui: use "?.".', '"$1" is always null here: use "?.".', what);
    inference.report('maybe_missing', text, node);
  }
  return t.unknown;
};

/** Reports a node that is done on some paths only and is used as if it were on all; says if it did. */
export const warnIfMaybe = (node: Expression, where: Where, inference: Inference): boolean => {
  const place = placeOf(node, where, inference);
  if (!place || place.root === 'port') return false;
  const { root, id, info } = place;
  const missing = info.kind === 'maybe' || (info.kind === 'never' && root === 'errors');
  const path = `${root}.${id}`;
  if (!missing || isKnown(where.known, path)) return false;
  const text =
    root === 'steps'
      ? say(
          '"$1" não roda em todos os caminhos até aqui, e então $2 é nulo. Leia com "$2?." ou teste "$2 != null" antes.',
          '"$1" does not run on every path to here, and then $2 is null. Read it with "$2?." or test "$2 != null" before.',
          id,
          path,
        )
      : say(
          '"$1" não falha em todos os caminhos até aqui, e então $2 é nulo. Leia com "$2?." ou teste "$2 != null" antes.',
          '"$1" does not fail on every path to here, and then $2 is null. Read it with "$2?." or test "$2 != null" before.',
          id,
          path,
        );
  inference.report('maybe_missing', text, node);
  return true;
};

/** The methods that a value of the type may have. */
export const methodNames = (type: Type): string[] => {
  const kinds = kindsOf(type);
  const found = (['string', 'list', 'number'] as const).filter((kind) => kinds & KIND[kind]);
  return [...new Set(found.flatMap((kind) => [...METHODS[kind].keys()]))];
};

/** Reports a member that no value of `type` has. */
export const reportMissing = (type: Type, name: string, node: MemberExpression, inference: Inference): void => {
  const range: Range =
    typeof node.property === 'string' ? { start: node.end - name.length, end: node.end } : node.property;
  const methods = methodNames(type);
  if (methods.includes(name)) {
    const text = say('"$1" é um método: escreva .$1(…).', '"$1" is a method: write .$1(…).', name);
    inference.report('unknown_field', text, range);
    return;
  }
  const near = didYouMean(nearestName(name, [...memberNames(type), ...methods]));
  const path = pathOf(node.object);
  const text =
    path === 'vars'
      ? say(
          'A variável "$1" não foi declarada em "vars".$2',
          'The variable "$1" is not declared in "vars".$2',
          name,
          near,
        )
      : say(
          'Não há "$1" em $2.$3',
          'There is no "$1" in $2.$3',
          name,
          path === undefined ? describeIn(type) : say(`${path} ($1)`, `${path} ($1)`, describeIn(type)),
          near,
        );
  inference.report('unknown_field', text, range);
};
