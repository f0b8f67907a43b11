// Takes the pictures of doc/screens: what a window shows, no more.
//   BROWSER_MODULES=FOLDER SULH=PROGRAM node test/browser/screens.mjs OUT
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NARROW, WIDE } from './look.mjs';
import { shrink } from './png.mjs';
import { openBrowser, serveExample } from './tools.mjs';

const DAY = '2016-12-09';
const SCREENS = [
	['bulletin', `/en/bulletin/${DAY}`],
	['bulletin-dark', `/en/bulletin/${DAY}`, { colorScheme: 'dark' }],
	['bulletin-arabic', `/ar/bulletin/${DAY}`],
	['bulletin-phone', `/en/bulletin/${DAY}`, { viewport: NARROW }],
	['bulletin-phone-arabic', `/ar/bulletin/${DAY}`, { viewport: NARROW, colorScheme: 'dark' }],
	['figure', '/en/figure/P2'],
	['figures-arabic', '/ar/figures'],
	['press', '/en/press'],
	['press-arabic', '/ar/press', { colorScheme: 'dark' }],
	['log', '/en/log/aleppo'],
	['entry', '/en/log/hq/7'],
	['verify', '/en/verify'],
	['leaflet', '/en/leaflet'],
	['leaflet-arabic', '/ar/leaflet'],
];

const out = process.argv[2];
await mkdir(out, { recursive: true });
const browser = await openBrowser();
let site;
try {
	site = await serveExample(process.env.SULH);
	for (const [name, address, options] of SCREENS) {
		const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
		const page = await context.newPage();
		const answer = await page.goto(site.url + address, { waitUntil: 'networkidle' });
		if (answer.status() !== 200)
			throw new Error(`${address} answers ${answer.status()}`);
		const png = shrink(await page.screenshot({ type: 'png' }));
		await writeFile(path.join(out, `${name}.png`), png);
		console.log(`${name}.png: ${address}, ${Math.ceil(png.length / 1024)} KiB`);
		await context.close();
	}
} finally {
	await site?.close();
	await browser.close();
}
