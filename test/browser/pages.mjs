// Which pages there are, found as a reader finds them: by the links from the first page on.
import { get } from 'node:http';

const DAY = '\\d{4}-\\d{2}-\\d{2}';
const WORD = '[^/]+';

// The kinds of pages, by their address without a language. A kind that nobody can reach is a fault.
export const KINDS = [
	['newest bulletin', '/'],
	['bulletin', `/bulletin/${DAY}`],
	['bulletins', '/bulletins'],
	['figures', '/figures'],
	['figure', `/figure/${WORD}`],
	['figure of a place', `/figure/${WORD}/${WORD}`],
	['figure of a detail', `/figure/${WORD}/${WORD}/.+`],
	['entries of a figure', `/rests/${WORD}/${WORD}`],
	['entries of a detail', `/rests/${WORD}/${WORD}/.+`],
	['press desk', '/press'],
	['view of the press desk', `/press/${WORD}`],
	['logs', '/log'],
	['log', `/log/${WORD}`],
	['part of a log', `/log/${WORD}/from/\\d+`],
	['entry', `/log/${WORD}/\\d+`],
	['verify', '/verify'],
	['leaflet', '/leaflet'],
].map(([name, pattern]) => ({ name, pattern: new RegExp(`^${pattern}$`) }));

// A page's address taken apart: {lang, bare, kind}; kind is undefined for a file.
export function addressParts(pathname) {
	const found = /^\/(en|ar)(\/.*|)$/.exec(pathname);
	const bare = found ? found[2] || '/' : pathname;
	const file = /\.(json|csv|hxl|tar|cbor|proof)$/.test(bare) || /^\/(public|static)(\/|\.)/.test(bare);
	return {
		lang: found?.[1],
		bare,
		kind: file ? undefined : KINDS.find(({ pattern }) => pattern.test(bare))?.name,
	};
}

// The sort of a link, to take some of each: a page's kind, or the shape of a file's address.
export function sortOf(pathname) {
	const { kind, bare } = addressParts(pathname);
	return kind ?? bare.replace(/[^/.]*\d[^/.]*/g, 'N').replace(/^\/public\/[^/]+\//, '/public/LOG/');
}

// Specifications may be named with a link; nothing is loaded from there.
const SPECIFICATIONS = ['https://www.rfc-editor.org/', 'https://c2sp.org/'];

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

// Addresses of this site in a page, as paths without fragments; `foreign` are those of other sites.
export function linksOf(html, base) {
	const ours = new Set();
	const foreign = new Set();
	for (const [, raw] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
		const url = new URL(raw.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name]), base);
		if (url.origin === new URL(base).origin)
			ours.add(url.pathname + url.search);
		else
			foreign.add(url.href);
	}
	return { ours: [...ours], foreign: [...foreign] };
}

// Takes up to n of a list, spread evenly, first and last among them.
export function spread(list, n) {
	if (list.length <= n || n < 2)
		return list.slice(0, n);
	return Array.from({ length: n }, (_, i) => list[Math.round((i * (list.length - 1)) / (n - 1))]);
}

// A page or file as {status, body}, on a connection of its own: the server ends those that idle.
function askOnce(address) {
	return new Promise((resolve, reject) => {
		get(address, { agent: false }, (answer) => {
			const parts = [];
			answer.on('data', (part) => parts.push(part));
			answer.on('end', () => resolve({
				status: answer.statusCode, body: Buffer.concat(parts), after: answer.headers['retry-after'],
			}));
			answer.on('error', reject);
		}).on('error', (error) => reject(new Error(`${address}: ${error.message}`)));
	});
}

// A server that has much to do says when to ask again, as a reader would.
async function ask(address) {
	let answer = await askOnce(address);

	for (let again = 0; again < 10 && answer.status === 503 && answer.after; again++) {
		await new Promise((resolve) => { setTimeout(resolve, 1000 * Number(answer.after)); });
		answer = await askOnce(address);
	}
	return answer;
}

// Follows links from `start`, at most `each` pages of a kind, and gives {pages: Map path -> html, links: Map
// path -> page it was found on, complaints}.
export async function crawl(url, start, each) {
	const pages = new Map();
	const links = new Map([[start, 'the start']]);
	const complaints = [];
	const perKind = new Map();
	const todo = [start];

	for (let here = todo.shift(); here; here = todo.shift()) {
		const { status, body } = await ask(url + here);
		const html = body.toString();
		if (status !== 200) {
			complaints.push(`${here} (linked from ${links.get(here)}) answers ${status}`);
			continue;
		}
		pages.set(here, html);
		const found = linksOf(html, url + here);
		complaints.push(...found.foreign
			.filter((other) => !SPECIFICATIONS.some((host) => other.startsWith(host)))
			.map((other) => `${here} links to ${other}`));
		for (const link of found.ours) {
			if (links.has(link))
				continue;
			links.set(link, here);
			const { lang, kind } = addressParts(link);
			// A page in no language is the one in some language; the other language is crawled by itself.
			if (!kind || lang !== addressParts(start).lang)
				continue;
			const seen = perKind.get(kind) ?? 0;
			perKind.set(kind, seen + 1);
			if (seen < each)
				todo.push(link);
		}
	}
	return { pages, links, complaints };
}

// Asks for up to `each` links of a sort; complains about those that do not answer 200.
export async function dead(url, links, each) {
	const sorts = new Map();
	for (const link of links.keys())
		sorts.set(sortOf(link), [...(sorts.get(sortOf(link)) ?? []), link]);
	const todo = [...sorts.values()].flatMap((list) => spread(list, each));
	const complaints = [];
	const worker = async () => {
		for (let link = todo.pop(); link; link = todo.pop()) {
			const { status, body } = await ask(url + link);
			if (status !== 200)
				complaints.push(`${link} (on ${links.get(link)}) answers ${status}`);
			else if (!body.length)
				complaints.push(`${link} (on ${links.get(link)}) is empty`);
		}
	};
	await Promise.all([worker(), worker()]);
	return complaints;
}
