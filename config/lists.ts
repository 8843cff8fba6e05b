import { isIP } from 'node:net';
import { z } from 'zod';
import { PLANS } from './plans.ts';
import { says } from './says.ts';

/** Origins, none of them a pattern. */
export const originList = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
          says(
            'use uma lista de origens https://host[:porta], sem *',
            'use a list of origins https://host[:port], no *',
          ),
        ),
    ),
  );

/** An IPv4 or IPv6 address, or a network of them (CIDR). */
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  return (
    most !== undefined && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
};

/** Proxies, as Express's `trust proxy` takes them. */
export const proxyList = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
  .pipe(
    z.array(
      z
        .string()
        .refine(
          (one) => ['loopback', 'linklocal', 'uniquelocal'].includes(one) || isNetwork(one),
          says(
            'use endereços ou redes (10.0.0.0/8), loopback, linklocal ou uniquelocal',
            'use addresses or networks (10.0.0.0/8), loopback, linklocal or uniquelocal',
          ),
        ),
    ),
  );

/** `host[:port]`, in small letters. */
export const hostList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ''),
  )
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/,
          says('use uma lista de host[:porta] separada por vírgulas', 'use a comma list of host[:port]'),
        ),
    ),
  );

/** Plans of tenants, in letters of any size. */
export const planList = z
  .string()
  .transform((text) =>
    text
      .toUpperCase()
      .split(/[\s,]+/)
      .filter((one) => one !== ''),
  )
  .pipe(z.array(z.enum(PLANS, says(`use uma lista de ${PLANS.join(', ')}`, `use a list of ${PLANS.join(', ')}`))));
