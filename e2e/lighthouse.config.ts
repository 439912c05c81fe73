import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** `npm run lighthouse`: what another judge says of the client. */
export default defineConfig({
  ...base,
  testDir: './measure',
  testMatch: '*.lighthouse.ts',
  timeout: 600_000,
  use: { ...base.use, trace: 'off' },
});
