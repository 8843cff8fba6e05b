import type { Route } from '#api/frame/route.ts';
import { getDataCatalogue } from './catalogue.ts';
import { checkConsent, listConsents, recordConsent } from './consents.ts';
import { askDeletion, getDeletion, getErasureReceipt, takeDeletionBack } from './deletion.ts';
import { createExport, downloadExport, getExport, listExports } from './exports.ts';
import { cancelImport, createImport, getImport, listImports, putImportPiece, startImport } from './imports.ts';
import { erasePerson, findPerson, listPersonRequests, takePerson } from './persons.ts';
import { changeRetention, getRetention } from './retention.ts';

/** What a tenant's data are, how they leave, and how they go. */
export const privacyRoutes: readonly Route[] = [
  getDataCatalogue,
  ...[getRetention, changeRetention],
  ...[createExport, listExports, getExport, downloadExport],
  ...[createImport, putImportPiece, startImport, listImports, getImport, cancelImport],
  ...[checkConsent, listConsents, recordConsent],
  ...[findPerson, takePerson, erasePerson, listPersonRequests],
  ...[askDeletion, getDeletion, takeDeletionBack, getErasureReceipt],
];
