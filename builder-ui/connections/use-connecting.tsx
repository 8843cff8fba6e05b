import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { api } from '../api-client.ts';
import type { Connection } from '../api-types.ts';
import type { Connecting } from '../form/form-context.ts';
import { useMay } from '../shell/session.ts';
import { toastError } from '../shell/toasts.tsx';
import { useQuery } from '../use-query.ts';
import { ConnectionDialog } from './connection-dialog.tsx';

interface Asked {
  connectors: readonly string[] | undefined;
  done: (made: Connection) => void;
}

/** Connections that are made and tried inside of an editor: the list with what changed since it was read, and the dialog. */
export const useConnecting = (
  read: Connection[],
): { connections: Connection[]; connecting: Connecting | undefined; dialog: ReactNode } => {
  const may = useMay('connections:write');
  const [changed, setChanged] = useState<ReadonlyMap<string, Connection>>(new Map());
  const [asked, setAsked] = useState<Asked | null>(null);
  const kinds = useQuery(asked ? 'catalogue' : null, api.catalogue).data?.connections ?? [];
  const put = useCallback((one: Connection) => setChanged((now) => new Map(now).set(one.id, one)), []);
  const connections = useMemo(() => {
    const known = new Set(read.map(({ id }) => id));
    return [
      ...read.map((one) => changed.get(one.id) ?? one),
      ...[...changed.values()].filter(({ id }) => !known.has(id)),
    ];
  }, [read, changed]);
  const connecting = useMemo<Connecting>(
    () => ({
      create: (connectors, done) => setAsked({ connectors, done }),
      test: async (id) => {
        try {
          put(await api.testConnection(id));
        } catch (error) {
          toastError(error);
        }
      },
    }),
    [put],
  );
  const fitting = kinds.filter(({ connector }) => asked?.connectors?.includes(connector) ?? true);
  const dialog = (
    <ConnectionDialog
      opened={asked !== null}
      kinds={fitting}
      onClose={() => setAsked(null)}
      onCreated={(made) => {
        put(made);
        asked?.done(made);
        setAsked(null);
      }}
    />
  );
  // Who may not write connections is offered those that are there.
  return { connections, connecting: may ? connecting : undefined, dialog };
};
