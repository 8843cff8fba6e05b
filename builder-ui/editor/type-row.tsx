import { inLocale } from '#flow/json.ts';
import type { NodeType } from '#flow/node-type.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';

/** A type of step as lists show it; `instead` takes the place of what it does. */
export const TypeRow = ({ type, instead }: { type: NodeType; instead?: string | undefined }) => {
  const locale = useLocale();
  return (
    <>
      <span className="node-tile">
        <Icon name={type.icon} size={17} />
      </span>
      <span className="palette-words">
        <b>{inLocale(type.title, locale)}</b>
        <small>{instead ?? inLocale(type.description, locale)}</small>
      </span>
    </>
  );
};
