import { TRIGGER_ID } from '../document/connect.ts';
import type { Command } from '../editor/commands/command.ts';
import type { EditorStore } from '../editor/editor-store.ts';
import { mayPin, type TestingActions } from './testing-actions.ts';
import type { TestingStore } from './testing-store.ts';

const inDialog = (): boolean => document.querySelector('[role="dialog"]') !== null;

/** What is selected, where it is one step. */
const selectedStep = (store: EditorStore): string | undefined => {
  const { nodes } = store.get();
  const [id] = nodes;
  return nodes.size === 1 && id !== TRIGGER_ID ? id : undefined;
};

type StepCommand = Omit<Command, 'group' | 'run'> & { act: (id: string) => void };

/** Of the step that is selected; done only while there is one. */
const onStep =
  (store: EditorStore) =>
  ({ act, ...rest }: StepCommand): Command => ({
    when: () => selectedStep(store) !== undefined && !inDialog(),
    ...rest,
    group: 'test',
    run: () => {
      const id = selectedStep(store);
      if (id !== undefined) act(id);
    },
  });

const runCommands = (store: EditorStore, testing: TestingStore, actions: TestingActions): Command[] => {
  const step = onStep(store);
  return [
    step({
      id: 'test.runUntil',
      title: { pt: 'Executar até aqui', en: 'Run up to here' },
      words: 'testar até este passo test until step',
      keys: ['Alt+Enter'],
      keysIn: 'page',
      icon: 'player-skip-forward',
      act: actions.until,
    }),
    step({
      id: 'test.step',
      title: { pt: 'Executar só este passo', en: 'Run only this step' },
      words: 'testar passo sozinho test single step alone',
      keys: ['Alt+Shift+Enter'],
      keysIn: 'page',
      icon: 'play',
      act: (id) => actions.only(id),
    }),
    step({
      id: 'test.again',
      title: { pt: 'Executar de novo a partir daqui', en: 'Run again from here' },
      words: 'repetir retry rerun restante',
      icon: 'refresh',
      when: () => selectedStep(store) !== undefined && testing.get().results !== null,
      act: (id) => actions.again(id),
    }),
  ];
};

const pinCommands = (store: EditorStore, testing: TestingStore, actions: TestingActions): Command[] => {
  const step = onStep(store);
  const isPinned = (): boolean => Object.hasOwn(store.get().board.pins ?? {}, selectedStep(store) ?? '');
  const mayPinOne = (): boolean => !inDialog() && mayPin(store, selectedStep(store));
  return [
    step({
      id: 'test.pin',
      title: { pt: 'Fixar a saída', en: 'Pin the output' },
      words: 'congelar resposta freeze mock',
      keys: ['Shift+F'],
      keysIn: 'page',
      icon: 'pin',
      edits: true,
      when: () => mayPinOne() && !isPinned(),
      act: actions.pinLast,
    }),
    step({
      id: 'test.unpin',
      title: { pt: 'Soltar a saída fixada', en: 'Unpin the output' },
      words: 'pin fixar resposta',
      keys: ['Shift+F'],
      keysIn: 'page',
      icon: 'pin',
      edits: true,
      when: () => mayPinOne() && isPinned(),
      act: actions.unpin,
    }),
    step({
      id: 'test.mock',
      title: { pt: 'Simular a resposta do passo', en: 'Mock the step' },
      words: 'mock erro porta saída error port output fixar editar',
      icon: 'braces',
      edits: true,
      when: mayPinOne,
      act: (id) => testing.set({ open: true, tab: 'test', pinning: id }),
    }),
  ];
};

/** What begins a run. */
const startCommands = (store: EditorStore, testing: TestingStore, actions: TestingActions): Command[] => [
  {
    id: 'test.run',
    title: { pt: 'Testar o fluxo', en: 'Test the flow' },
    words: 'rodar executar rascunho run execute draft',
    keys: ['Mod+Enter'],
    keysIn: 'anywhere',
    icon: 'play',
    group: 'test',
    when: () => !inDialog(),
    run: actions.testOrOpen,
  },
  ...runCommands(store, testing, actions),
];

/** What can be tried, of the whole flow and of the step that is selected; the simulator is everybody's. */
export const testingCommands = (
  store: EditorStore,
  testing: TestingStore,
  actions: TestingActions,
  may: { run: boolean; edit: boolean },
): Command[] => [
  ...(may.run ? startCommands(store, testing, actions) : []),
  ...(may.edit ? pinCommands(store, testing, actions) : []),
  {
    id: 'test.unpinAll',
    title: { pt: 'Soltar todas as saídas fixadas', en: 'Unpin every output' },
    words: 'pins limpar clear',
    icon: 'pin',
    group: 'test',
    edits: true,
    when: () => Object.keys(store.get().board.pins ?? {}).length > 0,
    run: actions.unpinAll,
  },
  {
    id: 'test.panel',
    title: { pt: 'Painel de testes', en: 'Test panel' },
    words: 'resultados evento exemplo dados results event sample data',
    keys: ['Shift+E'],
    keysIn: 'page',
    icon: 'panel',
    group: 'test',
    run: () => testing.set({ open: !testing.get().open }),
  },
  {
    id: 'test.simulate',
    title: { pt: 'Simular passo a passo', en: 'Step through in the simulator' },
    words: 'simulador depurar debug tempo simulator time',
    keys: ['Shift+D'],
    keysIn: 'page',
    icon: 'history',
    group: 'test',
    run: () => testing.set({ open: true, tab: 'simulator' }),
  },
  {
    id: 'test.clear',
    title: { pt: 'Limpar os resultados do teste', en: 'Clear the test results' },
    words: 'apagar estado canvas',
    icon: 'x',
    group: 'test',
    when: () => testing.get().results !== null,
    run: actions.clear,
  },
];
