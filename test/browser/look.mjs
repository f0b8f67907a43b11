// What is looked at on a page that is open in the browser. Each function gives complaints: sentences.

export const NARROW = { width: 360, height: 740 };
export const WIDE = { width: 1280, height: 900 };
// The least that WCAG 2.2 (1.4.10) asks for: 1280 at 400 %.
export const LEAST = { width: 320, height: 640 };

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The rules of WCAG 2.2 AA and good practice, as far as a machine can tell. `axe` is the library's text; `only`:
// the rules to try, where it is not all of them.
export async function axeComplaints(page, axe, where, only) {
	await page.evaluate(axe);
	const faults = await page.evaluate(async (which) => {
		// Nothing is fetched: the page's policy would not have it.
		const result = await window.axe.run(document, {
			runOnly: which, resultTypes: ['violations'], preload: false,
		});
		return result.violations.map(({ id, help, nodes }) => ({
			id, help, nodes: nodes.length, first: nodes[0].html, why: nodes[0].failureSummary,
		}));
	}, only ?? TAGS);
	return faults.map(({ id, help, nodes, first, why }) =>
		`${where}: ${id} (${help}), ${nodes} times, first ${first.slice(0, 160)}: ${why.replace(/\s+/g, ' ')}`);
}

// Whether the page is wider than the window: then a reader has to move it to and fro for each line. Or a table is, at whose
// edge half a number would stand. And whether a cell is left out that says something, or a place without a figure looks like one.
export async function overflowComplaints(page, where) {
	return page.evaluate((place) => {
		const root = document.documentElement;
		const cut = [...document.querySelectorAll('.table-wrap')]
			.filter((node) => node.scrollWidth > node.clientWidth + 1)
			.map((node) => `${place}: a table is cut off, ${node.scrollWidth} wide in ${node.clientWidth}: ${node.innerText.slice(0, 80)}`);
		const lost = [...document.querySelectorAll('td.none')].filter((node) => /[^\s–]/.test(node.textContent))
			.map((node) => `${place}: a cell is left out that says ${node.textContent.slice(0, 40)}`);
		const holes = [...document.querySelectorAll('.figs')].map((node) => getComputedStyle(node))
			.filter((style) => style.backgroundColor === style.borderTopColor)
			.map(() => `${place}: where a line of figures is not full its rest is a block of the lines' colour`);
		if (cut.length || lost.length || holes.length || root.scrollWidth <= root.clientWidth)
			return [...cut, ...lost, ...holes];
		const out = [...document.querySelectorAll('body *')].filter((node) => {
			const box = node.getBoundingClientRect();
			return box.width && (box.right > root.clientWidth + 1 || box.left < -1);
		});
		const names = out.slice(0, 4).map((node) => node.cloneNode().outerHTML.slice(0, 120));
		return [`${place}: the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}: ${names.join(' ')}`];
	}, where);
}

// Whether each cell stands under its head for who hears the table: as many in a row as there are heads, none taken out of it, and
// all called what they are, for what is laid out otherwise is no table any more to some browsers.
export async function tableComplaints(page, where) {
	return page.evaluate((place) => {
		const columns = (row) => [...row.cells].filter((cell) => getComputedStyle(cell).display !== 'none')
			.reduce((sum, cell) => sum + cell.colSpan, 0);
		const part = { TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TD: 'cell' };
		const role = (node) => part[node.tagName] ?? { col: 'columnheader', row: 'rowheader' }[node.scope];
		return [...document.querySelectorAll('table.fold')].flatMap((table) => {
			const rows = [...table.rows];
			const name = (table.caption ?? table.closest('[aria-label], [aria-labelledby]')).innerText.slice(0, 40);
			const short = rows.filter((row) => columns(row) !== columns(rows[0]))
				.map((row) => `${place}: ${columns(row)} cells under ${columns(rows[0])} heads: ${row.innerText.slice(0, 60)}`);
			const nameless = [table, ...table.querySelectorAll('thead, tbody, tr, th, td')]
				.filter((node) => node.getAttribute('role') !== role(node));
			return [...short, ...(nameless.length ? [`${place}: ${nameless.length} parts without their role: ${name}`] : [])];
		});
	}, where);
}

