# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
from __future__ import annotations

from .._http import Http
from .access_policy_api import AccessPolicyApi
from .ai_api import AiApi
from .api_keys_api import ApiKeysApi
from .approvals_api import ApprovalsApi
from .audit_api import AuditApi
from .calls_api import CallsApi
from .connections_api import ConnectionsApi
from .consents_api import ConsentsApi
from .conversations_api import ConversationsApi
from .data_catalogue_api import DataCatalogueApi
from .dead_letters_api import DeadLettersApi
from .domains_api import DomainsApi
from .erasure_receipts_api import ErasureReceiptsApi
from .events_api import EventsApi
from .exports_api import ExportsApi
from .files_api import FilesApi
from .flows_api import FlowsApi
from .graphql_api import GraphqlApi
from .home_api import HomeApi
from .imports_api import ImportsApi
from .invites_api import InvitesApi
from .kits_api import KitsApi
from .licences_api import LicencesApi
from .me_api import MeApi
from .members_api import MembersApi
from .node_types_api import NodeTypesApi
from .oauth_providers_api import OauthProvidersApi
from .persons_api import PersonsApi
from .retention_api import RetentionApi
from .roles_api import RolesApi
from .runs_api import RunsApi
from .scopes_api import ScopesApi
from .sso_api import SsoApi
from .subscription_api import SubscriptionApi
from .tables_api import TablesApi
from .templates_api import TemplatesApi
from .tenant_api import TenantApi
from .webhook_deliveries_api import WebhookDeliveriesApi
from .webhook_endpoints_api import WebhookEndpointsApi
from .webhook_event_types_api import WebhookEventTypesApi


class Resources:
    """Every resource of the API that a key can use."""

    def __init__(self, http: Http) -> None:
        self.flows = FlowsApi(http)
        self.runs = RunsApi(http)
        self.files = FilesApi(http)
        self.templates = TemplatesApi(http)
        self.kits = KitsApi(http)
        self.events = EventsApi(http)
        self.approvals = ApprovalsApi(http)
        self.connections = ConnectionsApi(http)
        self.oauth_providers = OauthProvidersApi(http)
        self.tables = TablesApi(http)
        self.ai = AiApi(http)
        self.conversations = ConversationsApi(http)
        self.node_types = NodeTypesApi(http)
        self.webhook_event_types = WebhookEventTypesApi(http)
        self.webhook_endpoints = WebhookEndpointsApi(http)
        self.webhook_deliveries = WebhookDeliveriesApi(http)
        self.audit = AuditApi(http)
        self.dead_letters = DeadLettersApi(http)
        self.me = MeApi(http)
        self.api_keys = ApiKeysApi(http)
        self.graphql = GraphqlApi(http)
        self.calls = CallsApi(http)
        self.scopes = ScopesApi(http)
        self.members = MembersApi(http)
        self.roles = RolesApi(http)
        self.invites = InvitesApi(http)
        self.access_policy = AccessPolicyApi(http)
        self.domains = DomainsApi(http)
        self.sso = SsoApi(http)
        self.licences = LicencesApi(http)
        self.data_catalogue = DataCatalogueApi(http)
        self.retention = RetentionApi(http)
        self.exports = ExportsApi(http)
        self.imports = ImportsApi(http)
        self.consents = ConsentsApi(http)
        self.persons = PersonsApi(http)
        self.tenant = TenantApi(http)
        self.erasure_receipts = ErasureReceiptsApi(http)
        self.subscription = SubscriptionApi(http)
        self.home = HomeApi(http)
