import type { Run } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { useLocale } from '../texts/texts.ts';
import './runs.css';

const TEXTS = {
  pt: {
    link: 'Mudar o que um passo deu e testar dali',
    help: 'No editor, com os dados desta execução: o que vier antes fica como foi. É um teste do rascunho, e as ações são de verdade.',
  },
  en: {
    link: 'Change what a step gave and test from there',
    help: 'In the editor, with the data of this run: what came before stays as it was. It is a test of the draft, and actions are real.',
  },
};

/** Where data in the middle of a run is changed: a retry takes other data at the start only, a test at any step. */
export const TryInEditor = ({ run, node }: { run: Run; node: string }) => {
  const { link, help } = TEXTS[useLocale() === 'en' ? 'en' : 'pt'];
  return (
    <div className="try-in-editor">
      <Link href={`/flows/${run.flowId}?node=${encodeURIComponent(node)}&try=${run.id}`}>
        <Icon name="play" size={13} /> {link}
      </Link>
      <small>{help}</small>
    </div>
  );
};
