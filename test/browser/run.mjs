// Looks at every kind of page as readers do: in both languages, light and dark, wide and narrow, with script
// and without, by keyboard, on paper; and first at a broken site, to see that the faults would be found.
//   BROWSER_MODULES=FOLDER SULH=PROGRAM node test/browser/run.mjs
import { serveBroken } from './broken.mjs';
import * as look from './look.mjs';
import { KINDS, addressParts, crawl, dead, spread } from './pages.mjs';
import { Tap } from './tap.mjs';
import { axeSource, openBrowser, serveExample } from './tools.mjs';

const LANGS = ['en', 'ar'];
// Pages of these kinds differ most among each other.
const TWO = new Set(['bulletin', 'figure', 'figure of a detail', 'entries of a figure', 'entry']);
const STOPS = 60; // of the keyboard, looked at on one page
const FIRST_BYTES = 250 * 1024;
const NEXT_BYTES = 15 * 1024;

const tap = new Tap();
const axe = await axeSource();
const browser = await openBrowser();

// Opens an address in a context of its own and hands the page to `work`.
async function within(options, work) {
	const context = await browser.newContext({ viewport: look.WIDE, reducedMotion: 'reduce', ...options });
	try {
		return await work(await context.newPage());
	} finally {
		await context.close();
	}
}

// Axe and the width: all rules in one size and in light, those of colours in dark, and what a narrow window can
// break. English is looked at wide, Arabic narrow, so that each page is seen in both. `once`: in light only, and as
// readers rarely set it not at all. The policy is set aside here, so that it cannot hinder axe.
function axeAndWidth(address, lang, once) {
	return within({ bypassCSP: true }, async (page) => {
		const faults = { axe: [], width: [], tables: [], set: [] };
		const sizes = lang === 'ar' ? [look.WIDE, look.LEAST] : [look.LEAST, look.WIDE];
		await page.goto(address);
		for (const size of sizes) {
			await page.setViewportSize(size);
			faults.width.push(...(await look.overflowComplaints(page, `${size.width} wide`)));
			if (size === look.LEAST)
				faults.tables.push(...(await look.tableComplaints(page, `${size.width} wide`)));
			if (size === look.LEAST && !once)
				faults.set.push(...(lang === 'ar' ? await look.zoomComplaints(page)
					: [...(await look.spacingComplaints(page)), ...(await look.forcedComplaints(page))]));
		}
		for (const [colorScheme, only] of [['light', undefined], ['dark', ['color-contrast']]]) {
			const where = `${colorScheme}, ${sizes[1].width} wide`;
			await page.emulateMedia({ colorScheme });
			if (!once || colorScheme === 'light')
				faults.axe.push(...(await look.axeComplaints(page, axe, where, only)));
		}
		return faults;
	});
}

// As a reader has it; `keys`: the keyboard, too.
function withPolicy(address, lang, keys) {
	return within({}, async (page) => {
		const ears = await look.listen(page, new URL(address).origin);
		const answer = await page.goto(address);
		const stops = keys ? await look.keyboardComplaints(page, STOPS) : [];
		const found = {
			stops,
			form: await look.formComplaints(page, lang),
			text: await look.textOf(page),
		};
		if (keys) {
			await page.reload();
			found.skip = await look.skipComplaints(page);
		}
		found.policy = [...look.policyComplaints(answer.headers()), ...(await ears.heard())];
		return found;
	});
}

function scriptless(address, text) {
	return within({ javaScriptEnabled: false }, async (page) => {
		await page.goto(address);
		const bare = await look.textOf(page);
		const keys = /Arrow keys[^.]*|مفاتيح الأسهم[^.]*/.exec(bare);
		if (keys)
			return [`without script it says "${keys[0]}"`];
		if (bare === text && bare.length > 40)
			return [];
		const at = [...bare].findIndex((letter, i) => letter !== text[i]);
		return [`with script "...${text.slice(Math.max(at, 0), at + 80)}", without "...${bare.slice(Math.max(at, 0), at + 80)}"`];
	});
}

