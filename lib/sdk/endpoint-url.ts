import * as z from 'zod';

/** Where requests go. Name and password would go along with every message that tells of it, and sign nothing. */
export const endpointUrl = z
  .url({ protocol: /^https?$/, error: 'an http or https URL' })
  .refine((url) => !new URL(url).username && !new URL(url).password, {
    error: 'an http or https URL without a name and a password in it',
  });
