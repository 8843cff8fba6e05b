import type { Route } from '#api/frame/route.ts';
import { getAccessPolicy, setAccessPolicy } from '../access/access-policy.ts';
import { addDomain, listDomains, removeDomain, verifyDomain } from '../access/domains.ts';
import { acceptInvite, lookAtInvite } from './accept-invite.ts';
import { createInvite, listInvites, resendInvite, revokeInvite } from './invites.ts';
import { changeMember, deleteMember, listMembers } from './members.ts';
import { createRole, deleteRole, listRoles, updateRole } from './roles.ts';
import { createWorkspace, leaveWorkspace, listWorkspaces, switchWorkspace } from './workspaces.ts';

/** People of a tenant, and tenants of a person (docs/people-and-access.md). */
export const peopleRoutes: readonly Route[] = [
  ...[listMembers, changeMember, deleteMember],
  ...[listRoles, createRole, updateRole, deleteRole],
  ...[lookAtInvite, acceptInvite, createInvite, listInvites, resendInvite, revokeInvite],
  ...[getAccessPolicy, setAccessPolicy],
  ...[listDomains, addDomain, verifyDomain, removeDomain],
  ...[listWorkspaces, createWorkspace, switchWorkspace, leaveWorkspace],
];
