import type { Suggestion } from '../document/suggest.ts';

interface SuggestionListProps {
  id: string;
  items: Suggestion[];
  chosen: number;
  onChoose: (one: Suggestion) => void;
}

export const optionId = (list: string, n: number): string => `${list}-${n}`;

/** What continues the text that is being written; the keys belong to the input above. */
export const SuggestionList = ({ id, items, chosen, onChoose }: SuggestionListProps) => (
  <div className="suggestions" role="listbox" id={id}>
    {items.map((one, n) => (
      <button
        key={one.insert}
        id={optionId(id, n)}
        type="button"
        role="option"
        tabIndex={-1}
        aria-selected={n === chosen}
        onMouseDown={(event) => {
          event.preventDefault();
          onChoose(one);
        }}
      >
        <span className="mono">{one.insert}</span>
        <small>{one.detail}</small>
      </button>
    ))}
  </div>
);
