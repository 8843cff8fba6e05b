import { action } from './kinds/action.ts';
import { approval } from './kinds/approval.ts';
import { ask } from './kinds/ask.ts';
import { branch, choice } from './kinds/branch.ts';
import { assign, fail, respond, set, stop } from './kinds/data.ts';
import { forEach } from './kinds/for-each.ts';
import { scope } from './kinds/scope.ts';
import { subflow } from './kinds/subflow.ts';
import { wait } from './kinds/wait.ts';
import { waitForEvent } from './kinds/wait-for-event.ts';
import { breakOut, goOn, loop } from './kinds/while.ts';
import type { NodeKind } from './run.ts';

/** What each core node type does; `action` stands for everything that is carried out outside. */
export const KINDS: Readonly<Record<string, NodeKind>> = {
  action,
  set,
  assign,
  if: branch,
  switch: choice,
  wait,
  waitForEvent,
  approval,
  ask,
  flow: subflow,
  respond,
  stop,
  fail,
  forEach,
  while: loop,
  scope,
  break: breakOut,
  continue: goOn,
};
