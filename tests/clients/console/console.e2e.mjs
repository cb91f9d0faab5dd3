// Opens every page of the operator's console as an operator does: in a browser, with a client certificate, wide and
// narrow, in both languages. axe looks for whatever keeps people out; nothing may be blocked, fail to load or run a
// script. Pictures of all of them are left in the folder that CONSOLE_SHOTS names, of the system's temporary one otherwise.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { ask, complain, hostile, tell } from './story.mjs';

const env = process.env;
const origin = env.OPERATOR_ADDRESS;
const shots = env.CONSOLE_SHOTS ?? join(tmpdir(), 'partner-console');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const widths = [1280, 390];
const languages = ['en', 'zh-CN'];
const pages = {
  overview: '/',
  floats: '/floats',
  statement: '/statement?partner=demo',
  'in-doubt': '/in-doubt',
  cases: '/cases',
  approvals: '/approvals',
  documents: '/documents',
  certificates: '/certificates',
  actions: '/actions?chain=demo',
  'actions-common': '/actions',
  'not-there': '/nothing',
};

let browser;
let silent;
let late;
let waiting;
let versions = 100;

before(async () => {
  mkdirSync(shots, { recursive: true });
  const till = { address: env.PARTNER_ADDRESS, ca: env.PARTNER_CA, cert: env.PARTNER_CERT, key: env.PARTNER_KEY };
  silent = await tell(till);
  late = await complain(till);
  waiting = await ask({ address: origin, ca: env.PARTNER_CA, cert: env.OPERATOR_CERT, key: env.OPERATOR_KEY });
  browser = await chromium.launch({
    executablePath: env.CONSOLE_BROWSER ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  await seeInDoubt();
});

after(async () => {
  await browser?.close();
  console.log(`# pictures: ${shots}`);
});

/** A window of one width and language, and what went wrong in it. */
async function look(width, language, work) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: language,
    javaScriptEnabled: true,
    ignoreHTTPSErrors: true,
    clientCertificates: [{ origin, certPath: env.OPERATOR_CERT, keyPath: env.OPERATOR_KEY }],
  });
  const troubles = [];
  try {
    const page = await context.newPage();
    page.on('console', (message) => { if (message.type() === 'error') troubles.push(message.text()); });
    page.on('dialog', (dialog) => { troubles.push(`a script ran: ${dialog.message()}`); return dialog.dismiss(); });
    page.on('requestfailed', (request) => troubles.push(`${request.url()}: ${request.failure()?.errorText}`));
    return await work(page, troubles);
  } finally {
    await context.close();
  }
}

/** Waits until the sales that the issuer is silent about are in doubt. */
async function seeInDoubt() {
  await look(1280, 'en', async (page) => {
    const until = Date.now() + 40_000;
    for (;;) {
      await page.goto(`${origin}/in-doubt`);
      if (await page.locator('tbody tr').count() >= silent.length) return;
      assert.ok(Date.now() < until, 'what the issuer is silent about is not in doubt');
      await page.waitForTimeout(500);
    }
  });
}

async function accept(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`), [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} is wider than its window by ${wide}`);
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

for (const width of widths) {
  for (const language of languages) {
    test(`every page at ${width} in ${language}`, async () => {
      await look(width, language, async (page, troubles) => {
        const all = {
          ...pages, settle: settleOf(silent[0]), 'close-case': closeOf(late), decide: decideOf(waiting),
          version: await firstVersion(page),
        };
        for (const [name, path] of Object.entries(all)) {
          const answer = await page.goto(origin + path);
          const there = name !== 'not-there';
          assert.equal(answer.status(), there ? 200 : 404, path);
          assert.equal(await page.locator('html').getAttribute('lang'), language);
          assert.match(answer.headers()['content-security-policy'], /^default-src 'none'; style-src 'self'/);
          assert.equal(await page.locator('script, [style], [onclick], partial').count(), 0, path);
          await accept(page, `${name}-${width}-${language}`);
        }
        assert.deepEqual(troubles.filter((trouble) => !trouble.includes('404')), []);
      });
    });
  }
}

test('what a hostile till wrote is text', async () => {
  await look(1280, 'en', async (page, troubles) => {
    await page.goto(origin + settleOf(silent[0]));
    assert.ok((await page.locator('dd bdi').allTextContents()).includes(hostile));
    assert.deepEqual(troubles, []);
  });
});

test('a form without its choice is refused with words beside it, and a sale in doubt is settled by it', async () => {
  await look(390, 'en', async (page) => {
    await page.goto(origin + settleOf(silent[1]));
    await page.locator('form.settle').evaluate((form) => { form.noValidate = true; });
    await page.getByRole('button', { name: 'Settle it' }).click();
    assert.equal(await page.getByRole('alert').count(), 1);
    await accept(page, 'settle-refused-390-en');
    await page.getByRole('radio', { name: /^It failed/ }).check();
    await page.getByRole('textbox', { name: 'Evidence' }).fill('The issuer wrote that it never carried it out');
    await page.locator('#why').fill('The customer waits');
    await page.getByRole('button', { name: 'Settle it' }).click();
    assert.match(await page.locator('main').innerText(), /This is over/);
    await accept(page, 'settled-390-en');
    await page.goto(`${origin}/actions?chain=demo`);
    assert.match(await page.locator('tbody tr').first().innerText(), /in-doubt\.resolve/);
  });
});

