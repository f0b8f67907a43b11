/*
 * See sha.h. The one exception to the rule that cryptography is the library's: who reads a log of a million
 * entries computes two million hashes, and libsodium has one lane only. What is hashed here is public and
 * the digest is compared with a signed root, so that there is no secret to leak and a mistake refuses a
 * good log, never more: nothing that signs, seals or derives a key comes here. The tests and a fuzz target
 * compare every way with the library.
 */
#include "ledger/sha.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "ledger/sha_step.h"
#include "base/banned.h"

#define NAMES                                       \
	{                                           \
		"plain", "pair", "eight", "sixteen" \
	}
#define BATCH 256 /* messages that are sorted by length */
#define LONG  63  /* blocks: from here on they are not told apart */
#define TAIL  (2 * SHA_BLOCK)

static_assert(SHA_BLOCK == 64 && sizeof(struct hash) == 32, "two hashes are a block");

const char *sha_name(enum sha_way way)
{
	static const char *const names[SHA_WAYS] = NAMES;

	return names[way];
}

bool sha_can(enum sha_way way)
{
	return way == SHA_PLAIN || sha_step(way);
}

/* Lanes that stay empty cost as much as full ones: a handful of messages is faster in pairs. */
enum sha_way sha_best(size_t n)
{
	if (n > 8 && sha_can(SHA_SIXTEEN))
		return SHA_SIXTEEN;
	if (sha_can(SHA_PAIR))
		return SHA_PAIR;
	return n >= 4 && sha_can(SHA_EIGHT) ? SHA_EIGHT : SHA_PLAIN;
}

/* The end of a message of `length` bytes whose last n, less than a block, stand in `tail` already: a 1 bit,
 * zeros and the length in bits. Returns the blocks of the tail. */
static size_t pad(uint8_t tail[TAIL], size_t n, uint64_t length)
{
	size_t blocks = n + 9 > SHA_BLOCK ? 2 : 1;
	uint8_t *end = tail + blocks * SHA_BLOCK - 8;

	tail[n] = 0x80;
	memset(tail + n + 1, 0, (size_t)(end - tail) - n - 1);
	length = __builtin_bswap64(length * 8);
	memcpy(end, &length, sizeof length);
	return blocks;
}

static void state_start(const struct sha_step *step, struct sha_lanes *s)
{
	static const uint32_t start[SHA_WORDS] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
						   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

	for (unsigned w = 0; w < SHA_WORDS; w++)
		for (unsigned i = 0; i < step->lanes; i++)
			s->state[w * step->word + i * step->lane] = start[w];
}

static void state_end(const struct sha_step *step, const struct sha_lanes *s, unsigned lane,
		      struct hash *out)
{
	for (unsigned w = 0; w < SHA_WORDS; w++) {
		uint32_t word = __builtin_bswap32(s->state[w * step->word + lane * step->lane]);

		memcpy(out->b + 4 * w, &word, sizeof word);
	}
}

/* As many messages as there are lanes, or fewer. */
struct group {
	size_t whole[SHA_LANES], blocks[SHA_LANES]; /* blocks that need no padding, and all */
	size_t least, most;			    /* of the whole, of all */
	uint8_t tail[SHA_LANES][TAIL];
};

static void group_load(struct group *g, struct sha_lanes *s, const struct str *messages,
		       const uint16_t *order, unsigned n)
{
	g->least = SIZE_MAX;
	g->most = 0;
	for (unsigned i = 0; i < n; i++) {
		struct str m = messages[order[i]];
		size_t whole = m.len / SHA_BLOCK, rest = m.len % SHA_BLOCK;

		if (rest)
			memcpy(g->tail[i], m.s + whole * SHA_BLOCK, rest);
		g->whole[i] = whole;
		g->blocks[i] = whole + pad(g->tail[i], rest, m.len);
		s->block[i] = (const uint8_t *)m.s;
		if (whole < g->least)
			g->least = whole;
		if (g->blocks[i] > g->most)
			g->most = g->blocks[i];
	}
}

