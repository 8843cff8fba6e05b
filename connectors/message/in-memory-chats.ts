import type { ChatStore, Question } from '#flow/contracts/chat-store.ts';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';

/** Conversations of one process, without a pace of their own: for tests of actions. `questions` are those that were asked. */
export const inMemoryChats = (
  known: Awaited<ReturnType<ChatStore['find']>> | null = null,
): ChatStore & { questions: Question[]; pausedUntil: number } => {
  const answers = new Map<string, Json>();
  const store: ReturnType<typeof inMemoryChats> = {
    questions: [],
    pausedUntil: 0,
    claim: async ({ effectKey, chat }) => {
      const answer = answers.get(effectKey);
      return answer === undefined
        ? { kind: 'send', conversation: `cnv_${chat}`, chat, notBeforeMs: store.pausedUntil }
        : { kind: 'sent', answer };
    },
    sent: async (_tenant, effectKey, answer) => void answers.set(effectKey, answer),
    failed: async () => {},
    hush: async (_tenant, _connection, untilMs) => {
      store.pausedUntil = untilMs;
    },
    moved: async () => {},
    find: async () => {
      if (known) return known;
      throw failure('no_conversation', 'Não há conversa.', 'There is no conversation.');
    },
    chatOf: async () => {
      throw failure('no_conversation', 'Não há conversa.', 'There is no conversation.');
    },
    ask: async (_tenant, _run, _conversation, question) => void store.questions.push(question),
  };
  return store;
};
