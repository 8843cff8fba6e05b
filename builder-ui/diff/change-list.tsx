import type { FlowDocument, FlowEdge } from '#flow/document.ts';
import { inLocale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { nodeLabel } from '../document/node-label.ts';
import type { Change } from '../document/patch.ts';
import { parsePort } from '../document/ports.ts';
import { triggerType } from '../document/trigger-type.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { SIGNS } from './diff-marks.ts';
import { useDiffTexts } from './diff-texts.ts';
import { type DiffState, type DiffView, fieldsOf, isSame, type NodeDiff } from './diff-view.ts';
import { fieldName, type Words } from './field-name.ts';
import { ValueDiff } from './value-diff.tsx';

interface ChangeListProps {
  view: DiffView;
  catalogue: Catalogue;
  selected: string | null;
  /** Shows it on the canvas; left out where there is none. */
  onSelect?: (id: string) => void;
}

export const Sign = ({ state }: { state: DiffState }) => {
  const t = useDiffTexts();
  return (
    <span className="diff-sign" data-state={state} role="img" aria-label={t.states[state]}>
      {SIGNS[state]}
    </span>
  );
};

/** The differences in words, one step after another, with before and after of each field. */
export const ChangeList = ({ view, catalogue, selected, onSelect }: ChangeListProps) => {
  const t = useDiffTexts();
  const words: Words = { t, locale: useLocale(), catalogue };
  const names = namesOf(view.union, words);
  if (isSame(view))
    return (
      <div className="diff-same">
        <Icon name="check" />
        <strong>{t.same}</strong>
        <span>
          {view.moved > 0 ? t.onlyMoved(view.moved) : view.board > 0 ? t.boardChanged(view.board) : t.sameHelp}
        </span>
      </div>
    );
  const known = new Set(view.nodes.map(({ id }) => id));
  const loose = view.edges.filter(({ edge }) => !known.has(edge.to) && !known.has(parsePort(edge.from).node));
  return (
    <ol className="diff-list" aria-label={t.list}>
      {view.nodes.map((diff) => (
        <NodeChanges
          key={diff.id}
          diff={diff}
          {...{ names, words, onSelect }}
          selected={selected === diff.id}
          union={view.union}
        />
      ))}
      {loose.length > 0 && (
        <li className="diff-item">
          <strong className="diff-head">{t.wires}</strong>
          <Wires wires={loose} names={names} />
        </li>
      )}
      {view.flow.length > 0 && (
        <li className="diff-item">
          <strong className="diff-head">{t.flow}</strong>
          <Fields changes={view.flow} type="" words={words} />
        </li>
      )}
      {view.board > 0 && <li className="diff-item diff-quiet">{t.boardChanged(view.board)}</li>}
    </ol>
  );
};

type Names = (id: string) => string;

const namesOf = (document: FlowDocument, { t, locale, catalogue }: Words): Names => {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  return (id) => {
    if (id === 'trigger') {
      const type = triggerType(document.trigger.type);
      return type ? inLocale(type.title, locale) : t.start;
    }
    const node = nodes.get(id);
    return node ? nodeLabel(node, catalogue, locale) : id;
  };
};

interface NodeChangesProps {
  diff: NodeDiff;
  union: FlowDocument;
  names: Names;
  words: Words;
  selected: boolean;
  onSelect: ((id: string) => void) | undefined;
}

const NodeChanges = ({ diff, union, names, words, selected, onSelect }: NodeChangesProps) => {
  const head = (
    <>
      <Sign state={diff.state} />
      <span>{names(diff.id)}</span>
    </>
  );
  return (
    <li className="diff-item" data-state={diff.state} data-selected={selected}>
      {onSelect ? (
        <button type="button" className="diff-head" onClick={() => onSelect(diff.id)}>
          {head}
        </button>
      ) : (
        <strong className="diff-head">{head}</strong>
      )}
      <Fields changes={diff.fields} type={diff.node?.type ?? union.trigger.type} words={words} />
      {diff.state === 'changed' && <Wires wires={diff.wires} names={names} />}
    </li>
  );
};

const Fields = ({ changes, type, words }: { changes: readonly Change[]; type: string; words: Words }) => (
  <dl className="diff-fields">
    {changes.flatMap(fieldsOf).map((change) => (
      <div key={change.path.join('/')}>
        <dt>{fieldName(change.path, type, words)}</dt>
        <dd>
          <ValueDiff from={change.from} to={change.to} />
        </dd>
      </div>
    ))}
  </dl>
);

const portName = ({ from }: FlowEdge): string => {
  const { port } = parsePort(from);
  return port === 'out' ? '' : ` (${port})`;
};

const Wires = ({ wires, names }: { wires: NodeDiff['wires']; names: Names }) => {
  const t = useDiffTexts();
  return (
    <ul className="diff-wires">
      {wires.map(({ edge, state }) => {
        const from = names(parsePort(edge.from).node) + portName(edge);
        return (
          <li key={`${edge.from}>${edge.to}${state}`}>
            {state === 'added' ? t.wireAdded(from, names(edge.to)) : t.wireRemoved(from, names(edge.to))}
          </li>
        );
      })}
    </ul>
  );
};
