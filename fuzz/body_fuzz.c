/*
 * What a desk sends to a command: the first byte chooses the command, the rest is the body. What is taken are arguments of text and options
 * that the command has and that name no file; what is not is said to be wrong, and why.
 */
#include "cli/api_body.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of those that desks may call, the one of this number, counted round. */
static const struct command *command_of(size_t number)
{
	const struct command *k;
	size_t n = 0;

	for (size_t i = 0; (k = command_at(i)); i++)
		n += k->api;
	assert(n);
	number %= n;
	for (size_t i = 0; (k = command_at(i)); i++)
		if (k->api && !number--)
			return k;
	return NULL;
}

static bool is_text(struct str s)
{
	return s.s && utf8_ok(s) && (!s.len || !memchr(s.s, 0, s.len));
}

static void look_at_option(const struct cli *c, size_t i)
{
	const struct option *o = c->command->options;
	size_t k = 0;

	while (k < COMMAND_OPTIONS && o[k].name && o[k].name != c->options[i].name)
		k++;
	assert(k < COMMAND_OPTIONS && o[k].name);
	assert(!o[k].arg || (strncmp(o[k].arg, "FILE", 4) && strncmp(o[k].arg, "DIR", 3)));
	assert(is_text(c->options[i].value) && (o[k].arg || !c->options[i].value.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct cli *c;
	struct err e = { .kind = ERR_NONE };

	if (!a || !size || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	c = arena_alloc(a, sizeof *c);
	c->a = a;
	c->args = arena_array(a, API_ARGS + CLI_SPARE, sizeof *c->args);
	c->command = command_of(*data);
	if (api_body(c, str_mem(data + 1, size - 1), &e)) {
		assert(c->n <= API_ARGS);
		for (size_t i = 0; i < c->n; i++)
			assert(is_text(c->args[i]));
		for (size_t i = 0; i < c->n_options; i++)
			look_at_option(c, i);
	} else {
		assert(e.kind != ERR_NONE && e.what[0]);
	}
	arena_free(a);
	return 0;
}
