import { z } from 'zod';
import { faultWords } from '#flow/fault-words.ts';

/** An address that letters can be sent to: 254 letters, of which 64 before the `@` (RFC 5321, 4.5.3.1). */
export const emailAddress = z
  .email()
  .max(254)
  .refine(
    (text) => text.lastIndexOf('@') <= 64,
    faultWords('No máximo 64 caracteres antes do @', 'At most 64 characters before the @'),
  );
