// Every manifest that Helm rendered into the folder RENDERED (RENDERED/helm3/SET.yaml, RENDERED/helm4/SET.yaml).
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { readObjects, wrongFormat, wrongTypes } from './manifests.mjs';

const rendered = process.env.RENDERED;
assert.ok(rendered, 'RENDERED names no folder');
const sets = readdirSync(`${rendered}/helm3`).map((file) => file.replace('.yaml', ''));
const read = (helm, set) => readFileSync(`${rendered}/${helm}/${set}.yaml`, 'utf8');
const objects = sets.map((set) => readObjects(read('helm4', set)));
const types = wrongTypes(objects);

test('there are at least eight sets of values', () => assert.ok(sets.length >= 8, `only ${sets.length}`));

for (const [index, set] of sets.entries()) {
  test(`${set}: both Helms render the same`, () => assert.equal(read('helm3', set), read('helm4', set)));

  test(`${set}: no field is unknown or of a wrong type`, () => {
    assert.ok(objects[index].length > 0, 'nothing was rendered');
    assert.deepEqual(types[index], []);
  });

  test(`${set}: every object is valid by its schema`, async () => {
    const problems = await Promise.all(objects[index].map(wrongFormat));
    assert.deepEqual(problems.filter((problem) => problem !== undefined), []);
  });
}

// That the checks can fail.
const deployment = () => structuredClone(objects[sets.indexOf('required')].find(({ kind }) => kind === 'Deployment'));

test('an unknown field deep inside is found', () => {
  const wrong = deployment();
  wrong.spec.template.spec.containers[0].readinesProbe = {};
  assert.match(wrongTypes([[wrong]])[0].join(), /Deployment partner: .*"readinesProbe"' does not exist/);
});

test('a value of a wrong type is found', () => {
  const wrong = deployment();
  wrong.spec.template.spec.containers[0].args = 'serve';
  assert.match(wrongTypes([[wrong]])[0].join(), /Deployment partner: .*string/);
});

test('a missing field is found by the schema', async () => {
  const wrong = deployment();
  delete wrong.spec.selector;
  assert.match(await wrongFormat(wrong), /Deployment partner: .*selector/);
});

test('an unknown field of a custom resource is found', () => {
  const rule = structuredClone(objects[sets.indexOf('full')].find(({ kind }) => kind === 'PrometheusRule'));
  rule.spec.groups[0].rules[0].expression = rule.spec.groups[0].rules[0].expr;
  assert.match(wrongTypes([[rule]])[0].join(), /"expression"' does not exist/);
});
