// What the scripts beside this one share: the browser, what a test is, and how long a page takes.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

// Chromium has no sandbox for root, and containers have little shared memory.
const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM, args });

export const address = (file) => pathToFileURL(resolve(file)).href;

/** Tests that passed in this script. */
export let passed = 0;

/** Does what a test does, and says how it went; the first that fails ends the script. */
export async function test(what, act) {
  try {
    await act();
  } catch (error) {
    console.log(`FAILED: ${what}`);
    throw error;
  }
  passed++;
  console.log(`ok: ${what}`);
}

/** Opens a page in fresh contexts: milliseconds from the start of navigation, the median of runs, and
 * the best load, which other work on the machine disturbs least. */
export async function time(browser, file, runs = 3) {
  const taken = [];
  for (let run = 0; run < runs; run++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address(file), { waitUntil: "load" });
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
    taken.push(await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      load: performance.getEntriesByType("navigation")[0].loadEventEnd,
      drawn: document.querySelectorAll("#view > *").length,
    })));
    await context.close();
  }
  const median = (key) => taken.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(runs / 2)];
  const best = Math.round(Math.min(...taken.map((one) => one.load)));
  return { paint: Math.round(median("paint")), load: Math.round(median("load")), best, drawn: taken[0].drawn };
}
