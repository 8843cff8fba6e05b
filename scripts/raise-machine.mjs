// `node --import tsx scripts/raise-machine.mjs`: before a change that stored histories do not survive (docs/upgrading.md).
import { raiseMachine } from './freeze-machine.ts';
import { root } from './install.mjs';

const { frozen, next } = await raiseMachine(root);
console.log(
  `workflows/frozen/${frozen}.mjs holds machine ${frozen}; from here on flow/ and workflows/ are machine ${next}`,
);