test('an escalated case is listed, refused without evidence and closed by it', async () => {
  await look(390, 'zh-CN', async (page, troubles) => {
    await page.goto(`${origin}/cases`);
    const row = page.locator('tbody tr', { hasText: late });
    assert.equal(await row.count(), 1);
    await page.goto(origin + closeOf(late));
    assert.ok((await page.locator('dd bdi').allTextContents()).includes(hostile));
    await page.locator('form').last().evaluate((form) => { form.noValidate = true; });
    await page.locator('main form button').last().click();
    assert.equal(await page.getByRole('alert').count(), 1);
    await accept(page, 'close-case-refused-390-zh-CN');
    await page.getByRole('radio').first().check();
    await page.locator('#evidence').fill('发卡方来信');
    await page.locator('#why').fill('顾客已收到');
    await page.locator('main form button').last().click();
    await accept(page, 'case-closed-390-zh-CN');
    await page.goto(`${origin}/cases`);
    assert.equal(await page.locator('tbody tr', { hasText: late }).count(), 0);
    assert.deepEqual(troubles, []);
  });
});

test('a change that waits says so, and whoever asked for it is refused with words', async () => {
  await look(390, 'en', async (page) => {
    await page.goto(`${origin}/approvals`);
    assert.ok((await page.locator('td bdi').allTextContents()).includes(hostile));
    await page.getByRole('link', { name: /^Decide/ }).first().click();
    await page.getByRole('radio', { name: /^Approve/ }).check();
    await page.getByRole('textbox', { name: 'Why' }).fill('I am sure');
    await page.getByRole('button', { name: 'Decide' }).click();
    assert.match(await page.getByRole('alert').innerText(), /cannot approve it/);
    await accept(page, 'decide-refused-390-en');
    await page.getByRole('radio', { name: /^Reject/ }).check();
    await page.getByRole('textbox', { name: 'Why' }).fill('Typed wrongly');
    await page.getByRole('button', { name: 'Decide' }).click();
    assert.match(await page.locator('main').innerText(), /This is over/);
    await accept(page, 'decided-390-en');
  });
});

for (const width of widths) {
  for (const language of languages) {
    test(`documents are shown before they are published, at ${width} in ${language}`, async () => {
      await look(width, language, async (page, troubles) => {
        const number = (versions += 1);
        const prices = documentOf('price-list', (list) => {
          Object.assign(list, { version: `${number}`, from: soon(number) });
          list.fees[0].fixed = `${number}.50 CNY`;
        });
        const send = async (...files) => {
          await page.goto(`${origin}/documents`);
          await page.locator('#files').setInputFiles(files);
          await page.locator('form[action="/documents/publish"] button').click();
        };
        await send({ name: 'wrong.json', mimeType: 'application/json', buffer: Buffer.from('{') }, prices);
        assert.equal(await page.locator('#findings').count(), 1);
        assert.equal(await page.locator('button.grave').count(), 0);
        await accept(page, `documents-findings-${width}-${language}`);
        await send(prices);
        assert.match(await page.locator('main').innerText(), new RegExp(`${number}\\.50 CNY`));
        await accept(page, `documents-shown-${width}-${language}`);
        await page.locator('#why').fill('prices of next month');
        await page.locator('button.grave').click();
        assert.equal(new URL(page.url()).pathname, '/documents');
        assert.equal(await page.getByRole('status').count(), 1);
        await accept(page, `documents-published-${width}-${language}`);
        await page.goto(`${origin}/documents/version?id=demo-prices&version=${number}`);
        assert.match(await page.locator('main').innerText(), new RegExp(`${number}\\.50 CNY`));
        await accept(page, `version-with-changes-${width}-${language}`);
        assert.deepEqual(troubles, []);
      });
    });
  }
}

test('the language is kept once it was chosen, and pages work without scripts', async () => {
  const context = await browser.newContext({
    locale: 'en', javaScriptEnabled: false, ignoreHTTPSErrors: true,
    clientCertificates: [{ origin, certPath: env.OPERATOR_CERT, keyPath: env.OPERATOR_KEY }],
  });
  try {
    const page = await context.newPage();
    await page.goto(`${origin}/floats`);
    await page.getByRole('button', { name: 'Switch language to 中文' }).click();
    assert.equal(new URL(page.url()).pathname, '/floats');
    assert.match(await page.locator('h1').innerText(), /预付款/);
    await page.goto(`${origin}/`);
    assert.match(await page.locator('h1').innerText(), /总览/);
    const cookies = await context.cookies();
    assert.ok(cookies.length >= 2);
    for (const cookie of cookies) {
      assert.deepEqual([cookie.secure, cookie.httpOnly, cookie.sameSite], [true, true, 'Strict'], cookie.name);
    }
  } finally {
    await context.close();
  }
});

const decideOf = (name) => `/approvals/decide?name=${encodeURIComponent(name)}`;

const closeOf = (name) => `/cases/close?partner=demo&topup=${encodeURIComponent(name.split('/').at(-1))}`;

const settleOf = (name) => `/in-doubt/settle?partner=demo&name=${encodeURIComponent(name)}`;

/** An instant in the form of documents, so many minutes from now. */
const soon = (minutes) => `${new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19)}Z`;

/** A document of the demo set as a file to upload, changed. */
function documentOf(name, change) {
  const file = new URL(`../../../src/Partner.Sandbox/Documents/${name}.json`, import.meta.url);
  const content = JSON.parse(readFileSync(file, 'utf8'));
  change(content);
  return { name: `${name}.json`, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(content)) };
}

async function firstVersion(page) {
  await page.goto(`${origin}/documents`);
  return page.locator('tbody th a').first().getAttribute('href');
}
