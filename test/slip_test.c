/* The text of a receipt: one spelling, whatever somebody did to the paper. */
#include "intake/slip.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

static bool reads(struct str text)
{
	struct err e = { 0 };
	struct slip s;

	return slip_read(a, text, &s, &e) && str_eq(slip_text(a, &s), text);
}

/* Every byte of it changed in turn is another paper, or none: never the same one. */
static bool each_byte_matters(struct str text)
{
	char *copy = str_z(a, text);
	struct slip was, now;
	struct err e = { 0 };

	if (!slip_read(a, text, &was, &e))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		copy[i] = (char)(copy[i] ^ 1);
		if (slip_read(a, str_mem(copy, text.len), &now, &e) && now.day == was.day &&
		    now.things == was.things && str_eq(now.log, was.log) &&
		    !memcmp(now.number, was.number, 16) && now.bound == was.bound &&
		    hash_eq(&now.commitment, &was.commitment) && hash_eq(&now.seal, &was.seal))
			return false;
		copy[i] = (char)(copy[i] ^ 1);
	}
	return true;
}

int main(void)
{
	struct slip s = { .log = S("aleppo.op/log/1"), .day = 17144, .things = 2 };
	uint8_t number[16] = { 1 };
	struct hash one, other;
	struct str text;

	a = arena_new(0);
	if (!a)
		return 1;
	text = slip_text(a, &s);
	CHECK("one that is nobody's is read", reads(text) && each_byte_matters(text));
	s.bound = true;
	s.commitment = slip_commitment(number, S("0123456789abcdef"));
	text = slip_text(a, &s);
	CHECK("one that is somebody's is read", reads(text) && each_byte_matters(text));
	s.copy = true;
	text = slip_text(a, &s);
	CHECK("a copy is read, and says so", reads(text) && each_byte_matters(text) &&
						     slip_read(a, text, &s, &(struct err){ 0 }) &&
						     s.copy);
	one = slip_commitment(number, S("0123456789abcdef"));
	other = slip_commitment(number, S("0123456789abcdeg"));
	CHECK("another person is another commitment", !hash_eq(&one, &other));
	number[0] = 2;
	other = slip_commitment(number, S("0123456789abcdef"));
	CHECK("another number, too", !hash_eq(&one, &other));
	CHECK("what is cut off is none", !reads(str_mem(text.s, text.len - 1)));
	CHECK("nor what goes on", !reads(str_fmt(a, "%.*s\n", P(text))));
	CHECK("nor nothing", !reads(S("")));
	arena_free(a);
	return done();
}
