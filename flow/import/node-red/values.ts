import type { Json, JsonObject } from '../../json.ts';
import { type Code, code, interpolated, member, quoted, record } from '../expressions/code.ts';
import { pathOf, text } from '../nodes/parameters.ts';
import type { Step } from '../step.ts';
import { cannot } from '../why-not.ts';

type Reading = Pick<Step, 'json' | 'names'>;

/** Milliseconds since 1970, as Node-RED's timestamp has it. */
export const timestamp: Code = code("diff('1970-01-01T00:00:00.000Z', now(), 'milliseconds')", 'number', {
  sure: true,
});

const setting = ({ names }: Reading, name: string): Code => {
  names.usedSetting(name);
  return member(code('tenant.settings'), name);
};

/** A value that an editor field holds, with the kind that was chosen beside it. Throws `WhyNot`. */
export function typedCode(step: Reading, value: Json | undefined, kind: string): Code {
  const written = text(value);
  switch (kind) {
    case 'msg':
      return pathOf(step.json, written);
    case 'num':
      return code(String(Number(written) || 0), 'number', { sure: true });
    case 'bool':
      return code(written === 'true' ? 'true' : 'false', 'any', { sure: true });
    case 'date':
      return timestamp;
    case 'env':
      return setting(step, written);
    case 'json':
      try {
        return code(`(${JSON.stringify(JSON.parse(written))})`, 'any', { sure: true });
      } catch {
        return cannot('O JSON não se lê', 'The JSON cannot be read');
      }
    case 'jsonata':
      return /^[A-Za-z_][\w.]*$/.test(written)
        ? pathOf(step.json, written)
        : cannot('JSONata não é traduzido', 'JSONata is not translated');
    case 'flow':
    case 'global':
      return cannot(
        'Contexto (flow, global): use store.get e store.put',
        'Context (flow, global): use store.get and store.put',
      );
    case 'str':
      return code(quoted(written), 'text', { sure: true });
    default:
      return cannot(`Um valor do tipo “${kind}”`, `A value of the kind “${kind}”`);
  }
}

/** `Hello {{payload.name}}`, over the fields of the message. Throws `WhyNot`. */
export function mustache(step: Reading, template: string): Code {
  const parts = template.split(/\{\{\{?([^{}]+)\}?\}\}/);
  const made = parts.map((part, i): string | Code => {
    if (i % 2 === 0) return part;
    const name = part.trim().replace(/^&\s*/, '');
    if (!/^[A-Za-z_][\w.[\]]*$/.test(name) || /^(flow|global)\./.test(name)) {
      return cannot(`“{{${part}}}” no modelo`, `“{{${part}}}” in the template`);
    }
    return name.startsWith('env.') ? setting(step, name.slice(4)) : pathOf(step.json, name.replace(/^msg\./, ''));
  });
  const told = made.filter((one) => one !== '');
  const [only, ...more] = told;
  if (only === undefined) return code("''", 'text', { sure: true });
  return typeof only === 'string' && more.length === 0
    ? code(quoted(only), 'text', { sure: true })
    : interpolated(told);
}

/** The same as a field of a flow's node. */
export const mustacheField = (step: Reading, template: string): string =>
  template.includes('{{') ? `{{ ${mustache(step, template).text} }}` : template;

/** The message with that value at that path. Throws `WhyNot` where the path goes into a list. */
export function withPath(one: Code, path: string, value: Code): Code {
  if (path.includes('[')) return cannot(`Escrever em “${path}”`, `Writing to “${path}”`);
  const [head, ...rest] = path.split('.').filter((key) => key !== '');
  if (head === undefined) return value;
  return record({ [head]: rest.length === 0 ? value : withPath(member(one, head), rest.join('.'), value) }, one);
}

/** What a step wrote, by name, over the message that came. */
export const overMessage = ({ own, json }: Pick<Step, 'own' | 'json'>, names: readonly string[]): Code =>
  record(Object.fromEntries(names.map((name) => [name, member(own, name)])), json);

export const setsFields = (step: Step, fields: Readonly<Record<string, Code>>) => {
  const values: JsonObject = Object.fromEntries(
    Object.entries(fields).map(([name, one]) => [name, `{{ ${one.text} }}`]),
  );
  return { type: 'set', config: { values }, outputs: [{ port: 'out', code: overMessage(step, Object.keys(fields)) }] };
};

export const payload = ({ json }: Pick<Step, 'json'>): Code => member(json, 'payload');
