/* See help.h. */
#include "cli/help.h"

#include "cli/rules.h"

#include <assert.h>
#include <string.h>

#include "base/version.h"
#include "cli/commands.h"
#include "intake/commit.h"
#include "rule/table.h"
#include "record/kinds.h"
#include "base/banned.h"

#define VERSION SULH_VERSION

bool help_version(struct cli *c)
{
	cli_say(c, "sulh %s\n", VERSION);
	json_put_text(&c->result, "version", S(VERSION));
	return true;
}

static void options(struct cli *c, const struct option *list, size_t n)
{
	for (size_t i = 0; i < n && list[i].name; i++) {
		struct str left = str_fmt(c->a, "--%s%s%s", list[i].name, list[i].arg ? " " : "",
					  list[i].arg ? list[i].arg : "");

		cli_say(c, "  %-24.*s %s\n", P(left), list[i].help);
	}
}

bool help_all(struct cli *c)
{
	const struct command *k;

	cli_say(c, "sulh: the register of a reconciliation centre\n\nusage: sulh [--data DIR] "
		   "COMMAND [ARGUMENTS] [OPTIONS]\n\n");
	for (size_t i = 0; (k = command_at(i)); i++) {
		struct str rest = str_of(k->name), family = str_cut(&rest, ' ');

		/* One line for a family, which has four commands. */
		if (k->run == cli_family_add && str_starts(str_of(k->summary), S("record ")))
			cli_say(c, "  %-16.*s %s (add, list, show, correct)\n", P(family),
				k->summary + sizeof "record");
		else if (k->run != cli_family_list && k->run != cli_family_show &&
			 k->run != cli_family_correct)
			cli_say(c, "  %-16s %s\n", k->name, k->summary);
		if (c->json) {
			struct buf *b = cli_line(c, "command");

			json_put_text(b, "name", str_of(k->name));
			json_put_text(b, "args", str_of(k->args));
			json_put_text(b, "summary", str_of(k->summary));
			cli_line_end(c);
		}
	}
	cli_say(c, "\nWith every command:\n");
	options(c, global_options, global_options_n);
	cli_say(c, "\nsulh help COMMAND tells more; sulh help KIND lists the fields of a kind of "
		   "record.\n"
		   "Exit codes: 0 ok, 1 failed, 2 wrong call, 3 nothing found, 4 verification "
		   "failed, 5 refused,\n"
		   "6 needs attention, 10 no register here, 11 locked, 12 wrong key.\n");
	return true;
}

bool help_command(struct cli *c, const struct command *k)
{
	struct str rest = str_of(k->name), family = str_cut(&rest, ' ');

	cli_say(c, "usage: sulh %s%s%s\n\n%s\n", k->name, *k->args ? " " : "", k->args, k->summary);
	if (k->text)
		cli_say(c, "\n%s\n", k->text);
	(void)family_words(c, family);
	if (k->options[0].name) {
		cli_say(c, "\n");
		options(c, k->options, 8);
	}
	return true;
}

static const char *sight_name(enum sight s)
{
	return s == PUB	     ? "public"
	       : s == CENTRE ? "sealed for the centre"
			     : "sealed for the person";
}

/* How rows are typed: an example with the first fields. */
static void rows_help(struct cli *c, const struct field *f)
{
	struct buf row = { .a = c->a };

	assert(f->rows);
	for (size_t i = 0; i < f->rows->n && f->rows->fields[i].required; i++)
		buf_fmt(&row, "%s%s=...", row.len ? " " : "", f->rows->fields[i].name);
	cli_say(c, "  %-18s typed as '%s=%.*s; %.*s'; sulh help %s lists its fields\n", "", f->name,
		P(buf_text(&row)), P(buf_text(&row)), f->rows->name);
}

static void field_help(struct cli *c, const struct field *f)
{
	if (c->json) {
		struct buf *b = cli_line(c, "field");

		json_put_text(b, "name", str_of(f->name));
		json_put_int(b, "tag", f->tag);
		json_put_bool(b, "required", f->required);
		json_put_text(b, "sight", str_of(sight_name(f->sight)));
		json_put_text(b, "choices",
			      (struct str){ f->choices, f->choices ? strlen(f->choices) : 0 });
		json_put_text(b, "rows",
			      (struct str){ f->rows ? f->rows->name : NULL,
					    f->rows ? strlen(f->rows->name) : 0 });
		json_put_text(b, "help", (struct str){ f->help, f->help ? strlen(f->help) : 0 });
		cli_line_end(c);
		return;
	}
	cli_say(c, "  %-18s %s%s%s%s%s%s\n", f->name, f->required ? "required, " : "",
		sight_name(f->sight), f->choices ? "; " : "", f->choices ? f->choices : "",
		f->rows ? "; rows of " : "", f->rows ? f->rows->name : "");
	if (f->help)
		cli_say(c, "  %-18s %s\n", "", f->help);
	if (f->type == F_ROWS)
		rows_help(c, f);
}

