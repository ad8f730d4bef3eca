/** The service's own errors: the HTTP status each is answered with. */
export const serviceErrorStatus = {
  AccessDeniedException: 403,
  ConflictException: 409,
  InternalServerException: 500,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 402,
  ThrottlingException: 429,
  ValidationException: 400,
  // Those of the gate before the service, which its model does not name.
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  SerializationException: 400,
  UnknownOperationException: 404,
} as const;

export type ServiceErrorName = keyof typeof serviceErrorStatus;

/** An error the service answers with. `members` go into the body beside the message. */
export class ServiceFault extends Error {
  override readonly name: ServiceErrorName;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    name: ServiceErrorName,
    message: string,
    members: Readonly<Record<string, unknown>> = {},
    retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = name;
    this.members = members;
    this.headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  }
}

export interface FieldProblem {
  readonly name: string;
  readonly message: string;
}

export function invalidFields(fieldList: readonly FieldProblem[]): ServiceFault {
  const told = fieldList.map(({ name, message }) => `'${name}' ${message}`).join('; ');
  return new ServiceFault('ValidationException', `${fieldList.length} validation error(s): ${told}`, {
    reason: 'FieldValidationFailed',
    fieldList,
  });
}

export function invalidStatus(message: string): ServiceFault {
  return new ServiceFault('ValidationException', message, { reason: 'InvalidStatus' });
}

export function resourceNotFound(resourceType: string, resourceId: string): ServiceFault {
  return new ServiceFault('ResourceNotFoundException', `${resourceType} ${resourceId} does not exist`, {
    resourceId,
    resourceType,
  });
}

export function conflict(message: string, resourceType: string, resourceId: string): ServiceFault {
  return new ServiceFault('ConflictException', message, { resourceId, resourceType });
}
