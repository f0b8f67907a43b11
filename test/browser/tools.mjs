// What the tests and the pictures share: the packages, the browser, and a register that is served.
import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

// The packages lie in a build folder, not in the tree (tools/browser).
const require = createRequire(path.join(process.env.BROWSER_MODULES ?? '.', 'package.json'));
export const { chromium } = require('playwright-core');

export function axeSource() {
	return readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
}

function browserPath() {
	const places = (process.env.PATH ?? '').split(path.delimiter).concat('/usr/bin');
	const found = places.map((place) => path.join(place, 'chromium')).find(existsSync);
	if (!found)
		throw new Error('there is no chromium; tools/setup --check installs it');
	return found;
}

export function openBrowser() {
	// Chromium's own sandbox refuses root, as whom build machines run; it opens nothing but pages of ours.
	const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
	return chromium.launch({ executablePath: browserPath(), args });
}

// Makes the example's register or copies it, publishes it and serves it on a free port of this machine. `close` ends that
// and takes the folder away.
export async function serveExample(sulh) {
	const folder = await mkdtemp(path.join(process.env.TMPDIR ?? tmpdir(), 'pages-'));
	const data = path.join(folder, 'register');
	let server;
	const close = async () => {
		if (server && server.exitCode === null && server.signalCode === null) {
			const ended = new Promise((resolve) => server.once('exit', resolve));
			server.kill('SIGTERM');
			await ended;
		}
		await rm(folder, { recursive: true, force: true });
	};

	try {
		// The one that all tests copy, where there is one.
		if (process.env.SULH_EXAMPLE && existsSync(process.env.SULH_EXAMPLE))
			await cp(process.env.SULH_EXAMPLE, data, { recursive: true, preserveTimestamps: true });
		else
			await run(sulh, ['demo', data], { maxBuffer: 1 << 26 });
		await run(sulh, ['--data', data, 'publish', path.join(data, 'public')], { maxBuffer: 1 << 26 });
		server = spawn(sulh, ['--data', data, 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
		return { url: await addressOf(server), close };
	} catch (error) {
		await close();
		throw error;
	}
}

function addressOf(server) {
	return new Promise((resolve, reject) => {
		let said = '';
		const hear = (chunk) => {
			said += chunk;
			const url = /^Serving (http:\/\/127\.0\.0\.1:\d+)\//m.exec(said)?.[1];
			if (url)
				resolve(url);
		};
		server.stdout.on('data', hear);
		server.stderr.on('data', hear);
		server.on('error', reject);
		server.on('exit', (code) => reject(new Error(`sulh serve ended with ${code}: ${said}`)));
	});
}
