import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** `npm run measure`: figures for people, on a machine that does nothing else. Judges nothing. */
export default defineConfig({
  ...base,
  testDir: './measure',
  testMatch: '*.measure.ts',
  timeout: 900_000,
  use: { ...base.use, trace: 'off' },
});
