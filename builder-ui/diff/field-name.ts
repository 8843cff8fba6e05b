import type { JsonSchema, Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { asSchema, schemaText } from '../document/schema.ts';
import { triggerType } from '../document/trigger-type.ts';
import { titleFromName } from '../form/title-from-name.ts';
import type { DiffTexts } from './diff-texts.ts';

export interface Words {
  t: DiffTexts;
  locale: Locale;
  catalogue: Catalogue;
}

const titleIn = (schema: JsonSchema | undefined, name: string, locale: Locale): string => {
  const property = asSchema(asSchema(schema?.properties)?.[name]);
  return schemaText(property?.['x-title'] ?? property?.title, locale) ?? titleFromName(name);
};

/** What the form calls the field at a path of a patch; `type`: of the node or trigger whose field it is. */
export const fieldName = (path: readonly string[], type: string, words: Words): string => {
  const [, list, id = '', field = '', key = '', member] = path;
  const { t, locale, catalogue } = words;
  if (list === 'nodes') {
    const deeper = field === 'config' ? member : key || undefined;
    const name =
      field === 'config'
        ? titleIn(asSchema(catalogue.get(type)?.config), key, locale)
        : (t.fields[field] ?? titleFromName(field));
    return deeper === undefined ? name : `${name} › ${deeper}`;
  }
  if (list === 'trigger') {
    if (id !== 'config') return t.fields[id] ?? titleFromName(id);
    const name = titleIn(asSchema(triggerType(type)?.config), field, locale);
    return key === '' ? name : `${name} › ${key}`;
  }
  const name = t.fields[list ?? ''] ?? titleFromName(list ?? '');
  return id === '' ? name : `${name}: ${titleFromName(id)}`;
};
