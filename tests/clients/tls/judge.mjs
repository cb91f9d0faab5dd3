// Judges the findings of testssl.sh: judge.mjs REPORT.json…
// Prints the results in the Test Anything Protocol.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const BAD = new Set(['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL']);
const OLD = ['SSLv2', 'SSLv3', 'TLS1', 'TLS1_1'];
const WEAK = ['NULL', 'aNULL', 'EXPORT', 'LOW', '3DES_IDEA', 'AVERAGE'].map((kind) => `cipherlist_${kind}`);

// What has to be tried, and found well: the scanner also says so where it could not look.
const TRIED = ['heartbleed', 'CCS', 'ROBOT', 'secure_renego', 'CRIME_TLS', 'POODLE_SSL', 'fallback_SCSV', 'SWEET32',
  'FREAK', 'DROWN', 'LOGJAM', 'BEAST', 'LUCKY13', 'RC4', 'cert_chain_of_trust', 'cert_trust', 'cert_expirationStatus'];

// A scan that broke off has few findings: a whole one has some hundred.
const FEWEST = 60;

let [passed, failed] = [0, 0];
const check = (name, wrong) => {
  wrong.length === 0 ? passed++ : failed++;
  console.log(`${wrong.length === 0 ? 'ok' : 'not ok'} ${passed + failed} - ${name}`);
  for (const line of wrong) console.log(`  # ${line}`);
};

for (const report of process.argv.slice(2)) {
  const port = basename(report, '.json');
  const findings = JSON.parse(readFileSync(report, 'utf8'));
  const told = ({ id, severity, finding }) => `${severity} ${id}: ${finding}`;
  const of = (id) => findings.filter((one) => one.id === id);
  check(`${port}: the scan is complete`, findings.length >= FEWEST ? [] : [`${findings.length} findings`]);
  check(`${port}: nothing of severity MEDIUM or higher`,
    findings.filter((one) => BAD.has(one.severity)).map(told));
  check(`${port}: nothing was left untried`,
    TRIED.flatMap((id) => of(id).some((one) => one.severity === 'OK') ? [] : [`${id}: ${of(id).map(told)}`]));

  // Where it has no certificate to show, the scanner cannot try: run.sh has.
  const renegotiation = report.replace('.json', '.renegotiation');
  check(`${port}: no renegotiation`, of('secure_client_renego').some((one) => one.severity === 'OK')
    || (existsSync(renegotiation) && /RENEGOTIATING[^]*:error:/.test(readFileSync(renegotiation, 'utf8')))
    ? [] : of('secure_client_renego').map(told));
  check(`${port}: nothing older than TLS 1.2`,
    OLD.flatMap((id) => of(id).length === 0 ? [`${id} was not tried`]
      : of(id).filter((one) => !one.finding.includes('not offered')).map(told)));
  check(`${port}: TLS 1.2 and 1.3`,
    ['TLS1_2', 'TLS1_3'].flatMap((id) => of(id).some((one) => /^offered/.test(one.finding)) ? [] : [`no ${id}`]));
  check(`${port}: no weak ciphers`,
    WEAK.flatMap((id) => of(id).length === 0 ? [`${id} was not tried`]
      : of(id).filter((one) => one.finding !== 'not offered').map(told)));
  const others = readFileSync(report.replace('.json', '.ciphers'), 'utf8').trim().split('\n');
  check(`${port}: every cipher authenticates what it encrypts, with forward secrecy`,
    others.length === 2 ? others.filter((line) => !line.endsWith('(NONE)')) : [`not tried: ${others}`]);
}

console.log(`1..${passed + failed}`);
console.log(`# pass ${passed}`);
console.log(`# fail ${failed}`);
process.exitCode = failed === 0 ? 0 : 1;
