/** What a tenant may have pays for; the smallest first. */
export const PLANS = ['FREE', 'STARTER', 'BUSINESS', 'ENTERPRISE'] as const;
