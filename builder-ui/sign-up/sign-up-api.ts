import { send } from '../api-client.ts';

/** What somebody came for, by the link to this page. */
export interface Wanted {
  plan: string | null;
  interval: 'month' | 'year' | null;
}

export interface SignUpGiven extends Wanted {
  email: string;
  name: string;
  company: string;
  password: string;
}

/** What the link of a letter leads to. */
export interface OpenSignUp extends Wanted {
  email: string;
  name: string;
  company: string;
  /** The password was typed in this browser. */
  passwordKept: boolean;
  used: boolean;
  /** There is an account at this address by now. */
  known: boolean;
}

const post = async <T>(path: string, body: unknown): Promise<T> => (await send<T>(path, { method: 'POST', body })).body;

export const askSignUp = (given: SignUpGiven) => post<{ hours: number }>('/sign-up', given);
export const lookAtSignUp = (token: string) => post<OpenSignUp>('/sign-up/look', { token });
export const confirmSignUp = (token: string, password?: string) =>
  post<Wanted & { tenantId: string }>('/sign-up/confirm', { token, ...(password === undefined ? {} : { password }) });

/** `?plan=BUSINESS&interval=month`; what is no plan's name is left out. */
export const wantedOf = (search: string): Wanted => {
  const query = new URLSearchParams(search);
  const plan = query.get('plan')?.toUpperCase() ?? '';
  const interval = query.get('interval');
  const named = /^[A-Z][A-Z0-9_]{0,39}$/.test(plan) ? plan : null;
  return { plan: named, interval: interval === 'month' || interval === 'year' ? interval : null };
};

/** Where one is once the account stands: at the plan that one came for, else at the first steps. */
export const placeAfter = ({ plan, interval }: Wanted): string =>
  plan === null || plan === 'FREE' ? '/welcome' : `/plan?choose=${plan}&interval=${interval ?? 'month'}`;
