import { expect, test } from 'vitest';
import { inMemoryState } from './in-memory-state.ts';
import { stateStoreContract } from './state-contract.ts';

stateStoreContract({ test, expect }, async () => ({ store: inMemoryState(), tenantId: 'a', otherTenantId: 'b' }));
