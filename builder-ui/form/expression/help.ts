import { CATALOG, signatureOf } from '#flow/expressions/catalog.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import type { OpenCall } from './pieces.ts';

type Entry = (typeof CATALOG)[number];

const element = (tag: string, className: string, ...children: (Node | string)[]): HTMLElement => {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
};

const entriesOf = (name: string, method: boolean): Entry[] =>
  CATALOG.filter((one) => one.name === name && (one.on !== undefined) === method);

const example = ({ example: { source, result } }: Entry): HTMLElement =>
  element('code', 'help-example', `${source} → ${JSON.stringify(result)}`);

/** Signature, what it does and an example, of a function or of each kind of value that has the method. */
export const functionHelp = (name: string, method: boolean, locale: Locale): HTMLElement | null => {
  const entries = entriesOf(name, method);
  if (entries.length === 0) return null;
  const parts = entries.map((one) =>
    element(
      'div',
      'help-entry',
      element('code', 'help-signature', signatureOf(one)),
      element('p', '', inLocale(one.help, locale)),
      example(one),
    ),
  );
  return element('div', 'function-help', ...parts);
};

/** The signature of the call that is being written, with the argument that is next in bold. */
export const signatureHelp = ({ name, argument, method }: OpenCall, locale: Locale): HTMLElement | null => {
  const [one] = entriesOf(name, method);
  if (!one) return null;
  const last = one.params.length - 1;
  const at = one.params[last]?.arity === '...' ? Math.min(argument, last) : argument;
  const params = one.params.flatMap((param, n) => {
    const text = param.arity === '...' ? `...${param.name}` : `${param.name}${param.arity}: ${param.type}`;
    return [n > 0 ? ', ' : '', element(n === at ? 'b' : 'span', '', text)];
  });
  return element(
    'div',
    'signature-help',
    element('code', '', `${one.name}(`, ...params, `): ${one.returns}`),
    element('p', '', inLocale(one.help, locale)),
  );
};
