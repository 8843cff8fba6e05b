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
  const [, list, id = '', field = '', key = ''] = path;
  const { t, locale, catalogue } = words;
  if (list === 'nodes')
    return field === 'config'
      ? titleIn(asSchema(catalogue.get(type)?.config), key, locale)
      : (t.fields[field] ?? titleFromName(field));
  if (list === 'trigger') {
    if (id !== 'config') return t.fields[id] ?? titleFromName(id);
    return titleIn(asSchema(triggerType(type)?.config), field, locale);
  }
  const name = t.fields[list ?? ''] ?? titleFromName(list ?? '');
  return id === '' ? name : `${name}: ${titleFromName(id)}`;
};
