import type { ReadableName } from '../document/readable-names.ts';

interface SuggestionsProps {
  names: ReadableName[];
  chosen: number;
  onChoose: (name: ReadableName) => void;
}

/** The names that continue what is being written; the keys belong to the input above. */
export const Suggestions = ({ names, chosen, onChoose }: SuggestionsProps) => (
  <div className="suggestions" role="listbox">
    {names.map((name, n) => (
      <button
        key={name.path}
        type="button"
        role="option"
        aria-selected={n === chosen}
        onMouseDown={(event) => {
          event.preventDefault();
          onChoose(name);
        }}
      >
        <span className="mono">{name.path}</span>
        <small>{name.type}</small>
      </button>
    ))}
  </div>
);
