// What Lighthouse says of the sign-in page and the main screen: `npm run lighthouse`, with PARLOR_BIN.
// Lighthouse wants a newer Node than the tests do; both are installed here on demand, into a folder of
// their own that is no part of the project, and stay there for the next time.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOME = fileURLToPath(new URL('..', import.meta.url));
const OWN = process.env['PARLOR_LIGHTHOUSE'] ?? join(HOME, 'node_modules/.cache/lighthouse');
const WANTED = { lighthouse: '13.5.0', node: '24.21.0' };

const node = join(OWN, 'node_modules/node/bin/node');
const cli = join(OWN, 'node_modules/lighthouse/cli/index.js');
if (!existsSync(node) || !existsSync(cli)) {
  mkdirSync(OWN, { recursive: true });
  const own = { private: true, dependencies: WANTED, allowScripts: { node: true } };
  writeFileSync(join(OWN, 'package.json'), JSON.stringify(own, null, 2));
  execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: OWN, stdio: 'inherit' });
}
const run = spawnSync('npx', ['playwright', 'test', '--config', 'lighthouse.config.ts'], {
  cwd: HOME,
  stdio: 'inherit',
  env: { ...process.env, PARLOR_LIGHTHOUSE_NODE: node, PARLOR_LIGHTHOUSE_CLI: cli },
});
process.exit(run.status ?? 1);
