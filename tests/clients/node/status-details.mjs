// Reads what a refusal carries in the trailer grpc-status-details-bin: a google.rpc.Status with typed details.
import grpc from '@grpc/grpc-js';
import protobuf from 'protobufjs';

// The wire definitions, written out here so that the server's own copy of them is tested and not reused.
const rpc = protobuf.Root.fromJSON({
  nested: {
    Any: { fields: { type_url: { type: 'string', id: 1 }, value: { type: 'bytes', id: 2 } } },
    Status: {
      fields: {
        code: { type: 'int32', id: 1 },
        message: { type: 'string', id: 2 },
        details: { rule: 'repeated', type: 'Any', id: 3 },
      },
    },
    ErrorInfo: {
      fields: {
        reason: { type: 'string', id: 1 },
        domain: { type: 'string', id: 2 },
        metadata: { keyType: 'string', type: 'string', id: 3 },
      },
    },
    FieldViolation: { fields: { field: { type: 'string', id: 1 }, description: { type: 'string', id: 2 } } },
    BadRequest: { fields: { field_violations: { rule: 'repeated', type: 'FieldViolation', id: 1 } } },
    Duration: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
    RetryInfo: { fields: { retry_delay: { type: 'Duration', id: 1 } } },
    LocalizedMessage: { fields: { locale: { type: 'string', id: 1 }, message: { type: 'string', id: 2 } } },
  },
}, new protobuf.Root({ keepCase: true }));

/**
 * The refusal in a failed call's error: { status, reason, domain, metadata, violations, retryDelay, text, locale }.
 * Null when the server has not answered: the connection broke or the deadline passed.
 */
export function refusalOf(error) {
  const [trailer] = error.metadata?.get('grpc-status-details-bin') ?? [];
  if (!trailer) {
    return null;
  }

  const status = rpc.lookupType('Status').decode(trailer);
  if (status.code !== error.code) {
    throw new Error(`grpc-status is ${error.code} but the details say ${status.code}`, { cause: error });
  }

  const details = Object.fromEntries(status.details.map((any) => {
    const name = any.type_url.replace('type.googleapis.com/google.rpc.', '');
    return [name, rpc.lookupType(name).toObject(rpc.lookupType(name).decode(any.value), { longs: String })];
  }));
  return {
    status: grpc.status[error.code],
    ...details.ErrorInfo,
    violations: details.BadRequest?.field_violations ?? [],
    retryDelay: details.RetryInfo?.retry_delay,
    text: details.LocalizedMessage?.message,
    locale: details.LocalizedMessage?.locale,
  };
}

/** An error that carries a refusal, for tests that stand in for the server. */
export function encodeRefusal(code, reason, metadata) {
  const info = rpc.lookupType('ErrorInfo').encode({ reason, domain: 'partner.leb', metadata }).finish();
  const status = rpc.lookupType('Status').encode({
    code, details: [{ type_url: 'type.googleapis.com/google.rpc.ErrorInfo', value: info }],
  }).finish();
  const trailers = new grpc.Metadata();
  trailers.set('grpc-status-details-bin', Buffer.from(status));
  return Object.assign(new Error(reason), { code, metadata: trailers });
}
