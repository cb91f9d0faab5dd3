// Loads the contract from protos/ and opens mutual-TLS clients that follow protos/service_config.json.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const protos = fileURLToPath(new URL('../../../protos/', import.meta.url));

export const serviceConfig = JSON.parse(readFileSync(`${protos}service_config.json`, 'utf8'));

const files = ['leb/partner/v1', 'leb/operator/v1']
  .flatMap((folder) => readdirSync(`${protos}${folder}`).map((file) => `${folder}/${file}`));
const definition = protoLoader.loadSync(files, {
  includeDirs: [protos], keepCase: true, longs: String, enums: String, defaults: true, oneofs: true,
});
const { leb } = grpc.loadPackageDefinition(definition);
export const v1 = leb.partner.v1;

/** The operator's services, as they are generated. */
export const operators = leb.operator.v1;

/** Full names of the contract's services. */
export const serviceNames = Object.entries(v1)
  .filter(([, value]) => value.service)
  .map(([name]) => `leb.partner.v1.${name}`);

/** Credentials of one certificate: PEM files of the server's CA, the certificate and its key. */
export function mutualTls({ ca, cert, key }) {
  return grpc.credentials.createSsl(readFileSync(ca), readFileSync(key), readFileSync(cert));
}

/** Credentials of a caller that has no certificate. */
export function serverTls({ ca }) {
  return grpc.credentials.createSsl(readFileSync(ca));
}

/**
 * A client whose unary methods return promises. A call takes the request and, optionally, its options:
 * `seconds` until its deadline (20) and `language` for texts ("en").
 */
export function open(serviceName, address, credentials) {
  const client = new v1[serviceName](address, credentials, {
    'grpc.service_config': JSON.stringify(serviceConfig),
  });
  const api = { close: () => client.close() };
  for (const [method, { responseStream }] of Object.entries(v1[serviceName].service)) {
    api[method] = responseStream
      ? (request, options) => client[method](request, ...context(options))
      : (request, options) => new Promise((resolve, reject) => {
        client[method](request, ...context(options), (error, answer) => (error ? reject(error) : resolve(answer)));
      });
  }
  return api;
}

function context({ seconds = 20, language = 'en' } = {}) {
  const metadata = new grpc.Metadata();
  metadata.set('accept-language', language);
  return [metadata, { deadline: Date.now() + seconds * 1000 }];
}
