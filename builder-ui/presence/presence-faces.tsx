import { Tooltip } from '@mantine/core';
import type { Catalogue } from '#flow/node-type.ts';
import { nodeLabel } from '../document/node-label.ts';
import type { EditorStore } from '../editor/editor-store.ts';
import { useLocale } from '../texts/texts.ts';
import { editorColour, initials } from './editor-colour.ts';
import './presence.css';
import type { Editor } from './presence-api.ts';
import { usePresenceTexts } from './presence-texts.ts';

const MOST = 4;

interface PresenceFacesProps {
  editors: readonly Editor[];
  store: EditorStore;
  catalogue: Catalogue;
  onGo: (node: string) => void;
}

/** Who else has the flow open; a click leads to where they are. */
export const PresenceFaces = ({ editors, store, catalogue, onGo }: PresenceFacesProps) => {
  const t = usePresenceTexts();
  const locale = useLocale();
  if (editors.length === 0) return null;
  const label = (id: string): string => {
    const node = store.get().document.nodes.find((one) => one.id === id);
    return node ? nodeLabel(node, catalogue, locale) : id;
  };
  return (
    <ul className="faces" aria-label={t.here(editors.length)}>
      {editors.slice(0, MOST).map(({ client, name, node, you }) => {
        const who = you ? t.you : name;
        const words = node ? t.at(who, label(node)) : who;
        return (
          <li key={client}>
            <Tooltip label={words}>
              <button
                type="button"
                className="face"
                style={{ background: editorColour(name) }}
                aria-label={words}
                data-initials={initials(name)}
                onClick={() => node && onGo(node)}
              />
            </Tooltip>
          </li>
        );
      })}
      {editors.length > MOST && <li className="face face-more">+{editors.length - MOST}</li>}
    </ul>
  );
};