static const struct kind *part_by_name(struct str name)
{
	for (size_t i = 0; i < kinds_n; i++)
		if (!kinds[i]->code && str_eq(name, str_of(kinds[i]->name)))
			return kinds[i];
	return NULL;
}

static bool help_part(struct cli *c, const struct kind *k)
{
	cli_say(c, "%s (%s, %s), a row within a record\n\n", k->name, k->label_en, k->label_ar);
	for (size_t i = 0; i < k->n; i++)
		field_help(c, &k->fields[i]);
	return true;
}

/* What the paper's machine says of an act holds, where the case's leaves it to the kind. */
static bool said_elsewhere(const struct transition *t)
{
	for (size_t i = 0; !t->four_eyes && i < transitions_n; i++)
		if (transition_of_paper(&transitions[i]) && !strcmp(transitions[i].kind, t->kind) &&
		    !strcmp(transitions[i].event, t->event))
			return true;
	return false;
}

static struct str apart_help(struct arena *a, const struct transition *t)
{
	struct str parts = t->four_eyes ? eyes_parts(t->four_eyes) : S("");
	struct buf b = { .a = a };

	if (parts.len || t->apart)
		buf_fmt(&b, "; nobody who was %.*s%s%s in the case", P(parts),
			parts.len && t->apart ? "," : "", t->apart ? t->apart : "");
	return buf_text(&b);
}

static struct str signed_by(struct arena *a, const struct transition *t, const struct kind *k)
{
	int n = t->four_eyes ? eyes_count(t->four_eyes) : k->signatures;

	if (!t->four_eyes)
		return str_fmt(a, "%d signature%s; written by %s", n, n == 1 ? "" : "s", k->roles);
	if (!n)
		return S("the program itself, when the day has come");
	return str_fmt(a, "%d signature%s: %.*s%.*s", n, n == 1 ? "" : "s",
		       P(rules_roles(a, t, "", " + ", "")), P(apart_help(a, t)));
}

/* An act may be told from another by nothing but where the case stands. */
static struct str act_help(struct arena *a, const struct transition *t)
{
	size_t bars = 0;

	for (const char *p = t->from; *p; p++)
		bars += *p == '|';
	return str_fmt(a, "%s%s%s%s%s%s", t->event, t->when ? " (" : "", t->when ? t->when : "",
		       t->when ? ")" : "", bars > 2 || t->from[0] == '-' ? "" : " of ",
		       bars > 2 || t->from[0] == '-' ? "" : t->from);
}

/* Of a kind that stands in the table of transitions its rows say who signs, each act once; else the kind. */
static void signers_help(struct cli *c, const struct kind *k)
{
	struct str before = S("");
	bool any = false;

	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];
		struct str line;

		if (!transition_of_kind(t, k->name) || said_elsewhere(t))
			continue;
		if (!any)
			cli_say(c, "who signs, by what happens (proposer, approver: whoever was "
				   "that in "
				   "this case; sulh rules tells more)\n");
		line = str_fmt(c->a, "  %.*s: %.*s\n", P(act_help(c->a, t)),
			       P(signed_by(c->a, t, k)));
		if (!str_eq(line, before))
			cli_say(c, "%.*s", P(line));
		before = line;
		any = true;
	}
	if (!any)
		cli_say(c, "%d signature%s; written by %s\n", k->signatures,
			k->signatures == 1 ? "" : "s", k->roles);
}

static bool help_kind(struct cli *c, const struct kind *k)
{
	cli_say(c, "%s (%s, %s), kind %d\n", k->name, k->label_en, k->label_ar, k->code);
	signers_help(c, k);
	cli_say(c, "\n");
	for (size_t i = 0; i < k->n; i++)
		field_help(c, &k->fields[i]);
	for (size_t i = 0; i < k->n_counts; i++)
		cli_say(c, "%s %s%s%s%s", i ? "," : "\ncounted in", k->counts[i].figure,
			k->counts[i].detail ? " (" : "",
			k->counts[i].detail ? k->counts[i].detail : "",
			k->counts[i].detail ? ")" : "");
	cli_say(c, "\n\nWith every kind:");
	for (size_t i = 0; draft_words[i]; i++)
		if (strcmp(draft_words[i], "answers") != 0)
			cli_say(c, " %s", draft_words[i]);
	cli_say(c, "\n");
	if (k == &kind_registration || k == &kind_correction)
		cli_say(c,
			"With this one: answers, of each who may be the same person, as\n"
			"  answers='case=7QX2-KM4T answer=other|ask|same reason=\"...\"; ...'\n");
	return true;
}

