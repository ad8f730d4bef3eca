import { ServiceFault } from './service-fault.ts';

const SCHEME = /^AWS4-HMAC-SHA256 /;
const SIGNED =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/(?<service>[^/]+)\/aws4_request, ?SignedHeaders=[^,]+, ?Signature=[0-9a-f]{64}$/;

/**
 * Checks that a request is signed in the right form and for this service. The signature itself is not checked: no key
 * is known here.
 * @throws ServiceFault
 */
export function checkAuthorization(header: string | undefined): void {
  if (header === undefined || !SCHEME.test(header)) {
    throw new ServiceFault('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const service = SIGNED.exec(header)?.groups?.['service'];
  if (service !== 'nova-act') {
    throw new ServiceFault('InvalidSignatureException', "Credential should be scoped to correct service: 'nova-act'.");
  }
}
