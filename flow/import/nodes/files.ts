import type { JsonObject } from '../../json.ts';
import { type Code, code, member, orList, record } from '../expressions/code.ts';
import { templateOf, whole } from '../expressions/text.ts';
import type { Made, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { at, pathOf, text } from './parameters.ts';
import type { ServiceMapping, ServiceMappings } from './service-mapping.ts';

const has = (step: Step, action: string): void => {
  if (!step.catalogue.has(action))
    cannot(`A ação ${action} não existe aqui`, `The action ${action} does not exist here`);
};

/** What is in a file, as items. */
function extract(step: Step): Made {
  const { p, own, node } = step;
  const old = node.type.endsWith('.spreadsheetFile');
  const format = text(p.fileFormat, 'autodetect');
  const operation = old ? (format === 'autodetect' ? 'csv' : format) : text(p.operation, 'csv');
  const key = text(p.destinationKey, 'data') || 'data';
  switch (operation) {
    case 'csv': {
      has(step, 'transform.csvParse');
      const delimiter = text(at(p, 'options', 'delimiter'));
      const header = at(p, 'options', 'headerRow') !== false;
      if (old && format === 'autodetect') step.approximated('Só lê CSV', 'Only CSV is read');
      const config: JsonObject = {
        input: whole(step.file()),
        ...(delimiter.length === 1 ? { delimiter } : {}),
        ...(header ? {} : { headers: false }),
        uneven: 'allow',
      };
      const rows = orList(member(own, 'rows'));
      return { type: 'transform.csvParse', config, outputs: [{ port: 'out', many: true, code: rows }] };
    }
    case 'fromJson': {
      has(step, 'transform.jsonParse');
      const outputs = [{ port: 'out', code: record({ [key]: member(own, 'value') }) }];
      return { type: 'transform.jsonParse', config: { input: whole(step.file()) }, outputs };
    }
    case 'text':
    case 'xml':
    case 'html': {
      has(step, 'transform.text');
      const outputs = [{ port: 'out', code: record({ [key]: member(own, 'text') }) }];
      return { type: 'transform.text', config: { operation: 'read', input: whole(step.file()) }, outputs };
    }
    default:
      return cannot(`Ler um arquivo “${operation}”`, `Reading a “${operation}” file`);
  }
}

/** Items, or a text, as a file. */
function convert(step: Step): Made {
  const { p, list, json, own, names, node } = step;
  const old = node.type.endsWith('.spreadsheetFile');
  const operation = old ? text(p.fileFormat, 'xls') : text(p.operation, 'csv');
  const given = text(at(p, 'options', 'fileName'));
  const name: JsonObject = given === '' ? {} : { name: templateOf(given, names) };
  const source = pathOf(json, text(p.sourceProperty, 'data'));
  const made = (type: string, config: JsonObject, file: Code): Made => {
    has(step, type);
    const property = text(p.binaryPropertyName, 'data') || 'data';
    const outputs = [{ port: 'out', code: record({ [property]: file }) }];
    return { type, config: { ...config, ...name }, outputs, file: { in: (item) => member(item, property) } };
  };
  switch (operation) {
    case 'csv': {
      const delimiter = text(at(p, 'options', 'delimiter'), ',') || ',';
      const config = { rows: whole(list), delimiter: delimiter.slice(0, 1), bom: false, as: 'file' };
      return made('transform.csvStringify', config, member(own, 'file'));
    }
    case 'toJson': {
      const value = p.mode === 'each' ? json : list;
      return made('transform.jsonStringify', { value: whole(value), as: 'file' }, member(own, 'file'));
    }
    case 'toText':
      return made('files.store', { content: whole(source) }, own);
    case 'toBinary': {
      const type = text(at(p, 'options', 'mimeType'));
      const kind: JsonObject = type === '' ? {} : { type: templateOf(type, names) };
      return made('files.store', { from: 'base64', content: whole(source), ...kind }, own);
    }
    default:
      return cannot(`Fazer um arquivo “${operation}”`, `Making a “${operation}” file`);
  }
}

const takesAll = new Set(['csv', 'toJson']);
const toFile: Pick<ServiceMapping, 'takes' | 'make'> = {
  takes: ({ parameters: p, type }) =>
    type.endsWith('.spreadsheetFile') || (takesAll.has(text(p.operation, 'csv')) && p.mode !== 'each')
      ? 'list'
      : 'item',
  make: convert,
};

/** XML in a field, read; or an item, written as XML. */
function xml(step: Step): Made {
  const { p, json, own } = step;
  const field = text(p.dataPropertyName, 'data') || 'data';
  if (text(p.mode, 'xmlToJson') === 'jsonToxml') {
    has(step, 'transform.xmlStringify');
    const outputs = [{ port: 'out', code: record({ [field]: member(own, 'text') }) }];
    return { type: 'transform.xmlStringify', config: { value: whole(json) }, outputs };
  }
  has(step, 'transform.xmlParse');
  step.approximated(
    'Atributos têm nomes com @, e tudo é texto',
    'Attributes have names with @, and everything is text',
  );
  const outputs = [{ port: 'out', code: member(own, 'value') }];
  return { type: 'transform.xmlParse', config: { input: whole(pathOf(json, field)) }, outputs };
}

/** The entries of a feed: fetched as text, then read. */
function feed(step: Step): Made {
  const url = templateOf(text(step.p.url), step.names);
  if (url === '') return cannot('Sem endereço', 'Without an address');
  has(step, 'transform.xmlParse');
  step.approximated('Os campos são os do próprio feed, em texto', 'The fields are the feed’s own, as texts');
  const body = member(step.own, 'body');
  return {
    type: 'http.request',
    config: { method: 'GET', url, response: 'text' },
    then: (read) => {
      const value = member(read, 'value');
      const rss = member(member(member(value, 'rss'), 'channel'), 'item');
      const entries = `${rss.text} ?? ${member(member(value, 'feed'), 'entry').text} ?? []`;
      return {
        type: 'transform.xmlParse',
        config: { input: whole(body), lists: ['item', 'entry'] },
        outputs: [{ port: 'out', many: true, code: code(`(${entries})`, 'any', { sure: true }) }],
      };
    },
  };
}

/** Nodes that read and write files. */
export const FILES: ServiceMappings = {
  extractFromFile: { action: 'transform.csvParse', takes: 'item', make: extract },
  convertToFile: { action: 'files.store', ...toFile },
  spreadsheetFile: {
    action: 'transform.csvParse',
    takes: ({ parameters }) => (parameters.operation === 'toFile' ? 'list' : 'item'),
    make: (step) => (step.p.operation === 'toFile' ? convert(step) : extract(step)),
  },
  xml: { action: 'transform.xmlParse', takes: 'item', make: xml },
  rssFeedRead: { action: 'http.request', takes: 'item', make: feed },
};
