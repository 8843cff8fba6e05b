import { type TriggerType, triggerTypes } from '#flow/core/triggers.ts';

export const triggerType = (type: string): TriggerType | undefined => triggerTypes.find((one) => one.type === type);
