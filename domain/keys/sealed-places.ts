import { sealedExport } from '../audit/sealed-export.ts';
import { sealedConnections, sealedTokens } from '../connections/sealed-connections.ts';
import { sealedLetters } from '../dead-letters/sealed-letters.ts';
import { sealedAnswers } from '../idempotency/sealed-answers.ts';
import { sealedPush } from '../notifications/sealed-push.ts';
import { sealedEndpoints } from '../outbound/sealed-endpoints.ts';
import { sealedPayloadKeys } from '../payloads/sealed-payload-keys.ts';
import { sealedSso } from '../sso/sealed-sso.ts';
import type { SealedPlace } from './sealed-place.ts';

/**
 * Everything that is closed with data keys. A table with a column that names a key stands here, or in the test beside it with
 * the reason why not.
 */
export const SEALED_PLACES: readonly SealedPlace[] = [
  sealedPayloadKeys,
  sealedConnections,
  sealedTokens,
  sealedPush,
  sealedEndpoints,
  sealedLetters,
  sealedAnswers,
  sealedSso,
  sealedExport,
];
