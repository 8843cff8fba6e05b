import type { Command, Context } from '../command.ts';
import { inOrder, type Leg, noteOf, planLeg, publishedKeys } from '../flows/promotion.ts';
import { sayDiff } from '../flows/say-diff.ts';
import { hasErrors, sayProblems } from '../flows/say-problems.ts';
import { type PublishedThere, publishThere, writeThere } from '../flows/write-there.ts';
import { needProject } from '../project/project-file.ts';
import { type Reached, reachNamed } from '../reach.ts';
import { failure } from '../terminal/failure.ts';

/** What stands in the way of a flow; with `force` what somebody works on there does not. */
const isHeld = ({ atWork, problems }: Leg, force: boolean): boolean => (atWork && !force) || hasErrors(problems);

const titleOf = ({ key, version, hash, state, there }: Leg, { say }: Context['terminal']): string => {
  const to = there?.publishedVersion ?? null;
  const words = {
    new: say('novo', 'new'),
    changed: say(`muda v${to}`, `changes v${to}`),
    same: say(`igual à v${to}`, `same as v${to}`),
  };
  return `${key} v${version} (sha256:${hash.slice(0, 16)}): ${words[state]}`;
};

const tellMissing = ({ terminal }: Context, to: Reached, leg: Leg): void => {
  const { out, paint, say } = terminal;
  const { name } = to;
  for (const flow of leg.missingFlows)
    out(
      paint(
        'yellow',
        say(`  ! ${name} não tem o fluxo "${flow}": leve-o junto`, `  ! ${name} has no flow "${flow}": take it along`),
      ),
    );
  for (const setting of leg.missingSettings)
    out(
      paint(
        'yellow',
        say(
          `  ! falta em ${name} a variável tenant.settings.${setting}`,
          `  ! ${name} lacks the variable tenant.settings.${setting}`,
        ),
      ),
    );
  if (leg.atWork)
    out(
      paint(
        'red',
        say(
          `  ! em ${name} há um rascunho que não foi publicado; --force escreve por cima`,
          `  ! ${name} has a draft that was not published; --force writes over it`,
        ),
      ),
    );
};

const tellPlan = (context: Context, from: Reached, to: Reached, legs: readonly Leg[]): void => {
  const { terminal } = context;
  terminal.out(`${from.name} (${from.tenant.slug}) → ${to.name} (${to.tenant.slug})`);
  for (const leg of legs) {
    terminal.out(terminal.paint('bold', titleOf(leg, terminal)));
    if (leg.state === 'same') continue;
    if (leg.published !== null) sayDiff(terminal, leg.published, leg.document);
    tellMissing(context, to, leg);
    sayProblems(terminal, { place: `  ${leg.key}`, text: null }, leg.problems);
  }
};

interface Outcome {
  flow: string;
  from: number;
  hash: string;
  state: 'promoted' | 'same' | 'failed' | 'not begun';
  version: number | null;
}

const walk = async (context: Context, from: Reached, to: Reached, leg: Leg): Promise<PublishedThere> => {
  const openRuns = context.said.oneOf('open-runs', ['keep', 'cancel', 'restart'], 'keep');
  const written = await writeThere(to, leg.key, leg.document, leg.there);
  const answer = await publishThere(to, written, { note: noteOf(from, leg, context.said.text('note')), openRuns });
  if (!('problems' in answer)) return answer;
  sayProblems(context.terminal, { place: leg.key, text: null }, answer.problems);
  throw failure(
    'problems',
    'flow_has_problems',
    `${leg.key} tem erros em ${to.name}.`,
    `${leg.key} has errors in ${to.name}.`,
  );
};

