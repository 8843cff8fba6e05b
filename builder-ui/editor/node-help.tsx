import { Collapse } from '@mantine/core';
import { useState } from 'react';
import type { FlowNode } from '#flow/document.ts';
import { inLocale } from '#flow/json.ts';
import type { NodeType } from '#flow/node-type.ts';
import { exampleOf } from '../document/example.ts';
import { portsOf } from '../document/ports.ts';
import { durationInWords } from '../document/summary.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { useInspectorTexts } from './inspector-texts.ts';

const DEFAULT_TIMEOUT = 'PT30S';
const MOST_OUTPUT = 900;

/** What the type does, in a line; behind it what it gives, where it leads and what can go wrong. */
export const NodeHelp = ({ type, node }: { type: NodeType; node: FlowNode }) => {
  const locale = useLocale();
  const t = useInspectorTexts();
  const [open, setOpen] = useState(false);
  return (
    <section className="node-help">
      <p className="inspector-help">
        {inLocale(type.description, locale)}{' '}
        <button type="button" className="text-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t.lessHelp : t.moreHelp}
        </button>
      </p>
      <Collapse expanded={open} transitionDuration={120}>
        {open && <Details type={type} node={node} />}
      </Collapse>
    </section>
  );
};

const Details = ({ type, node }: { type: NodeType; node: FlowNode }) => {
  const locale = useLocale();
  const t = useInspectorTexts();
  const output = type.example ?? (type.output ? exampleOf(type.output) : undefined);
  const text = output === undefined ? '' : JSON.stringify(output, null, 2);
  const ports = portsOf(node, type);
  const isAction = type.kind === 'action' || type.type === 'code';
  const word = (port: string) => (Object.hasOwn(t.ports, port) ? t.ports[port as keyof typeof t.ports] : undefined);
  return (
    <dl className="help-card">
      {ports.length > 0 && (
        <>
          <dt>{t.leads}</dt>
          <dd>
            {ports.map((port) => (
              <p key={port}>
                <code>{port}</code> {word(port) ?? ''}
              </p>
            ))}
          </dd>
        </>
      )}
      {isAction && (
        <>
          <dt>{t.fails}</dt>
          <dd>
            <p>{t.failsHow(durationInWords(node.timeout ?? type.timeout ?? DEFAULT_TIMEOUT, locale))}</p>
            <p>{t.effects[type.effect]}</p>
          </dd>
        </>
      )}
      {text !== '' && (
        <>
          <dt>
            {t.gives} <code>steps.{node.id}</code>
          </dt>
          <dd>
            <pre>{text.length > MOST_OUTPUT ? `${text.slice(0, MOST_OUTPUT)}…` : text}</pre>
          </dd>
        </>
      )}
      <dd className="help-type">
        <Icon name={type.icon} size={13} /> <code>{type.type}</code>
      </dd>
    </dl>
  );
};
