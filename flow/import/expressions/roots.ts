import { cannot } from '../why-not.ts';
import { type Code, choice, code, member, NULL, quoted } from './code.ts';
import { momentField, spanField } from './moments.ts';
import type { Names } from './names.ts';

/** A name that stands alone: n8n's own, or one that every JavaScript has. Throws `WhyNot`. */
export function rootNamed(name: string, names: Names): Code {
  switch (name) {
    case '$json':
      return names.json;
    case '$input':
      return code(name, 'input', { access: names.input });
    case '$item':
      return cannot('$item(…) não tem par aqui', '$item(…) has no like here');
    case '$now':
      return code('now()', 'moment', { sure: true });
    case '$today':
      return code('today()', 'moment', { sure: true });
    case '$itemIndex':
    case '$position':
      return names.index;
    case '$runIndex':
      return names.index;
    case '$env':
    case '$vars':
      return code(name, 'settings');
    case '$workflow':
      return code(name, 'workflow');
    case '$execution':
      return code(name, 'execution');
    case '$prevNode':
      return code(name, 'previous');
    case '$node':
    case 'Math':
    case 'JSON':
    case 'Object':
    case 'Array':
    case 'Number':
    case 'String':
    case 'Date':
    case 'DateTime':
      return code(name, 'global');
    case 'undefined':
      return NULL;
    case '$binary':
      return cannot('Arquivos ($binary) não são lidos em expressões', 'Files ($binary) are not read in expressions');
    default:
      return cannot(`“${name}” não existe aqui`, `“${name}” does not exist here`);
  }
}

/** `object.key`, whatever the object is. Throws `WhyNot`. */
export function named(object: Code, key: string, names: Names): Code {
  switch (object.kind) {
    case 'global':
      if (object.text === '$node') return code(key, 'node', { access: names.node(key) });
      return globalValue(object.text, key);
    case 'node':
    case 'input':
      return ofNode(object, key);
    case 'item':
      if (key === 'json') return { ...object, kind: 'any' };
      return cannot(`Não se lê .${key} de um item`, `.${key} of an item cannot be read`);
    case 'items':
      return member({ ...object, kind: 'any' }, key);
    case 'settings':
      names.usedSetting(key);
      return member(code('tenant.settings'), key);
    case 'workflow':
      if (key === 'name' || key === 'id') return code(`flow.${key}`, 'text', { sure: true });
      return cannot(`$workflow.${key} não existe aqui`, `$workflow.${key} does not exist here`);
    case 'execution':
      if (key === 'id') return code('run.id', 'text', { sure: true });
      if (key === 'mode') return choice(code('run.test'), code("'test'"), code("'production'"));
      return cannot(`$execution.${key} não existe aqui`, `$execution.${key} does not exist here`);
    case 'previous':
      if (key === 'name' && names.previous !== null) return code(quoted(names.previous), 'text');
      return cannot(`$prevNode.${key} não existe aqui`, `$prevNode.${key} does not exist here`);
    case 'moment':
      return momentField(object, key);
    case 'span':
      return spanField(object, key);
    default:
      return member(object, key);
  }
}

const ofNode = (one: Code, key: string): Code => {
  const access = one.access;
  if (key === 'json' && one.kind === 'node' && access) return access.item();
  if (key === 'item' && access) return { ...access.item(), kind: 'item' };
  if (key === 'isExecuted' && access) return access.executed();
  return cannot(`Não se lê .${key} de um nó`, `.${key} of a node cannot be read`);
};

const globalValue = (name: string, key: string): Code => {
  if (name === 'Math' && key === 'PI') return code('3.141592653589793', 'number');
  return cannot(`${name}.${key} não existe aqui`, `${name}.${key} does not exist here`);
};
