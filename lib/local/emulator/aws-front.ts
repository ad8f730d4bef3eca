import type { Front } from './front.ts';
import { route } from './route.ts';
import { ServiceFault, serviceErrorStatus } from './service-fault.ts';

const SCHEME = /^AWS4-HMAC-SHA256 /;
const SIGNED =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/(?<service>[^/]+)\/aws4_request, ?SignedHeaders=[^,]+, ?Signature=[0-9a-f]{64}$/;

/**
 * The AWS API: REST-JSON with Signature Version 4. That a request is signed in the right form and for this service is
 * checked; the signature itself is not, as no key is known here.
 */
export const awsFront: Front = {
  root: '/',
  requestIdHeader: 'x-amzn-requestid',
  route,
  checkAuthorization({ authorization = '' }) {
    if (!SCHEME.test(authorization))
      throw new ServiceFault('MissingAuthenticationTokenException', 'Missing Authentication Token');
    if (SIGNED.exec(authorization)?.groups?.['service'] !== 'nova-act')
      throw new ServiceFault(
        'InvalidSignatureException',
        "Credential should be scoped to correct service: 'nova-act'.",
      );
  },
  failure: ({ name, message, members, headers }) => ({
    status: serviceErrorStatus[name],
    headers: { 'x-amzn-errortype': name, ...headers },
    body: JSON.stringify({ message, ...members }),
  }),
};
