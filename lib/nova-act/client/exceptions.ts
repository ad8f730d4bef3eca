import { ServiceException } from '@smithy/core/client';
import { TypeRegistry } from '@smithy/core/schema';
import { exception, NAMESPACE, retryAfterHeader, string, structure, listOf } from './schema.ts';
import type { ErrorSchema } from './schema.ts';

type Options = ConstructorParameters<typeof ServiceException>[0];

/** Whatever the service answers instead of a result; one that the model does not know keeps its name. */
export class NovaActServiceException extends ServiceException {
  constructor(options: Options) {
    super(options);
    Object.setPrototypeOf(this, new.target.prototype);
  }
}

export class AccessDeniedException extends NovaActServiceException {
  override readonly name = 'AccessDeniedException';
}

export class ConflictException extends NovaActServiceException {
  override readonly name = 'ConflictException';
  declare resourceId: string | undefined;
  declare resourceType: string | undefined;
}

export class InternalServerException extends NovaActServiceException {
  override readonly name = 'InternalServerException';
  override $retryable = {};
  declare retryAfterSeconds: number | undefined;
  /** `InvalidModelGeneration`, `RequestTokenLimitExceeded`, or none. */
  declare reason: string | undefined;
}

export class ResourceNotFoundException extends NovaActServiceException {
  override readonly name = 'ResourceNotFoundException';
  declare resourceId: string | undefined;
  declare resourceType: string | undefined;
}

export class ServiceQuotaExceededException extends NovaActServiceException {
  override readonly name = 'ServiceQuotaExceededException';
  declare resourceId: string | undefined;
  declare resourceType: string | undefined;
  declare serviceCode: string | undefined;
  declare quotaCode: string | undefined;
}

export class ThrottlingException extends NovaActServiceException {
  override readonly name = 'ThrottlingException';
  override $retryable = { throttling: true };
  declare serviceCode: string | undefined;
  declare quotaCode: string | undefined;
  declare retryAfterSeconds: number | undefined;
}

export class ValidationException extends NovaActServiceException {
  override readonly name = 'ValidationException';
  /** `FieldValidationFailed`, `InvalidStatus`, `GuardrailIntervened`. */
  declare reason: string | undefined;
  declare fieldList: { name: string; message: string }[] | undefined;
}

const message = { message: string };
const resource = { resourceId: string, resourceType: string };
const quota = { serviceCode: string, quotaCode: string };
const field = structure('ValidationExceptionField', { name: string, ...message });

const modelled: readonly (readonly [ErrorSchema, typeof NovaActServiceException])[] = [
  [exception('AccessDeniedException', 'client', message), AccessDeniedException],
  [exception('ConflictException', 'client', { ...message, ...resource }), ConflictException],
  [
    exception('InternalServerException', 'server', {
      ...message,
      retryAfterSeconds: retryAfterHeader,
      reason: string,
    }),
    InternalServerException,
  ],
  [exception('ResourceNotFoundException', 'client', { ...message, ...resource }), ResourceNotFoundException],
  [
    exception('ServiceQuotaExceededException', 'client', { ...message, ...resource, ...quota }),
    ServiceQuotaExceededException,
  ],
  [
    exception('ThrottlingException', 'client', { ...message, ...quota, retryAfterSeconds: retryAfterHeader }),
    ThrottlingException,
  ],
  [
    exception('ValidationException', 'client', {
      ...message,
      reason: string,
      fieldList: () => listOf('ValidationExceptionFieldList', field),
    }),
    ValidationException,
  ],
];

const known = new TypeRegistry(NAMESPACE);
for (const [schema, constructor] of modelled) known.registerError(schema, constructor);

// Under this name the SDK looks for the class of an error that no schema describes.
const unknown = new TypeRegistry(`smithy.ts.sdk.synthetic.${NAMESPACE}`);
unknown.registerError(
  [-3, `smithy.ts.sdk.synthetic.${NAMESPACE}`, 'NovaActServiceException', 0, [], []],
  NovaActServiceException,
);

export const errorTypeRegistries = [unknown, known];
