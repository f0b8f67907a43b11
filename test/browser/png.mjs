// Makes a screenshot small: 256 colours are enough for a page, and a quarter of the bytes.
import { deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

// Node.js 18 has none of its own.
function crc32(bytes) {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++)
			crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0;
}

function chunk(type, data) {
	const out = Buffer.alloc(12 + data.length);
	out.writeUInt32BE(data.length, 0);
	out.write(type, 4, 'latin1');
	data.copy(out, 8);
	out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
	return out;
}

// The pixels of a PNG as Chromium writes it: eight bits, RGB or RGBA, not interlaced.
function pixels(png) {
	const data = [];
	let width, height, channels;

	for (let at = 8; at < png.length;) {
		const length = png.readUInt32BE(at);
		const type = png.toString('latin1', at + 4, at + 8);
		const body = png.subarray(at + 8, at + 8 + length);
		if (type === 'IHDR') {
			width = body.readUInt32BE(0);
			height = body.readUInt32BE(4);
			channels = { 2: 3, 6: 4 }[body[9]];
			if (body[8] !== 8 || !channels || body[12])
				throw new Error('not a PNG as Chromium writes it');
		} else if (type === 'IDAT') {
			data.push(body);
		}
		at += 12 + length;
	}
	const raw = inflateSync(Buffer.concat(data));
	const stride = width * channels;
	const out = Buffer.alloc(height * stride);
	for (let y = 0; y < height; y++) {
		const filter = raw[y * (stride + 1)];
		for (let x = 0; x < stride; x++) {
			const left = x >= channels ? out[y * stride + x - channels] : 0;
			const up = y ? out[(y - 1) * stride + x] : 0;
			const corner = y && x >= channels ? out[(y - 1) * stride + x - channels] : 0;
			const guess = left + up - corner;
			const paeth = [left, up, corner].reduce((best, v) =>
				(Math.abs(guess - v) < Math.abs(guess - best) ? v : best));
			const add = [0, left, up, (left + up) >> 1, paeth][filter];
			out[y * stride + x] = raw[y * (stride + 1) + 1 + x] + add;
		}
	}
	return { width, height, channels, out };
}

// Colours for all: of each sort of colour the one that occurs most, so that a rare one is not lost, and then those
// that occur most. And for each other one the nearest of them.
function palette(counts) {
	const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
	const sorts = new Map();
	for (const colour of byCount) {
		const sort = colour & 0xe0e0e0;
		if (!sorts.has(sort))
			sorts.set(sort, colour);
	}
	const colours = [...new Set([...[...sorts.values()].slice(0, 128), ...byCount])].slice(0, 256);
	const index = new Map(colours.map((colour, i) => [colour, i]));
	const part = (colour, shift) => (colour >> shift) & 255;
	for (const colour of counts.keys()) {
		if (index.has(colour))
			continue;
		let best = 0;
		let least = Infinity;
		colours.forEach((other, i) => {
			const far = [0, 8, 16].reduce((sum, s) => sum + (part(colour, s) - part(other, s)) ** 2, 0);
			if (far < least)
				[best, least] = [i, far];
		});
		index.set(colour, best);
	}
	return { colours, index };
}

export function shrink(png) {
	const { width, height, channels, out } = pixels(png);
	const colour = (at) => (out[at] << 16) | (out[at + 1] << 8) | out[at + 2];
	const counts = new Map();

	for (let at = 0; at < out.length; at += channels)
		counts.set(colour(at), (counts.get(colour(at)) ?? 0) + 1);
	const { colours, index } = palette(counts);
	const lines = Buffer.alloc(height * (width + 1));
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			lines[y * (width + 1) + 1 + x] = index.get(colour((y * width + x) * channels));
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 3, 0, 0, 0], 8);
	const table = Buffer.from(colours.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
	return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('PLTE', table),
		chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
