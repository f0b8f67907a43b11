/* See api_body.h. */
#include "cli/api_body.h"

#include <string.h>

#include "base/jsonin.h"
#include "cli/commands.h"
#include "intake/sheet_json.h"
#include "record/kind.h"
#include "base/banned.h"

bool api_takes(const struct option *o)
{
	return !o->arg ||
	       (!str_starts(str_of(o->arg), S("FILE")) && !str_starts(str_of(o->arg), S("DIR")));
}

static bool add_arg(struct cli *c, struct str arg, struct err *e)
{
	if (c->n == API_ARGS)
		return err_set(e, ERR_USAGE, "more than %d arguments", API_ARGS);
	c->args[c->n++] = arg;
	return true;
}

static bool take_args(struct cli *c, const struct jsonin *v, struct err *e)
{
	for (size_t i = 0; v && i < v->len; i++) {
		struct str arg = jsonin_text(c->a, &v->v[i]);

		if (!arg.s)
			return err_set(e, ERR_USAGE, "args: a list of texts and numbers");
		if (!add_arg(c, arg, e))
			return false;
	}
	return !v || v->type == JSONIN_ARRAY ||
	       err_set(e, ERR_USAGE, "args: a list of texts and numbers");
}

/* Fields of the record whose kind is the first argument, or that of the command's family, as "name=value" with the value that a cell of CSV would
 * have. Lists and rows may be JSON's own. */
static bool take_fields(struct cli *c, const struct jsonin *v, struct err *e)
{
	const struct kind *k = c->n ? kind_by_name(c->args[0]) : NULL;

	k = k ? k : family_kind(c);
	if (v && v->type != JSONIN_OBJECT)
		return err_set(e, ERR_USAGE, "fields: an object of names and values");
	for (size_t i = 0; v && i < v->len; i++) {
		const struct jsonin *m = &v->v[i];
		struct str cell;

		if (memchr(m->key.s, '=', m->key.len))
			return err_value(e, ERR_USAGE, S("fields"), m->key, "a name without =");
		if (!json_cell(c->a, k ? field_by_name(k, m->key) : NULL, m->key, m, &cell, e) ||
		    !add_arg(c, str_fmt(c->a, "%.*s=%.*s", P(m->key), P(cell)), e))
			return false;
	}
	return true;
}

static const struct option *option_of(const struct command *k, struct str name)
{
	for (size_t i = 0; i < COMMAND_OPTIONS && k->options[i].name; i++)
		if (str_eq(str_of(k->options[i].name), name) && api_takes(&k->options[i]))
			return &k->options[i];
	return NULL;
}

static bool take_options(struct cli *c, const struct jsonin *v, struct err *e)
{
	if (v && v->type != JSONIN_OBJECT)
		return err_set(e, ERR_USAGE, "options: an object of names and values");
	for (size_t i = 0; v && i < v->len; i++) {
		const struct option *o = option_of(c->command, v->v[i].key);
		struct str value = jsonin_text(c->a, &v->v[i]);
		bool is_flag = v->v[i].type == JSONIN_BOOL;

		if (!o || !value.s || is_flag != !o->arg)
			return err_value(e, ERR_USAGE, v->v[i].key, value.s ? value : S(""),
					 "an option of this command (GET " API_PREFIX
					 "); true or false for one without a value");
		if (is_flag && !v->v[i].n)
			continue;
		if (c->n_options == sizeof c->options / sizeof *c->options)
			return err_set(e, ERR_USAGE, "more than 64 options");
		c->options[c->n_options].name = o->name;
		c->options[c->n_options++].value = o->arg ? value : S("");
	}
	return true;
}

bool api_body(struct cli *c, struct str body, struct err *e)
{
	const struct jsonin *v = jsonin_read(c->a, body.len ? body : S("{}"), 1, e);

	if (!v)
		return false;
	if (v->type != JSONIN_OBJECT)
		return err_set(e, ERR_USAGE, "an object with args, fields and options");
	for (size_t i = 0; i < v->len; i++)
		if (!code_in("args,fields,options", v->v[i].key))
			return err_value(e, ERR_USAGE, S("member"), v->v[i].key,
					 "args, fields or options");
	return take_args(c, jsonin_find(v, S("args")), e) &&
	       take_fields(c, jsonin_find(v, S("fields")), e) &&
	       take_options(c, jsonin_find(v, S("options")), e);
}