/* A hyphen that starts an option must not be broken or typeset as a dash. */
static void roff(struct cli *c, const char *text)
{
	for (; *text; text++) {
		if (*text == '-' || *text == '\\')
			buf_byte(&c->out, '\\');
		if (*text == '.' && (!c->out.len || c->out.p[c->out.len - 1] == '\n'))
			buf_str(&c->out, S("\\&"));
		buf_byte(&c->out, (uint8_t)*text);
	}
	buf_byte(&c->out, '\n');
}

static void roff_options(struct cli *c, const struct option *list, size_t n)
{
	for (size_t i = 0; i < n && list[i].name; i++) {
		buf_str(&c->out, S(".TP\n"));
		buf_fmt(&c->out, "\\fB\\-\\-%s\\fR%s%s\n", list[i].name, list[i].arg ? " " : "",
			list[i].arg ? list[i].arg : "");
		roff(c, list[i].help);
	}
}

static bool help_man(struct cli *c)
{
	const struct command *k;

	buf_fmt(&c->out,
		".TH SULH 1 \"\" \"sulh %s\" \"\"\n.SH NAME\nsulh \\- the register of a "
		"reconciliation centre\n"
		".SH SYNOPSIS\n.B sulh\n[\\fB\\-\\-data\\fR DIR] COMMAND [ARGUMENTS] "
		"[OPTIONS]\n.SH COMMANDS\n",
		VERSION);
	for (size_t i = 0; (k = command_at(i)); i++) {
		buf_fmt(&c->out, ".SS sulh %s %s\n", k->name, k->args);
		roff(c, k->summary);
		if (k->text) {
			buf_str(&c->out, S(".PP\n"));
			roff(c, k->text);
		}
		roff_options(c, k->options, 8);
	}
	buf_str(&c->out, S(".SH OPTIONS\nWith every command:\n"));
	roff_options(c, global_options, global_options_n);
	buf_str(&c->out,
		S(".SH RULES\nWhat may happen in a case, in its paper, and beside them:\n"));
	rules_roff(&c->out);
	buf_str(&c->out, S(".SH EXIT STATUS\n0 ok, 1 failed, 2 wrong call (also a path that is no "
			   "such thing), 3 nothing found,\n"
			   "4 verification failed, 5 refused, 6 needs attention, 10 no register "
			   "here, 11 locked, 12 wrong key.\n"));
	return true;
}

static void words(struct cli *c, bool second)
{
	const struct command *k, *before = NULL;

	for (size_t i = 0; (k = command_at(i)); i++, before = k) {
		struct str rest = str_of(k->name), first = str_cut(&rest, ' ');
		struct str word = second ? rest : first;

		if (second ? rest.s != NULL : !before || !str_starts(str_of(before->name), first))
			buf_fmt(&c->out, " %.*s", P(word));
	}
}

static bool help_completion(struct cli *c)
{
	const struct command *k;

	buf_str(&c->out, S("# bash completion of sulh\n_sulh() {\n\tlocal words=\""));
	words(c, false);
	words(c, true);
	for (size_t i = 0; i < kinds_n; i++)
		if (kinds[i]->code)
			buf_fmt(&c->out, " %s", kinds[i]->name);
	for (size_t i = 0; i < global_options_n; i++)
		buf_fmt(&c->out, " --%s", global_options[i].name);
	for (size_t i = 0; (k = command_at(i)); i++)
		for (size_t j = 0; j < COMMAND_OPTIONS && k->options[j].name; j++)
			buf_fmt(&c->out, " --%s", k->options[j].name);
	buf_str(&c->out,
		S("\"\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
		  "complete -o default -F _sulh sulh\n"));
	return true;
}

bool cli_completion(struct cli *c, struct err *e)
{
	(void)e;
	return help_completion(c);
}

bool cli_help(struct cli *c, struct err *e)
{
	struct str topic = c->n ? c->args[0] : S("");
	const struct command *k;

	if (c->n > 1)
		topic = str_fmt(c->a, "%.*s %.*s", P(c->args[0]), P(c->args[1]));
	if (cli_option(c, "man").s)
		return help_man(c);
	if (cli_option(c, "completion").s)
		return help_completion(c);
	if (!topic.len)
		return help_all(c);
	for (size_t i = 0; (k = command_at(i)); i++)
		if (str_eq(topic, str_of(k->name)))
			return help_command(c, k);
	if (kind_by_name(topic)) {
		help_kind(c, kind_by_name(topic));
		(void)family_words(c, topic);
		return true;
	}
	if (part_by_name(topic))
		return help_part(c, part_by_name(topic));
	if (family_words(c, topic)) {
		cli_say(c,
			"\nusage: sulh %.*s add | list | show | correct [WORD] ... (sulh help "
			"%.*s add)\n",
			P(topic), P(topic));
		return true;
	}
	return err_value(e, ERR_USAGE, S("topic"), topic,
			 "a command or a kind of record (see: sulh help)");
}
