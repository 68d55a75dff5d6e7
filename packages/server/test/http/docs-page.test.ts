import { suiteNeeds } from '@alaas/testkit';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { serverForTest, type ServerForTest } from './server-for-test.js';

suiteNeeds('chromium', 'the page /api/docs in a browser', (executablePath) => {
  let running: ServerForTest;
  let browser: Browser;
  beforeAll(async () => {
    running = await serverForTest();
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await running.end();
  });

  it('shows every call, asks nobody else, and complains of nothing', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(running.server.url) && !/^(data|blob):/.test(url)) complaints.push(url);
    });
    await page.goto(`${running.server.url}/api/docs`);
    await page.locator('.opblock').first().waitFor();
    const calls = await page.locator('.opblock-summary-path').allTextContents();
    expect(calls.map((path) => path.replaceAll('\u200b', ''))).toEqual(
      expect.arrayContaining(['/api/v1/selections', '/post', '/healthz']),
    );
    expect(await page.locator('.version-stamp, .version').allTextContents()).toContain('OAS 3.1');
    await page.locator('.opblock', { hasText: 'Choose items of a pool' }).first().click();
    await page.locator('.opblock-body').first().waitFor();
    expect(complaints).toEqual([]);
  });
});
