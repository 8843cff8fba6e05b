import type { Json, JsonObject } from '../../json.ts';
import { type Code, code, member, NULL, only, quoted, RANK, record, within } from '../expressions/code.ts';
import { codeOf, jsonOf, templateOf, valueOf, whole } from '../expressions/text.ts';
import type { Made, Mappings, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { at, isObject, objects, text } from './parameters.ts';

/** What a Set writes, by name, in any of the shapes that it has had. */
function assigned({ p, names }: Step): [string, Json][] {
  const modern = objects(at(p, 'assignments', 'assignments'));
  const third = objects(at(p, 'fields', 'values'));
  if (modern.length > 0) {
    return modern.map((one) => [text(one.name), typed(one.value ?? null, text(one.type), names)]);
  }
  if (third.length > 0) {
    return third.map((one) => {
      const kind = text(one.type, 'stringValue');
      return [text(one.name), typed(one[kind] ?? null, kind.replace('Value', ''), names)];
    });
  }
  return Object.entries(isObject(p.values) ? p.values : {}).flatMap(([type, list]) =>
    objects(list).map((one): [string, Json] => [text(one.name), typed(one.value ?? null, type, names)]),
  );
}

/** Literals are brought to the type that was chosen; what an expression gives keeps its own. */
function typed(value: Json, type: string, names: Step['names']): Json {
  if (typeof value === 'string' && value.startsWith('=') && value.includes('{{')) {
    const made =
      type === 'string' || type === '' ? templateOf(value, names) : (jsonOf(value, names) ?? templateOf(value, names));
    return made;
  }
  const plain = typeof value === 'string' && value.startsWith('=') ? value.slice(1) : value;
  if (typeof plain !== 'string') return plain;
  if (type === 'number' && plain.trim() !== '' && Number.isFinite(Number(plain))) return Number(plain);
  if (type === 'boolean') return plain === 'true';
  if (type === 'array' || type === 'object') {
    try {
      return valueOf(JSON.parse(plain) as Json, names);
    } catch {
      return plain.replaceAll('{{', '\\{{');
    }
  }
  return plain.replaceAll('{{', '\\{{');
}

/** `a.b` is `b` in `a`, unless the node says that dots are dots. */
function nested(entries: readonly [string, Json][], dots: boolean): JsonObject {
  const made: JsonObject = {};
  for (const [name, value] of entries) {
    const path = dots ? name.split('.').filter((key) => key !== '') : [name];
    let into = made;
    for (const key of path.slice(0, -1)) {
      const there = Object.hasOwn(into, key) ? into[key] : undefined;
      into = isObject(there) ? there : (into[key] = {});
    }
    const last = path.at(-1);
    if (last !== undefined && last !== '') into[last] = value;
  }
  return made;
}

function setOf(step: Step): Made {
  const { p, node, own, json, names } = step;
  const keeps =
    p.includeOtherFields === true ||
    (node.version < 3
      ? p.keepOnlySet !== true
      : node.version < 3.3 && text(p.include, 'all') === 'all' && p.includeOtherFields !== false);
  if (p.mode === 'raw') {
    const body = jsonOf(text(p.jsonOutput, '{}'), names) ?? cannot('O JSON não se lê', 'The JSON cannot be read');
    const values: Json = isObject(body) ? body : { json: body };
    const made = isObject(body) ? own : member(own, 'json');
    return {
      type: 'set',
      config: { values },
      outputs: [{ port: 'out', code: keeps ? over(made, Object.keys(isObject(body) ? body : {}), json) : made }],
    };
  }
  const values = nested(assigned(step), at(p, 'options', 'dotNotation') !== false);
  return {
    type: 'set',
    config: { values },
    outputs: [{ port: 'out', code: keeps ? over(own, Object.keys(values), json) : fresh(own, Object.keys(values)) }],
  };
}

/** Only what was set. */
const fresh = (own: Code, keys: readonly string[]): Code =>
  keys.length === 0 ? code('{}', 'any', { sure: true, fields: {} }) : only(own, keys);

/** What was set, over what came: names that were set are read of the step, all others of what came. */
const over = (own: Code, keys: readonly string[], before: Code): Code => {
  if (keys.length === 0) return before;
  const made = record(Object.fromEntries(keys.map((key) => [key, member(own, key)])), before);
  const base = before.sure ? within(before, RANK.choice) : `(${before.text} ?? {})`;
  return { ...made, text: `{ ...${base}, ...${own.text} }` };
};

function renamed({ p, own, json }: Step): Made {
  const keys = objects(at(p, 'keys', 'key')).map((one): [string, string] => [text(one.currentKey), text(one.newKey)]);
  if (keys.length === 0) return cannot('Nenhum campo a renomear', 'No field to rename');
  const values = Object.fromEntries(keys.map(([from, to]) => [to, whole(member(json, from))]));
  const given = json.sure ? json.text : `${within(json, RANK.both + 1)} ?? {}`;
  const gone = Object.fromEntries(keys.map(([from]) => [from, NULL]));
  const left = `omit(${given}, [${keys.map(([from]) => quoted(from)).join(', ')}])`;
  const rest = code(left, 'any', { sure: true, fields: gone, base: json });
  return {
    type: 'set',
    config: { values },
    outputs: [
      {
        port: 'out',
        code: over(
          own,
          keys.map(([, to]) => to),
          rest,
        ),
      },
    ],
  };
}

const MOMENT_UNITS: Readonly<Record<string, string>> = {
  years: 'P#Y',
  months: 'P#M',
  weeks: 'P#W',
  days: 'P#D',
  hours: 'PT#H',
  minutes: 'PT#M',
  seconds: 'PT#S',
};

/** Date & Time, both versions. */
function dateOf(step: Step): Made {
  const { p, names, own, json, node } = step;
  const second = node.version >= 2;
  const operation = text(second ? p.operation : p.action, second ? 'getCurrentDate' : 'format');
  const field = text(p.outputFieldName ?? p.dataPropertyName) || DEFAULT_FIELD[operation] || 'data';
  const source = (): Code => codeOf(p.date ?? p.magnitude ?? p.value ?? null, names);
  const made = (value: string): Made => ({
    type: 'set',
    config: { values: { [field]: `{{ ${value} }}` } },
    outputs: [
      {
        port: 'out',
        code: at(p, 'options', 'includeInputFields') === true || !second ? over(own, [field], json) : own,
      },
    ],
  });
  switch (operation) {
    case 'getCurrentDate':
      return made(p.includeTime === false ? 'today()' : 'now()');
    case 'formatDate':
    case 'format': {
      const given = second ? (p.format === 'custom' ? p.customFormat : p.format) : (p.toFormat ?? p.customFormat);
      return made(formatCode(source(), text(given, 'MM/dd/yyyy'), names));
    }
    case 'addToDate':
    case 'subtractFromDate':
    case 'calculate': {
      const unit = text(p.timeUnit, 'days');
      const shape =
        MOMENT_UNITS[unit.endsWith('s') ? unit : `${unit}s`] ?? cannot(`A unidade ${unit}`, `The unit ${unit}`);
      const minus = operation === 'subtractFromDate' || p.operation === 'subtract';
      const amount = codeOf(p.duration ?? 0, names);
      return made(
        `addDuration(date(${source().text}), \`${minus ? '-' : ''}${shape.replace('#', `\${${amount.text}}`)}\`)`,
      );
    }
    case 'getTimeBetweenDates': {
      const unit = text(at(p, 'units', '0') ?? (Array.isArray(p.units) ? p.units[0] : 'day'), 'day');
      const [from, to] = [codeOf(p.startDate ?? null, names), codeOf(p.endDate ?? null, names)];
      return made(
        `{ ${unit}s: diff(date(${from.text}), date(${to.text}), '${unit.endsWith('s') ? unit : `${unit}s`}') }`,
      );
    }
    default:
      return cannot(`A operação de data “${operation}”`, `The date operation “${operation}”`);
  }
}

const DEFAULT_FIELD: Readonly<Record<string, string>> = {
  getCurrentDate: 'currentDate',
  formatDate: 'formattedDate',
  addToDate: 'newDate',
  subtractFromDate: 'newDate',
  getTimeBetweenDates: 'timeDifference',
};

const formatCode = (source: Code, format: string, names: Step['names']): string =>
  codeOf(`={{ DateTime.fromISO($json).toFormat(${JSON.stringify(format.replace(/^=/, ''))}) }}`, {
    ...names,
    json: source,
  }).text;

/** Nodes that shape one item. */
export const DATA: Mappings = {
  set: { takes: 'item', make: setOf },
  renameKeys: { takes: 'item', make: renamed },
  dateTime: { takes: 'item', make: dateOf },
};
