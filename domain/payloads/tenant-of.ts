/** The tenant is the first part of every workflow id of ours. Null for what belongs to none. */
export const tenantOf = (workflowId: string | undefined): string | null => {
  const tenant = workflowId?.split('/', 1)[0] ?? '';
  return tenant.startsWith('ten_') ? tenant : null;
};
