-- Lists of chats, those with the newest words first.
create index conversations_activity on conversations (tenant_id, (coalesce(last_message_at, created_at)) desc, id desc);
