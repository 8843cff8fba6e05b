import { inLocale } from '#flow/json.ts';
import { KeyCaps } from '../../editor/commands/key-caps.tsx';
import { allCommands, canRun } from '../../editor/commands/registry.ts';
import { useLocale } from '../../texts/texts.ts';
import './chord-hint.css';

/** How a chord can go on, while its second key is waited for. */
export const ChordHint = ({ chord }: { chord: string }) => {
  const locale = useLocale();
  const going = allCommands().flatMap((command) => {
    const keys = command.keys?.find((one) => one.startsWith(`${chord} `));
    return keys !== undefined && canRun(command) ? [{ command, key: keys.slice(chord.length + 1) }] : [];
  });
  return (
    <div className="chord-hint" role="status">
      <KeyCaps keys={chord} />
      <ul>
        {going.map(({ command, key }) => (
          <li key={command.id}>
            <KeyCaps keys={key} />
            <span>{inLocale(command.title, locale)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};
