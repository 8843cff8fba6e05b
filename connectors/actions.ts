import type { NodeType } from '#flow/node-type.ts';
import { type Action, toNodeType } from './action.ts';
import { aiClassify } from './ai/classify.ts';
import { aiEmbed } from './ai/embed.ts';
import { aiExtract } from './ai/extract.ts';
import { aiGenerate } from './ai/generate.ts';
import { billingApplyPending } from './billing/apply-pending.ts';
import { billingCarryOut } from './billing/carry-out.ts';
import { billingDowngrade } from './billing/downgrade.ts';
import { billingEnter } from './billing/enter.ts';
import { billingLook } from './billing/look.ts';
import { billingRenew } from './billing/renew.ts';
import { billingRetry } from './billing/retry.ts';
import { billingSetAccess } from './billing/set-access.ts';
import { billingSettle } from './billing/settle.ts';
import { billingSync } from './billing/sync.ts';
import { billingTell } from './billing/tell.ts';
import { code } from './code/code.ts';
import { cryptoSign } from './crypto/sign.ts';
import { cryptoToken } from './crypto/token.ts';
import { cryptoVerify } from './crypto/verify.ts';
import { dataDelete } from './data/delete.ts';
import { dataGet } from './data/get.ts';
import { dataInsert } from './data/insert.ts';
import { dataQuery } from './data/query.ts';
import { dataUpdate } from './data/update.ts';
import { dataUpsert } from './data/upsert.ts';
import { emailSend } from './email/send.ts';
import { filesFetch } from './files/fetch.ts';
import { filesLink } from './files/link.ts';
import { filesStore } from './files/store.ts';
import { httpRequest } from './http/request.ts';
import { messageSend } from './message/send.ts';
import { notifyInApp } from './notify/in-app.ts';
import { notifyPush } from './notify/push.ts';
import { pdfRender } from './pdf/render.ts';
import { privacyConsent } from './privacy/consent.ts';
import { privacyRecord } from './privacy/record.ts';
import { storeAdd } from './store/add.ts';
import { storeGet } from './store/get.ts';
import { storeOnce } from './store/once.ts';
import { storePut } from './store/put.ts';
import { telegramAnswerCallback } from './telegram/answer-callback.ts';
import { telegramDeleteMessage } from './telegram/delete-message.ts';
import { telegramEditMessage } from './telegram/edit-message.ts';
import { telegramGetFile } from './telegram/get-file.ts';
import { telegramSendMedia } from './telegram/send-media.ts';
import { telegramSendMessage } from './telegram/send-message.ts';
import { transformCsvParse } from './transform/csv-parse.ts';
import { transformCsvStringify } from './transform/csv-stringify.ts';
import { transformJsonParse } from './transform/json-parse.ts';
import { transformJsonStringify } from './transform/json-stringify.ts';
import { transformText } from './transform/text.ts';
import { transformXmlParse } from './transform/xml-parse.ts';
import { transformXmlStringify } from './transform/xml-stringify.ts';

/** Every action that workers run. A list by hand: what is not here does not exist. */
export const actions: readonly Action[] = [
  aiClassify,
  aiEmbed,
  aiExtract,
  aiGenerate,
  billingApplyPending,
  billingCarryOut,
  billingDowngrade,
  billingEnter,
  billingLook,
  billingRenew,
  billingRetry,
  billingSetAccess,
  billingSettle,
  billingSync,
  billingTell,
  code,
  cryptoSign,
  cryptoToken,
  cryptoVerify,
  dataDelete,
  dataGet,
  dataInsert,
  dataQuery,
  dataUpdate,
  dataUpsert,
  emailSend,
  filesFetch,
  filesLink,
  filesStore,
  httpRequest,
  messageSend,
  notifyInApp,
  notifyPush,
  pdfRender,
  privacyConsent,
  privacyRecord,
  storeAdd,
  storeGet,
  storeOnce,
  storePut,
  telegramAnswerCallback,
  telegramDeleteMessage,
  telegramEditMessage,
  telegramGetFile,
  telegramSendMedia,
  telegramSendMessage,
  transformCsvParse,
  transformCsvStringify,
  transformJsonParse,
  transformJsonStringify,
  transformText,
  transformXmlParse,
  transformXmlStringify,
];

/** The actions by id, as workers look them up; `code` is among them. */
export const actionsById: ReadonlyMap<string, Action> = new Map(actions.map((one) => [one.id, one]));

const catalogueOf = (some: readonly Action[]): Map<string, NodeType> =>
  new Map(some.filter((one) => one.kind !== 'core').map((one) => [one.id, toNodeType(one)]));

/** What the catalogue tells of the connectors' actions. Core types (`code` among them) are declared by `flow/`. */
export const actionCatalogue = (): Map<string, NodeType> => catalogueOf(actions.filter((one) => !one.subject));

/** The same with what only the product's own flows may do. */
export const systemActionCatalogue = (): Map<string, NodeType> => catalogueOf(actions);
