/* Words in class, id and role by which pages name what is not the article. */
#include "press/markup_int.h"

#include <string.h>

#include "base/banned.h"

#define NAMES 300 /* bytes that are looked at */

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is(struct str part, const char *z)
{
	for (size_t i = 0; i < part.len; i++)
		if (!z[i] || small(part.s[i]) != z[i])
			return false;
	return z[part.len] == '\0';
}

static bool begins(struct str part, const char *z)
{
	size_t n = strlen(z);

	return part.len >= n && is(str_mem(part.s, n), z);
}

static bool ends(struct str part, const char *z)
{
	size_t n = strlen(z);

	return part.len >= n && is(str_from(part, part.len - n), z);
}

static bool among(struct str part, const char *const *list, bool (*fits)(struct str, const char *))
{
	for (; *list; list++)
		if (fits(part, *list))
			return true;
	return false;
}

/* What tells of the layout, and not of what stands here: "no-sidebar", "has-comments". */
static bool of_layout(struct str part)
{
	static const char *const words[] = {
		"no",	"non",	  "not",  "without", "with",	 "has",
		"have", "layout", "open", "enabled", "template", NULL
	};

	return among(part, words, is) || begins(part, "nosidebar") || begins(part, "nocomment") ||
	       begins(part, "withsidebar") || begins(part, "hassidebar");
}

static bool of_aside(struct str part)
{
	static const char *const whole[] = { "tags",   "ad",	 "ads",	    "nav",	 "share",
					     "shares", "social", "toolbar", "subscribe", "signup",
					     "poll",   "toc",	 "promo",   "promos",	 NULL };
	static const char *const first[] = {
		"comment",    "sidebar",  "related",	"sharing",    "sharebutton", "cookie",
		"menu",	      "footer",	  "navbar",	"navigation", "breadcrumb",  "widget",
		"promobox",   "banner",	  "newsletter", "advert",     "recommend",   "popular",
		"trending",   "disqus",	  "outbrain",	"taboola",    "sharedaddy",  "addtoany",
		"sharetools", "mostread", "alsoread",	"readmore",   NULL
	};
	static const char *const last[] = {
		"sidebar", "menu", "footer", "comments", "navbar", NULL
	};
	static const char *const none[] = { "commentary", "commentator", "commentators",
					    "relatedness", NULL };

	return !among(part, none, is) &&
	       (among(part, whole, is) || among(part, first, begins) || among(part, last, ends));
}

/* What is in the page and not seen. */
static bool unseen(struct str name)
{
	static const char *const names[] = { "hidden",
					     "hide",
					     "d-none",
					     "is-hidden",
					     "sr-only",
					     "visually-hidden",
					     "visuallyhidden",
					     "screen-reader-text",
					     NULL };

	return among(name, names, is);
}

/* The next part of a name: between - and _, and where a capital follows a small letter. */
static struct str part_of(struct str *name)
{
	struct str part = { name->s, 0 };
	size_t i = 0;

	for (; i < name->len && name->s[i] != '-' && name->s[i] != '_' && name->s[i] != ':'; i++)
		if (i && name->s[i] >= 'A' && name->s[i] <= 'Z' && name->s[i - 1] >= 'a' &&
		    name->s[i - 1] <= 'z')
			break;
	part.len = i;
	if (i < name->len && !(name->s[i] >= 'A' && name->s[i] <= 'Z'))
		i++;
	*name = str_from(*name, i);
	return part;
}

bool markup_aside(struct str names)
{
	if (names.len > NAMES)
		names.len = NAMES;
	for (size_t i = 0, end; i < names.len; i = end + 1) {
		struct str name;
		bool found = false, layout = false, seen;

		for (end = i; end < names.len && !strchr(" \t\r\n\f", names.s[end]);)
			end++;
		name = str_mem(names.s + i, end - i);
		seen = !unseen(name);
		while (name.len) {
			struct str part = part_of(&name);

			layout = layout || of_layout(part);
			found = found || of_aside(part);
		}
		if (!seen || (found && !layout))
			return true;
	}
	return false;
}