// Text of twice the size, as a telephone's own setting gives it.
export async function zoomComplaints(page) {
	const before = page.viewportSize();
	await page.setViewportSize(NARROW);
	await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
	const complaints = await overflowComplaints(page, 'text of 200 %');
	await page.evaluate(() => { document.documentElement.style.fontSize = ''; });
	await page.setViewportSize(before);
	return complaints;
}

// With letters, words and lines as far apart as WCAG 2.2 (1.4.12) lets a reader set them: no table and no drawing is cut off.
export async function spacingComplaints(page) {
	const drawn = await page.evaluate(() => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
			p { margin-block-end: 2em !important }`);
		document.adoptedStyleSheets = [sheet];
		return [...document.querySelectorAll('svg.chart')].flatMap((svg) => {
			// What stands beside the drawing is seen as far as the card reaches.
			const edge = (getComputedStyle(svg).overflow === 'visible' ? svg.closest('.card') : svg).getBoundingClientRect();
			return [...svg.querySelectorAll('text')].filter((text) => {
				const box = text.getBoundingClientRect();
				return box.width && (box.left < edge.left - 1 || box.right > edge.right + 1);
			})
				.map((text) => `letters apart: a drawing cuts off ${text.textContent}`);
		});
	});
	const complaints = [...drawn, ...(await overflowComplaints(page, 'letters apart'))];
	await page.evaluate(() => { document.adoptedStyleSheets = []; });
	return complaints;
}

// In colours of the reader's own, that take all others away, the link to where one is differs from those beside it.
export async function forcedComplaints(page) {
	await page.emulateMedia({ forcedColors: 'active' });
	const complaints = await page.evaluate(() => {
		const look = (node) => {
			const { backgroundColor, borderBlockEndColor } = getComputedStyle(node);
			const ground = /, 0\)$/.test(backgroundColor) ? getComputedStyle(document.documentElement).backgroundColor : backgroundColor;
			return `${ground} ${borderBlockEndColor}`;
		};
		return [...document.querySelectorAll('a[aria-current]')].filter((here) => {
			const links = [...here.closest('nav, .filters').querySelectorAll('a:not([aria-current])')];
			return links.some((other) => look(other) === look(here));
		}).map((here) => `in forced colours nothing marks "${here.innerText}"`);
	});
	await page.emulateMedia({ forcedColors: 'none' });
	return complaints;
}

// Puts numbers of a million millions and names of 80 letters without a blank where such stand, and looks whether the
// page gets too wide by that, or any of them is cut off: a number without its last digit is another number.
export async function longComplaints(page, where) {
	const cut = await page.evaluate((place) => {
		const words = { ar: 'الضفة'.repeat(16), en: 'Riverside'.repeat(9) };
		const name = words[document.documentElement.lang];
		for (const node of document.querySelectorAll('.fig b .num'))
			node.textContent = '1,000,000,000,000';
		for (const node of document.querySelectorAll('.columns a, .card > header .muted, h1, .crumb, tbody th a'))
			node.textContent = name;
		return [...document.querySelectorAll('.fig, .columns, .card > header')]
			.filter((node) => node.scrollWidth > node.clientWidth + 1)
			.map((node) => `${place}: cut off in ${node.cloneNode().outerHTML.slice(0, 60)}: ${node.innerText.slice(0, 40)}`);
	}, where);
	return [...cut, ...(await overflowComplaints(page, where))];
}

// Listens from before the page is opened; `heard()` gives what was wrong until then.
export async function listen(page, origin) {
	const complaints = [];

	await page.addInitScript(() => {
		window.refusedByPolicy = [];
		document.addEventListener('securitypolicyviolation', (event) => {
			window.refusedByPolicy.push(`${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`);
		});
	});
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type()))
			complaints.push(`console: ${message.text()}`);
	});
	page.on('pageerror', (error) => complaints.push(`script: ${error}`));
	page.on('request', (request) => {
		if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:'))
			complaints.push(`asks another host: ${request.url()}`);
	});
	page.on('requestfailed', (request) =>
		complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
	page.on('response', (response) => {
		if (response.status() >= 400)
			complaints.push(`${response.url()} answers ${response.status()}`);
	});
	return {
		heard: async () => [
			...complaints.splice(0),
			...(await page.evaluate(() => (window.refusedByPolicy ?? []).splice(0))),
		],
	};
}

// The policy itself, as sent.
export function policyComplaints(headers) {
	const policy = headers['content-security-policy'] ?? '';
	const complaints = [];

	if (!/(^|;)\s*default-src 'none'/.test(policy))
		complaints.push(`the policy does not begin with nothing: "${policy}"`);
	if (/unsafe|\*|https?:|data:/.test(policy))
		complaints.push(`the policy lets in more than ours: "${policy}"`);
	for (const wanted of ['frame-ancestors', 'base-uri', 'form-action'])
		if (!policy.includes(`${wanted} 'none'`))
			complaints.push(`the policy has no ${wanted} 'none': "${policy}"`);
	if (headers['x-content-type-options'] !== 'nosniff')
		complaints.push('no x-content-type-options: nosniff');
	return complaints;
}

// What every page has: language, direction, a title, one heading of the first order, one main part.
export async function formComplaints(page, lang) {
	return page.evaluate((wanted) => {
		const root = document.documentElement;
		const all = (what) => [...document.querySelectorAll(what)];
		const complaints = [];
		const expect = (good, text) => good || complaints.push(text);

		expect(document.compatMode === 'CSS1Compat', 'the page has no doctype');
		expect(root.lang === wanted, `lang is "${root.lang}", not ${wanted}`);
		expect(getComputedStyle(document.body).direction === (wanted === 'ar' ? 'rtl' : 'ltr'),
			`the text runs ${getComputedStyle(document.body).direction}`);
		expect(document.title.trim().length > 3, `the title is "${document.title}"`);
		expect(all('h1').length === 1, `${all('h1').length} headings h1`);
		expect(all('main').length === 1, `${all('main').length} main parts`);
		expect(all('[style], style').length === 0, 'there is a style within the page');
		expect(all('script:not([src])').length === 0, 'there is a script within the page');
		expect(!/\bundefined\b|\bNaN\b|\{[=a-z]|%[sd]/.test(document.body.innerText), 'a placeholder shows');
		expect(!all('.brand svg:not([width])').length, 'without a style sheet the sign fills the window');
		const ids = all('[id]').map((node) => node.id);
		expect(new Set(ids).size === ids.length, 'an id stands twice');
		for (const table of all('table'))
			expect(table.caption || table.closest('[aria-label], [aria-labelledby]'), 'a table has no name');
		return complaints;
	}, lang);
}

// What the page says in its main part, but for buttons that only script can serve. The last look at a page:
// they are gone then.
export function textOf(page) {
	return page.evaluate(() => {
		document.querySelectorAll('.js-only').forEach((node) => node.remove());
		return document.querySelector('main')?.innerText.replace(/\s+/g, ' ').trim() ?? '';
	});
}

// Tabs through the page: the skip link first, each stop once, in the document's order and marked as such,
// and out again at the end. Looks at `most` stops of a longer page.
export async function keyboardComplaints(page, most) {
	const complaints = [];
	const stops = [];
	const expected = await page.evaluate(() => {
		const what = 'a[href], button, input, select, textarea, summary, [tabindex]';
		const shown = [...document.querySelectorAll(what)].filter((node) =>
			node.tabIndex >= 0 && !node.disabled && node.checkVisibility({ visibilityProperty: true }));
		shown.forEach((node, i) => { node.dataset.stop = String(i); });
		return shown.length;
	});

	for (let i = 0; i <= Math.min(expected, most); i++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate(() => {
			const node = document.activeElement;
			if (!node || node === document.body)
				return null;
			const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
			return {
				n: Number(node.dataset.stop ?? -1), what: node.cloneNode().outerHTML.slice(0, 120),
				href: node.getAttribute('href'),
				marked: (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none',
			};
		});
		if (!stop)
			break;
		stops.push(stop);
		if (!stop.marked)
			complaints.push(`nothing marks the stop ${stop.what}`);
	}
	if (!stops[0]?.href?.startsWith('#'))
		complaints.push(`the first stop is no link to the main part but ${stops[0]?.what}`);
	for (let i = 1; i < stops.length; i++)
		if (stops[i].n === stops[i - 1].n)
			complaints.push(`the keyboard is trapped at ${stops[i].what}`);
		else if (stops[i].n < stops[i - 1].n && stops[i].n !== 0)
			complaints.push(`the order goes back to ${stops[i].what}`);
	if (stops.length < Math.min(expected, most))
		complaints.push(`${stops.length} stops of ${expected} are reached`);
	return complaints;
}

// The link past the menus leads the keyboard into the main part.
export async function skipComplaints(page) {
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	const inside = await page.evaluate(() => Boolean(document.activeElement?.closest('main')));
	return inside ? [] : ['after the skip link the next stop is not in the main part'];
}

// Where the menu is a strip that is moved to and fro, the link to where one is can be seen.
export async function menuComplaints(page) {
	return page.evaluate(() => {
		const [strip, link] = ['.nav', '.nav [aria-current]'].map((what) => document.querySelector(what).getBoundingClientRect());
		return link.left >= strip.left - 1 && link.right <= strip.right + 1 ? []
			: [`the link to this page is at ${link.left} to ${link.right}, the menu at ${strip.left} to ${strip.right}`];
	});
}

// Arrow keys go through the days of a chart and say each.
export async function chartComplaints(page) {
	const chart = page.locator('[data-chart]').first();
	const readout = async () => (await page.locator('.readout').first().innerText()).trim();

	if (!(await chart.count()))
		return ['there is no chart'];
	await chart.focus();
	const said = [];
	for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowRight']) {
		await page.keyboard.press(key);
		said.push(await readout());
	}
	return said.every(Boolean) && new Set(said).size === 3 && said[3] === said[1] ? [] : [`the chart says ${JSON.stringify(said)}`];
}

// Bytes that come over the line, heads included, for what `go` opens.
export async function bytesOver(page, go) {
	const line = await page.context().newCDPSession(page);
	const parts = new Map();
	const names = new Map();
	let sum = 0;

	line.on('Network.requestWillBeSent', ({ requestId, request }) => names.set(requestId, request.url));
	line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		sum += encodedDataLength;
		parts.set(names.get(requestId), encodedDataLength);
	});
	await line.send('Network.enable');
	const answer = await go();
	// Its fonts may still be on their way when it has loaded.
	await page.waitForLoadState('networkidle');
	await line.detach();
	return { sum, status: answer.status(), parts: [...parts].filter(([, n]) => n).map(([name, n]) => `${n} ${name}`) };
}

// What paper shows otherwise than the window: numbers of a list beside it within what frames it, and nothing of what keys do.
export async function paperComplaints(page) {
	await page.emulateMedia({ media: 'print' });
	const complaints = await page.evaluate(() => {
		const shown = (what) => [...document.querySelectorAll(what)].filter((node) => node.checkVisibility());
		const outside = shown('ol, ul').filter((list) => {
			const { listStyleType, fontSize, direction } = getComputedStyle(list);
			const letters = listStyleType === 'decimal' ? String(list.children.length).length + 1 : 1;
			const [item, frame] = [list.firstElementChild, list.closest('.card, body')].map((node) => node.getBoundingClientRect());
			const room = direction === 'rtl' ? frame.right - item.right : item.left - frame.left;
			return listStyleType !== 'none' && room < 0.7 * letters * parseFloat(fontSize);
		});
		return [
			...outside.map((list) => `on paper a list's numbers stand outside of it: ${list.innerText.slice(0, 40)}`),
			...shown('.js-only').map((node) => `on paper stands what only a script does: ${node.innerText}`),
		];
	});
	await page.emulateMedia({ media: null });
	return complaints;
}

// Prints, and gives the number of pages of paper.
export async function printed(page) {
	const pdf = await page.pdf({ format: 'A4', printBackground: false });
	return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
