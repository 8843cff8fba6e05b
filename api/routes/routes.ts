import type { Route } from '#api/frame/route.ts';
import { createApiKey, getApiKey, listApiKeys, listScopes, revokeApiKey } from './account/api-keys.ts';
import { changeApiKey, endPreviousSecret, rotateApiKey } from './account/change-api-key.ts';
import { endMySession, endOtherSessions, getMySignIn, listMySessions } from './account/my-sessions.ts';
import { getMe, signIn, signInByLink, signInOptions, signOut } from './account/session.ts';
import { askSignUp, confirmSignUp, lookAtSignUp } from './account/sign-up.ts';
import { adminRoutes } from './admin/admin-routes.ts';
import { adminBillingRoutes } from './admin/billing/routes.ts';
import { draftWithAi, explainWithAi, mendWithAi, writeWithAi } from './ai/help.ts';
import { getAiHelp, getAiHelpValues, setAiHelp, testAiHelp } from './ai/help-settings.ts';
import { getAiUsage, setAiBudget } from './ai/usage.ts';
import { decideApproval, getApproval, listApprovals } from './approvals/approvals.ts';
import { exportAuditEntries, listAudit, listAuditActors, verifyAuditChain } from './audit/audit.ts';
import {
  getAuditSchedule,
  removeAuditSchedule,
  runAuditSchedule,
  setAuditSchedule,
  tryAuditSchedule,
} from './audit/export-schedule.ts';
import { getCall, getCallUsage, listCalls, replayCall } from './calls/calls.ts';
import { listNodeTypes, testNodeType } from './catalogue/node-types.ts';
import {
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  listOauthProviders,
  signInToConnection,
  testConnection,
  updateConnection,
} from './connections/connections.ts';
import { getConversation, listConversationMessages, listConversations } from './conversations/conversations.ts';
import { exportTable, importTable } from './data-tables/csv.ts';
import { createRows, deleteRow, deleteRows, getRow, listRows, updateRow } from './data-tables/rows.ts';
import { createTable, deleteTable, getTable, listTables, updateTable } from './data-tables/tables.ts';
import { discardDeadLetter, getDeadLetter, listDeadLetters, replayDeadLetter } from './dead-letters/dead-letters.ts';
import { listEvents } from './events/list-events.ts';
import { publishEvent, sendToRun } from './events/publish-event.ts';
import { readFile } from './files/read-file.ts';
import { uploadFile } from './files/upload-file.ts';
import {
  archiveFlow,
  createFlow,
  getFlow,
  listFlows,
  restoreFlow,
  saveDraft,
  validateFlow,
} from './flows/edit-flow.ts';
import { flowCode } from './flows/flow-code.ts';
import { diffVersions, getVersion, listVersions, publishFlow, rollbackFlow } from './flows/flow-versions.ts';
import { importFlow } from './flows/import-flow.ts';
import { getListening } from './flows/listening.ts';
import { beThere } from './flows/presence.ts';
import { getSchedule, pauseSchedule, resumeSchedule } from './flows/schedule.ts';
import { sortFlow } from './flows/sort-flow.ts';
import { streamFlow } from './flows/stream-flow.ts';
import { graphql } from './graphql/graphql.ts';
import { getCounts, getFlowActivity, getHome } from './home/home.ts';
import { licenceRoutes } from './licences/licences.ts';
import { listNotifications, markAllNotificationsRead, markNotificationRead } from './notifications/notifications.ts';
import { addPushSubscription, getPushKey, removePushSubscription } from './notifications/push.ts';
import { issueTokens, revokeTokens } from './oauth/tokens.ts';
import { peopleRoutes } from './people/people-routes.ts';
import { privacyRoutes } from './privacy/routes.ts';
import { getRun, getStepValue, getTrace, listRunsRoute } from './runs/read-run.ts';
import { bulkRuns, retryRun } from './runs/retry-run.ts';
import { startRun } from './runs/start-run.ts';
import { cancelRun, pauseRun, resumeRun } from './runs/steer-run.ts';
import { streamRun, streamRuns } from './runs/stream-runs.ts';
import { summarizeRuns } from './runs/summarize-runs.ts';
import { temporalPage } from './runs/temporal-page.ts';
import { deleteSavedView, listSavedViews, saveView } from './saved-views/saved-views.ts';
import { invoiceRoutes } from './subscription/invoice-routes.ts';
import { planRoutes } from './subscription/plan-routes.ts';
import { subscriptionRoutes } from './subscription/subscription-routes.ts';
import { listKits, useKit } from './templates/kits.ts';
import { getTemplate, listTemplates, useTemplate } from './templates/templates.ts';
import { changeTenant, getTenant } from './tenant/tenant.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Every call below `/v1`, in the order in which they are matched and documented: fixed words before ids. */
export const routes: readonly Route[] = [
  ...[validateFlow, importFlow, createFlow, listFlows, getFlow, saveDraft, sortFlow, archiveFlow, restoreFlow],
  ...[publishFlow, listVersions, getVersion, diffVersions, flowCode, rollbackFlow],
  ...[getSchedule, pauseSchedule, resumeSchedule, beThere, streamFlow, getListening],
  ...[streamRuns, summarizeRuns, bulkRuns, startRun, listRunsRoute, getRun, getTrace, getStepValue, streamRun],
  ...[cancelRun, pauseRun, resumeRun, retryRun, temporalPage],
  ...[listSavedViews, saveView, deleteSavedView],
  ...[readFile, uploadFile],
  ...[listTemplates, getTemplate, useTemplate, listKits, useKit],
  ...[listEvents, publishEvent, sendToRun],
  ...[listApprovals, getApproval, decideApproval],
  ...[createConnection, listConnections, getConnection, updateConnection, deleteConnection, testConnection],
  ...[signInToConnection, listOauthProviders],
  ...[createTable, listTables, getTable, updateTable, deleteTable],
  ...[importTable, exportTable],
  ...[deleteRows, listRows, createRows, getRow, updateRow, deleteRow],
  ...[getAiUsage, setAiBudget],
  ...[getAiHelp, setAiHelp, testAiHelp, getAiHelpValues],
  ...[draftWithAi, explainWithAi, mendWithAi, writeWithAi],
  ...[listConversations, getConversation, listConversationMessages],
  ...[markAllNotificationsRead, listNotifications, markNotificationRead],
  ...[getPushKey, addPushSubscription, removePushSubscription],
  ...[listNodeTypes, testNodeType],
  ...webhookRoutes,
  ...[listAudit, listAuditActors, verifyAuditChain, exportAuditEntries],
  ...[getAuditSchedule, setAuditSchedule, removeAuditSchedule, tryAuditSchedule, runAuditSchedule],
  ...[listDeadLetters, getDeadLetter, replayDeadLetter, discardDeadLetter],
  ...[signInByLink, signInOptions, getMySignIn, listMySessions, endOtherSessions, endMySession],
  ...[askSignUp, lookAtSignUp, confirmSignUp],
  ...[signIn, signOut, getMe, createApiKey, listApiKeys, revokeApiKey],
  ...[issueTokens, revokeTokens],
  graphql,
  ...[listCalls, getCall, replayCall, getCallUsage],
  ...[listScopes, getApiKey, changeApiKey, rotateApiKey, endPreviousSecret],
  ...peopleRoutes,
  ...licenceRoutes,
  ...adminRoutes,
  ...adminBillingRoutes,
  ...privacyRoutes,
  ...invoiceRoutes,
  ...planRoutes,
  ...subscriptionRoutes,
  ...[getTenant, changeTenant, getHome, getCounts, getFlowActivity],
];
