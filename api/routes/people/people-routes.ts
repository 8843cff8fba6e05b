import type { Route } from '#api/frame/route.ts';
import { getAccessPolicy, setAccessPolicy } from '../access/access-policy.ts';
import { addDomain, changeDomain, listDomains, removeDomain, verifyDomain } from '../access/domains.ts';
import { getSso, removeSso, setSso, signInBySso, switchSso, testSso } from '../access/sso.ts';
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
  ...[listDomains, addDomain, verifyDomain, changeDomain, removeDomain],
  ...[getSso, setSso, switchSso, removeSso, testSso, signInBySso],
  ...[listWorkspaces, createWorkspace, switchWorkspace, leaveWorkspace],
];