/* All lanes go together while all have whole blocks; then block by block, until the longest has ended. A
 * lane without a block works on what does not matter. */
static void group_hash(const struct sha_step *step, const struct str *messages,
		       const uint16_t *order, unsigned n, struct hash *out)
{
	struct group g;
	struct sha_lanes s;

	group_load(&g, &s, messages, order, n);
	state_start(step, &s);
	for (unsigned i = n; i < step->lanes; i++)
		s.block[i] = s.block[0];
	step->run(&s, g.least);
	for (size_t at = g.least; at < g.most; at++) {
		for (unsigned i = 0; i < step->lanes; i++) {
			if (i >= n || at >= g.blocks[i])
				s.block[i] = g.tail[0];
			else if (at >= g.whole[i])
				s.block[i] = g.tail[i] + (at - g.whole[i]) * SHA_BLOCK;
		}
		step->run(&s, 1);
		for (unsigned i = 0; i < n; i++)
			if (at + 1 == g.blocks[i])
				state_end(step, &s, i, &out[order[i]]);
	}
}

/* Positions of messages, those of about the same length together. */
static void sort(const struct str *messages, size_t n, uint16_t order[BATCH])
{
	uint16_t first[LONG + 2] = { 0 };

	for (size_t i = 0; i < n; i++) {
		size_t whole = messages[i].len / SHA_BLOCK;

		first[(whole < LONG ? whole : LONG) + 1]++;
	}
	for (size_t k = 0; k < LONG; k++)
		first[k + 1] = (uint16_t)(first[k + 1] + first[k]);
	for (size_t i = 0; i < n; i++) {
		size_t whole = messages[i].len / SHA_BLOCK;

		order[first[whole < LONG ? whole : LONG]++] = (uint16_t)i;
	}
}

static void batch_hash(const struct sha_step *step, const struct str *messages, size_t n,
		       struct hash *out)
{
	uint16_t order[BATCH];

	sort(messages, n, order);
	for (size_t at = 0; at < n; at += step->lanes)
		group_hash(step, messages, order + at,
			   (unsigned)(n - at < step->lanes ? n - at : step->lanes), out);
}

void sha_many(enum sha_way way, const struct str *messages, size_t n, struct hash *out)
{
	const struct sha_step *step = sha_step(way);

	assert(step || way == SHA_PLAIN);
	if (!step)
		for (size_t i = 0; i < n; i++)
			out[i] = hash_of(messages[i]);
	for (size_t at = 0; step && at < n; at += BATCH)
		batch_hash(step, messages + at, n - at < BATCH ? n - at : BATCH, out + at);
}

/* A node is 65 bytes: nothing but the hashes differs between the blocks of one and another. */
static void nodes_hash(const struct sha_step *step, const struct hash *pairs, size_t n,
		       struct hash *out)
{
	uint8_t node[SHA_LANES][TAIL];
	struct sha_lanes s;

	for (unsigned i = 0; i < step->lanes; i++) {
		node[i][0] = 0x01;
		(void)pad(node[i], 2 * sizeof *pairs + 1, 2 * sizeof *pairs + 1);
	}
	for (size_t at = 0; at < n; at += step->lanes) {
		unsigned now = (unsigned)(n - at < step->lanes ? n - at : step->lanes);

		for (unsigned i = 0; i < step->lanes; i++) {
			if (i < now)
				memcpy(node[i] + 1, &pairs[2 * (at + i)], 2 * sizeof *pairs);
			s.block[i] = node[i];
		}
		state_start(step, &s);
		step->run(&s, 2);
		for (unsigned i = 0; i < now; i++)
			state_end(step, &s, i, &out[at + i]);
	}
}

void sha_nodes(enum sha_way way, const struct hash *pairs, size_t n, struct hash *out)
{
	const struct sha_step *step = sha_step(way);

	assert(step || way == SHA_PLAIN);
	if (step)
		nodes_hash(step, pairs, n, out);
	for (size_t i = 0; !step && i < n; i++)
		out[i] = hash_node(&pairs[2 * i], &pairs[2 * i + 1]);
}
