import { Icon } from '../icons/icon.tsx';
import { setSearch } from '../router.ts';
import { useLocale } from '../texts/texts.ts';
import { type FlowWish, foldersOf, tagsOf } from './choose-flows.ts';
import type { ListedFlow } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';

/** Folders and tags, beside the list. There is nothing to show before something was put in order. */
export const FlowSide = ({ flows, wish }: { flows: ListedFlow[]; wish: FlowWish }) => {
  const t = useFlowsTexts();
  const locale = useLocale();
  const folders = foldersOf(flows, locale);
  const tags = tagsOf(flows, locale);
  if (folders.length === 0 && tags.length === 0) return null;
  const loose = flows.filter(({ folder }) => folder === null).length;
  return (
    <nav className="flow-side" aria-label={t.folders}>
      <ul>
        <Entry
          name={t.all}
          count={flows.length}
          here={wish.folder === null && wish.tag === null}
          onChoose={() => setSearch({ folder: null, tag: null })}
        />
        {folders.map(({ path, count }) => (
          <Entry
            key={path}
            icon="folder"
            name={path.split('/').at(-1) ?? path}
            title={path}
            depth={path.split('/').length - 1}
            count={count}
            here={wish.folder === path}
            onChoose={() => setSearch({ folder: path })}
          />
        ))}
        {folders.length > 0 && loose > 0 && (
          <Entry
            name={t.noFolder}
            count={loose}
            here={wish.folder === ''}
            onChoose={() => setSearch({ folder: '' }, { empty: true })}
          />
        )}
      </ul>
      {tags.length > 0 && (
        <>
          <h2>{t.tags}</h2>
          <ul className="flow-tags">
            {tags.map((tag) => (
              <li key={tag}>
                <button
                  type="button"
                  className="flow-tag"
                  aria-pressed={wish.tag === tag}
                  onClick={() => setSearch({ tag: wish.tag === tag ? null : tag })}
                >
                  {tag}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
};

interface EntryProps {
  name: string;
  title?: string;
  icon?: 'folder';
  depth?: number;
  count: number;
  here: boolean;
  onChoose: () => void;
}

const Entry = ({ name, title, icon, depth = 0, count, here, onChoose }: EntryProps) => (
  <li>
    <button
      type="button"
      className="flow-folder"
      title={title}
      aria-current={here || undefined}
      style={{ paddingLeft: 10 + depth * 14 }}
      onClick={onChoose}
    >
      {icon && <Icon name={icon} size={16} />}
      <span>{name}</span>
      <small>{count}</small>
    </button>
  </li>
);
