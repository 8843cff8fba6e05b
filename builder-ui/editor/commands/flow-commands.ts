import { navigate } from '../../router.ts';
import { focusInspector } from './canvas-focus.ts';
import type { Command } from './command.ts';
import { type Here, selectedOne } from './editor-here.ts';

const doing = (here: Here): Command[] => [
  {
    id: 'flow.publish',
    title: { pt: 'Publicar', en: 'Publish' },
    words: 'colocar no ar ativar deploy activate',
    keys: ['Shift+P'],
    icon: 'rocket',
    group: 'flow',
    edits: true,
    run: () => here().openDialog('publish'),
  },
  {
    id: 'flow.save',
    title: { pt: 'Salvar agora', en: 'Save now' },
    words: 'guardar',
    keys: ['Mod+S'],
    keysIn: 'anywhere',
    icon: 'check',
    group: 'flow',
    edits: true,
    run: () => void here().flush(),
  },
];

const seeing = (here: Here): Command[] => [
  {
    id: 'flow.versions',
    title: { pt: 'Versões', en: 'Versions' },
    words: 'histórico restaurar history restore rollback',
    icon: 'list',
    group: 'flow',
    run: () => here().openDialog('versions'),
  },
  {
    id: 'flow.json',
    title: { pt: 'Ver e editar como JSON', en: 'See and edit as JSON' },
    words: 'importar exportar import export texto',
    icon: 'braces',
    group: 'flow',
    run: () => here().openDialog('json'),
  },
  {
    id: 'flow.code',
    title: { pt: 'Ver como código TypeScript', en: 'See as TypeScript code' },
    words: 'exportar temporal export',
    icon: 'code',
    group: 'flow',
    run: () => here().openDialog('code'),
  },
  {
    id: 'flow.runs',
    title: { pt: 'Execuções deste fluxo', en: 'Runs of this flow' },
    words: 'histórico executions history',
    icon: 'history',
    group: 'flow',
    run: () => navigate(`/runs?flow=${here().flowId}`),
  },
  {
    id: 'edit.open',
    title: { pt: 'Preencher o passo escolhido', en: 'Fill in the selected step' },
    words: 'abrir detalhes configurar open configure',
    keys: ['Enter'],
    keysIn: 'canvas',
    icon: 'settings',
    group: 'edit',
    when: () => selectedOne(here()) !== undefined,
    run: () => {
      here().setPanel('inspector', true);
      focusInspector();
    },
  },
];

/** What is done with the flow as a whole. */
export const flowCommands = (here: Here): readonly Command[] => [...doing(here), ...seeing(here)];
