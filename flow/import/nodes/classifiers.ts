import type { JsonObject } from '../../json.ts';
import { type Code, member, quoted, record } from '../expressions/code.ts';
import { codeOf, templateOf, whole } from '../expressions/text.ts';
import type { Made, Output, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { modelOf } from './models.ts';
import { at, objects, text } from './parameters.ts';
import type { ServiceMappings } from './service-mapping.ts';

interface Label {
  label: string;
  description?: string;
}

/** A model chooses a label, and a `switch` goes its way. `leaving`: what goes out of each, in their order. */
function classified(step: Step, labels: readonly Label[], more: { instructions?: string; other: boolean }): Made {
  const asked = text(step.p.inputText);
  if (asked === '' || labels.length < 2) return cannot('Sem texto ou rótulos', 'Without a text or labels');
  const { config: model, more: connection } = modelOf(step);
  const names = labels.map(({ label, description }) => (description ? { label, description } : label));
  const config: JsonObject = {
    text: templateOf(asked, step.names),
    labels: names as JsonObject[],
    ...(more.instructions ? { instructions: more.instructions } : {}),
    ...model,
  };
  const chosen = member(step.own, 'label');
  return {
    type: 'ai.classify',
    config,
    more: connection,
    then: () => ({
      type: 'switch',
      config: {
        cases: labels.map(({ label }, i) => ({ port: `case${i}`, when: `{{ ${chosen.text} == ${quoted(label)} }}` })),
      },
      outputs: labels.map((_, i): Output => ({ port: `case${i}`, code: step.json })),
    }),
  };
}

function textClassifier(step: Step): Made {
  const { p } = step;
  const given = objects(at(p, 'categories', 'categories')).map((one): Label => {
    const description = text(one.description).trim();
    return { label: text(one.category).replace(/^=/, '').trim(), ...(description === '' ? {} : { description }) };
  });
  const other = at(p, 'options', 'fallback') === 'other' || given.length < 2;
  const labels = other ? [...given, { label: 'Other', description: 'Nothing of the above' }] : given;
  return classified(step, labels, { other });
}

function sentiment(step: Step): Made {
  const given = text(at(step.p, 'options', 'categories'), 'Positive, Neutral, Negative').split(',');
  const labels = given.map((one): Label => ({ label: one.trim() })).filter(({ label }) => label !== '');
  const made = classified(step, labels, { instructions: 'Choose the sentiment of the text.', other: false });
  const category = record({ category: member(step.own, 'label'), strength: member(step.own, 'confidence') });
  const item: Code = record({ sentimentAnalysis: category }, step.json);
  return {
    ...made,
    then: (own) => {
      const next = made.then?.(own) ?? cannot('Sem rótulos', 'Without labels');
      return { ...next, outputs: (next.outputs ?? []).map((one) => ({ ...one, code: item })) };
    },
  };
}

/** What came, put in few words. */
function summarized(step: Step): Made {
  const { p, own, names, json } = step;
  if (text(p.operationMode, 'nodeInputJson') !== 'nodeInputJson') {
    return cannot('Resumir um arquivo ou um carregador de documentos', 'Summing up a file or a document loader');
  }
  const { config, more } = modelOf(step);
  const asked = text(
    at(p, 'options', 'summarizationMethodAndPrompts', 'values', 'prompt') ??
      at(p, 'options', 'summarizationMethodAndPrompts', 'values', 'combineMapPrompt'),
    'Write a concise summary of the following:\n\n"{text}"\n\nCONCISE SUMMARY:',
  );
  const prompt = asked
    .split('{text}')
    .map((part) => (part.startsWith('=') ? templateOf(part, names) : part.replaceAll('{{', '\\{{')))
    .join(whole(codeOf('={{ JSON.stringify($json) }}', { ...names, json })));
  const said = member(own, 'text');
  const outputs = [{ port: 'out', code: record({ response: record({ text: said }), output: record({ text: said }) }) }];
  return { type: 'ai.generate', config: { prompt, ...config }, more, outputs };
}

/** Nodes that ask a model for one thing of a text. */
export const CLASSIFIERS: ServiceMappings = {
  textClassifier: { action: 'ai.classify', takes: 'item', make: textClassifier },
  sentimentAnalysis: { action: 'ai.classify', takes: 'item', make: sentiment },
  chainSummarization: { action: 'ai.generate', takes: 'item', make: summarized },
};
