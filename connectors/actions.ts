import type { NodeType } from '#flow/node-type.ts';
import { type Action, toNodeType } from './action.ts';
import { code } from './code/code.ts';
import { cryptoSign } from './crypto/sign.ts';
import { cryptoToken } from './crypto/token.ts';
import { cryptoVerify } from './crypto/verify.ts';
import { emailSend } from './email/send.ts';
import { httpRequest } from './http/request.ts';
import { storeAdd } from './store/add.ts';
import { storeGet } from './store/get.ts';
import { storeOnce } from './store/once.ts';
import { storePut } from './store/put.ts';

/** Every action that workers run. A list by hand: what is not here does not exist. */
export const actions: readonly Action[] = [
  code,
  cryptoSign,
  cryptoToken,
  cryptoVerify,
  emailSend,
  httpRequest,
  storeAdd,
  storeGet,
  storeOnce,
  storePut,
];

/** The actions by id, as workers look them up; `code` is among them. */
export const actionsById: ReadonlyMap<string, Action> = new Map(actions.map((one) => [one.id, one]));

/** What the catalogue tells of the connectors' actions. Core types (`code` among them) are declared by `flow/`. */
export const actionCatalogue = (): Map<string, NodeType> =>
  new Map(actions.filter((one) => one.kind !== 'core').map((one) => [one.id, toNodeType(one)]));
