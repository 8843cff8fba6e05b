import { type ReactNode, Suspense, useMemo } from 'react';
import { TRIGGER_ID } from '../document/connect.ts';
import type { EditorStore } from '../editor/editor-store.ts';
import type { BesideField } from '../form/form-context.ts';
import { lazyPart } from '../shell/lazy-part.tsx';
import { useAiHelp } from './use-ai-help.ts';

const WriteWithAi = lazyPart(() => import('./write-with-ai.tsx').then((part) => part.WriteWithAi));

interface Fields {
  store: EditorStore;
  flowId: string;
  /** Whose fields they are; nothing: the flow's own. */
  node: string | undefined;
  readOnly: boolean;
}

/** What stands beside fields that take expressions where there is a model to ask; else nothing. */
export const useWritingHelp = ({ store, flowId, node, readOnly }: Fields): BesideField | undefined => {
  const available = useAiHelp();
  return useMemo(() => {
    if (!available || readOnly) return undefined;
    const about = (pointer: string) => {
      const { document } = store.get();
      const at = document.nodes.findIndex(({ id }) => id === node);
      const prefix = node === TRIGGER_ID ? '/trigger' : node === undefined ? '' : `/nodes/${at}`;
      return { document, pointer: prefix + pointer };
    };
    return (field): ReactNode => (
      <Suspense>
        <WriteWithAi
          flowId={flowId}
          about={() => about(field.pointer)}
          onAccept={(written) => field.onChange(field.bare ? withoutBraces(written) : written)}
        />
      </Suspense>
    );
  }, [available, readOnly, store, flowId, node]);
};

/** A field of one expression shows it without its braces; a text around some becomes a template string. */
const withoutBraces = (written: string): string => {
  const text = written.trim();
  const inner = /^\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text)?.[1];
  if (inner !== undefined) return inner.trim();
  return `\`${text.replaceAll('`', "'").replaceAll(/\{\{\s*(.*?)\s*\}\}/gs, '${$1}')}\``;
};