function keyboard(address, work) {
	return within({}, async (page) => {
		await page.goto(address);
		return work(page);
	});
}

// The tests must be able to fail: each fault of the broken site is named.
async function brokenSite() {
	const site = await serveBroken();
	const names = async (what, complaints, pattern) =>
		tap.ok(`a broken page is found out: ${what}`, complaints.some((text) => pattern.test(text))
			? [] : [`nothing like ${pattern} in ${JSON.stringify(complaints)}`]);

	try {
		const { axe: rules, width } = await axeAndWidth(`${site.url}/`, 'en');
		await names('an image without words', rules, /image-alt/);
		await names('pale text', rules, /color-contrast/);
		await names('a field without a name', rules, /label/);
		await names('no language', rules, /html-has-lang/);
		await names('wider than a phone', width, /2\d\d\d wide in a window of 320/);
		const { form, policy, text } = await withPolicy(`${site.url}/`, 'en');
		await names('two headings of the first order', form, /2 headings h1/);
		await names('no doctype', form, /doctype/);
		await names('an id twice', form, /id stands twice/);
		await names('a placeholder', form, /placeholder/);
		await names('a style the policy refuses', policy, /style-src.* refused inline/);
		await names('a script the policy refuses', policy, /script-src.* refused inline/);
		await names('another host is asked', policy, /asks another host: http:\/\/127\.0\.0\.2|refused http:\/\/127\.0\.0\.2/);
		await names('an error on the console', policy, /console: wrong/);
		await names('a script that fails', policy, /thrown/);
		await names('a missing file', policy, /nothing\.js answers 404/);
		await names('content for script alone', await scriptless(`${site.url}/`, text), /without ""|only with script/);
		const stops = await keyboard(`${site.url}/`, (page) => look.keyboardComplaints(page, STOPS));
		await names('a trap for the keyboard', stops, /trapped at <button/);
		await names('a stop that nothing marks', stops, /nothing marks the stop <input/);
		await names('no way past the menus', stops, /first stop is no link/);
		const { links, complaints } = await crawl(site.url, '/', 1);
		await names('a link to another site', complaints, /links to http:\/\/other\.invalid/);
		await names('a dead link', await dead(site.url, links, 9), /\/dead .*404/);
	} finally {
		await site.close();
	}
}

// Follows the links and asks for some of each sort; gives the pages that are then looked at: of each kind the
// first found, and of some the last, too.
async function reached(url, lang) {
	const found = await crawl(url, `/${lang}/`, 6);
	const missing = KINDS.filter(({ name }) => ![...found.pages.keys()].some((link) => addressParts(link).kind === name));
	await tap.ok(`${lang}: every kind of page is reached by links, none leads elsewhere`, [
		...found.complaints,
		...missing.map(({ name, pattern }) => `nothing links to a page of kind "${name}" (${pattern})`),
	]);
	await tap.ok(`${lang}: links answer`, () => dead(url, found.links, lang === 'en' ? 40 : 8));
	return KINDS.flatMap(({ name }) =>
		spread([...found.pages.keys()].filter((link) => addressParts(link).kind === name), TWO.has(name) ? 2 : 1)
			.map((link, i) => ({ link, name: i ? `${name}, another` : name, first: !i })));
}

async function eachPage(url, lang) {
	for (const { link, name, first } of await reached(url, lang)) {
		const say = (what) => `${lang}: ${name} (${link}) ${what}`;
		const { form, policy, text, stops, skip } = await withPolicy(url + link, lang, first);
		const { axe: rules, width, tables, set } = await axeAndWidth(url + link, lang, !first);
		await tap.ok(say('has its language, one heading, its parts'), form);
		await tap.ok(say('keeps to its policy and to this host'), policy);
		await tap.ok(say('has no fault that axe knows'), rules);
		await tap.ok(say('is no wider than the window'), width);
		await tap.ok(say('has its cells under their heads'), tables);
		if (!first)
			continue;
		await tap.ok(say('stands in the sizes and colours of the reader'), set);
		await tap.ok(say('says the same without script'), () => scriptless(url + link, text));
		await tap.ok(say('is led through by keyboard'), stops);
		await tap.ok(say('has a way past its menus'), skip);
	}
}

