declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB in memory. Closing the server closes the database. */
  export default function dynalite(options?: { readonly createTableMs?: number }): Server;
}
