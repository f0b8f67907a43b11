/* See tags.h. */
#include "press/tags.h"

#include <string.h>

#include "base/banned.h"

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool letter(char c)
{
	c = small(c);
	return c >= 'a' && c <= 'z';
}

static bool white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Whether `z`, in small letters, stands at byte i. */
static bool stands(struct str s, size_t i, const char *z)
{
	for (; *z; z++, i++)
		if (i >= s.len || small(s.s[i]) != *z)
			return false;
	return true;
}

/* Behind the next `z` from byte i, or the end. */
static size_t behind(struct str s, size_t i, const char *z)
{
	const char *p = i < s.len ? memmem(s.s + i, s.len - i, z, strlen(z)) : NULL;

	return p ? (size_t)(p - s.s) + strlen(z) : s.len;
}

/* Elements whose content is not markup, and no text of the page either. */
static bool is_raw(const char *name)
{
	static const char *const names[] = { "script", "style",	  "textarea", "title",	  "xmp",
					     "iframe", "noembed", "noframes", "noscript", NULL };

	for (const char *const *n = names; *n; n++)
		if (strcmp(*n, name) == 0)
			return true;
	return false;
}

/* "display : none" among the declarations of a style. */
static bool hides(struct str style)
{
	char flat[256];
	size_t n = 0;

	for (size_t i = 0; i < style.len && n < sizeof flat; i++)
		if (!white(style.s[i]))
			flat[n++] = small(style.s[i]);
	return memmem(flat, n, "display:none", 12) || memmem(flat, n, "visibility:hidden", 17);
}

static bool same(struct str s, const char *z)
{
	return s.len == strlen(z) && stands(s, 0, z);
}

static void keep(struct tag *t, struct str name, struct str value)
{
	struct str *to = same(name, "class")	  ? &t->cls
			 : same(name, "id")	  ? &t->id
			 : same(name, "role")	  ? &t->role
			 : same(name, "itemprop") ? &t->prop
						  : NULL;

	if (to && !to->len)
		*to = value;
	else if (same(name, "href"))
		t->link = !str_starts(str_trim(value), S("#"));
	else if (same(name, "hidden"))
		t->hidden = true;
	else if (same(name, "aria-hidden"))
		t->hidden = t->hidden || same(str_trim(value), "true");
	else if (same(name, "style"))
		t->hidden = t->hidden || hides(value);
}

/* One attribute from byte i of the source; returns where the next may begin. */
static size_t attribute(struct str s, size_t i, struct tag *t)
{
	struct str name = { s.s + i, 0 }, value = S("");
	size_t from = i;

	/* A name may begin with "=". */
	for (i++; i < s.len && !white(s.s[i]) && s.s[i] != '=' && s.s[i] != '>' && s.s[i] != '/';)
		i++;
	name.len = i - from;
	while (i < s.len && white(s.s[i]))
		i++;
	if (i < s.len && s.s[i] == '=') {
		for (i++; i < s.len && white(s.s[i]);)
			i++;
		from = i;
		if (i < s.len && (s.s[i] == '"' || s.s[i] == '\'')) {
			const char *end = memchr(s.s + i + 1, s.s[i], s.len - i - 1);

			value.s = s.s + ++from;
			i = end ? (size_t)(end - s.s) : s.len;
			value.len = i - from;
			i += end != NULL;
		} else {
			while (i < s.len && !white(s.s[i]) && s.s[i] != '>')
				i++;
			value = str_mem(s.s + from, i - from);
		}
	}
	keep(t, name, value);
	return i;
}

/* A tag whose name begins at byte i; false where it does not end. */
static bool read_tag(struct tags *p, size_t i, enum tag_kind kind, struct tag *t)
{
	struct str s = p->source;
	size_t n = 0;

	t->kind = kind;
	for (; i < s.len && !white(s.s[i]) && s.s[i] != '>' && s.s[i] != '/'; i++)
		if (n + 1 < sizeof t->name)
			t->name[n++] = small(s.s[i]);
	while (i < s.len && s.s[i] != '>') {
		if (white(s.s[i]) || s.s[i] == '/')
			i++;
		else
			i = attribute(s, i, t);
	}
	if (i >= s.len)
		return false;
	t->to = p->at = i + 1;
	if (kind == TAG_START && is_raw(t->name))
		memcpy(p->raw, t->name, sizeof p->raw);
	return true;
}

/* Passes over what stands in an element that holds no markup. */
static void pass_raw(struct tags *p)
{
	struct str s = p->source;
	size_t n = strlen(p->raw);

	while (p->at < s.len) {
		const char *lt = memchr(s.s + p->at, '<', s.len - p->at);

		p->at = lt ? (size_t)(lt - s.s) : s.len;
		if (lt && p->at + 1 < s.len && s.s[p->at + 1] == '/' &&
		    stands(s, p->at + 2, p->raw) &&
		    (p->at + 2 + n == s.len || !letter(s.s[p->at + 2 + n])))
			break;
		p->at += lt != NULL;
	}
	p->raw[0] = '\0';
}

/* Where a comment or the like that begins at byte i, with "<", ends. */
static size_t pass_comment(struct str s, size_t i)
{
	if (!stands(s, i, "<!--"))
		return behind(s, i, ">");
	if (stands(s, i + 4, ">"))
		return i + 5;
	if (stands(s, i + 4, "->"))
		return i + 6;
	return behind(s, i + 4, "-->");
}

/* Whether what stands at byte i begins markup and is no text. */
static bool markup_at(struct str s, size_t i)
{
	char c = i + 1 < s.len ? s.s[i + 1] : ' ';

	return letter(c) || c == '/' || c == '!' || c == '?';
}

struct tag tag_next(struct tags *p)
{
	struct str s = p->source;

	if (p->raw[0])
		pass_raw(p);
	while (p->at < s.len) {
		struct tag t = { .from = p->at };
		size_t i = p->at;

		if (s.s[i] != '<' || !markup_at(s, i)) {
			for (i++; i < s.len && (s.s[i] != '<' || !markup_at(s, i)); i++)
				;
			t.kind = TAG_TEXT;
			t.to = p->at = i;
			return t;
		}
		if (letter(s.s[i + 1]) && read_tag(p, i + 1, TAG_START, &t))
			return t;
		if (letter(s.s[i + 1]))
			break;
		if (s.s[i + 1] == '/' && i + 2 < s.len && letter(s.s[i + 2])) {
			if (!read_tag(p, i + 2, TAG_END, &t))
				break;
			return t;
		}
		p->at = pass_comment(s, i);
	}
	p->at = s.len;
	return (struct tag){ .from = s.len, .to = s.len };
}