// Numbers and names as long as a register takes them.
async function longOnes(url) {
	for (const lang of LANGS)
		for (const path of ['bulletin/2016-12-09', 'bulletin/2016-12-09/SY-HL', 'figure/T1', 'bulletins', 'log', 'log/hq', 'rests/P2/SY'])
			await tap.ok(`/${lang}/${path} shows long numbers and names whole`, () => within({}, async (page) => {
				await page.goto(`${url}/${lang}/${path}`);
				const complaints = [];
				for (const width of [look.LEAST.width, 700, 1040, look.WIDE.width]) {
					await page.setViewportSize({ width, height: 800 });
					complaints.push(...(await look.longComplaints(page, `${width} wide`)));
				}
				return complaints;
			}));
}

async function weight(url) {
	await within({}, async (page) => {
		const fits = (path, most) => tap.ok(`${path} takes at most ${most} bytes over the line`, async () => {
			const { sum, parts, status } = await look.bytesOver(page, () => page.goto(url + path));
			return status === 200 && sum > 0 && sum <= most ? [] : [`status ${status}, ${sum} bytes`, ...parts];
		});
		await fits('/en/', FIRST_BYTES);
		await fits('/ar/', FIRST_BYTES);
		// From here on with what the browser has kept.
		for (const lang of LANGS)
			for (const day of ['2016-12-09', '2017-03-06'])
				await fits(`/${lang}/bulletin/${day}`, NEXT_BYTES);
		for (const path of ['bulletins', 'figures', 'figure/P2', 'rests/P2/SY', 'press', 'log', 'log/aleppo', 'log/hq/7', 'verify', 'leaflet'])
			await fits(`/en/${path}`, NEXT_BYTES);
	});
}

async function onPaper(url) {
	for (const [path, most] of [['/en/', 40], ['/ar/', 40], ['/en/press', 4], ['/ar/press', 4], ['/en/leaflet', 2], ['/ar/leaflet', 2], ['/en/verify', 6]])
		await tap.ok(`${path} prints whole, on at most ${most} sheets`, () => within({}, async (page) => {
			await page.goto(url + path);
			const complaints = await look.paperComplaints(page);
			const sheets = await look.printed(page);
			return sheets >= 1 && sheets <= most ? complaints : [...complaints, `it takes ${sheets}`];
		}));
}

async function language(url) {
	for (const [locale, lang] of [['ar-SY', 'ar'], ['en-GB', 'en'], ['de-DE', 'en']])
		await tap.ok(`a browser that asks for ${locale} gets ${lang}`, () => within({ locale }, async (page) => {
			await page.goto(`${url}/`);
			return look.formComplaints(page, lang);
		}));
}

let site;
try {
	await brokenSite();
	site = await serveExample(process.env.SULH);
	for (const lang of LANGS)
		await eachPage(site.url, lang);
	for (const lang of LANGS)
		await tap.ok(`${lang}: arrow keys go through the days of a chart`,
			() => keyboard(`${site.url}/${lang}/`, look.chartComplaints));
	for (const lang of LANGS)
		await tap.ok(`/${lang}/leaflet shows a telephone's menu where it stands`, () => within({ viewport: look.LEAST }, async (page) => {
			await page.goto(`${site.url}/${lang}/leaflet`);
			return look.menuComplaints(page);
		}));
	await language(site.url);
	await longOnes(site.url);
	await weight(site.url);
	await onPaper(site.url);
} catch (error) {
	await tap.ok('the tests come to their end', [String(error.stack)]);
} finally {
	await site?.close();
	await browser.close();
}
process.exitCode = tap.end();