/** One after another; the first that fails ends it, and the rest is told as not begun: the same command goes on from there. */
const carryOut = async (context: Context, from: Reached, to: Reached, legs: readonly Leg[]): Promise<void> => {
  const { terminal } = context;
  const done: Outcome[] = legs.map(({ key, version, hash, state, there }) => ({
    ...{ flow: key, from: version, hash },
    state: state === 'same' ? 'same' : 'not begun',
    version: state === 'same' ? (there?.publishedVersion ?? null) : null,
  }));
  try {
    for (const [i, leg] of legs.entries()) {
      const outcome = done[i];
      if (!outcome || leg.state === 'same') continue;
      outcome.state = 'failed';
      outcome.version = (await walk(context, from, to, leg)).version;
      outcome.state = 'promoted';
    }
  } finally {
    const words: Record<Outcome['state'], string> = {
      promoted: terminal.paint('green', terminal.say('promovido', 'promoted')),
      same: terminal.say('igual', 'same'),
      failed: terminal.paint('red', terminal.say('falhou', 'failed')),
      'not begun': terminal.say('não começado', 'not begun'),
    };
    for (const { flow, state, version } of done)
      terminal.out(`${words[state]} ${flow}${version === null ? '' : ` v${version} → ${to.name}`}`);
    terminal.json(done);
  }
};

export const promote: Command = {
  name: 'promote',
  usage: '--from staging --to production [flow…]',
  summary: {
    pt: 'Levar versões publicadas de um ambiente a outro',
    en: 'Take published versions of one environment to another',
  },
  options: {
    ...{
      from: { type: 'string' },
      to: { type: 'string' },
      yes: { type: 'boolean', short: 'y' },
      'dry-run': { type: 'boolean' },
    },
    ...{ force: { type: 'boolean' }, note: { type: 'string' }, 'open-runs': { type: 'string' } },
  },
  help: {
    from: { pt: 'de onde', en: 'from where' },
    to: { pt: 'para onde', en: 'to where' },
    yes: { pt: 'sem perguntar', en: 'without asking' },
    'dry-run': { pt: 'só mostra o plano', en: 'only shows the plan' },
    force: { pt: 'mesmo sobre rascunhos de outra pessoa', en: 'even over drafts of somebody else' },
    note: { pt: 'junto de onde a versão veio', en: 'beside where the version came from' },
    'open-runs': { pt: 'keep, cancel ou restart', en: 'keep, cancel or restart' },
  },
  run: async (context) => {
    const { said, terminal } = context;
    const project = needProject(context.cwd);
    const [fromName, toName] = [said.needed('from'), said.needed('to')];
    if (fromName === toName)
      throw failure('usage', 'same_environment', '--from e --to são o mesmo.', '--from and --to are the same.');
    const [from, to] = [await reachNamed(context, project, fromName), await reachNamed(context, project, toName)];
    const keys = said.words.length > 0 ? [...new Set(said.words)] : await publishedKeys(from);
    const along = new Set(keys);
    const legs: Leg[] = [];
    for (const key of keys) legs.push(await planLeg(from, to, key, along));
    const ordered = inOrder(legs);
    tellPlan(context, from, to, ordered);
    const held = ordered.filter((leg) => leg.state !== 'same' && isHeld(leg, said.flag('force')));
    const open = ordered.filter(({ state }) => state !== 'same');
    if (said.flag('dry-run'))
      terminal.json(
        ordered.map(({ document: _document, published: _published, there, ...leg }) => ({
          ...leg,
          to: there?.publishedVersion ?? null,
        })),
      );
    if (held.length > 0) {
      const names = held.map(({ key }) => key).join(', ');
      const isWrong = held.some(({ problems }) => hasErrors(problems));
      throw failure(
        isWrong ? 'problems' : 'conflict',
        'held',
        `Nada foi levado, por causa de: ${names}.`,
        `Nothing was taken, because of: ${names}.`,
      );
    }
    if (said.flag('dry-run')) return;
    if (open.length === 0) terminal.note(terminal.say('Nada a levar.', 'Nothing to take.'));
    const question = terminal.say(
      `Levar ${open.length} fluxo(s) a ${toName}?`,
      `Take ${open.length} flow(s) to ${toName}?`,
    );
    if (open.length > 0 && !(await terminal.confirm(question, said.flag('yes'))))
      throw failure('failed', 'not_confirmed', 'Nada foi feito.', 'Nothing was done.');
    await carryOut(context, from, to, ordered);
  },
};
