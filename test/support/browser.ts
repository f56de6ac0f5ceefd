import { chromium, type Browser } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../client/chromium.mjs';

/**
 * A headless Chromium: the system's (`EXEUNT_CHROMIUM` names another, or `fetch` to take npm's all the same), else
 * npm's, fetched once into the cache. The caller closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  const { path, env } = await findChromium();
  return chromium.launch({
    executablePath: path,
    args: chromiumFlags,
    env: { ...definedEnvironment(), ...env },
  });
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
