import { statSync } from "node:fs";
import { launch, time } from "./browser.mjs";

const [, , file] = process.argv;
const browser = await launch();
const { paint, load, drawn } = await time(browser, file, 5);
await browser.close();
const size = (statSync(file).size / 1e6).toFixed(2);
console.log(`${file}: ${size} MB, first contentful paint ${paint} ms, load ${load} ms, ${drawn} entries drawn (median of 5)`);
