import { member, record } from '../expressions/code.ts';
import { templateOf } from '../expressions/text.ts';
import type { Made, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { text } from './parameters.ts';
import type { ServiceMappings } from './service-mapping.ts';

const ALGORITHMS: Readonly<Record<string, string>> = { MD5: 'md5', SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' };

/** A hash of a text, or an id that nobody has. */
function crypto(step: Step): Made {
  const { p, json, own, names } = step;
  const property = text(p.dataPropertyName, 'data') || 'data';
  const action = text(p.action, 'hash');
  if (action === 'generate' && text(p.encodingType, 'uuid') === 'uuid') {
    const outputs = [{ port: 'out', code: record({ [property]: member(own, 'value') }, json) }];
    return { type: 'set', config: { values: { value: '{{ uuid() }}' } }, outputs };
  }
  const algorithm = ALGORITHMS[text(p.type, 'MD5')];
  if (action === 'hmac')
    return cannot('HMAC: use crypto.sign com uma conexão', 'HMAC: use crypto.sign with a connection');
  if (action !== 'hash' || algorithm === undefined || text(p.encoding, 'hex') !== 'hex' || p.binaryData === true) {
    return cannot(`Criptografia “${action}”`, `Cryptography “${action}”`);
  }
  return {
    type: 'transform.text',
    config: { operation: 'hash', input: templateOf(text(p.value), names), algorithm },
    outputs: [{ port: 'out', code: record({ [property]: member(own, 'text') }, json) }],
  };
}

/** A page with values in it; reading pages apart is not ours. */
function html(step: Step): Made {
  const { p, names, own } = step;
  const operation = text(p.operation, 'generateHtmlTemplate');
  if (operation !== 'generateHtmlTemplate') return cannot(`HTML “${operation}”`, `HTML “${operation}”`);
  const values = { html: templateOf(`=${text(p.html).replace(/^=/, '')}`, names) };
  return { type: 'set', config: { values }, outputs: [{ port: 'out', code: record({ html: member(own, 'html') }) }] };
}

/** Nodes about texts. */
export const TEXTS: ServiceMappings = {
  crypto: { action: 'transform.text', takes: 'item', make: crypto },
  html: { action: 'set', takes: 'item', make: html },
};
